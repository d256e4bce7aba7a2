/** Every number of every report, beside what a statement of the test's own counts, and what its file says. */
import { readFileSync } from "node:fs";
import { sql } from "drizzle-orm";
import type { Page } from "playwright-core";
import type { ExpectStatic } from "vitest";
import { z } from "zod";
import { queryRows } from "../../store/database.ts";
import type { Product } from "./product.ts";
import * as recounts from "./recounts.ts";
import { parseCsv, readTable, type ShownTable } from "./shown-tables.ts";

/** Both days count, by the clocks of the zone. */
export interface ReportRange {
	readonly from: string;
	readonly to: string;
	readonly zone: string;
}

// oxlint-disable-next-line max-params -- which page of which product, which report, and of what
export async function openReport(page: Page, origin: string, report: string, query: string): Promise<void> {
	await page.goto(`${origin}/app/analytics/${report}?${query}`);
	await page.getByRole("heading", { level: 1, name: "Analytics" }).waitFor();
	await page.waitForLoadState("networkidle");
}

// oxlint-disable-next-line max-lines-per-function, max-params -- report after report, as one walks through them
export async function compareReports(
	expect: ExpectStatic,
	page: Page,
	product: Product,
	{ from, to, zone }: ReportRange,
): Promise<void> {
	const range = recounts.rangeOf(from, to, zone);
	const open = (report: string): Promise<void> =>
		openReport(page, product.origin, report, `from=${from}&to=${to}&zone=${zone}`);
	/** Rows of numbers by SQL of the test, by their first column. */
	const recount = async (statement: string): Promise<Record<string, (number | null)[]>> => {
		const rows = await queryRows(
			product.database(),
			z.tuple([z.string(), z.array(z.number().nullable())]),
			sql.raw(`select json_build_array(key, numbers) as row from (${statement}) r`),
		);
		return Object.fromEntries(rows);
	};
	const csv = async (of: string): Promise<string[][]> => {
		const [download] = await Promise.all([
			page.waitForEvent("download"),
			page.getByRole("button", { name: `CSV of ${of}`, exact: true }).click(),
		]);
		return parseCsv(readFileSync(await download.path(), "utf8"));
	};
	/** The table, the count and the file have the same rows. */
	const compare = async (caption: string, of: string, statement: string, asCounted = numbersOf) => {
		const shown = await readTable(page, caption);
		const counted = await recount(statement);
		expect(shown.rows.length, `${caption}: not tested by this data`).toBeGreaterThan(0);
		const numbers = recounts.withinBins(asCounted(shown), counted, BINNED_FROM[caption] ?? Infinity);
		expect(recounts.rounded(numbers), caption).toEqual(recounts.rounded(counted));
		return { shown, file: await csv(of) };
	};
	await open("overview");
	const series = await compare("All figures by day", "the series", recounts.seriesByDay(range), byPlace);
	expect(
		series.file.slice(1).map(([, ...cells]) => recounts.asShownInSeries(cells.map(numberOrNull))),
	).toEqual(series.shown.rows.map(({ numbers }) => numbers));
	const [counted = []] = Object.values(await recount(recounts.total(range)));
	expect(recounts.roundedRow(await keyFigures(page))).toEqual(
		recounts.roundedRow(recounts.keyFigures(counted)),
	);
	expect(await page.getByRole("region", { name: "Resolution" }).innerText()).toContain(
		`${counted[2]} confirmed + ${counted[3]} assumed − ${counted[4]} returned within 72 h`,
	);
	const times = numbersOf(await readTable(page, "Times"));
	const exact = await recount(recounts.times(range));
	expect(recounts.rounded(recounts.withinBins(times, exact))).toEqual(recounts.rounded(exact));

	await open("intents");
	const intents = await compare("Top intents", "top intents", recounts.intents(range));
	expect(intents.file.slice(1).map(([name, , messages]) => [name, messages])).toEqual(
		intents.shown.rows.map(({ key, numbers: [messages] }) => [key, String(messages)]),
	);
	for (const [report, title, column] of [
		["channels", "Channels", "channel"],
		["languages", "Languages", "language"],
	] as const) {
		await open(report);
		const { shown, file } = await compare(title, title.toLowerCase(), recounts.breakdown(range, column));
		expect(file.slice(1).map(([name, conversations]) => [name, conversations])).toEqual(
			shown.rows.map(({ key, numbers: [conversations] }) => [key, String(conversations)]),
		);
	}
	await open("agents");
	const agents = await compare("Agents", "agents", recounts.agents(range), withoutMedians);
	expect(agents.file.slice(1).map((row) => row.slice(2, 6).map(Number))).toEqual(
		agents.shown.rows.map(({ numbers }) => numbers.slice(0, 4)),
	);
	await open("busy-hours");
	// hours that had some before stand there with nothing
	const hours = await compare("Hour by hour", "busy hours", recounts.busyHours(range, zone), withSome);
	expect(
		hours.file
			.slice(1)
			.filter((row) => row[2] !== "0")
			.map((row) => row.slice(2, 5).map(Number)),
	).toEqual(Object.values(withSome(hours.shown)));
	await open("forms");
	const forms = await compare("Forms", "forms", recounts.forms(range));
	expect(
		forms.file
			.slice(1)
			.filter((row) => row[1] === "")
			.map((row) => row.slice(2).map(Number)),
	).toEqual(forms.shown.rows.map(({ numbers }) => numbers.slice(0, 3)));
	await open("cohorts");
	const cells = await page.evaluate(() =>
		[...document.querySelectorAll("main tbody td data")].map((cell) => Number(cell.getAttribute("value"))),
	);
	const file = await csv("returning customers");
	expect(cells.length).toBeGreaterThan(3);
	expect(cells).toEqual(file.slice(1).map((row) => Number(row[2])));
	expect(cells).toEqual(
		Object.values(await recount(recounts.cohorts(range, zone))).map(([customers]) => customers),
	);
}

/** From which column on medians stand, which are as exact as bins are wide. */
const BINNED_FROM: Readonly<Record<string, number>> = { Channels: 16, Languages: 16 };

const numbersOf = ({ rows }: ShownTable) =>
	Object.fromEntries(rows.map(({ key, numbers }) => [key, numbers]));
const byPlace = ({ rows }: ShownTable) =>
	Object.fromEntries(rows.map(({ numbers }, place) => [String(place), numbers]));
/** Of replies no single time is kept: their medians are held against bins in worker/analytics.test.ts. */
const withoutMedians = ({ rows }: ShownTable) =>
	Object.fromEntries(
		rows.map(({ key, numbers }) => [key, numbers.filter((_, place) => place !== 4 && place !== 5)]),
	);
const withSome = ({ heads, rows }: ShownTable) =>
	numbersOf({ heads, rows: rows.filter(({ numbers: [first] }) => first !== 0) });
const numberOrNull = (cell: string): number | null => (cell === "" ? null : Number(cell));

/** The six on top, as they stand in the page. */
async function keyFigures(page: Page): Promise<(number | null)[]> {
	const values = await page
		.locator("main dl")
		.first()
		.locator("data")
		.evaluateAll((all) => all.map((data) => data.getAttribute("value")));
	return values.map((value) => (value === null || value === "" ? null : Number(value)));
}
