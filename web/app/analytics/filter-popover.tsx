import { ListFilter } from "lucide-react";
import { Button } from "../../ui/button.tsx";
import { SelectField } from "../../ui/field.tsx";
import { Popover } from "../../ui/popover.tsx";
import { useChoices } from "./analytics-api.ts";
import { inWords, nameOfLanguage } from "./names.ts";
import { useReportWorld } from "./report-context.ts";
import { FILTERS, type FilterName } from "./report-state.ts";

/** What the report is narrowed by; all of it must hold. */
export function FilterPopover({ ownZone }: { ownZone: string }) {
	const { state } = useReportWorld();
	const held = FILTERS.filter((name) => state[name] !== "").length + (state.withTests ? 1 : 0);
	return (
		<Popover
			title="Filters"
			align="end"
			trigger={
				<Button size="compact">
					<ListFilter aria-hidden="true" size={14} />
					{held === 0 ? "Filter" : `Filter · ${held}`}
				</Button>
			}
		>
			<Filters ownZone={ownZone} />
		</Popover>
	);
}

function Filters({ ownZone }: { ownZone: string }) {
	const { state, change } = useReportWorld();
	const choices = useChoices();
	const { channels = [], languages = [], intents = [], agents = [], labels = [] } = choices.data ?? {};
	return (
		<div className="space-y-3">
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
			<label className="flex min-h-8 cursor-pointer items-center gap-2">
				<input
					type="checkbox"
					className="size-4 accent-accent"
					checked={state.withTests}
					onChange={() => change({ withTests: !state.withTests })}
				/>
				Test conversations too
			</label>
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
		</div>
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
	return (
		<SelectField label={label} value={value} onChange={(event) => change({ [name]: event.target.value })}>
			<option value="">Any</option>
			{options.map((option) => (
				<option key={option.value} value={option.value}>
					{option.text}
				</option>
			))}
			{value !== "" && !options.some((option) => option.value === value) && (
				<option value={value}>{value}</option>
			)}
		</SelectField>
	);
}
