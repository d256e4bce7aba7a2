import { classNames } from "../../ui/class-names.ts";
import { type Column, DataTable } from "../../ui/data-table.tsx";
import { About } from "./about.tsx";
import { Delta, Figure } from "./figure.tsx";
import type { Format } from "./numbers.ts";
import type { Behind } from "./report-context.ts";

/** A column of numbers. */
export interface FigureColumn<Row> {
	readonly head: string;
	readonly about?: string;
	readonly format: Format;
	readonly value: (row: Row) => number | null;
	/** Of the span before; only where it is compared. */
	readonly before?: (row: Row) => number | null;
	readonly better?: "up" | "down" | null;
	readonly behind?: (row: Row) => Behind;
	readonly from?: Column<Row>["from"];
}

/** The column that says what a row is. */
export interface NameColumn<Row> {
	readonly head: string;
	readonly name: (row: Row) => string;
	/** Beside the name, in quieter ink. */
	readonly note?: (row: Row) => string;
	/** As it is called within: the tooltip. */
	readonly title?: (row: Row) => string;
	/** What a row of figures means. */
	readonly about?: (row: Row) => string;
}

interface FiguresTableProps<Row> {
	caption: string;
	/** What the rows are. */
	first: NameColumn<Row>;
	columns: readonly FigureColumn<Row>[];
	rows: readonly Row[];
	rowKey: (row: Row) => string;
	/** How long the bar of a row is, in [0, 1]: the chart beside the numbers. */
	bar?: (row: Row) => number;
	/** A long one scrolls inside. */
	isTall?: boolean;
	/** Changes below their numbers, where there is little room beside. */
	isStacked?: boolean;
}

/** Where the table scrolls, its head and what the rows are stay. */
const STICKY =
	"[&_td:first-child]:sticky [&_td:first-child]:start-0 [&_td:first-child]:z-1 [&_td:first-child]:bg-raised [&_th]:sticky [&_th]:top-0 [&_th]:z-2 [&_th]:bg-raised [&_th:first-child]:start-0 [&_th:first-child]:z-3 [&_tr:hover_td:first-child]:bg-panel";

/** Rows of figures, each of which opens what it counts. */
export function FiguresTable<Row>({
	caption,
	first,
	columns,
	rows,
	rowKey,
	bar,
	isTall = false,
	isStacked = false,
}: FiguresTableProps<Row>) {
	return (
		<div
			// oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- a fieldset is a part of a form
			role="group"
			aria-label={caption}
			// oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls is scrolled by keys too
			tabIndex={0}
			className={classNames(
				"-outline-offset-2",
				STICKY,
				// what is said to those who do not see it scrolls with the table, and does not widen the page
				isTall ? "relative max-h-96 overflow-auto" : "relative overflow-x-auto",
			)}
		>
			<DataTable
				caption={caption}
				rows={rows}
				rowKey={rowKey}
				columns={[
					nameColumn(first),
					...(bar === undefined ? [] : [barColumn(bar)]),
					...columns.map((column) => figureColumn(column, isStacked)),
				]}
			/>
		</div>
	);
}

function nameColumn<Row>({ head, name, note, title, about }: NameColumn<Row>): Column<Row> {
	return {
		head,
		cell: (row) => (
			<span title={title?.(row)}>
				{name(row)}
				{note !== undefined && <span className="text-muted"> · {note(row)}</span>}
				{about !== undefined && <About of={name(row)}>{about(row)}</About>}
			</span>
		),
	};
}

function figureColumn<Row>(column: FigureColumn<Row>, isStacked: boolean): Column<Row> {
	const { head, from, about, format, value, before, better = null, behind } = column;
	return {
		head,
		align: "end",
		...(from === undefined ? {} : { from }),
		...(about === undefined ? {} : { about: <About of={head}>{about}</About> }),
		cell: (row) => (
			<span
				className={classNames(
					"inline-flex gap-x-2",
					isStacked ? "flex-col-reverse items-end" : "items-baseline",
				)}
			>
				{before !== undefined && (
					<Delta value={value(row)} before={before(row)} format={format} better={better} />
				)}
				<Figure value={value(row)} format={format} behind={behind?.(row)} />
			</span>
		),
	};
}

function barColumn<Row>(bar: (row: Row) => number): Column<Row> {
	return {
		head: "Bar",
		isHeadHidden: true,
		isDrawn: true,
		from: "md",
		cell: (row) => (
			<span aria-hidden="true" className="block h-2 overflow-hidden rounded-full bg-hover">
				<span className="block h-full rounded-full bg-chart-1" style={{ width: `${bar(row) * 100}%` }} />
			</span>
		),
	};
}
