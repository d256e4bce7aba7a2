/// <reference types="node" />
/**
 * Walks through the chat page by keyboard alone, and at the edges of what people use: 320 px, 200 % zoom, forced colours,
 * reduced motion. Says what went wrong. `vite build -c web/vite.config.ts && node web/testing/keyboard-walk.ts`
 */
import type { Browser, Page } from "playwright-core";
import { botEntry } from "./mock-conversation.ts";
import { MockServer } from "./mock-server.ts";
import { STATES } from "./page-states.ts";
import { openBrowser, openPage } from "./screenshots.ts";

const faults: string[] = [];

function claim(isTrue: boolean, sentence: string): void {
	process.stdout.write(`${isTrue ? "ok  " : "FAIL"} ${sentence}\n`);
	if (!isTrue) faults.push(sentence);
}

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
		// oxlint-disable-next-line no-await-in-loop -- one key after the other
		await page.keyboard.press(key);
		// oxlint-disable-next-line no-await-in-loop -- one key after the other
		stops.push(await focus(page));
	}
	return stops;
}

async function walkByKeyboard(browser: Browser): Promise<void> {
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

	const back = await tab(page, 4, "Shift+Tab");
	claim(
		back.map(({ name }) => name).join(" < ") === "Both < Canvas tote < Merino sweater, navy < Conversation",
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

	await walkThroughOptions(page);
	claim(complaints.length === 0, `nothing in the console ${complaints.join(" | ")}`);
	await context.close();
	server.close();
}

async function walkThroughOptions(page: Page): Promise<void> {
	await page.reload();
	await page.getByText("Done. The label").waitFor();
	claim(
		await page.getByRole("button", { name: /Merino/u }).isDisabled(),
		"after a reload the choice is still made",
	);
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
	const inside = await tab(page, 4);
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

async function tryNarrow(browser: Browser): Promise<void> {
	for (const [name, size] of Object.entries({
		"320 px": { width: 320, height: 568 },
		"200 % of 1280 px": { width: 640, height: 400 },
	})) {
		for (const state of ["empty", "failed", "long", "offline", "options"]) {
			const server = new MockServer();
			// oxlint-disable-next-line no-await-in-loop -- one page at a time, for two cores
			const context = await browser.newContext({
				viewport: size,
				forcedColors: "active",
				reducedMotion: "reduce",
			});
			// oxlint-disable-next-line no-await-in-loop -- see above
			const page = await openPage(context, await server.listen(0), []);
			// oxlint-disable-next-line no-await-in-loop -- see above
			await STATES[state]?.({ page, server, context });
			// oxlint-disable-next-line no-await-in-loop -- see above
			const widest = await page.evaluate(() =>
				Math.max(
					...[...document.querySelectorAll("body *")]
						.filter((element) => !element.closest(".sr-only"))
						.map((element) => element.getBoundingClientRect().right),
				),
			);
			claim(widest <= size.width + 0.5, `${name}: ${state} does not reach beyond the page (${widest})`);
			// oxlint-disable-next-line no-await-in-loop -- see above
			const small = await page.evaluate(() =>
				[...document.querySelectorAll("button, a[href]:not(.sr-only)")]
					.filter((element) => element.closest("p, [dir=auto]") === null)
					.map((element) => ({ box: element.getBoundingClientRect(), name: element.textContent }))
					.filter(({ box }) => box.width > 0 && (box.width < 24 || box.height < 24))
					.map(({ name }) => name),
			);
			claim(small.length === 0, `${name}: ${state} has no target below 24 px ${small.join(", ")}`);
			// oxlint-disable-next-line no-await-in-loop -- see above
			await context.close();
			server.close();
		}
	}
}

async function tryReading(browser: Browser): Promise<void> {
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
}

const browser = await openBrowser();
await walkByKeyboard(browser);
await tryReading(browser);
if (!process.argv.includes("--brief")) await tryNarrow(browser);
await browser.close();
process.stdout.write(`${faults.length} faults\n`);
process.exitCode = faults.length === 0 ? 0 : 1;
