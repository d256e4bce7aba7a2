/**
 * The desk's inbox with ten thousand conversations, in a real Chromium beside the running product (embedded profile): frames
 * while the list scrolls from its top to its end, and how long it takes from a click on a row until its messages are there.
 */
import { sql } from "drizzle-orm";
import type { Page } from "playwright-core";
import { Person } from "../contracts/desk-commands.ts";
import { addPerson, enterDesk } from "../e2e/testing/desk-people.ts";
import { type Product, startProduct, UNLIMITED } from "../e2e/testing/product.ts";
import { queryRows } from "../store/database.ts";
import { openBrowser } from "../web/testing/chromium.ts";
import { seedInbox } from "./inbox-seed.ts";
import { percentile, textTable } from "./statistics.ts";

const CONVERSATIONS = 10_000;
const OPENINGS = 60;
const WARM_UP = 10;
const ROW_PIXELS = 72;
/** What a screen with 60 pictures a second has for each. */
const FRAME_MS = 1_000 / 60;
/** Browsers round: a frame that was not late is a little over. */
const LATE_MS = FRAME_MS * 1.5;
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
		const { page } = await enterDesk(browser, product.origin, agent, "/app/inbox?view=mine");
		await page.getByRole("radio", { name: new RegExp(`Mine\\s*${countOf(count)}`, "u") }).waitFor();
		const still = await standStill(page);
		const first = await scroll(page);
		const again = await scroll(page);
		printScrolls({ still, first, again });
		await open(page, { from: 0, times: WARM_UP, pointedMs: 0 });
		const openings = {
			"by a key": await open(page, { from: 100, times: OPENINGS, pointedMs: 0 }),
			"pointed at": await open(page, { from: 300, times: OPENINGS, pointedMs: 100 }),
			"open before": await open(page, { from: 100, times: OPENINGS, pointedMs: 0 }),
		};
		printOpenings(openings);
	} finally {
		await browser.close();
		await product.stop();
	}
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

interface Scrolled {
	readonly frames: readonly number[];
	readonly rows: number;
}

/** Frames of the same page while nothing happens: what the machine, and whoever else is on it, makes late by itself. */
async function standStill(page: Page): Promise<Scrolled> {
	return page.evaluate(async () => {
		const frames: number[] = [];
		for (let lastMs = performance.now(), count = 0; count < 300; count += 1) {
			// frame after frame is what is measured
			const nowMs = await new Promise<number>((wake) => requestAnimationFrame(wake));
			frames.push(nowMs - lastMs);
			lastMs = nowMs;
		}
		return { frames: frames.slice(1), rows: 0 };
	});
}

/** Scrolls to the end, a screen's height in a fifth of a second, as somebody does who looks for something. */
async function scroll(page: Page): Promise<Scrolled> {
	return page.getByRole("list", { name: "Inbox" }).evaluate(async (list, rowPixels) => {
		const scroller = list.parentElement;
		if (scroller === null) throw new Error("the list has lost its scroller");
		scroller.scrollTop = 0;
		await new Promise((wake) => setTimeout(wake, 500));
		const frames: number[] = [];
		let lastMs = performance.now();
		let stoodMs = 0;
		const isAtEnd = (): boolean => scroller.scrollTop + scroller.clientHeight >= scroller.scrollHeight - 2;
		// at the end it may only wait for the next page
		while (stoodMs < 1_000) {
			// frame after frame is what is measured
			const nowMs = await new Promise<number>((wake) => requestAnimationFrame(wake));
			const tookMs = nowMs - lastMs;
			lastMs = nowMs;
			if (isAtEnd()) {
				stoodMs += tookMs;
				continue;
			}
			stoodMs = 0;
			frames.push(tookMs);
			scroller.scrollTop += (scroller.clientHeight * tookMs) / 200;
		}
		return { frames: frames.slice(1), rows: Math.round(scroller.scrollHeight / rowPixels) };
	}, ROW_PIXELS);
}

/** How long somebody points at a row before they click it; 0: not at all, as with the keys. */
type PointedMs = 0 | 100;

/** Clicks row after row; each conversation is opened once. */
async function open(
	page: Page,
	{ from, times, pointedMs }: { from: number; times: number; pointedMs: PointedMs },
) {
	const tookMs: number[] = [];
	for (let place = from; place < from + times; place += 1) {
		// one opening after the other
		tookMs.push(await openAt(page, place, pointedMs));
		// somebody reads it
		await page.waitForTimeout(300);
	}
	return tookMs;
}

/** From the click to the frame in which the messages of that conversation stand. */
async function openAt(page: Page, place: number, pointedMs: PointedMs): Promise<number> {
	const list = page.getByRole("list", { name: "Inbox" });
	await list.evaluate((element, top) => {
		if (element.parentElement !== null) element.parentElement.scrollTop = top;
	}, place * ROW_PIXELS);
	const link = list.getByRole("link", { name: `conversation ${place}.` });
	await link.waitFor();
	return link.evaluate(
		async (element, { words, pointed }) => {
			const frame = (): Promise<number> => new Promise((wake) => requestAnimationFrame(wake));
			if (pointed > 0) {
				element.dispatchEvent(new PointerEvent("pointerover", { bubbles: true }));
				await new Promise((wake) => setTimeout(wake, pointed));
			}
			const startedMs = performance.now();
			if (element instanceof HTMLElement) element.click();
			const isThere = (): boolean =>
				document.querySelector('[role="log"]')?.textContent.includes(words) === true;
			while (!isThere()) {
				if (performance.now() - startedMs > 10_000) throw new Error(`${words} did not open`);
				// frame after frame is what is measured
				await frame();
			}
			return performance.now() - startedMs;
		},
		{ words: `conversation ${place}.`, pointed: pointedMs },
	);
}

const ms = (value: number): string => value.toFixed(1);

function printScrolls(scrolls: Readonly<Record<string, Scrolled>>): void {
	const late = (frames: readonly number[]): number => frames.filter((frame) => frame > LATE_MS).length;
	const share = (frames: readonly number[]): number => (100 * late(frames)) / frames.length;
	console.log(
		textTable([
			["scrolling", "rows", "frames", "p50 ms", "p95 ms", "worst ms", "late", "late %", "goal"],
			...Object.entries(scrolls).map(([name, { frames, rows }]) => [
				name,
				String(rows),
				String(frames.length),
				ms(percentile(frames, 0.5)),
				ms(percentile(frames, 0.95)),
				ms(Math.max(...frames)),
				String(late(frames)),
				share(frames).toFixed(2),
				`late ${GOALS.lateFramesPercent} %`,
			]),
		]),
	);
	if (Object.values(scrolls).some(({ frames }) => share(frames) > GOALS.lateFramesPercent))
		process.exitCode = 1;
}

function printOpenings(openings: Readonly<Record<string, readonly number[]>>): void {
	console.log(
		textTable([
			["opening", "times", "p50 ms", "p95 ms", "worst ms", "goal"],
			...Object.entries(openings).map(([name, values]) => [
				name,
				String(values.length),
				ms(percentile(values, 0.5)),
				ms(percentile(values, 0.95)),
				ms(Math.max(...values)),
				`p95 ${GOALS.openP95Ms} ms`,
			]),
		]),
	);
	const isMet = Object.values(openings).every((values) => percentile(values, 0.95) <= GOALS.openP95Ms);
	if (!isMet) process.exitCode = 1;
}
