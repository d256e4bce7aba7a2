import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, test } from "vitest";
import { pagesFor, PAGES } from "../web/app/page-list.ts";
import { BUILT_IN_ROLES, type BuiltInRole } from "../contracts/permissions.ts";
import { findBarriers } from "../web/testing/barriers.ts";
import { openPage } from "../web/testing/chromium.ts";
import { browserMissing, openBrowser } from "./testing/browser.ts";
import { ChatClient } from "./testing/chat-client.ts";
import { addPerson, type DeskPerson, enterDesk } from "./testing/desk-people.ts";
import { type Product, startProduct, UNLIMITED, waitUntil } from "./testing/product.ts";

const missing = browserMissing();
if (missing !== null) console.warn(`skipped: ${missing}`);
const ROLES: readonly BuiltInRole[] = ["agent", "supervisor", "analyst", "bot_developer", "admin"];

describe.skipIf(missing !== null)("the desk", () => {
	let product: Product;
	let browser: Browser;
	let customer: ChatClient;
	const people = new Map<string, DeskPerson>();
	beforeAll(async () => {
		[product, browser] = await Promise.all([
			startProduct({ env: { RATE_LIMITS: UNLIMITED } }),
			openBrowser(),
		]);
		for (const role of ROLES) people.set(role, await addPerson(product, `Desk ${role}`, [role]));
		people.set("customer", await addPerson(product, "A Customer", ["customer"]));
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
	const enter = (role: string, path?: string) => enterDesk(browser, product.origin, person(role), path);
	/** The browser itself says that nobody was signed in at first, and that a busy store was waited for in vain. */
	const unasked = (complaints: readonly string[]): string[] =>
		complaints.filter((line) => !/status of (?:401|503)/u.test(line));

	test("[J20] each role sees its pages and nothing else; a page without permission says so", async ({
		expect,
	}) => {
		for (const role of ROLES) {
			const { page, context, complaints } = await enter(role);
			const own = pagesFor(BUILT_IN_ROLES[role]);
			const links = page.getByRole("navigation", { name: "Desk" }).getByRole("link");
			expect(await links.allInnerTexts(), role).toEqual(own.map(({ title }) => title));
			for (const { id, path, title, permission } of PAGES) {
				await page.goto(`${product.origin}/app${path}`);
				const refusal = page.getByText("You don't have access to this page");
				const isOwn = own.some((entry) => entry.id === id);
				await (isOwn ? page.getByRole("heading", { level: 1, name: title }) : refusal).waitFor();
				expect(await refusal.count(), `${role} at ${path}`).toBe(isOwn ? 0 : 1);
				if (!isOwn) expect(await page.getByText(permission).count()).toBe(1);
			}
			expect(unasked(complaints), role).toEqual([]);
			await context.close();
		}
		const outsider = await browser.newContext({ locale: "en-GB" });
		const page = await openPage(outsider, `${product.origin}/app/admin/users`, []);
		await page.getByLabel("E-mail").fill(person("customer").email);
		await page.getByLabel("Password").fill("seven green lamps on a raft");
		await page.getByRole("button", { name: "Sign in" }).click();
		await page.getByRole("heading", { name: "This is the desk of those who answer" }).waitFor();
		await outsider.close();
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
		await page.getByRole("button", { name: "New key" }).first().click();
		await dialog.getByLabel("Name").fill("Nightly report");
		await dialog.getByLabel("See conversations").check();
		await dialog.getByRole("button", { name: "Make the key" }).click();
		await dialog.getByText(/^care_/).waitFor();
		const key = await dialog.getByText(/^care_/).innerText();
		await dialog.getByRole("button", { name: "Done" }).click();
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
		await dialog.getByRole("button", { name: "Send the invitation" }).click();
		await page.getByRole("cell", { name: "new.agent@example.com", exact: true }).waitFor();

		await page.goto(`${product.origin}/app/admin/users`);
		await page.getByRole("button", { name: `Actions for ${person("agent").name}` }).click();
		await page.getByRole("menuitem", { name: "Change roles…" }).click();
		await dialog.getByLabel("Night shift").check();
		await dialog.getByRole("button", { name: "Save" }).click();
		await page.getByRole("cell", { name: /Agent, Night shift|Night shift, Agent/ }).waitFor();

		await page.goto(`${product.origin}/app/admin/audit-log`);
		for (const action of [
			"label.created",
			"role.created",
			"api_key.revoked",
			"invitation.created",
			"user.roles_changed",
		])
			await page.getByText(action, { exact: true }).first().waitFor();
		await page.goto(`${product.origin}/app/admin/health`);
		await page.getByText("PostgreSQL").waitFor();
		expect(await page.getByText("Answers", { exact: true }).count()).toBe(4);
		expect(unasked(complaints).filter((line) => !line.includes("status of 400"))).toEqual([]);
		await context.close();
	});

	test("[J22] an agent finds a conversation, reads why the bot said it, and hangs a label on it", async ({
		expect,
	}) => {
		const { page, context, complaints } = await enter("agent", "/app/conversations");
		const row = page.getByRole("list", { name: "Conversations" }).getByRole("link").first();
		// the archive has a conversation a moment after its turn
		await waitUntil(15_000, async () => {
			if ((await row.count()) > 0) return true;
			await page.reload();
			await page.waitForTimeout(300);
			return false;
		});
		await page.getByLabel("Search messages").fill("A-10004");
		await page.waitForURL(/search=A-10004/);
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
		await page.getByRole("menuitemcheckbox", { name: "Refund" }).click();
		await page.getByText("Labels changed.").waitFor();
		await page.getByRole("button", { name: "Undo" }).click();
		await waitUntil(5_000, async () => !(await why.innerText()).includes("Refund"));
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
