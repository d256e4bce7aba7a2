/** The chat page in Chromium before a pretended server: what only a browser can show. */
import { existsSync } from "node:fs";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, test } from "vitest";
import { PAGES_DIRECTORY } from "../cli/build-product.ts";
import { browserMissing, openBrowser, openPage } from "../web/testing/chromium.ts";
import { MockServer } from "../web/testing/mock-server.ts";
import { SIZES } from "../web/testing/sizes.ts";

const missing = browserMissing();
if (missing !== null) console.warn(`skipped: ${missing}`);

/** Storage as a browser that allows none gives it. */
const DENY_STORAGE = `for (const name of ["localStorage", "sessionStorage"])
	Object.defineProperty(window, name, { get() { throw new DOMException("denied", "SecurityError"); } });`;

/** Lets go of a picture over the page, or pastes it. @returns whether the page kept the browser from its own doing */
async function bringPicture(
	page: Page,
	how: "drop" | "paste",
	words: string | null = null,
): Promise<boolean> {
	return page.evaluate(
		([kind, text]) => {
			const data = new DataTransfer();
			data.items.add(new File(["x"], "parcel.png", { type: "image/png" }));
			if (text !== null) data.setData("text/plain", text);
			const options = { bubbles: true, cancelable: true };
			const event =
				kind === "drop"
					? new DragEvent("drop", { ...options, dataTransfer: data })
					: new ClipboardEvent("paste", { ...options, clipboardData: data });
			document.querySelector(kind === "drop" ? "main" : "#message")?.dispatchEvent(event);
			return event.defaultPrevented;
		},
		[how, words] as const,
	);
}

describe.skipIf(missing !== null)("the chat page in a browser", () => {
	let browser: Browser;
	beforeAll(async () => {
		if (!existsSync(`${PAGES_DIRECTORY}/index.html`)) throw new Error("No pages are built: npm run build");
		browser = await openBrowser();
	});
	afterAll(async () => browser?.close());

	async function open(script = "") {
		const server = new MockServer();
		const context = await browser.newContext({
			...SIZES.desktop,
			reducedMotion: "reduce",
			locale: "en-GB",
		});
		if (script !== "") await context.addInitScript(script);
		const complaints: string[] = [];
		const page = await openPage(context, await server.listen(0), complaints);
		await page.getByRole("heading", { level: 2 }).waitFor();
		const close = async (): Promise<void> => {
			await context.close();
			server.close();
		};
		const field = page.getByLabel("Your message");
		const say = async (text: string, answer: string): Promise<void> => {
			await field.fill(text);
			await page.keyboard.press("Enter");
			await page.getByText(answer).last().waitFor();
		};
		return { server, page, complaints, close, field, say };
	}

	test("[CP1] a file that is dropped or pasted never takes the page's place, and the page says what it can take", async ({
		expect,
	}) => {
		const { page, close, field, complaints } = await open();
		await field.fill("See this");
		for (const how of ["drop", "paste"] as const) {
			expect(await bringPicture(page, how), how).toBe(true);
			await page.getByText("Only words can be sent here").waitFor();
		}
		expect(await field.inputValue()).toBe("See this");
		expect(await bringPicture(page, "paste", "words from a table"), "words can be pasted").toBe(false);
		expect(
			await bringPicture(page, "drop", "its address"),
			"words beside a dropped file change nothing",
		).toBe(true);
		expect(complaints).toEqual([]);
		await close();
	});

	test("[CP2] the Enter that ends an input method's composition sends nothing; the field grows to six lines", async ({
		expect,
	}) => {
		const { page, close, field, server } = await open();
		await field.fill("日本");
		await field.dispatchEvent("keydown", { key: "Enter", isComposing: true });
		expect(await field.inputValue()).toBe("日本");
		const height = async (): Promise<number> => (await field.boundingBox())?.height ?? 0;
		const one = await height();
		for (let line = 1; line < 6; line += 1) await page.keyboard.press("Shift+Enter");
		const six = await height();
		for (let line = 0; line < 6; line += 1) await page.keyboard.press("Shift+Enter");
		expect(six).toBeGreaterThan(3 * one);
		expect(await height()).toBe(six);
		expect(server.conversations.size, "nothing was sent").toBe(0);
		await close();
	});

	test("[CH2] how soon people answer is told before the first message and while the visitor waits, but not while they are away", async ({
		expect,
	}) => {
		const { page, close, server, say } = await open();
		const promise = page.getByText("A person usually answers within 10 minutes.");
		await promise.waitFor();
		await say("hello", "Could you put it another way?");
		expect(await promise.count()).toBe(0);
		const [conversation] = server.conversations.values();
		conversation?.append({ kind: "system", code: "owner_changed", owner: "queue", text: "Soon." });
		await promise.waitFor();
		const hours = { isOpen: false, nextOpeningAt: "2030-03-04T08:00:00.000Z" };
		server.site = { ...server.site, hours };
		await page.getByRole("button", { name: "Options", exact: true }).click();
		await page.getByRole("button", { name: "Start a new chat" }).click();
		await page.reload();
		await page.getByText("It is back on").waitFor();
		expect(await promise.count()).toBe(0);
		await close();
	});

	test("[CC13] where the browser denies all storage the chat works, and says that it will not be kept", async ({
		expect,
	}) => {
		const { page, close, say, complaints } = await open(DENY_STORAGE);
		await say("Where is my order?", "Gladly.");
		await page.getByText("doesn't let us keep this chat").waitFor();
		expect(complaints).toEqual([]);
		await close();
	});

	test("[CC19] a new chat begins with an empty field, and the way back leads to what was being written", async ({
		expect,
	}) => {
		const { page, close, field, say } = await open();
		await say("hello", "Could you put it another way?");
		await field.fill("and one more th");
		await page.getByRole("button", { name: "Options", exact: true }).click();
		await page.getByRole("button", { name: "Start a new chat" }).click();
		const back = page.getByRole("button", { name: "Go back to your last conversation" });
		await back.waitFor();
		expect(await field.inputValue()).toBe("");
		await back.click();
		await page.getByText("Could you put it another way?").waitFor();
		expect(await field.inputValue()).toBe("and one more th");
		await close();
	});
});
