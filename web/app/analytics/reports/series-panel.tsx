import { useLocation } from "wouter";
import type { OverviewReport, SeriesPoint } from "../../../../contracts/analytics.ts";
import type { AnalyticsGroup } from "../../../../contracts/analytics-filter.ts";
import { SelectField } from "../../../ui/field.tsx";
import { useMay } from "../../world.ts";
import { SeriesChart } from "../charts/series-chart.tsx";
import { type FigureColumn, FiguresTable } from "../figures-table.tsx";
import { CHARTED, type MetricId, METRICS, metricOf } from "../metrics.ts";
import { written, writtenPoint, writtenPointFully } from "../numbers.ts";
import { behindAddress, useReportWorld } from "../report-context.ts";
import { CsvButton, ReportPanel } from "../report-panel.tsx";
import type { Span } from "../report-state.ts";

const GROUPS: readonly { value: AnalyticsGroup; label: string; head: string }[] = [
	{ value: "hour", label: "By hour", head: "Hour" },
	{ value: "day", label: "By day", head: "Day" },
	{ value: "week", label: "By week", head: "Week" },
	{ value: "month", label: "By month", head: "Month" },
];
/** A finer group of a longer range is more points than a chart can show. */
const MAX_DAYS: Readonly<Record<AnalyticsGroup, number>> = { hour: 31, day: 400, week: 1_830, month: 1_830 };
const DAY_MS = 86_400_000;

interface SeriesPanelProps {
	report: OverviewReport;
	groupBy: AnalyticsGroup;
	/** Of the API. */
	path: string;
}

/** One figure over time as a chart, and all of them as a table. */
export function SeriesPanel({ report, groupBy, path }: SeriesPanelProps) {
	const world = useReportWorld();
	const { state, span } = world;
	const [, navigate] = useLocation();
	const mayOpen = useMay("conversations:read");
	const id: MetricId = CHARTED.find((name) => name === state.metric) ?? "conversations";
	const { label, about, of, format, figure } = metricOf(id);
	const { zone } = report.range;
	const spans = spansOf(report);
	const points = report.series.map((point, index) => {
		const before = report.seriesBefore?.[index];
		return {
			label: writtenPoint(point.at, groupBy, zone),
			name: writtenPointFully(point.at, groupBy, zone),
			value: of(point),
			before: before === undefined ? null : of(before),
		};
	});
	const open = (index: number): void => {
		const behind = spans[index];
		if (behind !== undefined && mayOpen) navigate(behindAddress(world, { figure, ...behind }));
	};
	return (
		<ReportPanel
			title={label}
			about={about}
			actions={<SeriesChoices id={id} groupBy={groupBy} path={path} />}
		>
			<SeriesChart
				title={label}
				points={points}
				write={(value) => written(value, format)}
				onOpen={open}
				isLastUnfinished={state.range !== "custom"}
				{...(format === "share" ? { most: 1 } : {})}
			/>
			<div className="border-t border-line">
				<FiguresTable
					caption={`All figures by ${groupBy}`}
					isTall
					rows={report.series.map((point, index) => ({ point, span: spans[index] ?? span }))}
					rowKey={({ point }) => point.at}
					first={{
						head: GROUPS.find(({ value }) => value === groupBy)?.head ?? "",
						name: ({ point }) => writtenPointFully(point.at, groupBy, zone),
					}}
					columns={COLUMNS}
				/>
			</div>
		</ReportPanel>
	);
}

interface SeriesChoicesProps {
	id: MetricId;
	groupBy: AnalyticsGroup;
	path: string;
}

/** Which figure, in which groups, and the table as a file. */
function SeriesChoices({ id, groupBy, path }: SeriesChoicesProps) {
	const { change, span } = useReportWorld();
	const days = (Date.parse(span.to) - Date.parse(span.from)) / DAY_MS;
	return (
		<>
			<SelectField
				label="Figure of the chart"
				isLabelHidden
				className="min-w-0 max-sm:flex-1"
				value={id}
				onChange={(event) => change({ metric: event.target.value })}
			>
				{CHARTED.map((name) => (
					<option key={name} value={name}>
						{metricOf(name).label}
					</option>
				))}
			</SelectField>
			<SelectField
				label="Group by"
				isLabelHidden
				value={groupBy}
				onChange={(event) =>
					change({ groupBy: GROUPS.find(({ value }) => value === event.target.value)?.value ?? "" })
				}
			>
				{GROUPS.filter(({ value }) => days <= MAX_DAYS[value]).map((group) => (
					<option key={group.value} value={group.value}>
						{group.label}
					</option>
				))}
			</SelectField>
			<CsvButton path={path} of="the series" />
		</>
	);
}

/** From when to when each point counts: until the next one begins, within the range. */
function spansOf({ series, range }: OverviewReport): readonly Span[] {
	return series.map(({ at }, index) => ({
		from: at < range.from ? range.from : at,
		to: series[index + 1]?.at ?? range.to,
	}));
}

interface SeriesRow {
	readonly point: SeriesPoint;
	readonly span: Span;
}

const COLUMNS: readonly FigureColumn<SeriesRow>[] = Object.values(METRICS).map(
	({ label, about, format, of, figure }) => ({
		head: format === "time" ? `${label}, mean` : label,
		about,
		format,
		value: ({ point }) => of(point),
		behind: ({ span }) => ({ figure, ...span }),
	}),
);
