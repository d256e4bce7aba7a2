import { existsSync } from "node:fs";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, test } from "vitest";
import { PAGES_DIRECTORY } from "../cli/build-product.ts";
import { findBarriers } from "../web/testing/barriers.ts";
import { browserMissing, openBrowser, openPage } from "../web/testing/chromium.ts";
import { tryNarrow, tryReading, walkByKeyboard } from "../web/testing/keyboard-walk.ts";
import { MockServer } from "../web/testing/mock-server.ts";
import { STATES } from "../web/testing/page-states.ts";
import { SIZES } from "../web/testing/sizes.ts";

/** States that consist of a refusal: the browser itself writes it to the console. */
const REFUSED = new Set(["unreachable", "unloaded", "cards"]);
/** Two cores: one page is prepared while axe works on the other. */
const AT_ONCE = 2;

const missing = browserMissing();
if (missing !== null) console.warn(`skipped: ${missing}`);

/** As the page's own switch does it: the browser's emulation of a device's look arrives piece by piece. */
async function choose(page: Page, look: "light" | "dark"): Promise<void> {
	await page.evaluate(async (theme) => {
		document.documentElement.dataset["theme"] = theme;
		await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
	}, look);
}

describe.skipIf(missing !== null)("the chat page has no barriers", () => {
	let browser: Browser;
	beforeAll(async () => {
		if (!existsSync(`${PAGES_DIRECTORY}/index.html`)) throw new Error("No pages are built: npm run build");
		browser = await openBrowser();
	});
	afterAll(async () => browser?.close());

	test.for(Object.entries(SIZES))(
		"[A1] axe finds nothing in any state, light and dark: %s",
		async ([, shape], { expect }) => {
			const states = Object.entries(STATES);
			const found: string[] = [];
			const lookAtNext = async (): Promise<void> => {
				for (let next = states.shift(); next !== undefined; next = states.shift()) {
					const [name, prepare] = next;
					const server = new MockServer();
					const context = await browser.newContext({ ...shape, reducedMotion: "reduce", locale: "en-GB" });
					const complaints: string[] = [];
					const page = await openPage(context, await server.listen(0), complaints);
					await prepare({ page, server, context });
					for (const colorScheme of ["light", "dark"] as const) {
						await choose(page, colorScheme);
						const barriers = await findBarriers(page, colorScheme === "light" ? "all" : "colours");
						found.push(...barriers.map((line) => `${name}, ${colorScheme}: ${line}`));
					}
					const unasked = complaints.filter(
						(line) => !(REFUSED.has(name) && line.startsWith("Failed to load resource")),
					);
					found.push(...unasked.map((line) => `${name}, console: ${line}`));
					await context.close();
					server.close();
				}
			};
			await Promise.all(Array.from({ length: AT_ONCE }, lookAtNext));
			expect(found).toEqual([]);
		},
	);

	test("[A2] everything can be done by keyboard, and the focus is always seen", async ({ expect }) => {
		expect(await walkByKeyboard(browser)).toEqual([]);
	});

	test("[A2] a long conversation keeps its place while it is read", async ({ expect }) => {
		expect(await tryReading(browser)).toEqual([]);
	});

	test("[A3] narrow, enlarged, in forced colours and without motion nothing is cut off or too small", async ({
		expect,
	}) => {
		expect(await tryNarrow(browser)).toEqual([]);
	});

	test("[A3] at 320 px a long company name in a chat from right to left is cut off at its own end; a reason has room under the shortest answer", async ({
		expect,
	}) => {
		const server = new MockServer();
		server.site = { ...server.site, name: "Northwind Traders and Daughters of Greater Springfield" };
		const context = await browser.newContext({ viewport: { width: 320, height: 568 }, locale: "en-GB" });
		const origin = await server.listen(0);
		const page = await openPage(context, `${origin}/?lang=ar`, []);
		const name = page.getByRole("heading", { level: 1 }).getByText("Northwind");
		await name.waitFor();
		/** How a name of this direction begins: at which edge, and whether it has more than is shown. */
		const cut = await name.evaluate((span) => ({
			isCut: span.scrollWidth > span.clientWidth,
			direction: getComputedStyle(span).direction,
		}));
		expect(cut).toEqual({
			isCut: true,
			direction: /^[\u0600-\u06ff]/u.test(await name.innerText()) ? "rtl" : "ltr",
		});
		server.site = { ...server.site, name: "Ada" };
		await page.setViewportSize({ width: 640, height: 568 });
		await page.goto(origin);
		await page.getByLabel("Your message").fill("hello");
		await page.getByLabel("Your message").press("Enter");
		await page.getByText("Could you put it another way?").waitFor();
		const [conversation] = server.conversations.values();
		// somebody else in between: the short answer stands alone
		conversation?.append({ kind: "agent", name: "Nour", text: "Hi." });
		conversation?.append({ kind: "bot", text: "No.", buttons: [], imageUrl: null, extra: null });
		await page.getByText("No.", { exact: true }).waitFor();
		await page.getByRole("button", { name: "Not helpful", exact: true }).last().click();
		const field = page.getByRole("log").getByRole("textbox");
		await field.waitFor();
		const [room, box] = [await page.getByRole("log").boundingBox(), await field.boundingBox()];
		expect(box?.width, `of ${room?.width}`).toBeGreaterThan(340);
		await context.close();
		server.close();
	});
});
