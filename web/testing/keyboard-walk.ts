/**
 * Walks through the chat page by keyboard alone, and at the edges of what people use: 320 px, 200 % zoom, forced colours,
 * reduced motion. Each claim that does not hold becomes a fault; e2e/accessibility.spec.ts wants none.
 */
import type { Browser, BrowserContext, Page } from "playwright-core";
import { openPage } from "./chromium.ts";
import { botEntry } from "./mock-conversation.ts";
import { MockServer } from "./mock-server.ts";
import { STATES } from "./page-states.ts";

/** What did not hold, in sentences. */
export type Faults = string[];

function claimInto(faults: Faults): (isTrue: boolean, sentence: string) => void {
	return (isTrue, sentence) => {
		if (!isTrue) faults.push(sentence);
	};
}
type Claim = ReturnType<typeof claimInto>;

/** Name of what has the focus, and whether a ring can be seen on it or around it. */
async function focus(page: Page): Promise<{ name: string; isVisible: boolean }> {
	return page.evaluate(() => {
		const element = document.activeElement;
		if (element === null || element === document.body) return { name: "nothing", isVisible: false };
		const label = element.getAttribute("aria-label") ?? element.textContent.trim();
		const name = element instanceof HTMLTextAreaElement ? "message" : label;
		const rings = [element, element.parentElement, element.closest("form div"), element.closest("label")];
		const isRinged = rings.some((ring) => {
			if (ring === null) return false;
			const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(ring);
			return (outlineStyle !== "none" && outlineWidth !== "0px") || boxShadow.includes("3px");
		});
		const { width, height } = element.getBoundingClientRect();
		return { name, isVisible: isRinged && width > 0 && height > 0 };
	});
}

async function tab(page: Page, times: number, key = "Tab"): Promise<{ name: string; isVisible: boolean }[]> {
	const stops = [];
	for (let stop = 0; stop < times; stop += 1) {
		// one key after the other
		await page.keyboard.press(key);
		// one key after the other
		stops.push(await focus(page));
	}
	return stops;
}

export async function walkByKeyboard(browser: Browser): Promise<Faults> {
	const faults: Faults = [];
	const claim = claimInto(faults);
	const server = new MockServer();
	const complaints: string[] = [];
	const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
	const page = await openPage(context, await server.listen(0), complaints);
	await page.getByRole("heading", { level: 2 }).waitFor();
	claim((await focus(page)).name === "message", "opening leads to the composer");
	claim((await page.evaluate(() => localStorage.length)) === 0, "nothing is kept before the first message");

	await page.keyboard.type("I want to return my order");
	await page.keyboard.press("Shift+Enter");
	await page.keyboard.type("please");
	await page.keyboard.press("Enter");
	await page.getByRole("button", { name: "Both" }).waitFor();
	claim((await page.getByLabel("Your message").inputValue()) === "", "Enter sends, Shift+Enter does not");
	claim((await focus(page)).name === "message", "after sending the focus is in the composer");

	const back = await tab(page, 6, "Shift+Tab");
	claim(
		back.map(({ name }) => name).join(" < ") ===
			"Not helpful < Helpful < Both < Canvas tote < Merino sweater, navy < Conversation",
		`Shift+Tab goes back through the choices (${back.map(({ name }) => name).join(" < ")})`,
	);
	claim(
		back.every(({ isVisible }) => isVisible),
		"each stop shows its focus",
	);
	await page.keyboard.press("Tab");
	await page.keyboard.press("Enter");
	await page.getByText("Done. The label").waitFor();
	claim((await focus(page)).name === "message", "after a choice the focus is in the composer");

	await judgeTheAnswer(page, claim);
	await walkThroughOptions(page, claim);
	claim(complaints.length === 0, `nothing in the console ${complaints.join(" | ")}`);
	await context.close();
	server.close();
	return faults;
}

async function judgeTheAnswer(page: Page, claim: Claim): Promise<void> {
	const [thumb] = await tab(page, 1, "Shift+Tab");
	claim(thumb?.name === "Not helpful" && thumb.isVisible, "Shift+Tab leads to the answer's thumbs");
	await page.keyboard.press("Enter");
	await page.getByLabel("What was missing?").waitFor();
	claim((await focus(page)).name === "message", "a thumb down leads to the field for the reason");
	await page.keyboard.type("too slow");
	await page.keyboard.press("Tab");
	await page.keyboard.press("Enter");
	await page.getByText("Thank you, this helps").waitFor();
	claim((await focus(page)).name === "Not helpful", "after the reason the focus is on the thumb again");
}

async function walkThroughOptions(page: Page, claim: Claim): Promise<void> {
	await page.reload();
	await page.getByText("Done. The label").waitFor();
	claim(
		await page.getByRole("button", { name: /Merino/u }).isDisabled(),
		"after a reload the choice is still made",
	);
	// the server says so after its welcome
	await page.getByRole("button", { name: "Not helpful", pressed: true }).waitFor();
	const forth = (await tab(page, 5)).slice(2); // past the button and the browser's own controls
	claim(
		forth.map(({ name }) => name).join(" > ") === "Skip to the message field > Talk to a person > Options",
		`Tab begins at the skip link (${forth.map(({ name }) => name).join(" > ")})`,
	);
	claim(
		forth.every(({ isVisible }) => isVisible),
		"each stop shows its focus",
	);
	await page.keyboard.press("Enter");
	await page.getByText("Appearance").waitFor();
	const inside = await tab(page, 6);
	claim(
		inside[0]?.name === "Talk to a person" && inside.every(({ isVisible }) => isVisible),
		`Tab goes into the options (${inside.map(({ name }) => name).join(" > ")})`,
	);
	await page.keyboard.press("ArrowRight");
	claim(
		(await page.evaluate(() => document.documentElement.dataset["theme"])) === "light",
		"an arrow chooses the look",
	);
	await page.keyboard.press("Escape");
	claim(
		(await page.getByText("Appearance").isHidden()) && (await focus(page)).name === "Options",
		"Escape closes the options and gives the focus back",
	);
}

