/**
 * Draws the desk of a running product, for people to look at.
 * `node web/testing/desk-screenshots.ts ORIGIN EMAIL PASSWORD [FOLDER]`, with the account of an administrator
 */
import { mkdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { PAGES } from "../app/page-list.ts";
import { openBrowser, openPage } from "./chromium.ts";
import { SIZES } from "./sizes.ts";

const [
	origin = "http://127.0.0.1:8787",
	email = "",
	password = "",
	folder = join(tmpdir(), "desk-screenshots"),
] = process.argv.slice(2);

/** What is drawn beside each page as it opens. */
const MORE: Readonly<Record<string, (page: Page) => Promise<void>>> = {
	thread: async (page) => {
		await page.goto(`${origin}/app/conversations`);
		await page.getByRole("list", { name: "Conversations" }).getByRole("link").first().click();
		await page.getByRole("log").waitFor();
	},
	why: async (page) => {
		await page.getByRole("button", { name: "Why?" }).last().click();
		await page.getByText("Words that spoke").waitFor();
	},
	"inbox-thread": async (page) => {
		await page.goto(`${origin}/app/inbox?view=all`);
		await page.getByRole("list", { name: "Inbox" }).getByRole("link").first().click();
		await page.getByRole("log").waitFor();
	},
	"inbox-mine": async (page) => {
		const take = page.getByRole("button", { name: "Take over" }).first();
		if ((await take.count()) > 0) await take.click();
		await page.getByLabel("Reply to the customer").fill("/");
		await page.getByRole("listbox").or(page.getByText("No canned replies yet")).first().waitFor();
	},
	"inbox-note": async (page) => {
		await page.getByLabel("Reply to the customer").fill("");
		await page.getByText("Private note").last().click();
		await page.getByLabel("Private note", { exact: true }).last().fill("Has called twice already");
	},
	site: async (page) => {
		await page.goto(`${origin}/app/admin/sites`);
		await page.getByRole("table").getByRole("link").first().click();
		await page.getByLabel("Greeting").waitFor();
	},
	"command-bar": async (page) => {
		await page.goto(`${origin}/app/conversations`);
		await page.getByRole("heading", { level: 1 }).waitFor();
		await page.keyboard.press("Control+k");
		await page.getByRole("combobox").fill("a");
	},
	shortcuts: async (page) => {
		await page.keyboard.press("Escape");
		// a key goes into the field until it is gone
		await page.getByRole("combobox", { name: "Search commands" }).waitFor({ state: "hidden" });
		await page.keyboard.press("?");
		await page.getByRole("dialog", { name: "Keyboard shortcuts" }).waitFor();
	},
	"new-key": async (page) => {
		await page.goto(`${origin}/app/admin/api-keys`);
		await page.getByRole("button", { name: "New key" }).first().click();
		await page.getByRole("dialog").waitFor();
	},
	"not-there": async (page) => {
		await page.goto(`${origin}/app/nowhere`);
		await page.getByText("There is no such page").waitFor();
	},
};

mkdirSync(folder, { recursive: true });
const browser = await openBrowser();
for (const [size, shape] of Object.entries(SIZES))
	for (const colorScheme of ["light", "dark"] as const) {
		const context = await browser.newContext({
			...shape,
			colorScheme,
			locale: "en-GB",
			reducedMotion: "reduce",
		});
		const complaints: string[] = [];
		const page = await openPage(context, `${origin}/app`, complaints);
		await page.getByLabel("E-mail").fill(email);
		await page.getByLabel("Password").fill(password);
		await page.getByRole("button", { name: "Sign in" }).click();
		await page.waitForURL(/\/app\/./u);
		const draw = async (name: string): Promise<void> => {
			await page.waitForLoadState("networkidle");
			await page.screenshot({ path: join(folder, `${name}-${size}-${colorScheme}.png`) });
		};
		for (const { id, path, title } of PAGES) {
			await page.goto(`${origin}/app${path}`);
			await page.getByRole("heading", { level: 1, name: title }).waitFor();
			await draw(id);
		}
		for (const [name, prepare] of Object.entries(MORE)) {
			await prepare(page).catch((error: unknown) => complaints.push(`${name}: ${String(error)}`));
			await draw(name);
		}
		for (const line of complaints) process.stderr.write(`${size} ${colorScheme}: ${line}\n`);
		await context.close();
	}
await browser.close();
process.stdout.write(`${folder}\n`);
