import { type ReactNode, useId } from "react";

interface CheckListProps {
	legend: string;
	options: readonly { value: string; label: string; note?: ReactNode; isDisabled?: boolean }[];
	chosen: readonly string[];
	onChange: (chosen: string[]) => void;
	error?: string | undefined;
}

/** Several of a few: boxes to tick, with a word on each. */
export function CheckList({ legend, options, chosen, onChange, error }: CheckListProps) {
	const noteId = useId();
	const toggle = (value: string): void =>
		onChange(chosen.includes(value) ? chosen.filter((other) => other !== value) : [...chosen, value]);
	return (
		<fieldset>
			<legend className="mb-1 text-sm font-medium">{legend}</legend>
			<ul className="divide-y divide-line overflow-hidden rounded-md border border-line">
				{options.map(({ value, label, note, isDisabled = false }) => (
					<li key={value}>
						<label className="flex min-h-9 items-start gap-2.5 px-3 py-2 has-enabled:cursor-pointer has-enabled:hover:bg-hover">
							<input
								type="checkbox"
								className="mt-0.5 size-4 shrink-0 accent-accent"
								checked={chosen.includes(value)}
								disabled={isDisabled}
								aria-invalid={error !== undefined}
								aria-describedby={error === undefined ? undefined : noteId}
								onChange={() => toggle(value)}
							/>
							<span className="min-w-0">
								<span className="block break-words">{label}</span>
								{note !== undefined && <span className="block text-xs text-muted">{note}</span>}
							</span>
						</label>
					</li>
				))}
			</ul>
			{error !== undefined && (
				<p id={noteId} role="alert" className="mt-1 text-xs text-danger-ink">
					{error}
				</p>
			)}
		</fieldset>
	);
}
