import { SelectField } from "../ui/field.tsx";

interface AnyFieldProps {
	label: string;
	/** `""` is any. */
	value: string;
	options: readonly { value: string; text: string }[];
	onChoose: (value: string) => void;
}

/** One of these, or any. */
export function AnyField({ label, value, options, onChoose }: AnyFieldProps) {
	return (
		<SelectField label={label} value={value} onChange={({ target }) => onChoose(target.value)}>
			<option value="">Any</option>
			{options.map((option) => (
				<option key={option.value} value={option.value}>
					{option.text}
				</option>
			))}
		</SelectField>
	);
}
