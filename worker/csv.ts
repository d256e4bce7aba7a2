/** Tables for spreadsheets (RFC 4180). */

export type Cell = string | number | null;

/** A spreadsheet takes what begins like this for a formula, whoever wrote it; where people write Chinese or Japanese, the wide forms too. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;

/**
 * @param rows - the head first
 * @returns UTF-8 with a byte order mark, by which spreadsheets know it
 */
export function csvOf(rows: readonly (readonly Cell[])[]): string {
	return `\uFEFF${rows.map((row) => `${row.map(cellText).join(",")}\r\n`).join("")}`;
}

function cellText(cell: Cell): string {
	if (cell === null) return "";
	if (typeof cell === "number") return String(cell);
	const safe = FORMULA.test(cell) ? `'${cell}` : cell;
	return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
