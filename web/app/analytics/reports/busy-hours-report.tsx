import { BusyHoursReport } from "../../../../contracts/analytics.ts";
import { useReport, useReportPath } from "../analytics-api.ts";
import { HEAT_LEGEND, heatOf } from "../charts/heat.ts";
import { type HourOfWeek, WeekMap } from "../charts/week-map.tsx";
import { type FigureColumn, FiguresTable } from "../figures-table.tsx";
import { clock } from "../names.ts";
import { useReportWorld } from "../report-context.ts";
import { CsvButton, ReportPanel, ReportParts } from "../report-panel.tsx";
import { BusyChange } from "./busy-change.tsx";
import { Legend, nameOf } from "./busy-parts.tsx";

/** When customers write: the week as a map, and every hour of it as a table. */
export function BusyHoursPart() {
	const { state } = useReportWorld();
	const path = useReportPath("busy-hours");
	const read = useReport(BusyHoursReport, path);
	return (
		<ReportParts read={read}>
			{({ range, cells }) => (
				<>
					<ReportPanel
						title="Busy hours"
						about={`Conversations by the weekday and hour in which they began, by the clocks of ${state.zone}.`}
						actions={<CsvButton path={path} of="busy hours" />}
					>
						<p className="px-4 pb-2 text-muted">{peakOf(cells)}</p>
						<WeekMap
							of="Conversations"
							cells={cells}
							format="count"
							value={({ conversations }) => conversations}
							look={heatOf}
							label={nameOf}
						/>
						<Legend looks={HEAT_LEGEND} />
					</ReportPanel>
					{range.before !== null && <BusyChange cells={cells} before={range.before} />}
					<ReportPanel title="Hour by hour">
						<FiguresTable
							caption="Hour by hour"
							isTall
							rows={cells.filter(
								({ conversations, before }) => conversations + (before?.conversations ?? 0) > 0,
							)}
							rowKey={({ weekday, hour }) => `${weekday} ${hour}`}
							first={{ head: "Hour", name: nameOf }}
							columns={COLUMNS}
						/>
					</ReportPanel>
				</>
			)}
		</ReportParts>
	);
}

function peakOf(cells: readonly HourOfWeek[]): string {
	const busiest = cells.reduce<HourOfWeek | null>(
		(best, cell) => (cell.conversations > (best?.conversations ?? 0) ? cell : best),
		null,
	);
	return busiest === null
		? "No conversations in this range."
		: `Busiest: ${nameOf(busiest)} to ${clock(busiest.hour + 1)}, with ${busiest.conversations} conversations.`;
}

const behind = ({ weekday, hour }: HourOfWeek) => ({ weekday, hour });
const COLUMNS: readonly FigureColumn<HourOfWeek>[] = [
	{
		head: "Conversations",
		about: "That began in this hour of the week, on all days of the range.",
		format: "count",
		value: ({ conversations }) => conversations,
		before: ({ before }) => before?.conversations ?? null,
		behind,
	},
	{
		head: "Customer messages",
		about: "Messages of customers in conversations that began in this hour.",
		format: "count",
		value: ({ visitorMessages }) => visitorMessages,
		before: ({ before }) => before?.visitorMessages ?? null,
		behind,
	},
	{
		head: "Handed off",
		about: "Of these conversations, those that the bot gave away at least once.",
		format: "count",
		value: ({ handedOff }) => handedOff,
		before: ({ before }) => before?.handedOff ?? null,
		behind: (cell) => ({ ...behind(cell), figure: "handedOff" }),
	},
];
