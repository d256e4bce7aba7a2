/** What the page shows as a table, and what a file has, as numbers. */
import type { Page } from "playwright-core";

export interface ShownTable {
	readonly heads: readonly string[];
	readonly rows: readonly { readonly key: string; readonly numbers: readonly (number | null)[] }[];
}

/** The numbers of a table as they were counted, whatever they are rounded to; a row's key is its tooltip, else its name. */
export async function readTable(page: Page, caption: string): Promise<ShownTable> {
	const table = page.getByRole("table", { name: caption, exact: true });
	await table.waitFor();
	return table.evaluate((element) => {
		if (!(element instanceof HTMLTableElement)) throw new Error("this is no table");
		const numberOf = (data: Element | undefined): number | null => {
			const value = data?.getAttribute("value") ?? "";
			return value === "" ? null : Number(value);
		};
		return {
			heads: [...(element.tHead?.rows[0]?.cells ?? [])].map((cell) => cell.innerText.trim()),
			rows: [...(element.tBodies[0]?.rows ?? [])].map((row) => {
				const [name, ...cells] = row.cells;
				const titled = name?.querySelector("span[title]");
				return {
					key: titled?.getAttribute("title") ?? name?.innerText.trim() ?? "",
					numbers: cells
						.filter((cell) => cell.querySelector("data") !== null)
						.map((cell) => numberOf(cell.querySelector("data") ?? undefined)),
				};
			}),
		};
	});
}

/** Of RFC 4180, with the byte order mark that spreadsheets know it by. */
export function parseCsv(text: string): string[][] {
	return text
		.replace("\uFEFF", "")
		.trimEnd()
		.split("\r\n")
		.map((line) =>
			[...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/gu)].map(
				([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? "",
			),
		);
}
