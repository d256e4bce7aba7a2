import { Button } from "../../ui/button.tsx";
import { CheckField } from "../../ui/check-field.tsx";
import { SelectField } from "../../ui/field.tsx";
import { AnyField } from "../any-field.tsx";
import { ChoicesError } from "../choices-error.tsx";
import { FiltersPopover } from "../filters-popover.tsx";
import { useChoices } from "./analytics-api.ts";
import { inWords, nameOfLanguage } from "./names.ts";
import { useReportWorld } from "./report-context.ts";
import { FILTERS, type FilterName } from "./report-state.ts";

/** What the report is narrowed by; all of it must hold. */
export function FilterPopover({ ownZone }: { ownZone: string }) {
	const { state } = useReportWorld();
	const held = FILTERS.filter((name) => state[name] !== "").length + (state.withTests ? 1 : 0);
	return (
		<FiltersPopover held={held}>
			<Filters ownZone={ownZone} />
		</FiltersPopover>
	);
}

function Filters({ ownZone }: { ownZone: string }) {
	const { state, change } = useReportWorld();
	const choices = useChoices();
	const { channels = [], languages = [], intents = [], agents = [], labels = [] } = choices.data ?? {};
	return (
		<>
			<ChoicesError read={choices} />
			<Choice name="channel" label="Channel" options={channels.map((value) => ({ value, text: value }))} />
			<Choice
				name="language"
				label="Language"
				options={languages.map((value) => ({ value, text: nameOfLanguage(value) }))}
			/>
			<Choice
				name="intent"
				label="Asked about"
				options={intents.map((value) => ({ value, text: inWords(value) }))}
			/>
			<Choice
				name="agentId"
				label="Answered by"
				options={agents.map(({ id, name }) => ({ value: id, text: name ?? "Somebody who is gone" }))}
			/>
			<Choice
				name="labelId"
				label="Label"
				options={labels.map(({ id, name }) => ({ value: id, text: name }))}
			/>
			<SelectField
				label="Days and hours of"
				value={state.zone}
				onChange={(event) => change({ zone: event.target.value })}
			>
				{[...new Set([ownZone, "UTC", state.zone])].map((zone) => (
					<option key={zone} value={zone}>
						{zone === ownZone ? `${zone} (this device)` : zone}
					</option>
				))}
			</SelectField>
			<CheckField
				isChecked={state.withTests}
				onToggle={() => change({ withTests: !state.withTests })}
				className="cursor-pointer"
			>
				Test conversations too
			</CheckField>
			<Button
				size="compact"
				look="quiet"
				className="w-full"
				onClick={() =>
					change({ ...Object.fromEntries(FILTERS.map((name) => [name, ""])), withTests: false, hours: "" })
				}
			>
				Clear all filters
			</Button>
		</>
	);
}

interface ChoiceProps {
	name: FilterName;
	label: string;
	options: readonly { value: string; text: string }[];
}

function Choice({ name, label, options }: ChoiceProps) {
	const { state, change } = useReportWorld();
	const value = state[name];
	const isOther = value !== "" && !options.some((option) => option.value === value);
	return (
		<AnyField
			label={label}
			value={value}
			options={isOther ? [...options, { value, text: value }] : options}
			onChoose={(chosen) => change({ [name]: chosen })}
		/>
	);
}
