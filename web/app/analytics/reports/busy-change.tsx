import { CHANGE_LEGEND, changeLook } from "../charts/heat.ts";
import { type HourOfWeek, WeekMap } from "../charts/week-map.tsx";
import { clock } from "../names.ts";
import { written, writtenSpan } from "../numbers.ts";
import { useReportWorld } from "../report-context.ts";
import type { Span } from "../report-state.ts";
import { ReportPanel } from "../report-panel.tsx";
import { Legend, nameOf } from "./busy-parts.tsx";

const changeOf = ({ conversations, before }: HourOfWeek): number =>
	conversations - (before?.conversations ?? 0);

/** The week as a map of what became more and what became less. */
export function BusyChange({ cells, before }: { cells: readonly HourOfWeek[]; before: Span }) {
	const { state } = useReportWorld();
	return (
		<ReportPanel
			title="Against the period before"
			about={`Conversations of each hour of the week, less those of ${writtenSpan(before, state.zone)}. In whole weeks each weekday is as often in one period as in the other; in other ranges it may not be.`}
		>
			<p className="px-4 pb-2 text-muted">{changesInWords(cells)}</p>
			<WeekMap
				of="More or fewer conversations"
				cells={cells}
				format="change"
				value={changeOf}
				look={changeLook}
				label={(cell) => `${nameOf(cell)}, ${cell.conversations} after ${cell.before?.conversations ?? 0}`}
			/>
			<Legend looks={CHANGE_LEGEND} />
		</ReportPanel>
	);
}

/** Where it changed most, for those who don't see the map. */
export function changesInWords(cells: readonly HourOfWeek[]): string {
	const sorted = cells.toSorted((one, other) => changeOf(other) - changeOf(one));
	const told = (what: string, cell: HourOfWeek | undefined): string =>
		cell === undefined
			? ""
			: `${what}: ${nameOf(cell)} to ${clock(cell.hour + 1)}, ${written(changeOf(cell), "change")} conversations.`;
	const [first, last] = [sorted[0], sorted.at(-1)];
	const words = [
		told("Grew most", first !== undefined && changeOf(first) > 0 ? first : undefined),
		told("Fell most", last !== undefined && changeOf(last) < 0 ? last : undefined),
	].filter((text) => text !== "");
	return words.length === 0 ? "As many conversations in each hour as before." : words.join(" ");
}
