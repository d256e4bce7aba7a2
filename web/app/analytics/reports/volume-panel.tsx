import type { Figures, OverviewReport } from "../../../../contracts/analytics.ts";
import { type FigureColumn, FiguresTable } from "../figures-table.tsx";
import { type MetricId, metricOf } from "../metrics.ts";
import { ReportPanel } from "../report-panel.tsx";

const SHOWN: readonly MetricId[] = [
	"visitorMessages",
	"botMessages",
	"agentMessages",
	"asked",
	"fallbacks",
	"handoffs",
	"handedOff",
	"resolvedByPerson",
];

interface VolumeRow {
	readonly id: MetricId;
	readonly total: Figures;
	readonly before: Figures | null;
}

/** How much was said, and how much of it went to people. */
export function VolumePanel({ report: { total, before } }: { report: OverviewReport }) {
	return (
		<ReportPanel title="Messages and handoffs">
			<FiguresTable
				caption="Messages and handoffs"
				rows={SHOWN.map((id) => ({ id, total, before }))}
				rowKey={({ id }) => id}
				first={{ head: "What", name: ({ id }) => metricOf(id).label, about: ({ id }) => metricOf(id).about }}
				columns={COLUMNS}
			/>
		</ReportPanel>
	);
}

const COLUMNS: readonly FigureColumn<VolumeRow>[] = [
	{
		head: "In all",
		format: "count",
		value: ({ id, total }) => metricOf(id).of(total),
		before: ({ id, before }) => (before === null ? null : metricOf(id).of(before)),
		behind: ({ id }) => ({ figure: metricOf(id).figure }),
	},
	{
		head: "Per conversation",
		format: "rating",
		value: ({ id, total }) =>
			total.conversations === 0 ? null : (metricOf(id).of(total) ?? 0) / total.conversations,
	},
];
