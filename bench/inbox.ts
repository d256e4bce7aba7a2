/**
 * The desk's inbox with ten thousand conversations, in a real Chromium beside the running product (embedded profile): frames
 * while the list scrolls from its top to its end, beside an empty page of that height; and how long it takes from a key or a
 * click until the messages are painted, beside a page that asks nobody anything.
 */
import { sql } from "drizzle-orm";
import type { Page } from "playwright-core";
import { alignColumns } from "../cli/nlu-report/align-columns.ts";
import { Person } from "../contracts/desk-commands.ts";
import { addPerson, enterDesk } from "../e2e/testing/desk-people.ts";
import { type Product, startProduct, UNLIMITED } from "../e2e/testing/product.ts";
import { queryRows } from "../store/database.ts";
import { openBrowser } from "../web/testing/chromium.ts";
import {
	paintedAfterClick,
	paintedAfterKey,
	paintedTrivially,
	ROW_PIXELS,
	scroll,
	type Scrolled,
	scrollNothing,
	standStill,
	withWork,
} from "./inbox-page.ts";
import { seedInbox } from "./inbox-seed.ts";
import { percentile } from "./statistics.ts";

const CONVERSATIONS = 10_000;
const OPENINGS = 60;
const WARM_UP = 10;
const STILL_FRAMES = 300;
/** Somebody looks at what has opened. */
const READING_MS = 300;
/** So long somebody points at a row before they click it. */
const POINTED_MS = 100;
/** What a screen with 60 pictures a second has for each. Browsers round: a frame that was in time may be a little over. */
const FRAME_MS = 1_000 / 60 + 1;
/** The customers' words in a conversation, and where they are painted. */
const wordsOf = (place: number) => ({ selector: '[role="log"]', words: `conversation ${place}.` });
const GOALS = { lateFramesPercent: 1, openP95Ms: 100 };

export async function benchInbox(words: string[]): Promise<void> {
	const count = Number(words[0] ?? CONVERSATIONS);
	const product = await startProduct({ env: { RATE_LIMITS: UNLIMITED } });
	const browser = await openBrowser();
	try {
		const agent = await addPerson(product, "Ana Souza", ["agent"]);
		const startedMs = Date.now();
		await seedInbox(product.database(), await personOf(product, agent.email), count);
		console.log(`${count} conversations in ${((Date.now() - startedMs) / 1_000).toFixed(1)} s`);
		const { page, context } = await enterDesk(browser, product.origin, agent, "/app/inbox?view=mine");
		await measureInbox(page, await context.newPage(), count);
	} finally {
		await browser.close();
		await product.stop();
	}
}

/** @param empty - a page of the same browser, with nothing in it */
export async function measureInbox(page: Page, empty: Page, count: number): Promise<void> {
	await page.getByRole("radio", { name: new RegExp(`Mine\\s*${countOf(count)}`, "u") }).waitFor();
	await empty.bringToFront();
	const nothing = await withWork(empty, () => scrollNothing(empty, count));
	await page.bringToFront();
	const still = await withWork(page, () => standStill(page, STILL_FRAMES));
	const first = await withWork(page, () => scroll(page));
	const again = await withWork(page, () => scroll(page));
	printScrolls({ "an empty page": nothing, "standing still": still, "the list": first, "once more": again });
	await clicked(page, { from: 0, times: WARM_UP, pointedMs: 0 });
	const openings = {
		"J, the next one": await byKey(page, "j", { from: 100, times: OPENINGS }),
		"K, back again": await byKey(page, "k", { from: 100 + OPENINGS, times: OPENINGS }),
		"click, pointed at": await clicked(page, { from: 300, times: OPENINGS, pointedMs: POINTED_MS }),
		"click, at once": await clicked(page, { from: 500, times: OPENINGS, pointedMs: 0 }),
	};
	const trivial: number[] = [];
	for (let place = 0; place < OPENINGS; place += 1)
		// one after the other
		trivial.push(await paintedTrivially(page, place));
	printOpenings(openings, trivial);
}

