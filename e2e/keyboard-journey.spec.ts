/** The desk without a pointer: everything is carried to its end, the focus is always seen, and comes back. */
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, test } from "vitest";
import { browserMissing, startWithBrowser } from "./testing/browser.ts";
import { ChatClient } from "./testing/chat-client.ts";
import { addPerson, type DeskPerson, enterDesk } from "./testing/desk-people.ts";
import { type Product, waitUntil } from "./testing/product.ts";
import { WithoutPointer } from "./testing/without-pointer.ts";
import { webhookReceiver } from "./testing/webhook-receiver.ts";

const missing = browserMissing();
if (missing !== null) console.warn(`skipped: ${missing}`);

describe.skipIf(missing !== null)("the desk by keyboard alone", () => {
	let product: Product;
	let browser: Browser;
	let boss: DeskPerson;
	let ana: DeskPerson;
	beforeAll(async () => {
		[product, browser] = await startWithBrowser();
		boss = await addPerson(product, "Bea Admin", ["admin"]);
		ana = await addPerson(product, "Ana Souza", ["agent"]);
		await addPerson(product, "Ben Okafor", ["agent"]);
		// reports are of something
		const visitor = await ChatClient.create(product.origin);
		await visitor.connect();
		await visitor.ask("where is my order A-10004?");
		visitor.close();
	});
	afterAll(async () => {
		await browser?.close();
		await product?.stop();
	});

	const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true });
	const said = (page: Page, words: string | RegExp) =>
		page.getByRole("region", { name: "Notifications" }).getByText(words).first().waitFor();
	/** To a page by the command bar, as its heading says. */
	async function go(page: Page, title: string): Promise<void> {
		await page.keyboard.press("Control+k");
		// what is typed before the field has the focus goes nowhere
		await page.getByRole("combobox").and(page.locator(":focus")).waitFor();
		await page.keyboard.type(title);
		await page.getByRole("option", { name: title }).first().waitFor();
		await page.keyboard.press("Enter");
		await page.getByRole("heading", { level: 1, name: title }).waitFor();
		await page.waitForLoadState("networkidle");
	}

	test("[J45] by keyboard alone an administrator invites, labels, prepares replies, makes a role and a key, and takes a file", async ({
		expect,
	}) => {
		const { page, context } = await enterDesk(browser, product.origin, boss, "/app/admin/users");
		await context.grantPermissions(["clipboard-read", "clipboard-write"]);
		const hands = new WithoutPointer(page);
		const dialog = page.getByRole("dialog");

		await go(page, "Invitations");
		await hands.press(button(page, "Invite somebody"));
		await hands.isAt(dialog.getByLabel("E-mail"), "a form opens at its first field");
		await page.keyboard.press("Escape");
		await dialog.waitFor({ state: "detached" });
		await hands.isAt(button(page, "Invite somebody"), "Escape leads back");
		await page.keyboard.press("Enter");
		await hands.isAt(dialog.getByLabel("E-mail"), "it opens again");
		await page.keyboard.type("new.agent@example.com");
		await hands.press(dialog.getByLabel("Agent"), "Space");
		await hands.press(dialog.getByRole("button", { name: "Invite" }));
		await hands.isAt(dialog.getByRole("checkbox").first(), "what is wrong takes the focus");
		await hands.press(dialog.getByLabel("Supervisor"), "Space");
		await hands.press(dialog.getByRole("button", { name: "Invite" }));
		await hands.isAt(dialog.getByRole("button", { name: "Copy" }), "the link that was made");
		await hands.press(dialog.getByRole("button", { name: "Done" }));
		await page.getByRole("cell", { name: "new.agent@example.com", exact: true }).waitFor();
		await hands.isAt(button(page, "Invite somebody"), "what was done leads back");
		const actionsOfInvited = button(page, "Actions for new.agent@example.com");
		await hands.press(actionsOfInvited);
		await page.getByRole("menuitem", { name: "New link…" }).press("Enter");
		await hands.press(page.getByRole("alertdialog").getByRole("button", { name: "Make a new link" }));
		await hands.isAt(dialog.getByRole("button", { name: "Copy" }), "the new link");
		await page.keyboard.press("Escape");
		await hands.isAt(actionsOfInvited, "and back");
		await page.keyboard.press("Enter");
		await page.getByRole("menuitem", { name: "Take back…" }).press("Enter");
		await hands.press(page.getByRole("alertdialog").getByRole("button", { name: "Take it back" }));
		await page
			.getByRole("cell", { name: "new.agent@example.com", exact: true })
			.waitFor({ state: "detached" });
		await hands.to(button(page, "Invite somebody"));

		await go(page, "Labels");
		await hands.press(button(page, "New label"));
		await hands.isAt(dialog.getByLabel("Name"), "the label's name");
		await page.keyboard.type("Refund");
		await hands.to(dialog.getByRole("radio", { name: "gray" }));
		await page.keyboard.press("ArrowRight");
		await page.keyboard.press("Enter");
		await page.getByRole("cell", { name: "Refund", exact: true }).waitFor();
		await hands.isAt(button(page, "New label"), "after the label");
		await hands.press(button(page, "Change Refund"));
		await hands.isAt(dialog.getByLabel("Name"), "the label again");
		await page.keyboard.press("Control+a");
		await page.keyboard.type("Refunds");
		await page.keyboard.press("Enter");
		await page.getByRole("cell", { name: "Refunds", exact: true }).waitFor();

		await go(page, "Canned replies");
		await hands.press(button(page, "New reply"));
		await hands.isAt(dialog.getByLabel("Shortcut"), "the reply's shortcut");
		await page.keyboard.type("hello");
		await hands.to(dialog.getByLabel("Text"));
		await page.keyboard.type("Hello {{name}}, {{agent}} here.");
		await hands.press(dialog.getByRole("button", { name: "Save" }));
		await said(page, "/hello is saved.");
		await hands.isAt(button(page, "New reply"), "after the reply");

		await go(page, "Roles");
		await hands.press(button(page, "New role"));
		await hands.isAt(dialog.getByLabel("Name"), "the role's name");
		await page.keyboard.type("night_shift");
		await hands.press(dialog.getByLabel("See conversations"), "Space");
		await hands.press(dialog.getByRole("button", { name: "Save" }));
		await page.getByRole("columnheader", { name: "Night shift" }).waitFor();
		await hands.isAt(button(page, "New role"), "after the role");

		await go(page, "API keys");
		await hands.press(button(page, "New key"));
		await page.keyboard.type("Nightly report");
		await hands.press(dialog.getByLabel("See conversations"), "Space");
		await hands.press(dialog.getByRole("button", { name: "Make the key" }));
		const key = await dialog.getByText(/^care_/).innerText();
		await hands.isAt(dialog.getByRole("button", { name: "Copy" }), "what the key is there for");
		await page.keyboard.press("Enter");
		await dialog.getByRole("button", { name: "Copied" }).waitFor();
		expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(key);
		await hands.press(dialog.getByRole("button", { name: "Done" }));
		await hands.isAt(button(page, "New key"), "after the key");

		await go(page, "Analytics");
		await button(page, "CSV of the series").waitFor();
		const file = page.waitForEvent("download");
		await hands.press(button(page, "CSV of the series"));
		expect((await file).suggestedFilename()).toMatch(/^overview-.*\.csv$/u);
		await hands.isAt(button(page, "CSV of the series"), "after the file");
		expect(hands.unseen).toEqual([]);
		await context.close();
	});

	test("[J45] by keyboard alone an administrator makes a site, with its look and hours, and a webhook, and delivers again", async ({
		expect,
	}) => {
		const receiver = await webhookReceiver();
		const { page, context } = await enterDesk(browser, product.origin, boss, "/app/admin/users");
		const hands = new WithoutPointer(page);
		const dialog = page.getByRole("dialog");

		await go(page, "Webhooks");
		await hands.press(button(page, "New webhook"));
		await hands.isAt(dialog.getByLabel("Address"), "the address");
		await page.keyboard.type(receiver.url);
		await page.keyboard.press("Enter");
		await dialog.getByText(/^whsec_/).waitFor();
		await hands.isAt(dialog.getByRole("button", { name: "Copy" }), "the secret");
		await page.keyboard.press("Escape");
		await dialog.waitFor({ state: "detached" });
		await hands.isAt(button(page, "New webhook"), "after the secret");
		const visitor = await ChatClient.create(product.origin);
		await visitor.connect();
		// a conversation knows of a new webhook after ten seconds
		await waitUntil(40_000, async () => {
			if (receiver.ids.length === 0) await visitor.ask("hello there");
			return receiver.ids.length > 0;
		});
		visitor.close();

		await go(page, "Sites");
		await hands.press(button(page, "New site"));
		await hands.isAt(dialog.getByLabel("Name"), "the site's name");
		await page.keyboard.type("Outlet");
		await page.keyboard.press("Tab");
		await page.keyboard.type("outlet");
		await page.keyboard.press("Enter");
		const heading = page.getByRole("heading", { level: 1, name: "Outlet" });
		await hands.isAt(heading, "a new page begins at its heading");
		await hands.to(page.getByLabel("Greeting"));
		await page.keyboard.type("Welcome to the outlet");
		await page.getByRole("figure", { name: "Preview" }).getByText("Welcome to the outlet").waitFor();
		await hands.press(page.getByLabel("Business hours"), "Space");
		await hands.to(page.getByLabel("Monday"));
		await page.keyboard.type("nine to five");
		await hands.press(button(page, "Save"));
		await hands.isAt(page.getByLabel("Monday"), "what can't be read takes the focus");
		await page.keyboard.press("Control+a");
		await page.keyboard.type("09:00-17:00");
		await page.keyboard.press("Enter");
		await said(page, "The site is saved.");
		await hands.isAt(page.getByLabel("Monday"), "whoever goes on writing keeps the field");

		await go(page, "Webhooks");
		await hands.press(page.getByRole("link", { name: receiver.url }));
		await hands.isAt(page.getByRole("heading", { level: 1, name: "Deliveries" }), "the deliveries");
		await waitUntil(30_000, async () => {
			if ((await page.getByRole("cell", { name: "Delivered" }).count()) > 0) return true;
			await page.reload();
			await page.getByRole("heading", { level: 1, name: "Deliveries" }).waitFor();
			await page.waitForLoadState("networkidle");
			return false;
		});
		// it moves to the top once it is delivered again
		const last = page.getByRole("button", { name: /^Actions for message\.created/ }).last();
		const actions = button(page, (await last.getAttribute("aria-label")) ?? "");
		await hands.press(actions);
		await page.getByRole("menuitem", { name: "Show what it says" }).waitFor();
		await page.keyboard.press("ArrowDown");
		await page.keyboard.press("Enter");
		const before = receiver.ids.length;
		await said(page, /on the way again/);
		await hands.isAt(actions, "after the delivery");
		await waitUntil(30_000, async () => receiver.ids.length > before);
		await page.keyboard.press("Enter");
		await page.getByRole("menuitem", { name: "Show what it says" }).press("Enter");
		await dialog.getByText(/"type": "message\.created"/).waitFor();
		await page.keyboard.press("Escape");
		await dialog.waitFor({ state: "detached" });
		await hands.isAt(actions, "after what it says");
		expect(hands.unseen).toEqual([]);
		await context.close();
		await receiver.close();
	});

	test("[J45] by keyboard alone an agent takes over, writes, notes, assigns, puts away and closes: the focus is never lost", async ({
		expect,
	}) => {
		const customers: ChatClient[] = [];
		for (const words of ["the first one", "the second one", "the third one"]) {
			const customer = await ChatClient.create(product.origin);
			await customer.connect();
			await customer.ask(words);
			await customer.say("I want to talk to a person");
			customers.push(customer);
		}
		const { page, context } = await enterDesk(browser, product.origin, ana, "/app/inbox?view=all");
		const hands = new WithoutPointer(page);
		const list = page.getByRole("list", { name: "Inbox" });
		const thread = page.getByRole("region", { name: "Conversation" });
		const openId = (): string | undefined => /\/inbox\/([\w-]+)/u.exec(page.url())?.[1];
		await waitUntil(30_000, async () => (await list.locator("a").count()) >= 3);

		await hands.press(list.locator("a").first());
		await thread.getByText("Waits for a person", { exact: true }).waitFor();
		await hands.press(thread.getByRole("button", { name: "Take over" }).last());
		await hands.isAt(page.getByLabel("Reply to the customer"), "who takes over wants to write");
		await page.keyboard.type("Hello, Ana here.");
		await page.keyboard.press("Control+Enter");
		await page.getByRole("log").getByText("Hello, Ana here.").waitFor();
		await hands.isAt(page.getByLabel("Reply to the customer"), "after the reply");
		await page.keyboard.press("Escape");
		await page.keyboard.press("n");
		const modes = page.getByRole("group", { name: "Who reads it" }).getByRole("radio");
		await hands.to(modes.nth(1), "Shift+Tab");
		await page.keyboard.press("ArrowLeft");
		await hands.isAt(modes.nth(0), "arrows stay among the two who can read it");
		await page.keyboard.press("ArrowRight");
		await hands.isAt(modes.nth(1), "there and back");
		await hands.to(page.getByLabel("Private note", { exact: true }).last());
		await page.keyboard.type("Has called twice");
		await page.keyboard.press("Control+Enter");
		await page.getByRole("log").getByText("Has called twice").waitFor();
		await page.keyboard.press("Escape");

		await page.keyboard.press("s");
		await page.getByRole("menuitem").first().waitFor();
		const snoozed = openId();
		await hands.isAt(page.getByRole("menuitem").first(), "a letter opens the menu at its first item");
		await page.keyboard.press("Enter");
		await waitUntil(30_000, () => openId() !== undefined && openId() !== snoozed);
		await hands.isAt(thread, "what was put away leads to the next");
		await hands.press(thread.getByRole("button", { name: "Assign" }));
		await page.getByRole("menuitemcheckbox", { name: "Ben Okafor" }).press("Enter");
		await thread.getByText("Ben Okafor answers", { exact: true }).waitFor();
		await hands.isAt(thread.getByRole("button", { name: "Assign" }), "after the menu");

		const resolved = openId();
		await hands.to(thread.getByRole("button", { name: "Resolve" }), "Shift+Tab");
		await page.keyboard.press("Enter");
		await waitUntil(30_000, () => openId() !== resolved);
		await hands.isAt(thread, "what was closed leads to the next");
		await hands.press(thread.getByRole("button", { name: "Resolve" }));
		await waitUntil(30_000, () => openId() === undefined);
		await hands.isAt(page.getByRole("group", { name: "Inbox" }), "after the last one");
		await page.keyboard.press("z");
		await waitUntil(30_000, async () => (await list.locator("a").count()) > 0);

		await hands.to(list.getByRole("checkbox").first());
		await page.keyboard.press("Space");
		await page.getByText("1 selected").waitFor();
		await hands.to(page.getByRole("toolbar").getByRole("button", { name: "Resolve" }), "Shift+Tab");
		await page.keyboard.press("Enter");
		await page.getByText("1 selected").waitFor({ state: "detached" });
		await hands.isAt(page.getByRole("group", { name: "Inbox" }), "after what was marked");
		expect(hands.unseen).toEqual([]);
		for (const customer of customers) customer.close();
		await context.close();
	});
});
