/**
 * Draws the account's pages of a running product, for people to look at.
 * `npm start` and `node web/testing/account-screenshots.ts [ORIGIN] [FOLDER]`
 */
import { mkdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { openBrowser, openPage } from "./chromium.ts";
import { SIZES } from "./sizes.ts";

const [origin = "http://127.0.0.1:8787", folder = join(tmpdir(), "account-screenshots")] =
	process.argv.slice(2);
const PASSWORD = "seven green lamps on a raft";
const VIEWS: Readonly<Record<string, (page: Page) => Promise<void>>> = {
	"sign-in": async (page) => {
		await page.goto(`${origin}/account`);
		await page.getByRole("heading", { name: "Sign in" }).waitFor();
	},
	"sign-in-refused": async (page) => {
		await page.getByLabel("E-mail").fill("nobody@example.com");
		await page.getByLabel("Password").fill("wrong");
		await page.getByRole("button", { name: "Sign in" }).click();
		await page.getByText("is not right").waitFor();
	},
	"sign-up-refused": async (page) => {
		await page.goto(`${origin}/account#/sign-up`);
		await page.getByLabel("Name").fill("Anna Lind");
		await page.getByLabel("E-mail").fill("anna@example.com");
		await page.getByLabel("Password").fill("short");
		await page.getByRole("button", { name: "Open an account" }).click();
		await page.getByText("needs at least").waitFor();
	},
	"check-mail": async (page) => {
		await page.getByLabel("Password").fill(PASSWORD);
		await page.getByRole("button", { name: "Open an account" }).click();
		await page.getByRole("heading", { name: "Look into your mail" }).waitFor();
	},
	mailbox: async (page) => {
		await page.goto(`${origin}/mailbox`);
		await page.getByRole("link").first().waitFor();
	},
	verify: async (page) => {
		const link = await page
			.getByRole("link", { name: /verify/ })
			.first()
			.getAttribute("href");
		await page.goto(link ?? "");
		await page.getByRole("heading", { name: "Confirm your address" }).waitFor();
	},
	account: async (page) => {
		await page.getByLabel("Password").fill(PASSWORD);
		await page.getByRole("button", { name: "Confirm and sign in" }).click();
		await page.getByText("this one").waitFor();
	},
	"two-step": async (page) => {
		const section = page
			.locator("section")
			.filter({ has: page.getByRole("heading", { name: "Two-step sign-in" }) });
		await section.getByLabel("Your password").fill(PASSWORD);
		await section.getByRole("button", { name: "Turn it on" }).click();
		await section.getByRole("img", { name: /QR code/ }).waitFor();
	},
};

mkdirSync(folder, { recursive: true });
const browser = await openBrowser();
for (const [size, shape] of Object.entries(SIZES))
	for (const colorScheme of ["light", "dark"] as const) {
		const context = await browser.newContext({ ...shape, colorScheme, locale: "en-GB" });
		const page = await openPage(context, `${origin}/account`, []);
		for (const [name, prepare] of Object.entries(VIEWS)) {
			const isKnown = size !== "phone" || colorScheme !== "light";
			// one account for all pictures: only the first round opens it
			if (isKnown && ["check-mail", "mailbox", "verify"].includes(name)) continue;
			if (isKnown && name === "account") {
				await page.goto(`${origin}/account#/sign-in`);
				await page.getByLabel("E-mail").fill("anna@example.com");
				await page.getByLabel("Password").fill(PASSWORD);
				await page.getByRole("button", { name: "Sign in" }).click();
				await page.getByText("this one").waitFor();
			} else await prepare(page);
			await page.screenshot({ path: join(folder, `${name}-${size}-${colorScheme}.png`), fullPage: true });
		}
		await context.close();
	}
await browser.close();
process.stdout.write(`${folder}\n`);