async function personOf(product: Product, email: string): Promise<Person> {
	const [person] = await queryRows(
		product.database(),
		Person,
		sql`select json_build_object('id', id, 'name', name) as row from users where email = ${email}`,
	);
	if (person === undefined) throw new Error(`${email} has no account`);
	return person;
}

const countOf = (count: number): string => (count < 10_000 ? String(count) : `${Math.floor(count / 1_000)}k`);

interface Span {
	readonly from: number;
	readonly times: number;
}

/** Opens one by a click, and goes on from it by the key: J down, K up. */
async function byKey(page: Page, key: "j" | "k", { from, times }: Span): Promise<number[]> {
	await clickedAt(page, from, 0);
	const step = key === "j" ? 1 : -1;
	const tookMs: number[] = [];
	for (let count = 1; count <= times; count += 1) {
		// somebody reads it
		await page.waitForTimeout(READING_MS);
		// one opening after the other
		tookMs.push(await paintedAfterKey(page, key, wordsOf(from + step * count)));
	}
	return tookMs;
}

/** Clicks row after row; each conversation is opened once. */
async function clicked(page: Page, { from, times, pointedMs }: Span & { pointedMs: number }) {
	const tookMs: number[] = [];
	for (let place = from; place < from + times; place += 1) {
		// one opening after the other
		tookMs.push(await clickedAt(page, place, pointedMs));
		// somebody reads it
		await page.waitForTimeout(READING_MS);
	}
	return tookMs;
}

async function clickedAt(page: Page, place: number, pointedMs: number): Promise<number> {
	await page.getByRole("list", { name: "Inbox" }).evaluate((element, top) => {
		if (element.parentElement !== null) element.parentElement.scrollTop = top;
	}, place * ROW_PIXELS);
	return paintedAfterClick(page, wordsOf(place), pointedMs);
}

const ms = (value: number): string => value.toFixed(1);
const percent = (part: number, whole: number): string => ((100 * part) / whole).toFixed(2);

function printScrolls(scrolls: Readonly<Record<string, Scrolled & { readonly workSeconds: number }>>): void {
	const over = (frames: readonly number[], limitMs: number): number =>
		frames.filter((frame) => frame > limitMs).length;
	console.log(
		alignColumns([
			["scrolling", "rows", "frames", "p50 ms", "p95 ms", "worst ms", "> 16.7 %", "> 33.3 %", "work s"],
			...Object.entries(scrolls).map(([name, { frames, rows, workSeconds }]) => [
				name,
				String(rows),
				String(frames.length),
				ms(percentile(frames, 0.5)),
				ms(percentile(frames, 0.95)),
				ms(Math.max(...frames)),
				percent(over(frames, FRAME_MS), frames.length),
				percent(over(frames, 2 * FRAME_MS), frames.length),
				workSeconds.toFixed(1),
			]),
		]),
	);
	const share = (scrolled: Scrolled | undefined): number =>
		scrolled === undefined ? 0 : (100 * over(scrolled.frames, FRAME_MS)) / scrolled.frames.length;
	const more = share(scrolls["once more"]) - share(scrolls["an empty page"]);
	console.log(
		`late frames beyond those of an empty page: ${more.toFixed(2)} % (goal: ${GOALS.lateFramesPercent} %)`,
	);
	if (more > GOALS.lateFramesPercent) process.exitCode = 1;
}

function printOpenings(
	openings: Readonly<Record<string, readonly number[]>>,
	trivial: readonly number[],
): void {
	console.log(
		alignColumns([
			["to the paint of", "times", "p50 ms", "p95 ms", "worst ms", "goal"],
			...Object.entries({ ...openings, "a page without questions": trivial }).map(([name, values]) => [
				name,
				String(values.length),
				ms(percentile(values, 0.5)),
				ms(percentile(values, 0.95)),
				ms(Math.max(...values)),
				values === trivial ? "" : `p95 ${GOALS.openP95Ms} ms`,
			]),
		]),
	);
	const isMet = Object.values(openings).every((values) => percentile(values, 0.95) <= GOALS.openP95Ms);
	if (!isMet) process.exitCode = 1;
}