const NARROW = {
	"320 px": { width: 320, height: 568 },
	"200 % of 1280 px": { width: 640, height: 400 },
};

/** Small and enlarged pages, in forced colours and without motion. */
export async function tryNarrow(browser: Browser): Promise<Faults> {
	const faults: Faults = [];
	await Promise.all(
		Object.entries(NARROW).map(async ([name, viewport]) => {
			const context = await browser.newContext({ viewport, forcedColors: "active", reducedMotion: "reduce" });
			for (const state of [
				"empty",
				"failed",
				"long",
				"offline",
				"options",
				"judged",
				"rated",
				"closed",
				"arabic",
			])
				await tryState({ context, state, name, width: viewport.width, claim: claimInto(faults) });
			await context.close();
		}),
	);
	return faults;
}

interface Trial {
	context: BrowserContext;
	state: string;
	name: string;
	width: number;
	claim: Claim;
}

/** Each server has an origin of its own, and so a storage of its own. */
async function tryState({ context, state, name, width, claim }: Trial): Promise<void> {
	const server = new MockServer();
	const page = await openPage(context, await server.listen(0), []);
	await STATES[state]?.({ page, server, context });
	const { left, right } = await reachOf(page);
	claim(
		left >= -0.5 && right <= width + 0.5,
		`${name}: ${state} stays within the page (${left} to ${right})`,
	);
	const small = await smallTargets(page);
	claim(small.length === 0, `${name}: ${state} has no target below 24 px ${small.join(", ")}`);
	await context.setOffline(false);
	await page.close();
	server.close();
}

/** How far what can be seen reaches, in either direction of writing. */
async function reachOf(page: Page): Promise<{ left: number; right: number }> {
	return page.evaluate(() => {
		const boxes = [...document.querySelectorAll("body *")]
			.filter((element) => !element.closest(".sr-only"))
			.map((element) => element.getBoundingClientRect());
		return {
			left: Math.min(...boxes.map(({ left }) => left)),
			right: Math.max(...boxes.map(({ right }) => right)),
		};
	});
}

async function smallTargets(page: Page): Promise<string[]> {
	return page.evaluate(() =>
		[...document.querySelectorAll("button, a[href]:not(.sr-only)")]
			.filter((element) => element.closest("p, [dir=auto]") === null)
			.map((element) => ({ box: element.getBoundingClientRect(), name: element.textContent }))
			.filter(({ box }) => box.width > 0 && (box.width < 24 || box.height < 24))
			.map(({ name }) => name),
	);
}

/** A long conversation: history above, news below. */
export async function tryReading(browser: Browser): Promise<Faults> {
	const faults: Faults = [];
	const claim = claimInto(faults);
	const server = new MockServer();
	const context = await browser.newContext({ viewport: { width: 390, height: 700 } });
	const page = await openPage(context, await server.listen(0), []);
	await page.getByLabel("Your message").fill("hello");
	await page.keyboard.press("Enter");
	await page.getByText("Could you put it another way?").waitFor();
	const [conversation] = server.conversations.values();
	for (let count = 0; count < 120; count += 1)
		conversation?.append(botEntry({ text: `A line of history, ${count}.` }));
	await page.getByText("history, 119.").waitFor();
	await page.reload();
	await page.getByText("history, 119.").waitFor();
	const log = page.getByRole("region", { name: "Conversation" });
	claim(
		await log.evaluate((box) => box.scrollHeight - box.scrollTop - box.clientHeight < 2),
		"a reload shows the end",
	);
	await log.evaluate((box) => box.scrollTo({ top: 0 }));
	const line = page.getByText("history, 75.");
	const before = (await line.boundingBox())?.y ?? 0;
	await page.getByRole("button", { name: "Show earlier messages" }).click();
	await page.getByText("history, 30.").waitFor();
	await page.waitForFunction(() => !document.body.textContent.includes("Loading"));
	const after = (await line.boundingBox())?.y ?? 0;
	claim(Math.abs(after - before) < 40, `what is loaded above moves nothing (${before} → ${after})`);
	conversation?.append(botEntry({ text: "Something new." }));
	conversation?.append(botEntry({ text: "Something newer." }));
	await page.getByRole("button", { name: "2 new messages" }).waitFor();
	claim((await page.title()).startsWith("(2) "), "the title counts what is unread");
	await page.getByRole("button", { name: "2 new messages" }).click();
	await page.waitForFunction(() => !document.title.startsWith("("));
	claim(
		await page.getByRole("button", { name: "2 new messages" }).isHidden(),
		"the button leads to the end, and all is read",
	);
	await context.close();
	server.close();
	return faults;
}
