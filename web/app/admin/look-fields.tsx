import { AreaField, InputField, SelectField } from "../../ui/field.tsx";
import type { SiteDraft } from "./site-draft.ts";

export interface SiteFieldsProps {
	draft: SiteDraft;
	errors: Readonly<Record<string, string>>;
	onChange: (part: Partial<SiteDraft>) => void;
}

/** How the chat looks there, and on which pages it may stand. */
export function LookFields({ draft, errors, isDefault, onChange }: SiteFieldsProps & { isDefault: boolean }) {
	return (
		<>
			<InputField
				label="Name"
				name="name"
				maxLength={60}
				required={!isDefault}
				{...(isDefault ? { placeholder: "As configured" } : {})}
				value={draft.name}
				error={errors["name"]}
				onChange={(event) => onChange({ name: event.target.value })}
			/>
			<div className="grid gap-4 sm:grid-cols-2">
				<InputField
					label="Accent colour"
					name="accentColor"
					placeholder="#1f6feb"
					autoComplete="off"
					value={draft.accentColor}
					error={errors["accentColor"]}
					onChange={(event) => onChange({ accentColor: event.target.value.toLowerCase() })}
				/>
				<SelectField
					label="The button stands"
					name="launcherPosition"
					value={draft.launcherPosition}
					onChange={(event) =>
						onChange({
							launcherPosition: event.target.value === "bottom-left" ? "bottom-left" : "bottom-right",
						})
					}
				>
					<option value="bottom-right">Below, at the right</option>
					<option value="bottom-left">Below, at the left</option>
				</SelectField>
			</div>
			<AreaField
				label="Greeting"
				name="greeting"
				rows={2}
				maxLength={300}
				value={draft.greeting}
				error={errors["greeting"]}
				onChange={(event) => onChange({ greeting: event.target.value })}
			/>
			<PageFields draft={draft} errors={errors} onChange={onChange} />
		</>
	);
}

/** What customers can begin with, in which language, and on which pages. */
function PageFields({ draft, errors, onChange }: SiteFieldsProps) {
	return (
		<>
			<AreaField
				label="Starters"
				name="starters"
				rows={3}
				hint="What customers can begin with, one a line. None: as configured."
				value={draft.starters}
				error={errors["starters"]}
				onChange={(event) => onChange({ starters: event.target.value })}
			/>
			<InputField
				label="Language"
				name="locale"
				placeholder="en"
				autoComplete="off"
				hint="Of the page, where the customer has chosen none: de, pt-BR"
				value={draft.locale}
				error={errors["locale"]}
				onChange={(event) => onChange({ locale: event.target.value })}
			/>
			<AreaField
				label="Pages that may show the chat"
				name="allowedOrigins"
				rows={3}
				hint="Beside our own, one a line: https://shop.example, or https://*.shop.example"
				value={draft.allowedOrigins}
				error={errors["allowedOrigins"]}
				onChange={(event) => onChange({ allowedOrigins: event.target.value })}
			/>
		</>
	);
}
