/** Rows as aligned text: the first column to the left, figures to the right. The first row is the head. */
export function alignColumns(rows: readonly (readonly string[])[]): string {
	const widths = (rows[0] ?? []).map((_, column) =>
		Math.max(...rows.map((row) => (row[column] ?? "").length)),
	);
	const cellOf = (cell: string, column: number): string =>
		column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0);
	return rows.map((row) => row.map(cellOf).join("  ").trimEnd()).join("\n");
}
