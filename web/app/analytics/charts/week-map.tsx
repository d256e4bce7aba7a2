import type { ComponentType } from "react";
import type { BusyHoursReport } from "../../../../contracts/analytics.ts";
import { classNames } from "../../../ui/class-names.ts";
import { clock, WEEKDAYS } from "../names.ts";

const HOURS = Array.from({ length: 24 }, (_, hour) => hour);
const DAYS = [1, 2, 3, 4, 5, 6, 7];
const dayName = (day: number): string => WEEKDAYS[day - 1]?.slice(0, 3) ?? "";

type HourOfWeek = BusyHoursReport["cells"][number];

/** What a cell of the map knows. */
export interface WeekMapCell {
	cell: HourOfWeek | undefined;
	/** Of all cells, for the look. */
	most: number;
}

interface WeekMapProps {
	/** What the cells count. */
	of: string;
	cells: readonly HourOfWeek[];
	most: number;
	/** A cell of a table. */
	Cell: ComponentType<WeekMapCell>;
}

/** The week as a map. Hours across on a wide window, down on a narrow one. */
export function WeekMap({ of, cells, most, Cell }: WeekMapProps) {
	const at = (weekday: number, hour: number): HourOfWeek | undefined => cells[(weekday - 1) * 24 + hour];
	return (
		<div className="px-4 pb-3">
			<div className="max-lg:hidden">
				<WeekTable
					caption={`${of} by weekday and hour`}
					corner="Weekday"
					columns={HOURS.map((hour) => ({ key: hour, name: String(hour).padStart(2, "0") }))}
					rows={DAYS.map((day) => ({ key: day, name: dayName(day) }))}
					at={at}
					most={most}
					Cell={Cell}
				/>
			</div>
			<div className="lg:hidden">
				<WeekTable
					caption={`${of} by hour and weekday`}
					corner="Hour"
					columns={DAYS.map((day) => ({ key: day, name: dayName(day) }))}
					rows={HOURS.map((hour) => ({ key: hour, name: clock(hour) }))}
					at={(hour, day) => at(day, hour)}
					most={most}
					Cell={Cell}
				/>
			</div>
		</div>
	);
}

interface Line {
	readonly key: number;
	readonly name: string;
}
interface WeekTableProps {
	caption: string;
	corner: string;
	columns: readonly Line[];
	rows: readonly Line[];
	at: (row: number, column: number) => HourOfWeek | undefined;
	most: number;
	Cell: ComponentType<WeekMapCell>;
}

function WeekTable({ caption, corner, columns, rows, at, most, Cell }: WeekTableProps) {
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
							<Cell key={column.key} cell={at(row.key, column.key)} most={most} />
						))}
					</tr>
				))}
			</tbody>
		</table>
	);
}
