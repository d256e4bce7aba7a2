import { readFileSync } from "node:fs";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, test } from "vitest";
import { dumpOf } from "../store/testing/dump.ts";
import { findBarriers } from "../web/testing/barriers.ts";
import { openPage } from "../web/testing/chromium.ts";
import { browserMissing, ChatPage, openBrowser } from "./testing/browser.ts";
import { type Product, startProduct, waitUntil } from "./testing/product.ts";

const missing = browserMissing();
if (missing !== null) console.warn(`skipped: ${missing}`);
const PASSWORD = "seven green lamps on a raft";

describe.skipIf(missing !== null)("somebody with an account", () => {
	let product: Product;
	let browser: Browser;
	beforeAll(async () => {
		[product, browser] = await Promise.all([startProduct(), openBrowser()]);
	});
	afterAll(async () => {
		await browser?.close();
		await product?.stop();
	});

	/** The newest mail's link, as its reader follows it. */
	async function linkInMailbox(context: BrowserContext, subject: string): Promise<string> {
		const mailbox = await openPage(context, `${product.origin}/mailbox`, []);
		const mail = mailbox.getByRole("listitem").filter({ hasText: subject }).first();
		await waitUntil(30_000, async () => {
			await mailbox.getByRole("button", { name: "Look again" }).click();
			return (await mail.count()) > 0;
		});
		const link = await mail.getByRole("link").first().getAttribute("href");
		await mailbox.close();
		return link ?? "";
	}

	async function signUp(page: Page, email: string): Promise<void> {
		await page.goto(`${product.origin}/account#/sign-up`);
		await page.getByLabel("Name").fill("Anna Lind");
		await page.getByLabel("E-mail").fill(email);
		await page.getByLabel("Password").fill(PASSWORD);
		await page.getByRole("button", { name: "Open an account" }).click();
		await page.getByRole("heading", { name: "Look into your mail" }).waitFor();
	}

	async function signIn(page: Page, email: string): Promise<void> {
		await page.getByLabel("E-mail").fill(email);
		await page.getByLabel("Password").fill(PASSWORD);
		await page.getByRole("button", { name: "Sign in" }).click();
		await page.getByRole("heading", { name: "Anna Lind" }).waitFor();
	}

	test("[J9] signs up, confirms, chats, finds the conversation again on another device, and signs out", async ({
		expect,
	}) => {
		const context = await browser.newContext({ locale: "en-GB" });
		const complaints: string[] = [];
		const page = await openPage(context, `${product.origin}/account`, complaints);
		await signUp(page, "anna@example.com");
		await page.goto(await linkInMailbox(context, "Confirm your e-mail address"));
		await page.getByLabel("Password").fill("not the password of it");
		await page.getByRole("button", { name: "Confirm and sign in" }).click();
		await page.getByText("not the password that was chosen").waitFor();
		await page.getByLabel("Password").fill(PASSWORD);
		await page.getByRole("button", { name: "Confirm and sign in" }).click();
		await page.getByRole("heading", { name: "Anna Lind" }).waitFor();
		expect(await page.evaluate(() => document.cookie), "no script sees the cookies").toBe("");
		expect(await findBarriers(page, "all")).toEqual([]);

		const chat = await ChatPage.open(context, product.origin);
		await chat.asks("What are the delivery options?", /express|standard/i);
		const conversationOn = (where: Page) =>
			where
				.locator("section")
				.filter({ has: where.getByRole("heading", { name: "Your conversations" }) })
				.getByRole("listitem")
				.getByRole("button");
		// the archive has a conversation a moment after its turn
		await waitUntil(30_000, async () => {
			await page.reload();
			await page.getByText("this one").waitFor();
			return (await conversationOn(page).count()) === 1;
		});

		const phone = await browser.newContext({ locale: "en-GB", viewport: { width: 390, height: 844 } });
		const there = await openPage(phone, `${product.origin}/account`, complaints);
		await signIn(there, "anna@example.com");
		await conversationOn(there).click();
		await there.getByRole("log").waitFor();
		await waitUntil(30_000, async () => /delivery options/i.test(await there.getByRole("log").innerText()));
		await there.goto(`${product.origin}/account`);

		const closed = chat.page.evaluate(
			() =>
				new Promise<string>((seen) => {
					const look = (): void => {
						if (/expired|ended|no longer/i.test(document.body.innerText)) seen(document.body.innerText);
						else setTimeout(look, 20);
					};
					look();
				}),
		);
		const beganMs = Date.now();
		await there.getByRole("button", { name: "Sign out everywhere" }).click();
		await there.getByRole("heading", { name: "Sign in" }).waitFor();
		await closed;
		expect(Date.now() - beganMs, "live sockets hear of it at once").toBeLessThan(10_000);
		await page.reload();
		await page.getByRole("heading", { name: "Sign in" }).waitFor();
		expect(await page.evaluate(() => Object.keys(localStorage))).not.toContain("care.chat.session");
		const unasked = complaints.filter((line) => !/status of (400|401)/u.test(line));
		expect(unasked).toEqual([]);
		await context.close();
		await phone.close();
	});

	test("[AP5] who is not signed in opens the page without a word in its console, and nothing is stored", async ({
		expect,
	}) => {
		const context = await browser.newContext({ locale: "en-GB" });
		const complaints: string[] = [];
		const page = await openPage(context, `${product.origin}/account`, complaints);
		await page.getByRole("heading", { name: "Sign in" }).waitFor();
		expect(complaints).toEqual([]);
		expect(await context.cookies()).toEqual([]);
		expect(await page.evaluate(() => localStorage.length + sessionStorage.length)).toBe(0);
		await context.close();
	});

	test("[J10] forgets the password, chooses a new one, and turns two-step sign-in on and off", async ({
		expect,
	}) => {
		const context = await browser.newContext({ locale: "en-GB" });
		const page = await openPage(context, `${product.origin}/account#/forgot`, []);
		await page.getByLabel("E-mail").fill("anna@example.com");
		await page.getByRole("button", { name: "Send the link" }).click();
		await page.getByText("a mail is on its way").waitFor();
		await page.goto(await linkInMailbox(context, "Choose a new password"));
		await page.getByLabel("New password").fill("too short");
		await page.getByRole("button", { name: "Change the password" }).click();
		const field = page.getByLabel("New password");
		await page.getByText("needs at least 15 characters").waitFor();
		expect(await field.getAttribute("aria-invalid")).toBe("true");
		const describedBy = (await field.getAttribute("aria-describedby")) ?? "";
		const described = await page.evaluate(
			(ids) =>
				ids
					.split(" ")
					.map((id) => document.getElementById(id)?.textContent)
					.join(" "),
			describedBy,
		);
		expect(described).toContain("Needs at least 15 characters");
		await field.fill(PASSWORD);
		await page.getByRole("button", { name: "Change the password" }).click();
		await signIn(page, "anna@example.com");

		const section = page
			.locator("section")
			.filter({ has: page.getByRole("heading", { name: "Two-step sign-in" }) });
		await section.getByLabel("Your password").fill(PASSWORD);
		await section.getByRole("button", { name: "Turn it on" }).click();
		await section.getByRole("img", { name: /QR code/ }).waitFor();
		expect(await section.locator("code").innerText()).toMatch(/^[A-Z2-7 ]{39}$/);
		await section.getByLabel("Six digits").fill("000000");
		await section.getByRole("button", { name: "Confirm" }).click();
		await section.getByText("The code is not right").waitFor();
		await context.close();
	});

	test("[J11] takes the data along, deletes the account with everything that was said, and is nobody any more", async ({
		expect,
	}) => {
		const context = await browser.newContext({ locale: "en-GB", acceptDownloads: true });
		const complaints: string[] = [];
		const page = await openPage(context, `${product.origin}/account`, complaints);
		await signIn(page, "anna@example.com");
		const download = page.waitForEvent("download");
		await page.getByRole("button", { name: "Download everything" }).click();
		const file = await (await download).path();
		const exported: unknown = JSON.parse(readFileSync(file, "utf8"));
		expect(exported).toMatchObject({
			format: "customer-care-export",
			account: { email: "anna@example.com" },
		});
		expect(JSON.stringify(exported)).toMatch(/delivery options/i);
		const ask = page.getByRole("button", { name: "Delete the account…" });
		const focused = () => page.evaluate(() => document.activeElement?.textContent);
		await ask.focus();
		await page.keyboard.press("Enter");
		await page.keyboard.type("not the password");
		await page.keyboard.press("Tab");
		await page.keyboard.press("Tab");
		expect(await focused()).toBe("Keep it");
		await page.keyboard.press("Enter");
		expect(await focused(), "the focus is where it was").toBe("Delete the account…");
		await page.keyboard.press("Enter");
		await page.keyboard.type(PASSWORD);
		await page.keyboard.press("Enter");
		await page.getByRole("heading", { name: "Your account is deleted" }).waitFor();
		const saved = page.waitForEvent("download");
		await page.getByRole("button", { name: "Save the receipt" }).click();
		expect(readFileSync(await (await saved).path(), "utf8")).toMatch(/^eyJ[\w-]+\.[\w-]+\.[\w-]+$/);
		expect(complaints).toEqual([]);
		await page.reload();
		await page.getByRole("heading", { name: "Sign in" }).waitFor();
		const dump = await dumpOf(product.database());
		// the demo shop has orders under way at this address: they keep it until they are over
		expect(dump).not.toContain("Anna Lind");
		expect(dump).not.toMatch(/What are the delivery options/);
		await context.close();
	});

	test("[J12] somebody without an account deletes their data in the chat, by the keyboard alone", async ({
		expect,
	}) => {
		const context = await browser.newContext({ locale: "en-GB" });
		const chat = await ChatPage.open(context, product.origin);
		const { page } = chat;
		await chat.asks("What are the delivery options, quibblemark?", /express|standard/i);
		await page.getByRole("button", { name: "Options" }).focus();
		await page.keyboard.press("Enter");
		const item = page.getByRole("button", { name: "Delete my data" });
		await item.focus();
		await page.keyboard.press("Enter");
		const dialog = page.getByRole("dialog", { name: "Delete your data?" });
		await dialog.waitFor();
		await page.keyboard.press("Escape");
		await dialog.waitFor({ state: "hidden" });
		expect(await chat.log(), "Escape leaves all as it is").toContain("quibblemark");
		await page.getByRole("button", { name: "Options" }).focus();
		await page.keyboard.press("Enter");
		await item.focus();
		await page.keyboard.press("Enter");
		for (let tab = 0; tab < 8; tab += 1) {
			expect(
				await page.evaluate(
					() =>
						document.activeElement?.closest("dialog") !== null || document.activeElement === document.body,
				),
			).toBe(true);
			await page.keyboard.press("Tab");
		}
		expect(await findBarriers(page, "all")).toEqual([]);
		await page.getByRole("button", { name: "Delete for ever" }).focus();
		await page.keyboard.press("Enter");
		await page.getByRole("dialog", { name: "Your data are deleted" }).waitFor();
		await page.getByRole("button", { name: "Close", exact: true }).press("Enter");
		await page.getByRole("heading", { name: "Hello, how can we help?" }).waitFor();
		expect(await page.evaluate(() => Object.keys(localStorage).join())).not.toContain("care.chat.session");
		expect(await dumpOf(product.database())).not.toContain("quibblemark");
		await chat.asks("What are the delivery options?", /express|standard/i);
		expect(chat.complaints).toEqual([]);
		await context.close();
	});
});
