/** What the bench of the inbox does within the page: frames are counted, and paints waited for, where they happen. */
import type { Page } from "playwright-core";

export const ROW_PIXELS = 72;
/** Nobody waits longer. */
const LOST_MS = 10_000;

export interface Scrolled {
	/** From one frame to the next, in ms. */
	readonly frames: readonly number[];
	/** How many rows the list had at the end. */
	readonly rows: number;
}

/** Beside it, what the page's main thread has worked for it, in seconds of CPU: unlike frames that is the same on a machine that is busy. */
export async function withWork(page: Page, scrolling: () => Promise<Scrolled>) {
	const session = await page.context().newCDPSession(page);
	await session.send("Performance.enable", { timeDomain: "threadTicks" });
	const spentSeconds = async (): Promise<number> => {
		const { metrics } = await session.send("Performance.getMetrics");
		return metrics.find(({ name }) => name === "TaskDuration")?.value ?? Number.NaN;
	};
	const before = await spentSeconds();
	const scrolled = await scrolling();
	const workSeconds = (await spentSeconds()) - before;
	await session.detach();
	return { ...scrolled, workSeconds };
}

/** Frames of the same page while nothing happens: what the machine, and whoever else is on it, makes late by itself. */
export async function standStill(page: Page, count: number): Promise<Scrolled> {
	return page.evaluate(async (frameCount) => {
		const frames: number[] = [];
		for (let lastMs = performance.now(), left = frameCount; left > 0; left -= 1) {
			// frame after frame is what is measured
			const nowMs = await new Promise<number>((wake) => requestAnimationFrame(wake));
			frames.push(nowMs - lastMs);
			lastMs = nowMs;
		}
		return { frames: frames.slice(1), rows: 0 };
	}, count);
}

/** An empty page as high as the list, scrolled in the same way: what scrolling costs where there is nothing to draw. */
export async function scrollNothing(page: Page, rows: number): Promise<Scrolled> {
	await page.setContent(
		`<ul aria-label="Inbox"></ul><style>html,body{margin:0}body{height:100vh;overflow-y:auto}ul{height:${rows * ROW_PIXELS}px;margin:0}</style>`,
	);
	return scroll(page);
}

/** Scrolls to the end, a screen's height in a fifth of a second, as somebody does who looks for something. */
export async function scroll(page: Page): Promise<Scrolled> {
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

/** What is waited for: words within the element that the selector finds. */
export interface Shown {
	readonly selector: string;
	readonly words: string;
}

/**
 * From a key to the frame after the one in which the words stand: then they are painted. The clock starts with the key's
 * own time stamp, within the page.
 */
export async function paintedAfterKey(page: Page, key: string, shown: Shown): Promise<number> {
	const painted = page.evaluate(
		async ({ selector, words, lostMs }) => {
			const startedMs = await new Promise<number>((wake) => {
				addEventListener("keydown", ({ timeStamp }) => wake(timeStamp), { once: true, capture: true });
				document.documentElement.dataset["benchReady"] = "";
			});
			const frame = (): Promise<number> => new Promise((wake) => requestAnimationFrame(wake));
			while (document.querySelector(selector)?.textContent.includes(words) !== true) {
				if (performance.now() - startedMs > lostMs) throw new Error(`${words} did not come`);
				// frame after frame is what is measured
				await frame();
			}
			await frame();
			delete document.documentElement.dataset["benchReady"];
			return performance.now() - startedMs;
		},
		{ ...shown, lostMs: LOST_MS },
	);
	await page.locator("html[data-bench-ready]").waitFor({ state: "attached" });
	await page.keyboard.press(key);
	return painted;
}

/** The same from a click on the link that has these words in it. @param pointedMs - how long it was pointed at before; 0: not at all */
export async function paintedAfterClick(page: Page, shown: Shown, pointedMs: number): Promise<number> {
	const found = page.getByRole("list", { name: "Inbox" }).getByRole("link", { name: shown.words });
	await found.waitFor();
	return found.evaluate(
		async (element, { selector, words, lostMs, pointed }) => {
			const frame = (): Promise<number> => new Promise((wake) => requestAnimationFrame(wake));
			if (pointed > 0) {
				element.dispatchEvent(new PointerEvent("pointerover", { bubbles: true }));
				await new Promise((wake) => setTimeout(wake, pointed));
			}
			const startedMs = performance.now();
			if (element instanceof HTMLElement) element.click();
			while (document.querySelector(selector)?.textContent.includes(words) !== true) {
				if (performance.now() - startedMs > lostMs) throw new Error(`${words} did not come`);
				// frame after frame is what is measured
				await frame();
			}
			await frame();
			return performance.now() - startedMs;
		},
		{ ...shown, lostMs: LOST_MS, pointed: pointedMs },
	);
}

/** A page of the desk that asks nobody anything: from the change of the address to its paint. */
export async function paintedTrivially(page: Page, place: number): Promise<number> {
	return page.evaluate(async (to) => {
		const frame = (): Promise<number> => new Promise((wake) => requestAnimationFrame(wake));
		const isThere = (): boolean => document.querySelector("h1")?.textContent === "Nothing here";
		history.pushState(null, "", "/app/inbox");
		for (let count = 0; count < 3 || isThere(); count += 1)
			// the page before
			await frame();
		const startedMs = performance.now();
		history.pushState(null, "", `/app/nothing/${to}`);
		while (!isThere())
			// frame after frame is what is measured
			await frame();
		await frame();
		return performance.now() - startedMs;
	}, place);
}
