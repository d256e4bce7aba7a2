import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, test } from "vitest";
import { z } from "zod";
import { SignedIn } from "../contracts/accounts.ts";
import { Contact, ContactList } from "../contracts/desk.ts";
import { MadeIdentityKey } from "../contracts/identity.ts";
import { DeskSite } from "../contracts/sites.ts";
import { signHs } from "../worker/testing/identity-attacks.ts";
import { browserMissing, ChatPage, openBrowser } from "./testing/browser.ts";
import { addPerson, PASSWORD } from "./testing/desk-people.ts";
import { type Product, startProduct, waitUntil } from "./testing/product.ts";

const missing = browserMissing();
if (missing !== null) console.warn(`skipped: ${missing}`);

describe.skipIf(missing !== null)("a customer whom the company's server names", () => {
	let product: Product;
	let browser: Browser;
	beforeAll(async () => {
		[product, browser] = await Promise.all([startProduct(), openBrowser()]);
	});
	afterAll(async () => {
		await browser?.close();
		await product?.stop();
	});

	/** A JSON call of the desk's, by an administrator. */
	async function administrator() {
		const { email } = await addPerson(product, "Ada Admin", ["admin"]);
		const ask = async (path: string, body: object | null, headers: Record<string, string> = {}) => {
			const response = await fetch(product.origin + path, {
				method: body === null ? "GET" : "POST",
				headers: { "content-type": "application/json", ...headers },
				...(body === null ? {} : { body: JSON.stringify(body) }),
			});
			return response.json();
		};
		const { accessToken } = SignedIn.parse(await ask("/api/auth/sign-in", { email, password: PASSWORD }));
		return (path: string, body: object | null = null) =>
			ask(path, body, { authorization: `Bearer ${accessToken}` });
	}

	test("[J13] a site of its own look; who is named keeps what was said before, and the desk knows the name", async ({
		expect,
	}) => {
		const ask = await administrator();
		const looks = { key: "shop", name: "Lamps & Co", accentColor: "#7a1fa2", greeting: "Good light to you!" };
		const site = DeskSite.parse(await ask("/api/desk/sites", looks));
		const key = MadeIdentityKey.parse(
			await ask(`/api/desk/sites/${site.id}/identity-keys`, { algorithm: "HS256" }),
		);

		const context = await browser.newContext({ locale: "en-GB" });
		const chat = await ChatPage.open(context, `${product.origin}/?site=shop`);
		await chat.page.getByText("Good light to you!").waitFor();
		const accent = await chat.page.evaluate(() =>
			getComputedStyle(document.documentElement).getPropertyValue("--color-accent"),
		);
		expect(accent).toBe("#7a1fa2");
		await chat.asks("where is my order A-10004", /e-mail/i);

		const nowS = Math.floor(Date.now() / 1_000);
		const claims = { sub: "customer-7", aud: "shop", iat: nowS, exp: nowS + 3_600, name: "Ann Lind" };
		const token = await signHs(claims, { kid: key.kid }, key.secret ?? "");
		const named = chat.page.waitForResponse(
			(answer) => answer.url().endsWith("/api/visitors") && answer.status() === 201,
		);
		await chat.page.evaluate((identity) => {
			postMessage({ type: "care:identify", token: identity }, location.origin);
		}, token);
		const merged = z.object({ verified: z.literal(true), merged: z.int() });
		expect(merged.parse(await (await named).json()).merged).toBe(1);
		await chat.asks("david@example.com", /tracking/i);
		await chat.page.reload();
		await chat.sees(/where is my order A-10004[^]*tracking/i);

		// the archive hears of a conversation a moment after the customer
		const found = async () => ContactList.parse(await ask("/api/desk/contacts?search=customer-7")).contacts;
		await waitUntil(30_000, async () => (await found())[0]?.conversations === 1);
		const contacts = await found();
		expect(contacts.map(({ name, verified, conversations }) => ({ name, verified, conversations }))).toEqual([
			{ name: "Ann Lind", verified: true, conversations: 1 },
		]);
		expect(Contact.parse(await ask(`/api/desk/contacts/${contacts[0]?.id}`)).identity?.subject).toBe(
			"customer-7",
		);
		// another site's chat in the same browser is another chat
		await chat.page.goto(`${product.origin}/`);
		await chat.page.getByText("Good light to you!").waitFor({ state: "detached" });
		expect(await chat.log()).toBe("");
		expect(chat.complaints).toEqual([]);
		await context.close();
	});
});
