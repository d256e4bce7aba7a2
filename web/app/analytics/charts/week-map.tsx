import { Fragment, type ReactNode } from "react";
import type { BusyHoursReport } from "../../../../contracts/analytics.ts";
import { classNames } from "../../../ui/class-names.ts";
import { Figure } from "../figure.tsx";
import { clock, WEEKDAYS } from "../names.ts";
import type { Format } from "../numbers.ts";

const HOURS = Array.from({ length: 24 }, (_, hour) => hour);
const DAYS = [1, 2, 3, 4, 5, 6, 7];
const dayName = (day: number): string => WEEKDAYS[day - 1]?.slice(0, 3) ?? "";

export type HourOfWeek = BusyHoursReport["cells"][number];

interface CellProps {
	format: Format;
	/** What is shown of an hour; a 0 is not. */
	value: (cell: HourOfWeek) => number;
	/** Of a share of the greatest value. */
	look: (share: number) => string;
	/** Said with the value. */
	label: (cell: HourOfWeek) => string;
}

interface WeekMapProps extends CellProps {
	/** What the cells count. */
	of: string;
	cells: readonly HourOfWeek[];
}

/** The week as a map. Hours across on a wide window, down on a narrow one. */
export function WeekMap({ of, cells, ...shown }: WeekMapProps) {
	const most = Math.max(1, ...cells.map((cell) => Math.abs(shown.value(cell))));
	const at = (weekday: number, hour: number) => (
		<WeekCell cell={cells[(weekday - 1) * 24 + hour]} most={most} {...shown} />
	);
	return (
		<div className="px-4 pb-3">
			<div className="max-lg:hidden">
				<WeekTable
					caption={`${of} by weekday and hour`}
					corner="Weekday"
					columns={HOURS.map((hour) => ({ key: hour, name: String(hour).padStart(2, "0") }))}
					rows={DAYS.map((day) => ({ key: day, name: dayName(day) }))}
					at={at}
				/>
			</div>
			<div className="lg:hidden">
				<WeekTable
					caption={`${of} by hour and weekday`}
					corner="Hour"
					columns={DAYS.map((day) => ({ key: day, name: dayName(day) }))}
					rows={HOURS.map((hour) => ({ key: hour, name: clock(hour) }))}
					at={(hour, day) => at(day, hour)}
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
	at: (row: number, column: number) => ReactNode;
}

function WeekTable({ caption, corner, columns, rows, at }: WeekTableProps) {
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
							<Fragment key={column.key}>{at(row.key, column.key)}</Fragment>
						))}
					</tr>
				))}
			</tbody>
		</table>
	);
}

interface WeekCellProps extends CellProps {
	cell: HourOfWeek | undefined;
	most: number;
}

function WeekCell({ cell, most, format, value, look, label }: WeekCellProps) {
	const shown = cell === undefined ? 0 : value(cell);
	return (
		<td
			className={classNames(
				"h-8 rounded-sm p-0 text-center text-2xs",
				shown === 0 ? "bg-panel" : look(shown / most),
			)}
		>
			{cell !== undefined && shown !== 0 && (
				<Figure
					value={shown}
					format={format}
					behind={cell.conversations === 0 ? undefined : { weekday: cell.weekday, hour: cell.hour }}
					label={label(cell)}
					className="grid h-8 place-items-center no-underline hover:text-inherit hover:underline"
				/>
			)}
		</td>
	);
}
