import {
	type Duration,
	type Figures,
	type OverviewReport,
	type TimeName,
	TIMES,
} from "../../../../contracts/analytics.ts";
import { binEdge } from "../../../../contracts/time-bins.ts";
import { type FigureColumn, FiguresTable } from "../figures-table.tsx";
import { MEDIAN_ABOUT, metricOf } from "../metrics.ts";
import { ReportPanel } from "../report-panel.tsx";

interface TimeRow {
	readonly id: TimeName;
	readonly now: Duration;
	readonly before: Duration | null;
}

/** How long everything took: the middle and the long end beside the mean. */
export function TimesPanel({ report: { total, before } }: { report: OverviewReport }) {
	const rows = TIMES.map((id) => ({ id, now: total.times[id], before: timeOf(before, id) }));
	return (
		<ReportPanel title="Times" about={MEDIAN_ABOUT}>
			<FiguresTable
				caption="Times"
				rows={rows}
				rowKey={({ id }) => id}
				isStacked
				first={{ head: "Time", name: ({ id }) => metricOf(id).label, about: ({ id }) => metricOf(id).about }}
				columns={COLUMNS}
			/>
		</ReportPanel>
	);
}

const timeOf = (figures: Figures | null, id: TimeName): Duration | null => figures?.times[id] ?? null;

const COLUMNS: readonly FigureColumn<TimeRow>[] = [
	{
		head: "Median",
		about: MEDIAN_ABOUT,
		format: "time",
		value: ({ now }) => now.medianMs,
		before: ({ before }) => before?.medianMs ?? null,
		better: "down",
		behind: ({ id }) => ({ figure: id }),
	},
	{
		head: "90th percentile",
		about: MEDIAN_ABOUT,
		format: "time",
		from: "sm",
		value: ({ now }) => now.p90Ms,
		behind: ({ id, now }) => ({ figure: id, minMs: binEdge(now.p90Ms ?? 0) }),
	},
	{
		head: "Mean",
		about: "All these times ÷ conversations that have one.",
		format: "time",
		value: ({ now }) => now.meanMs,
		behind: ({ id }) => ({ figure: id }),
	},
	{
		head: "Of",
		about: "How many conversations have such a time.",
		format: "count",
		from: "sm",
		value: ({ now }) => now.count,
		behind: ({ id }) => ({ figure: id }),
	},
];
