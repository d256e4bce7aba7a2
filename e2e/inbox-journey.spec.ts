import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, test } from "vitest";
import { findBarriers } from "../web/testing/barriers.ts";
import { browserMissing, startWithBrowser } from "./testing/browser.ts";
import { ChatClient } from "./testing/chat-client.ts";
import { addPerson, type DeskPerson, enterDesk } from "./testing/desk-people.ts";
import { type Product, waitUntil } from "./testing/product.ts";

const missing = browserMissing();
if (missing !== null) console.warn(`skipped: ${missing}`);

describe.skipIf(missing !== null)("the inbox", () => {
	let product: Product;
	let browser: Browser;
	let ana: DeskPerson;
	let ben: DeskPerson;
	beforeAll(async () => {
		[product, browser] = await startWithBrowser();
		ana = await addPerson(product, "Ana Souza", ["agent"]);
		ben = await addPerson(product, "Ben Okafor", ["supervisor"]);
	});
	afterAll(async () => {
		await browser?.close();
		await product?.stop();
	});

	const enter = (person: DeskPerson) =>
		enterDesk(browser, product.origin, person, "/app/inbox?view=all&status=bot");
	async function customerWho(asks: string): Promise<ChatClient> {
		const customer = await ChatClient.create(product.origin);
		await customer.connect();
		await customer.ask(asks);
		return customer;
	}
	const said = (customer: ChatClient): string[] =>
		[...customer.events.values()].flatMap((event) =>
			event.kind === "agent" ? [`${event.name}: ${event.text}`] : [],
		);
	const row = (page: Page, customer: ChatClient) =>
		page.getByRole("list", { name: "Inbox" }).locator(`a[href*="${customer.conversationId}"]`);

	test("[J24] an agent takes over, answers, notes, and closes; the customer reads the answers and no notes", async ({
		expect,
	}) => {
		const customer = await customerWho("what are the delivery options?");
		const { page, context, complaints } = await enter(ana);
		await row(page, customer).click();
		const header = page.getByRole("region", { name: "Conversation" });
		await header.getByText("The bot answers", { exact: true }).waitFor();
		await page.getByText("Take the conversation over to reply.").waitFor();
		await page.locator("body").press("t");
		await header.getByText("You answer", { exact: true }).waitFor();

		await page.getByLabel("Reply to the customer").fill("Hello, Ana here. Express takes one day.");
		await page.getByLabel("Reply to the customer").press("Control+Enter");
		await waitUntil(30_000, () => said(customer).length === 1);
		expect(said(customer)).toEqual(["Ana Souza: Hello, Ana here. Express takes one day."]);
		await page.getByRole("log").getByText("Hello, Ana here.").waitFor();
		expect(await page.getByLabel("Reply to the customer").inputValue()).toBe("");

		await page.getByLabel("Reply to the customer").fill("begun and not s");
		await page.getByRole("radio", { name: "Private note" }).check({ force: true });
		await page.getByLabel("Private note", { exact: true }).last().fill("@Ben");
		await page.getByRole("option", { name: /Ben Okafor/ }).click();
		await page.getByRole("button", { name: "Add the note" }).click();
		await page.getByRole("log").getByText("@Ben Okafor").waitFor();
		await page.reload();
		expect(await page.getByLabel("Reply to the customer").inputValue()).toBe("begun and not s");
		expect(await findBarriers(page, "all")).toEqual([]);

		await page.getByLabel("Reply to the customer").fill("Have a good day!");
		await page.getByRole("button", { name: "Send and resolve" }).click();
		await waitUntil(30_000, () => said(customer).length === 2);
		await waitUntil(30_000, async () => (await row(page, customer).count()) === 0);
		const texts = [...customer.events.values()].map((event) => ("text" in event ? (event.text ?? "") : ""));
		expect(texts.join("\n")).not.toContain("@Ben");
		expect(complaints.filter((line) => !/status of (?:401|503)/u.test(line))).toEqual([]);
		customer.close();
		await context.close();
	});

	test("[DA21] a reply that is refused while the next is being written takes nothing away and is not lost", async ({
		expect,
	}) => {
		const customer = await customerWho("what are the delivery options?");
		const { page, context } = await enter(ana);
		await row(page, customer).click();
		await page.getByText("Take the conversation over to reply.").waitFor();
		await page.locator("body").press("t");
		const field = page.getByLabel("Reply to the customer");
		let refuse = (): void => {};
		const hold = (): Promise<void> =>
			new Promise((typed) => {
				refuse = typed;
			});
		let isTyping = hold();
		await page.route("**/messages", async (route) => {
			await isTyping;
			await route.fulfill({
				status: 409,
				json: { error: { code: "conflict", message: "Not just now.", requestId: "r-1" } },
			});
		});
		await field.fill("The first answer.");
		await field.press("Control+Enter");
		await field.fill("and the sec");
		refuse();
		const offer = page.getByRole("region", { name: "Not sent" });
		await offer.getByText("The first answer.").waitFor();
		expect(await field.inputValue()).toBe("and the sec");
		await page.reload();
		await offer.getByText("The first answer.").waitFor();
		expect(await findBarriers(page, "all")).toEqual([]);
		await offer.getByRole("button", { name: "Put it back" }).click();
		expect(await field.inputValue()).toBe("The first answer.\nand the sec");
		expect(await offer.count()).toBe(0);

		await field.fill("Alone.");
		await field.press("Control+Enter");
		await page.getByText("Not just now.").waitFor();
		await waitUntil(30_000, async () => (await field.inputValue()) === "Alone.");
		expect(await offer.count(), "an empty field gets it back").toBe(0);

		// the field that it comes back to is another one by then
		const mode = (name: string) => page.getByText(name, { exact: true }).click();
		const sendAndLeave = async (text: string): Promise<void> => {
			isTyping = hold();
			await field.fill(text);
			await field.press("Control+Enter");
			await mode("Private note");
			await mode("Reply");
		};
		await sendAndLeave("Left alone.");
		refuse();
		await waitUntil(30_000, async () => (await field.inputValue()) === "Left alone.");
		await sendAndLeave("Left alone.");
		await field.fill("meanwhile");
		refuse();
		await offer.getByText("Left alone.").waitFor();
		expect(await field.inputValue()).toBe("meanwhile");
		customer.close();
		await context.close();
	});

	test("[J25] what was closed or put away can be taken back; several at once too", async ({ expect }) => {
		const customers = await Promise.all(["hi", "do you have lamps?", "what about returns?"].map(customerWho));
		const { page, context } = await enter(ben);
		const [first, second, third] = customers;
		if (first === undefined || second === undefined || third === undefined)
			throw new Error("three were asked");
		for (const customer of customers) await row(page, customer).waitFor();

		await row(page, first).click();
		await page.getByRole("log").waitFor();
		await page.locator("body").press("e");
		await waitUntil(30_000, async () => (await row(page, first).count()) === 0);
		const undo = page.getByRole("button", { name: "Undo" });
		await undo.hover();
		await page
			.getByRole("button", { name: /account, look, sign out/u })
			.click({ trial: true, timeout: 3_000 });
		expect(await undo.count(), "what was done is said beside the menu, not over it").toBe(1);
		await undo.click();
		await row(page, first).waitFor();

		await row(page, second).click();
		await page.getByRole("log").waitFor();
		expect(await page.getByRole("button", { name: "Snooze" }).count(), "the bot's waits for nobody").toBe(0);
		await page.locator("body").press("t");
		await page.getByText("You answer", { exact: true }).waitFor();
		await page.locator("body").press("s");
		await page.getByRole("menuitem", { name: /Tomorrow morning/ }).click();
		await waitUntil(30_000, async () => (await row(page, second).count()) === 0);
		await page.getByLabel("Status").selectOption("snoozed");
		await row(page, second).waitFor();
		await second.say("one more thing");
		await page.getByLabel("Status").selectOption("open");
		await row(page, second).waitFor();

		await page.getByLabel("Status").selectOption("bot");
		for (const customer of [first, third]) await row(page, customer).waitFor();
		// by whose they are: what was done to them a moment ago may still change their order
		const box = (customer: ChatClient) =>
			page
				.getByRole("list", { name: "Inbox" })
				.getByRole("listitem")
				.filter({ has: page.locator(`a[href*="${customer.conversationId}"]`) })
				.getByRole("checkbox");
		const assignBoth = async (): Promise<void> => {
			await box(first).check({ force: true });
			await box(third).click({ force: true, modifiers: ["Shift"] });
			const bar = page.getByRole("toolbar", { name: "Selected conversations" });
			await bar.getByText("2 selected").waitFor();
			await bar.getByRole("button", { name: "Assign" }).click();
			await page.getByRole("menuitem", { name: "Ana Souza" }).click();
			await page.getByText("2 assigned to Ana Souza.").waitFor();
		};
		await assignBoth();
		await page.getByRole("button", { name: "Undo" }).last().click();
		for (const customer of [first, third]) await row(page, customer).waitFor();
		await assignBoth();
		await page.getByLabel("Status").selectOption("open");
		for (const customer of [first, third])
			await row(page, customer).getByText("Ana Souza", { exact: true }).waitFor();
		for (const customer of customers) customer.close();
		expect(await findBarriers(page, "all")).toEqual([]);
		await context.close();
	});

	test("[J39] by keyboard alone: through the list, take over, write, mark, assign, close and take back; no key acts while somebody types", async ({
		expect,
	}) => {
		const customers = await Promise.all(["hi", "do you have lamps?", "what about returns?"].map(customerWho));
		const { page, context } = await enter(ana);
		for (const customer of customers) await row(page, customer).waitFor();
		const body = page.locator("body");
		const openId = (): string | undefined => /\/inbox\/([\w-]+)/u.exec(page.url())?.[1];
		const thread = page.getByRole("region", { name: "Conversation" });
		const reply = page.getByLabel("Reply to the customer");
		const note = page.getByLabel("Private note", { exact: true }).last();
		const focusedAfter = (key: string) =>
			page.evaluate((pressed) => {
				document.body.dispatchEvent(new KeyboardEvent("keydown", { key: pressed, bubbles: true }));
				return document.activeElement?.getAttribute("aria-label");
			}, key);

		await body.press("j");
		await body.press("x");
		await page.getByText("1 selected").waitFor();
		await body.press("x");
		await page.getByText("1 selected").waitFor({ state: "hidden" });
		await body.press("o");
		await thread.getByText("The bot answers", { exact: true }).waitFor();
		const first = openId();
		await body.press("j");
		await waitUntil(30_000, () => openId() !== first);
		const second = openId();
		await body.press("k");
		await waitUntil(30_000, () => openId() === first);

		await body.press("t");
		await thread.getByText("You answer", { exact: true }).waitFor();
		expect(await focusedAfter("r"), "before the next key can come").toBe("Reply to the customer");
		await page.keyboard.press("Escape");
		await body.press("r");
		await page.keyboard.type("jex and a draft");
		expect(await reply.inputValue(), "letters are text in a field").toBe("jex and a draft");
		expect(openId()).toBe(first);
		await page.keyboard.press("Escape");
		expect(await focusedAfter("n"), "before the next key can come").toBe("Private note");
		await page.keyboard.press("Escape");
		await body.press("n");
		await page.keyboard.type("@Om");
		await page.getByText("No colleague of that name.").waitFor();
		await page.keyboard.press("Escape");
		await page.getByText("No colleague of that name.").waitFor({ state: "detached" });
		await note.fill("");
		await page.keyboard.type("for us alone");
		expect(await note.inputValue()).toBe("for us alone");
		await page.keyboard.press("Escape");

		// another conversation has a field of its own
		await page.goto(`${product.origin}/app/inbox/${second}?view=all&status=bot`);
		await thread.getByText("The bot answers", { exact: true }).waitFor();
		await body.press("t");
		await thread.getByText("You answer", { exact: true }).waitFor();
		expect(await reply.inputValue()).toBe("");

		await body.press("a");
		await page.getByRole("menuitemcheckbox", { name: "Ben Okafor" }).waitFor();
		await waitUntil(30_000, () =>
			page.evaluate(() => Boolean(document.activeElement?.closest("[role=menu]"))),
		);
		// the next key can come while the menu that was closed has the focus still
		await page.evaluate(() => {
			const menu = document.activeElement?.closest("[role=menu]");
			if (!menu) throw new Error("the menu has the focus");
			const press = (key: string) =>
				document.activeElement?.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
			new MutationObserver((_, observer) => {
				if (!menu.hasAttribute("data-closed")) return;
				observer.disconnect();
				if (!menu.contains(document.activeElement)) throw new Error("it has it no more");
				press("l");
			}).observe(menu, { attributes: true });
			press("Escape");
		});
		await page.getByRole("menu").getByText("No labels yet. An administrator can make some.").waitFor();
		await page.keyboard.press("Escape");
		await page.getByRole("menu").waitFor({ state: "detached" });

		await body.press("e");
		await page.getByText("Resolved.", { exact: true }).waitFor();
		await body.press("z");
		// a page that is left takes along what it has not said yet
		await page.getByLabel("Status").selectOption("open");
		const theirs = customers.find(({ conversationId }) => conversationId === second);
		if (theirs === undefined) throw new Error("one of the three was resolved");
		await row(page, theirs).waitFor();
		await page.goto(`${product.origin}/app/inbox/${second}?view=all`);
		await thread.getByText("You answer", { exact: true }).waitFor();
		await body.press("Escape");
		await waitUntil(30_000, () => openId() === undefined);
		for (const customer of customers) customer.close();
		await context.close();
	});
});
