import { MessagesSquare } from "lucide-react";
import { BreakdownReport, TIMES } from "../../../../contracts/analytics.ts";
import { binEdge } from "../../../../contracts/time-bins.ts";
import { UNKNOWN_LANGUAGE } from "../../../../contracts/analytics-filter.ts";
import { EmptyState } from "../../../ui/states.tsx";
import { useReport, useReportPath } from "../analytics-api.ts";
import { type FigureColumn, FiguresTable } from "../figures-table.tsx";
import { KEY_FIGURES, MEDIAN_ABOUT, METRICS, type MetricId, metricOf } from "../metrics.ts";
import { nameOfLanguage } from "../names.ts";
import { type Behind } from "../report-context.ts";
import { CsvButton, ReportPanel, ReportParts } from "../report-panel.tsx";

type Row = BreakdownReport["rows"][number];

export function ChannelsPart() {
	return <Breakdown report="channels" title="Channels" by="channel" nameOf={(name) => name} />;
}

export function LanguagesPart() {
	return <Breakdown report="languages" title="Languages" by="language" nameOf={nameOfLanguage} />;
}

interface BreakdownProps {
	report: string;
	title: string;
	by: "channel" | "language";
	nameOf: (name: string) => string;
}

/** All figures side by side, of each channel or language. */
function Breakdown({ report, title, by, nameOf }: BreakdownProps) {
	const path = useReportPath(report);
	const read = useReport(BreakdownReport, path);
	return (
		<ReportParts read={read}>
			{({ rows }) => (
				<ReportPanel
					title={title}
					about={
						by === "language"
							? "The slot language, else the language in which the customer's messages were written."
							: "The way by which the conversation came in."
					}
					actions={<CsvButton path={path} of={title.toLowerCase()} />}
				>
					{rows.length === 0 ? (
						<EmptyState icon={<MessagesSquare size={20} />} title="No conversations in this range">
							Take a longer range, or fewer filters.
						</EmptyState>
					) : (
						<BreakdownTable title={title} by={by} nameOf={nameOf} rows={rows} />
					)}
				</ReportPanel>
			)}
		</ReportParts>
	);
}

function BreakdownTable({
	title,
	by,
	nameOf,
	rows,
}: Omit<BreakdownProps, "report"> & { rows: readonly Row[] }) {
	const all = rows.reduce((sum, { total }) => sum + total.conversations, 0);
	return (
		<FiguresTable
			caption={title}
			rows={rows}
			rowKey={({ name }) => name}
			first={{
				head: by === "channel" ? "Channel" : "Language",
				name: ({ name }) => nameOf(name),
				title: ({ name }) => name,
			}}
			bar={({ total }) => total.conversations / all}
			columns={columnsOf(by)}
		/>
	);
}

const SHOWN: readonly MetricId[] = [
	...KEY_FIGURES,
	"meanRating",
	"contained",
	"confirmed",
	"assumed",
	"returned",
	"lasting",
	"resolvedByPerson",
	"handoffs",
	"visitorMessages",
	"fallbacks",
];
const COMPARED = new Set<MetricId>(["conversations", "containment", "lastingRate", "fallback"]);

function columnsOf(by: "channel" | "language"): readonly FigureColumn<Row>[] {
	const behindOf = ({ name }: Row, behind: Behind): Behind => ({ ...behind, [by]: name || UNKNOWN_LANGUAGE });
	return [
		...SHOWN.map((id): FigureColumn<Row> => {
			const { label, about, format, of, figure, better } = METRICS[id];
			return {
				head: label,
				about,
				format,
				value: ({ total }) => of(total),
				...(COMPARED.has(id)
					? { before: ({ before }) => (before === null ? null : of(before)), better }
					: {}),
				behind: (row) => behindOf(row, { figure }),
			};
		}),
		...TIMES.flatMap((id): FigureColumn<Row>[] => [
			{
				head: `${metricOf(id).label}, median`,
				about: metricOf(id).about,
				format: "time",
				value: ({ total }) => total.times[id].medianMs,
				behind: (row) => behindOf(row, { figure: id }),
			},
			{
				head: `${metricOf(id).label}, 90th percentile`,
				about: MEDIAN_ABOUT,
				format: "time",
				value: ({ total }) => total.times[id].p90Ms,
				behind: (row) => behindOf(row, { figure: id, minMs: binEdge(row.total.times[id].p90Ms ?? 0) }),
			},
			{
				head: `${metricOf(id).label}, mean`,
				about: "All these times ÷ conversations that have one.",
				format: "time",
				value: ({ total }) => total.times[id].meanMs,
				behind: (row) => behindOf(row, { figure: id }),
			},
		]),
	];
}
