import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, test } from "vitest";
import { WebSocket } from "ws";
import { z } from "zod";
import { MODEL_FILE } from "../cli/build-product.ts";
import { SocketTicket } from "../contracts/api.ts";
import { INBOX_PROTOCOL_VERSION } from "../contracts/inbox.ts";
import { type PageId, PAGES } from "../web/app/page-list.ts";
import type { BuiltInRole } from "../contracts/permissions.ts";
import { createRole } from "../store/roles.ts";
import { findBarriers } from "../web/testing/barriers.ts";
import { openPage } from "../web/testing/chromium.ts";
import { SIZES } from "../web/testing/sizes.ts";
import { browserMissing, startWithBrowser } from "./testing/browser.ts";
import { ChatClient } from "./testing/chat-client.ts";
import {
	addPerson,
	type DeskPerson,
	enterDesk,
	PASSWORD,
	signInToDesk,
	tokenOf,
} from "./testing/desk-people.ts";
import { CUSTOM_ROLE, PAGE_ROWS } from "./testing/page-rows.ts";
import { type Product, waitUntil } from "./testing/product.ts";
import { webhookReceiver } from "./testing/webhook-receiver.ts";

const missing = browserMissing();
if (missing !== null) console.warn(`skipped: ${missing}`);
const ROLES: readonly BuiltInRole[] = ["agent", "supervisor", "analyst", "bot_developer", "admin"];

/** A live socket of the inbox, welcomed. */
async function openInboxSocket(origin: string, token: string): Promise<WebSocket> {
	const answer = await fetch(`${origin}/api/desk/inbox/ticket`, {
		method: "POST",
		headers: { authorization: `Bearer ${token}` },
	});
	const { url } = SocketTicket.parse(await answer.json());
	const socket = new WebSocket(new URL(url, origin.replace(/^http/u, "ws")), { origin });
	await new Promise<void>((resolve, reject) => {
		socket.once("open", () =>
			socket.send(JSON.stringify({ type: "hello", protocol: INBOX_PROTOCOL_VERSION, version: null })),
		);
		socket.once("message", () => resolve());
		socket.once("close", () => reject(new Error("the inbox let nobody in")));
	});
	return socket;
}

/** What stands beyond the page's edge, where nobody gets to it without pushing the whole page aside. */
function outOfReach(page: Page): Promise<string[]> {
	return page.evaluate(() => {
		const main = document.querySelector("main");
		if (main === null) return ["no page"];
		const isCut = (element: Element): boolean => {
			const { right } = element.getBoundingClientRect();
			for (let around = element.parentElement; around !== null; around = around.parentElement)
				if (["hidden", "clip"].includes(getComputedStyle(around).overflowX))
					return right > around.getBoundingClientRect().right + 1;
				// what scrolls by itself can be got to
				else if (getComputedStyle(around).overflowX !== "visible") return false;
			return false;
		};
		const controls = [...main.querySelectorAll("a, button, input, select, textarea")].filter(
			(element) => element.getBoundingClientRect().width > 1 && isCut(element),
		);
		return [
			...(main.scrollWidth > main.clientWidth ? ["the page scrolls sideways"] : []),
			...(document.documentElement.scrollWidth > screen.width ? ["the window scrolls sideways"] : []),
			...controls.map((element) => element.getAttribute("aria-label") ?? element.textContent ?? "a field"),
		];
	});
}

/** How far what had been drawn moved by itself since this page was opened, as browsers count it: 0 is not at all. */
function movedBy(page: Page): Promise<number> {
	return page.evaluate(
		() =>
			new Promise<number>((done) => {
				let sum = 0;
				const watch = new PerformanceObserver((list) => {
					for (const entry of list.getEntries())
						if ("value" in entry && typeof entry.value === "number") sum += entry.value;
				});
				watch.observe({ type: "layout-shift", buffered: true });
				requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => done(sum))));
			}),
	);
}

