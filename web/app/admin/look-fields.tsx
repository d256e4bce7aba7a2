import { AccentColor } from "../../../contracts/sites.ts";
import { AreaField, InputField, SelectField } from "../../ui/field.tsx";
import { draftField, type DraftProps } from "./draft-field.ts";
import type { SiteDraft } from "./site-draft.ts";

/** Where a site has no colour: the page's own, as ui/tokens.css has it. */
const OWN_ACCENT = "#006666";

/** How the chat looks there, and on which pages it may stand. */
export function LookFields({ isDefault, ...props }: DraftProps<SiteDraft> & { isDefault: boolean }) {
	const { draft, onChange } = props;
	return (
		<>
			<InputField
				label="Name"
				maxLength={60}
				required={!isDefault}
				{...(isDefault ? { placeholder: "As configured" } : {})}
				{...draftField(props, "name")}
			/>
			<div className="grid gap-4 sm:grid-cols-2">
				<InputField
					label="Accent colour"
					placeholder="#1f6feb"
					autoComplete="off"
					{...draftField(props, "accentColor")}
					onChange={(event) => onChange({ accentColor: event.target.value.toLowerCase() })}
					beside={
						<input
							type="color"
							aria-label="Choose the accent colour"
							value={AccentColor.safeParse(draft.accentColor).data ?? OWN_ACCENT}
							onChange={(event) => onChange({ accentColor: event.target.value })}
							className="size-8 shrink-0 cursor-pointer rounded-sm border border-edge bg-raised p-1 pointer-coarse:size-10"
						/>
					}
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
			<AreaField label="Greeting" rows={2} maxLength={300} {...draftField(props, "greeting")} />
			<PageFields {...props} />
		</>
	);
}

/** What customers can begin with, in which language, and on which pages. */
function PageFields(props: DraftProps<SiteDraft>) {
	return (
		<>
			<AreaField
				label="Starters"
				rows={3}
				hint="What customers can begin with, one a line. None: as configured."
				{...draftField(props, "starters")}
			/>
			<InputField
				label="Language"
				placeholder="en"
				autoComplete="off"
				hint="Of the page, where the customer has chosen none: de, pt-BR"
				{...draftField(props, "locale")}
			/>
			<AreaField
				label="Pages that may show the chat"
				rows={3}
				hint="Beside our own, one a line: https://shop.example, or https://*.shop.example"
				{...draftField(props, "allowedOrigins")}
			/>
		</>
	);
}
