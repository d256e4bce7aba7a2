import { X } from "lucide-react";
import { CheckField } from "../../ui/check-field.tsx";
import { SelectField } from "../../ui/field.tsx";
import { useChoices } from "./analytics-api.ts";
import { FilterPopover } from "./filter-popover.tsx";
import { RangePicker } from "./range-picker.tsx";
import { useReportWorld } from "./report-context.ts";
import { FILTERS, type FilterName, type ReportState } from "./report-state.ts";
import { nameOfLanguage } from "./names.ts";

/** Which reports know a comparison; cohorts know nothing but their range, whose weeks stand below each other. */
const COMPARED = new Set(["overview", "intents", "channels", "languages", "agents", "busy-hours", "forms"]);

/** Of which conversations the report is: range, comparison, hours, filters. */
export function ReportBar({ ownZone }: { ownZone: string }) {
	const { state, change, report } = useReportWorld();
	const hasFilters = report !== "cohorts";
	return (
		<div className="mb-4 flex flex-wrap items-center gap-2">
			<RangePicker />
			{COMPARED.has(report) && (
				<CheckField
					isChecked={state.isCompared}
					onToggle={() => change({ isCompared: !state.isCompared })}
					className="cursor-pointer rounded-sm px-1.5 hover:bg-hover pointer-coarse:min-h-10"
				>
					<span>
						Compare<span className="max-sm:sr-only"> with the period before</span>
					</span>
				</CheckField>
			)}
			{hasFilters && (
				<div className="ms-auto flex items-center gap-2 max-sm:ms-0 max-sm:w-full">
					<HoursSwitch />
					<FilterPopover ownZone={ownZone} />
				</div>
			)}
			{hasFilters && <HeldFilters />}
		</div>
	);
}

const OFFICE = "1-5 09:00-17:00";

/** All hours, an office's, or those in which a site is open. */
function HoursSwitch() {
	const { state, change } = useReportWorld();
	const choices = useChoices();
	const isOther = state.hours !== "" && state.hours !== OFFICE && !state.hours.startsWith("site:");
	return (
		<SelectField
			label="Hours"
			isLabelHidden
			className="min-w-0 max-sm:flex-1 sm:max-w-64"
			value={state.hours}
			onChange={(event) => change({ hours: event.target.value })}
		>
			<option value="">All hours</option>
			<option value={OFFICE}>Mon to Fri, 9–17</option>
			{choices.data?.sites.map(({ id, name }) => (
				<option key={id} value={`site:${id}`}>
					Business hours of {name}
				</option>
			))}
			{isOther && <option value={state.hours}>{state.hours}</option>}
		</SelectField>
	);
}

const NAMES: Readonly<Record<FilterName, string>> = {
	channel: "Channel",
	language: "Language",
	intent: "Intent",
	agentId: "Agent",
	labelId: "Label",
	modelId: "Model",
};

/** What narrows the report, each with a way to take it off. */
function HeldFilters() {
	const { state, change } = useReportWorld();
	const choices = useChoices();
	const valueOf = (name: FilterName): string => {
		const value = state[name];
		if (name === "language") return nameOfLanguage(value);
		if (name === "agentId") return choices.data?.agents.find(({ id }) => id === value)?.name ?? value;
		if (name === "labelId") return choices.data?.labels.find(({ id }) => id === value)?.name ?? value;
		return value;
	};
	const held: { text: string; off: Partial<ReportState> }[] = [
		...FILTERS.filter((name) => state[name] !== "").map((name) => ({
			text: `${NAMES[name]}: ${valueOf(name)}`,
			off: { [name]: "" },
		})),
		...(state.withTests ? [{ text: "With test conversations", off: { withTests: false } }] : []),
	];
	if (held.length === 0) return null;
	return (
		<ul aria-label="Filters that hold" className="flex w-full flex-wrap gap-1.5">
			{held.map(({ text, off }) => (
				<li key={text}>
					<button
						type="button"
						aria-label={`Take off: ${text}`}
						onClick={() => change(off)}
						className="inline-flex min-h-7 items-center gap-1.5 rounded-full border border-line bg-accent-soft px-2.5 text-xs text-accent-ink hover:bg-hover pointer-coarse:min-h-10"
					>
						{text}
						<X aria-hidden="true" size={12} />
					</button>
				</li>
			))}
		</ul>
	);
}
