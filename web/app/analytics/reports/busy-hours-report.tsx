import { BusyHoursReport } from "../../../../contracts/analytics.ts";
import { classNames } from "../../../ui/class-names.ts";
import { useReport, useReportPath } from "../analytics-api.ts";
import { HEAT_LEGEND, heatOf } from "../charts/heat.ts";
import { Figure } from "../figure.tsx";
import { type FigureColumn, FiguresTable } from "../figures-table.tsx";
import { WEEKDAYS } from "../names.ts";
import { useReportWorld } from "../report-context.ts";
import { CsvButton, ReportPanel, ReportParts } from "../report-panel.tsx";

type Cell = BusyHoursReport["cells"][number];

/** When customers write: the week as a map, and every hour of it as a table. */
export function BusyHoursPart() {
	const { state } = useReportWorld();
	const path = useReportPath("busy-hours");
	const read = useReport(BusyHoursReport, path);
	return (
		<ReportParts read={read}>
			{({ cells }) => (
				<>
					<ReportPanel
						title="Busy hours"
						about={`Conversations by the weekday and hour in which they began, by the clocks of ${state.zone}.`}
						actions={<CsvButton path={path} of="busy hours" />}
					>
						<p className="px-4 pb-2 text-muted">{peakOf(cells)}</p>
						<HeatMap cells={cells} />
						<Legend />
					</ReportPanel>
					<ReportPanel title="Hour by hour">
						<FiguresTable
							caption="Hour by hour"
							isTall
							rows={cells.filter(({ conversations }) => conversations > 0)}
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

const clock = (hour: number): string => `${String(hour).padStart(2, "0")}:00`;
const nameOf = ({ weekday, hour }: Cell): string => `${WEEKDAYS[weekday - 1]}, ${clock(hour)}`;

function peakOf(cells: readonly Cell[]): string {
	const busiest = cells.reduce<Cell | null>(
		(best, cell) => (cell.conversations > (best?.conversations ?? 0) ? cell : best),
		null,
	);
	return busiest === null
		? "No conversations in this range."
		: `Busiest: ${nameOf(busiest)} to ${clock(busiest.hour + 1)}, with ${busiest.conversations} conversations.`;
}

const HOURS = Array.from({ length: 24 }, (_, hour) => hour);
const DAYS = [1, 2, 3, 4, 5, 6, 7];
const dayName = (day: number): string => WEEKDAYS[day - 1]?.slice(0, 3) ?? "";

/** Hours across on a wide window, down on a narrow one. */
function HeatMap({ cells }: { cells: readonly Cell[] }) {
	const at = (weekday: number, hour: number): Cell | undefined => cells[(weekday - 1) * 24 + hour];
	const most = Math.max(1, ...cells.map(({ conversations }) => conversations));
	return (
		<div className="px-4 pb-3">
			<div className="max-lg:hidden">
				<HeatTable
					caption="Conversations by weekday and hour"
					corner="Weekday"
					columns={HOURS.map((hour) => ({ key: hour, name: String(hour).padStart(2, "0") }))}
					rows={DAYS.map((day) => ({ key: day, name: dayName(day) }))}
					at={at}
					most={most}
				/>
			</div>
			<div className="lg:hidden">
				<HeatTable
					caption="Conversations by hour and weekday"
					corner="Hour"
					columns={DAYS.map((day) => ({ key: day, name: dayName(day) }))}
					rows={HOURS.map((hour) => ({ key: hour, name: clock(hour) }))}
					at={(hour, day) => at(day, hour)}
					most={most}
				/>
			</div>
		</div>
	);
}

interface Line {
	readonly key: number;
	readonly name: string;
}
interface HeatTableProps {
	caption: string;
	corner: string;
	columns: readonly Line[];
	rows: readonly Line[];
	at: (row: number, column: number) => Cell | undefined;
	most: number;
}

function HeatTable({ caption, corner, columns, rows, at, most }: HeatTableProps) {
	const head = "px-0.5 py-1 text-2xs font-normal text-muted";
	return (
		<table className="w-full table-fixed border-separate border-spacing-0.5">
			<caption className="sr-only">{caption}</caption>
			<thead>
				<tr>
					<th scope="col" className="w-12">
						<span className="sr-only">{corner}</span>
					</th>
					{columns.map(({ key, name }) => (
						<th key={key} scope="col" className={head}>
							{name}
						</th>
					))}
				</tr>
			</thead>
			<tbody>
				{rows.map((row) => (
					<tr key={row.key}>
						<th scope="row" className={classNames(head, "text-start")}>
							{row.name}
						</th>
						{columns.map((column) => (
							<HeatCell key={column.key} cell={at(row.key, column.key)} most={most} />
						))}
					</tr>
				))}
			</tbody>
		</table>
	);
}

function HeatCell({ cell, most }: { cell: Cell | undefined; most: number }) {
	const value = cell?.conversations ?? 0;
	return (
		<td
			className={classNames(
				"h-8 rounded-sm p-0 text-center text-2xs",
				value === 0 ? "bg-panel" : heatOf(value / most),
			)}
		>
			{cell !== undefined && value > 0 && (
				<Figure
					value={value}
					format="count"
					behind={{ weekday: cell.weekday, hour: cell.hour }}
					label={nameOf(cell)}
					className="grid h-8 place-items-center no-underline hover:text-inherit hover:underline"
				/>
			)}
		</td>
	);
}

function Legend() {
	return (
		<p className="flex items-center gap-1.5 px-4 pb-3 text-2xs text-muted" aria-hidden="true">
			Fewer
			{HEAT_LEGEND.map((look) => (
				<span key={look} className={classNames("h-3 w-6 rounded-sm", look)} />
			))}
			More
		</p>
	);
}

const behind = ({ weekday, hour }: Cell) => ({ weekday, hour });
const COLUMNS: readonly FigureColumn<Cell>[] = [
	{
		head: "Conversations",
		about: "That began in this hour of the week, on all days of the range.",
		format: "count",
		value: ({ conversations }) => conversations,
		behind,
	},
	{
		head: "Customer messages",
		about: "Messages of customers in conversations that began in this hour.",
		format: "count",
		value: ({ visitorMessages }) => visitorMessages,
		behind,
	},
	{
		head: "Handed off",
		about: "Of these conversations, those that the bot gave away at least once.",
		format: "count",
		value: ({ handedOff }) => handedOff,
		behind: (cell) => ({ ...behind(cell), figure: "handedOff" }),
	},
];
