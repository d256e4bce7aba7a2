import type { ReactNode } from "react";
import { classNames } from "./class-names.ts";

export interface Column<Row> {
	readonly head: string;
	/** Beside the head: what the column means. */
	readonly about?: ReactNode;
	readonly cell: (row: Row) => ReactNode;
	/** From which width on it is shown. The first column always is. */
	readonly from?: "sm" | "md" | "lg";
	readonly align?: "end";
	/** For a column of buttons, whose head is for those who don't see them. */
	readonly isHeadHidden?: boolean;
	readonly isWide?: boolean;
	/** Words that may go on in a second line: nothing of them is cut off. */
	readonly isWrapped?: boolean;
	/** Something drawn, that takes what is left and never less than it needs to be seen. */
	readonly isDrawn?: boolean;
}

const FROM = { sm: "hidden sm:table-cell", md: "hidden md:table-cell", lg: "hidden lg:table-cell" } as const;

function isNarrow<Row>({ isWide, isDrawn, isWrapped }: Column<Row>): boolean {
	return isWide !== true && isDrawn !== true && isWrapped !== true;
}

interface DataTableProps<Row> {
	/** What the table is of; for those who don't see its place. */
	caption: string;
	columns: readonly Column<Row>[];
	rows: readonly Row[];
	rowKey: (row: Row) => string;
}

/** Rows of one kind, compact, with the columns that the width has room for. */
export function DataTable<Row>({ caption, columns, rows, rowKey }: DataTableProps<Row>) {
	const look = ({ from, align }: Column<Row>): string =>
		classNames(from !== undefined && FROM[from], align === "end" ? "text-end" : "text-start");
	return (
		<table className="w-full border-collapse text-sm">
			<caption className="sr-only">{caption}</caption>
			<thead>
				<tr className="border-b border-line">
					{columns.map((column) => (
						<th
							key={column.head}
							scope="col"
							className={classNames(
								"px-3 py-2 text-xs font-medium whitespace-nowrap text-muted first:ps-4 last:pe-4",
								look(column),
							)}
						>
							{column.isHeadHidden === true ? <span className="sr-only">{column.head}</span> : column.head}
							{column.about}
						</th>
					))}
				</tr>
			</thead>
			<tbody className="divide-y divide-line">
				{rows.map((row) => (
					<tr key={rowKey(row)} className="hover:bg-panel">
						{columns.map((column) => (
							<td
								key={column.head}
								className={classNames(
									"px-3 py-2 align-middle first:ps-4 last:pe-4",
									// the one that takes what is left, and cuts off what it has no room for
									column.isWide === true && "w-full max-w-0",
									column.isDrawn === true && "w-full min-w-28",
									column.isWrapped === true && "max-w-72 min-w-60 wrap-anywhere",
									isNarrow(column) && "max-w-56 whitespace-nowrap",
									look(column),
								)}
							>
								{column.cell(row)}
							</td>
						))}
					</tr>
				))}
			</tbody>
		</table>
	);
}