describe.skipIf(missing !== null)("the desk", () => {
	let product: Product;
	let browser: Browser;
	let customer: ChatClient;
	const people = new Map<string, DeskPerson>();
	beforeAll(async () => {
		[product, browser] = await startWithBrowser({ HTTP_API: "on", API_TOKEN: "a-token-of-the-desk" });
		for (const role of ROLES) people.set(role, await addPerson(product, `Desk ${role}`, [role]));
		people.set("customer", await addPerson(product, "A Customer", ["customer"]));
		const { name, permissions } = CUSTOM_ROLE;
		await createRole(product.database(), { name, description: "", permissions }, Date.now());
		people.set(name, await addPerson(product, "Desk Night", [name]));
		customer = await ChatClient.create(product.origin);
		await customer.connect();
		await customer.ask("where is my order A-10004?");
	});
	afterAll(async () => {
		customer?.close();
		await browser?.close();
		await product?.stop();
	});

	const person = (role: string): DeskPerson => {
		const found = people.get(role);
		if (found === undefined) throw new Error(`nobody is ${role}`);
		return found;
	};
	/** One session for all calls of a role: whoever signs in again and again is told to come later. */
	const tokens = new Map<string, Promise<string>>();
	const token = (role: string): Promise<string> => {
		const known = tokens.get(role) ?? tokenOf(product.origin, person(role));
		tokens.set(role, known);
		return known;
	};
	const enter = (role: string, path?: string) => enterDesk(browser, product.origin, person(role), path);
	/** The browser itself says that nobody was signed in at first, and that a busy store was waited for in vain. */
	const unasked = (complaints: readonly string[]): string[] =>
		complaints.filter((line) => !/status of (?:401|503)/u.test(line));

	/** Whose pages are looked for, and which they are. */
	const WALKS = (): { role: string; own: readonly PageId[] }[] => [
		...ROLES.map((role) => ({
			role,
			own: PAGES.map(({ id }) => id).filter(
				(id) => role === "admin" || PAGE_ROWS[id].roles.some((other) => other === role),
			),
		})),
		{ role: CUSTOM_ROLE.name, own: CUSTOM_ROLE.pages },
		{ role: "customer", own: [] },
	];

	test("[J20] each role, and one that a company made, sees its pages in the rail, the command bar and by their address, and no others", async ({
		expect,
	}) => {
		expect(Object.keys(PAGE_ROWS).toSorted(), "every page has a row").toEqual(
			PAGES.map(({ id }) => id).toSorted(),
		);
		for (const { role, own } of WALKS().filter(({ role: name }) => name !== "customer")) {
			const { page, context, complaints } = await enter(role);
			const titles = PAGES.filter(({ id }) => own.includes(id)).map(({ title }) => title);
			const links = page.getByRole("navigation", { name: "Desk" }).getByRole("link");
			expect(await links.allInnerTexts(), role).toEqual(titles);
			await page.keyboard.press("Control+k");
			await page.getByRole("combobox").waitFor();
			for (const { id } of PAGES)
				expect(
					await page.locator(`[role=option][id$="-go-${id}"]`).count(),
					`${role}: ${id} in the command bar`,
				).toBe(own.includes(id) ? 1 : 0);
			for (const { id, path, title, permission } of PAGES) {
				await page.goto(`${product.origin}/app${path}`);
				const refusal = page.getByText("You don't have access to this page");
				const isOwn = own.includes(id);
				await (isOwn ? page.getByRole("heading", { level: 1, name: title }) : refusal).waitFor();
				expect(await refusal.count(), `${role} at ${path}`).toBe(isOwn ? 0 : 1);
				if (!isOwn) expect(await page.getByText(permission).count()).toBe(1);
				expect(await page.getByText("This page could not be shown").count(), `${role} at ${path}`).toBe(0);
			}
			expect(unasked(complaints), role).toEqual([]);
			await context.close();
		}
		const outsider = await browser.newContext({ locale: "en-GB" });
		const page = await openPage(outsider, `${product.origin}/app/admin/users`, []);
		await page.getByLabel("E-mail").fill(person("customer").email);
		await page.getByLabel("Password").fill(PASSWORD);
		await page.getByRole("button", { name: "Sign in" }).click();
		const closed = page.getByRole("heading", { name: "This is the desk of those who answer" });
		for (const { path } of PAGES) {
			await closed.waitFor();
			expect(await page.getByRole("navigation").count()).toBe(0);
			await page.goto(`${product.origin}/app${path}`);
		}
		await outsider.close();
	});

	test("[J31] what stands behind a page is refused by the API to whoever the page is refused to", async ({
		expect,
	}) => {
		const wrong: string[] = [];
		for (const { role, own } of WALKS()) {
			const bearer = await token(role);
			for (const { id } of PAGES) {
				const { call } = PAGE_ROWS[id];
				if (call === null) continue;
				const [method, path] = call;
				const response = await fetch(`${product.origin}${path}`, {
					method,
					headers: { authorization: `Bearer ${bearer}`, "content-type": "application/json" },
					...(method === "POST" ? { body: "{}" } : {}),
				});
				await response.body?.cancel();
				const isOpen = response.status !== 403;
				if (isOpen !== own.includes(id) || response.status === 401 || response.status >= 500)
					wrong.push(`${role}: ${id} ${response.status}`);
			}
		}
		expect(wrong).toEqual([]);
	});

	test("[J21] an administrator makes a label, a role, a key and an invitation, and finds it all in the audit log", async ({
		expect,
	}) => {
		const { page, context, complaints } = await enter("admin", "/app/admin/labels");
		const dialog = page.getByRole("dialog");
		await page.getByRole("button", { name: "New label" }).click();
		await dialog.getByLabel("Name").fill("Refund");
		await dialog.getByRole("radio", { name: "green" }).check({ force: true });
		await dialog.getByRole("button", { name: "Save" }).click();
		await page.getByRole("cell", { name: "Refund", exact: true }).waitFor();

		await page.goto(`${product.origin}/app/admin/roles`);
		await page.getByRole("button", { name: "New role" }).click();
		await dialog.getByLabel("Name").fill("Not A Name");
		await dialog.getByRole("button", { name: "Save" }).click();
		await dialog.getByText("2 to 40 characters").waitFor();
		await dialog.getByLabel("Name").fill("night_shift");
		await dialog.getByLabel("See conversations").check();
		await dialog.getByRole("button", { name: "Save" }).click();
		await page.getByRole("columnheader", { name: "Night shift" }).waitFor();

		await page.goto(`${product.origin}/app/admin/api-keys`);
		await page.getByRole("button", { name: "New key" }).click();
		await dialog.getByLabel("Name").fill("Nightly report");
		await dialog.getByRole("button", { name: "Make the key" }).click();
		// seen, and not below the end of a long list
		await dialog.getByText("Needs at least one.").click({ trial: true });
		await dialog.getByLabel("See conversations").check();
		await dialog.getByRole("button", { name: "Make the key" }).click();
		await dialog.getByText(/^care_/).waitFor();
		const hasFocus = (part: Locator): Promise<boolean> =>
			part.evaluate((element) => element === document.activeElement);
		await waitUntil(30_000, () => hasFocus(dialog.getByRole("button", { name: "Copy" })));
		const key = await dialog.getByText(/^care_/).innerText();
		await dialog.getByRole("button", { name: "Done" }).press("Enter");
		await dialog.waitFor({ state: "detached" });
		await waitUntil(30_000, () => hasFocus(page.getByRole("button", { name: "New key" })));
		const list = await fetch(`${product.origin}/api/desk/conversations`, {
			headers: { authorization: `Bearer ${key}` },
		});
		expect(list.status, "the key that was shown works").toBe(200);
		await page.getByRole("button", { name: "End", exact: true }).click();
		await page.getByRole("alertdialog").getByRole("button", { name: "End the key" }).click();
		await page.getByText("Ended", { exact: true }).waitFor();
		expect(
			(
				await fetch(`${product.origin}/api/desk/conversations`, {
					headers: { authorization: `Bearer ${key}` },
				})
			).status,
		).toBe(401);

		await page.goto(`${product.origin}/app/admin/invitations`);
		await page.getByRole("button", { name: "Invite somebody" }).click();
		await dialog.getByLabel("E-mail").fill("new.agent@example.com");
		await dialog.getByRole("button", { name: "Invite" }).click();
		await dialog.getByText("No mail provider is set up here").waitFor();
		const voided = await dialog.getByText(/#\/invitation\?token=/u).innerText();
		await dialog.getByRole("button", { name: "Done" }).click();
		await page.getByRole("cell", { name: "new.agent@example.com", exact: true }).waitFor();
		await page.getByRole("button", { name: "Actions for new.agent@example.com" }).click();
		await page.getByRole("menuitem", { name: "New link…" }).click();
		await page.getByRole("alertdialog").getByRole("button", { name: "Make a new link" }).click();
		const link = await dialog.getByText(/#\/invitation\?token=/u).innerText();
		expect(link).not.toBe(voided);
		// where the browser lets no page copy, the text is marked
		await page.evaluate(() => Object.defineProperty(navigator, "clipboard", { value: undefined }));
		await dialog.getByRole("button", { name: "Copy" }).click();
		await dialog.getByText("the text is marked").waitFor();
		expect(await page.evaluate(() => getSelection()?.toString())).toBe(link);
		await dialog.getByRole("button", { name: "Done" }).click();
		const accept = async (shown: string): Promise<number> => {
			const body = { token: shown.split("token=")[1], name: "Nina", password: "seven calm herons at dawn" };
			const headers = { "content-type": "application/json" };
			const url = `${product.origin}/api/auth/invitation/accept`;
			return (await fetch(url, { method: "POST", headers, body: JSON.stringify(body) })).status;
		};
		expect(await accept(voided), "the older link").toBe(400);
		expect(await accept(link), "the link that was shown").toBe(200);

		await page.goto(`${product.origin}/app/admin/users`);
		await page.getByRole("button", { name: `Actions for ${person("agent").name}` }).click();
		await page.getByRole("menuitem", { name: "Change roles…" }).click();
		await dialog.getByLabel("Night shift").check();
		await dialog.getByRole("button", { name: "Save" }).click();
		await page.getByRole("cell", { name: /Agent, Night shift|Night shift, Agent/ }).waitFor();

		await page.goto(`${product.origin}/app/admin/sites`);
		await page.getByRole("table").getByRole("link").first().click();
		// without a name of its own it opens under the configured one
		await page.getByRole("figure", { name: "Preview" }).getByText("Havenfold", { exact: true }).waitFor();

		await page.goto(`${product.origin}/app/admin/audit-log`);
		const entry = (words: string) => page.getByRole("listitem").getByText(words, { exact: true });
		for (const words of [
			"Made a label",
			"Made a role",
			"Revoked an API key",
			"Invited somebody",
			"Made a new link for an invitation",
			"Changed somebody's roles",
		])
			await entry(words).first().waitFor();
		await page.getByLabel("Action").selectOption({ label: "Revoked an API key" });
		await entry("Made a role").waitFor({ state: "detached" });
		await entry("Revoked an API key").click();
		await page.getByText("api_key.revoked", { exact: true }).waitFor();
		await page.goto(`${product.origin}/app/admin/health`);
		await page.getByText("PostgreSQL").waitFor();
		expect(await page.getByText("Answers", { exact: true }).count()).toBe(4);
		expect(unasked(complaints).filter((line) => !line.includes("status of 400"))).toEqual([]);
		await context.close();

		const night = await enter(CUSTOM_ROLE.name, "/app/admin/audit-log");
		// who may not read users tells them apart all the same
		await night.page
			.getByText(/^User [0-9a-f]{4}$/u)
			.first()
			.waitFor();
		await night.context.close();
	});

	test("[J22] an agent finds a conversation, reads why the bot said it, and hangs a label on it", async ({
		expect,
	}) => {
		const made = await fetch(`${product.origin}/api/desk/labels`, {
			method: "POST",
			headers: {
				authorization: `Bearer ${await token("admin")}`,
				"content-type": "application/json",
			},
			body: JSON.stringify({ name: "Parcel" }),
		});
		expect(made.status).toBe(201);
		const { page, context, complaints } = await enter("agent", "/app/conversations");
		const row = page.getByRole("list", { name: "Conversations" }).getByRole("link").first();
		// the archive has a conversation a moment after its turn
		await waitUntil(30_000, async () => {
			if ((await row.count()) > 0) return true;
			await page.reload();
			await page.waitForTimeout(300);
			return false;
		});
		await page.getByLabel("Search messages").fill("a word that nobody has said");
		await waitUntil(30_000, async () => (await row.count()) === 0);
		const search = page.getByLabel("Search messages");
		await search.fill("");
		await page.waitForURL((url) => !url.searchParams.has("search"));
		await search.blur();
		await page.keyboard.press("/");
		await page.keyboard.type("A-1");
		await page.waitForURL(/search=A-1$/);
		await page.keyboard.type("0004");
		await page.waitForURL(/search=A-10004/);
		expect(await search.inputValue(), "who goes on typing keeps the field").toBe("A-10004");
		await page.getByRole("button", { name: "Filter", exact: true }).click();
		await page.getByLabel("Asked about").selectOption({ label: "Order status" });
		await page.getByLabel("Language").selectOption({ label: "English" });
		await page.waitForURL(/intent=order_status&language=en/u);
		await page.keyboard.press("Escape");
		await page.getByRole("button", { name: "Filter · 2" }).waitFor();
		await row.click();
		await page.getByRole("log").getByText("where is my order A-10004?").waitFor();
		await page.getByRole("button", { name: "Why?" }).last().click();
		const why = page.getByRole("complementary", { name: "Details" });
		await why.getByText("What was understood").waitFor();
		const text = await why.innerText();
		expect(text).toContain("order_status");
		expect(text).toMatch(/What decided[\s\S]*\.yml:\d+/u);
		await why.getByText(/Words that spoke for order_status/).waitFor();
		const slider = why.getByRole("slider");
		await slider.focus();
		await slider.press("Home");
		await why.getByText("Entry 1 of").waitFor();
		await why.getByText("No slot is set.").waitFor();

		await why.getByRole("tab", { name: "Details" }).click();
		await why.getByRole("button", { name: "Label" }).click();
		await page.getByRole("menuitemcheckbox", { name: "Parcel" }).click();
		await page.getByText("Labels changed.").waitFor();
		await page.getByRole("button", { name: "Undo" }).click();
		await waitUntil(30_000, async () => !(await why.innerText()).includes("Parcel"));
		expect(unasked(complaints)).toEqual([]);
		await context.close();
	});

	test("[J52] who joins by an invitation is signed in and at the desk at once", async ({ expect }) => {
		const invited = await fetch(`${product.origin}/api/invitations`, {
			method: "POST",
			headers: { authorization: `Bearer ${await token("admin")}`, "content-type": "application/json" },
			body: JSON.stringify({ email: "joins@example.com", roles: ["agent"] }),
		});
		expect(invited.status).toBe(201);
		const { link } = z.object({ link: z.string() }).parse(await invited.json());
		const context = await browser.newContext({ locale: "en-GB", reducedMotion: "reduce" });
		const complaints: string[] = [];
		const page = await openPage(context, link, complaints);
		await page.getByLabel("Name").fill("Jo Joins");
		await page.getByLabel("Password").fill("four loud geese at noon");
		await page.getByRole("button", { name: "Join" }).click();
		await page.getByRole("heading", { level: 1, name: "Inbox" }).waitFor();
		expect(new URL(page.url()).pathname).toMatch(/^\/app\/inbox/u);
		expect(await page.getByRole("navigation", { name: "Desk" }).count()).toBe(1);
		expect(unasked(complaints)).toEqual([]);
		await context.close();
	});

	test("[J23] the command bar, the shortcuts and the phone's rail lead everywhere", async ({ expect }) => {
		const { page, context } = await enter("admin");
		await page.keyboard.press("Control+k");
		await page.getByRole("combobox").fill("webh");
		await page.keyboard.press("Enter");
		await page.getByRole("heading", { level: 1, name: "Webhooks" }).waitFor();
		await page.keyboard.press("g");
		await page.keyboard.press("p");
		await page.getByRole("heading", { level: 1, name: "Contacts" }).waitFor();
		expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("Contacts");
		await page.keyboard.press("?");
		await page.getByRole("dialog", { name: "Keyboard shortcuts" }).getByRole("checkbox").uncheck();
		await page.keyboard.press("Escape");
		await page.keyboard.press("g");
		await page.keyboard.press("c");
		expect(page.url()).toContain("/contacts");
		await context.close();
	});

	test("[J43] on a phone no page is wider than it, whatever the words are, nor moves while it is read; a toast covers neither the page's head nor the field", async ({
		expect,
	}) => {
		const authorization = `Bearer ${await token("admin")}`;
		const make = async (path: string, body: object): Promise<void> => {
			const headers = { authorization, "content-type": "application/json" };
			const made = await fetch(`${product.origin}${path}`, {
				method: "POST",
				headers,
				body: JSON.stringify(body),
			});
			expect(made.status, path).toBe(201);
		};
		const word = "Donaudampfschifffahrtsgesellschaftskapitän";
		await make("/api/desk/sites", { key: "long-words", name: `Shop of ${word}` });
		await make("/api/desk/canned-replies", {
			shortcut: word.toLowerCase().slice(0, 30),
			text: `${word} ${word}`,
		});
		for (const shortcut of ["thanks", "sorry"])
			await make("/api/desk/canned-replies", { shortcut, text: word });
		const context = await browser.newContext({ ...SIZES.phone, locale: "en-GB", reducedMotion: "reduce" });
		const page = await context.newPage();
		await signInToDesk(page, product.origin, person("admin"));
		for (const { path, title } of PAGES) {
			await page.goto(`${product.origin}/app${path}`);
			await page.getByRole("heading", { level: 1, name: title }).waitFor();
			await page.waitForLoadState("networkidle");
			expect(await outOfReach(page), title).toEqual([]);
			expect(await movedBy(page), `${title} stands still while it is read`).toBeLessThan(0.005);
		}
		await page.goto(`${product.origin}/app/admin/sites`);
		await page.getByRole("link", { name: word }).click();
		await page.getByLabel("Greeting").waitFor();
		expect(await outOfReach(page), "a site").toEqual([]);

		await page.goto(`${product.origin}/app/inbox/${customer.conversationId}?view=all`);
		await page.getByRole("button", { name: "Take over" }).first().click();
		const field = page.getByLabel("Reply to the customer");
		await field.waitFor();
		const toast = page.getByRole("region", { name: "Notifications" }).getByRole("listitem");
		await toast.waitFor();
		const [shown, head, written] = await Promise.all(
			[toast, page.getByRole("banner").first(), field].map((part) => part.boundingBox()),
		);
		if (!shown || !head || !written) throw new Error("one of them is not on the page");
		expect(shown.y, "below the head").toBeGreaterThanOrEqual(head.y + head.height);
		expect(shown.y + shown.height, "above the field").toBeLessThanOrEqual(written.y);
		// it stays for as long as somebody points at it
		await toast.hover();
		await page.setViewportSize({ width: 720, height: 450 });
		const above = async (): Promise<boolean> => {
			const [now, below] = await Promise.all([toast.boundingBox(), field.boundingBox()]);
			return now !== null && below !== null && now.y + now.height <= below.y;
		};
		await waitUntil(30_000, above);
		await page.setViewportSize(SIZES.phone.viewport);
		await toast.hover();
		await field.fill("/");
		await page.getByRole("option").nth(2).waitFor();
		const [first] = await page.getByRole("option").all();
		await first?.click({ trial: true });
		expect(await toast.count(), "the toast is there as well").toBe(1);
		await field.fill("");
		await page.getByRole("button", { name: "Hand back" }).first().click();
		await page.getByText("Take the conversation over to reply.").waitFor();
		await context.close();
	});

	test("[J32] an administrator ends somebody's sessions: the live socket closes, the page asks to sign in", async ({
		expect,
	}) => {
		const agent = await enter("agent", "/app/conversations");
		const token = await tokenOf(product.origin, person("agent"));
		const socket = await openInboxSocket(product.origin, token);
		const { page, context, complaints } = await enter("admin", "/app/admin/users");
		await page.getByRole("link", { name: person("agent").name }).click();
		await page.getByRole("heading", { level: 1, name: person("agent").name }).waitFor();
		await page.getByRole("table", { name: /^Sessions of/ }).waitFor();
		await page.getByRole("button", { name: "Sign out everywhere" }).click();
		await page.getByRole("alertdialog").getByRole("button", { name: "Sign out everywhere" }).click();
		await page.getByText("is signed out everywhere.").waitFor();
		await page.getByText("Signed in nowhere").waitFor();
		await waitUntil(30_000, async () => socket.readyState === WebSocket.CLOSED);
		await agent.page.reload();
		await agent.page.getByLabel("Password").waitFor();
		expect(unasked(complaints)).toEqual([]);
		await agent.context.close();
		await context.close();
	});

	test("[J33] a bot developer uploads a model, makes it live, rolls back and deletes it; what is no model is refused in words", async ({
		expect,
	}) => {
		const { page, context, complaints } = await enter("bot_developer", "/app/admin/models");
		const file = page.getByLabel("Model file");
		const confirm = (name: string) => page.getByRole("alertdialog").getByRole("button", { name }).click();
		await page.getByText("Only the model of the release").waitFor();
		const buffer = Buffer.from("this is no model");
		await file.setInputFiles({ name: "photo.caremodel", mimeType: "application/octet-stream", buffer });
		await page.getByText(/photo\.caremodel can't be loaded/).waitFor();
		await file.setInputFiles(MODEL_FILE);
		await page.getByText(/is kept\. It answers as soon as/).waitFor();
		const name = "assistant.caremodel";
		const act = async (item: string) => {
			await page.getByRole("button", { name: `Actions for ${name}` }).click();
			await page.getByRole("menuitem", { name: item }).click();
		};
		await act("Make live…");
		await confirm("Make it live");
		await page.getByText(`${name} is live.`).waitFor();
		await page.getByRole("cell", { name: "Live" }).waitFor();
		await page.getByRole("button", { name: "Roll back" }).click();
		await page.getByText("New conversations begin with the model of the release again.").waitFor();
		await confirm("Roll back");
		await page.getByText("The model of the release is live.").waitFor();
		await act("Delete…");
		await confirm("Delete the model");
		await page.getByText("The model is deleted.").waitFor();
		await page.getByText("Only the model of the release").waitFor();
		expect(unasked(complaints).filter((line) => !line.includes("status of 400"))).toEqual([]);
		await context.close();
	});

	test("[J34] an administrator sets how conversations are given out, with a way back, and sees what is kept how long", async ({
		expect,
	}) => {
		const { page, context, complaints } = await enter("admin", "/app/admin/team");
		const most = page.getByLabel("Open conversations an agent is given");
		await most.fill("0");
		await page.getByRole("button", { name: "Save" }).click();
		await page.getByText("Must be 1 to 200.").waitFor();
		await most.fill("9");
		await page.getByLabel("What waits is given out").selectOption("by_load");
		await page.getByRole("button", { name: "Save" }).click();
		await page.getByText("it counts from the next conversation on").waitFor();
		await page.reload();
		expect(await most.inputValue()).toBe("9");
		await most.fill("8");
		await page.getByRole("button", { name: "Save" }).click();
		await page.getByRole("button", { name: "Undo" }).click();
		await waitUntil(30_000, async () => (await most.inputValue()) === "9");

		await most.fill("7");
		await page.getByRole("link", { name: "Sites" }).click();
		await page.getByRole("table").getByRole("link").first().click();
		await page.getByLabel("Greeting").fill("Good day");
		await page.getByRole("link", { name: "Assignment" }).click();
		expect(await most.inputValue(), "a look at another page loses nothing").toBe("7");
		await page.getByRole("button", { name: "Discard changes" }).click();
		expect(await most.inputValue()).toBe("9");
		await page.getByRole("link", { name: "Sites" }).click();
		await page.getByRole("table").getByRole("link").first().click();
		expect(await page.getByLabel("Greeting").inputValue()).toBe("Good day");
		const question = page.waitForEvent("dialog", { timeout: 10_000 });
		await page.evaluate(() => void setTimeout(() => location.reload()));
		const dialog = await question;
		expect(dialog.type(), "nor does closing the window, unasked").toBe("beforeunload");
		await dialog.dismiss();
		await page.getByRole("button", { name: "Discard changes" }).click();
		expect(await page.getByLabel("Greeting").inputValue()).toBe("");
		page.on("dialog", (other) => {
			complaints.push(`a question with nothing unsaved: ${other.type()}`);
			void other.accept();
		});
		// written, and taken back
		await page.getByLabel("Greeting").fill("Good day");
		await page.getByLabel("Greeting").fill("");

		await page.goto(`${product.origin}/app/admin/retention`);
		await page.getByRole("row", { name: /^Visitors.*30 days/ }).waitFor();
		await page.getByRole("button", { name: "Run now" }).click();
		await page.getByRole("alertdialog").getByRole("button", { name: "Run now" }).click();
		await page.getByText("It runs now").waitFor();
		await page.goto(`${product.origin}/app/admin/integrations`);
		await page.getByRole("heading", { name: "Action server" }).waitFor();
		expect(await page.locator("main").innerText()).not.toContain("a-token-of-the-desk");
		expect(unasked(complaints).filter((line) => !line.includes("status of 400"))).toEqual([]);
		await context.close();
	});

	test("[J35] an administrator sees how a webhook's deliveries fared, what one said, and delivers it again", async ({
		expect,
	}) => {
		const receiver = await webhookReceiver();
		const { page, context, complaints } = await enter("admin", "/app/admin/webhooks");
		const dialog = page.getByRole("dialog");
		await page.getByRole("button", { name: "New webhook" }).click();
		await dialog.getByLabel("Address").fill(receiver.url);
		await dialog.getByLabel("message.created").check();
		await dialog.getByRole("button", { name: "Save" }).click();
		await dialog.getByText(/^whsec_/).waitFor();
		await dialog.getByRole("button", { name: "Done" }).click();
		const visitor = await ChatClient.create(product.origin);
		await visitor.connect();
		// a conversation knows of a new webhook after ten seconds
		await waitUntil(40_000, async () => {
			if (receiver.ids.length === 0) await visitor.ask("hello there");
			return receiver.ids.length > 0;
		});
		visitor.close();
		await page.getByRole("link", { name: receiver.url }).click();
		await waitUntil(30_000, async () => {
			if ((await page.getByRole("cell", { name: "Delivered" }).count()) > 0) return true;
			await page.reload();
			await page.getByRole("heading", { level: 1, name: "Deliveries" }).waitFor();
			await page.waitForLoadState("networkidle");
			return false;
		});
		await page.getByRole("cell", { name: "202" }).first().waitFor();
		const actions = page.getByRole("button", { name: /^Actions for message\.created/ }).last();
		await actions.click();
		await page.getByRole("menuitem", { name: "Show what it says" }).click();
		await dialog.getByText(/"type": "message\.created"/).waitFor();
		await page.keyboard.press("Escape");
		const before = receiver.ids.length;
		await actions.click();
		await page.getByRole("menuitem", { name: "Deliver again" }).click();
		await page.getByText("It is on the way again.").waitFor();
		await waitUntil(30_000, async () => receiver.ids.length > before);
		expect(new Set(receiver.ids).size, "under an id that was there before").toBeLessThan(receiver.ids.length);
		expect(unasked(complaints)).toEqual([]);
		await context.close();
		await receiver.close();
	});

	test("[A4] axe finds nothing on any page of the desk, light and dark", async ({ expect }) => {
		const { page, context } = await enter("admin");
		const found: string[] = [];
		for (const { path, title } of PAGES) {
			await page.goto(`${product.origin}/app${path}`);
			await page.getByRole("heading", { level: 1, name: title }).waitFor();
			await page.waitForLoadState("networkidle");
			for (const look of ["light", "dark"] as const) {
				await page.evaluate(async (theme) => {
					document.documentElement.dataset["theme"] = theme;
					await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
				}, look);
				const barriers = await findBarriers(page, look === "light" ? "all" : "colours");
				found.push(...barriers.map((line) => `${title}, ${look}: ${line}`));
			}
		}
		await page.goto(`${product.origin}/app/conversations/${customer.conversationId}`);
		await page.getByRole("button", { name: "Why?" }).first().click();
		await page.getByText("What was understood").waitFor();
		found.push(...(await findBarriers(page, "all")).map((line) => `why: ${line}`));
		await page.keyboard.press("Control+k");
		await page.getByRole("combobox").waitFor();
		found.push(...(await findBarriers(page, "all")).map((line) => `command bar: ${line}`));
		expect(found).toEqual([]);
		await context.close();
	});
});
