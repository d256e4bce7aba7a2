import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, test } from "vitest";
import { findBarriers } from "../web/testing/barriers.ts";
import { browserMissing, startWithBrowser } from "./testing/browser.ts";
import { ChatClient } from "./testing/chat-client.ts";
import { addPerson, type DeskPerson, enterDesk } from "./testing/desk-people.ts";
import { type Product, waitUntil } from "./testing/product.ts";

const missing = browserMissing();
if (missing !== null) console.warn(`skipped: ${missing}`);

/** What broke is said where one looks, and what one looks at leads to where something can be done. */
describe.skipIf(missing !== null)("ways through the desk", () => {
	let product: Product;
	let browser: Browser;
	let boss: DeskPerson;
	beforeAll(async () => {
		[product, browser] = await startWithBrowser();
		boss = await addPerson(product, "Bea Admin", ["admin"]);
	});
	afterAll(async () => {
		await browser?.close();
		await product?.stop();
	});

	const enter = (path: string, person = boss) => enterDesk(browser, product.origin, person, path);
	async function customerWho(...asks: readonly string[]): Promise<ChatClient> {
		const customer = await ChatClient.create(product.origin);
		await customer.connect();
		for (const text of asks) await customer.ask(text);
		return customer;
	}

	test("[J46] what can't be read of the filters is said in them, and is tried again", async ({ expect }) => {
		const customer = await customerWho("what are the delivery options?");
		const { page, context } = await enter("/app/conversations");
		for (const at of ["conversations", "analytics"]) {
			await page.route("**/choices", (route) =>
				route.fulfill({
					status: 500,
					json: { error: { code: "internal", message: "Something broke here.", requestId: "r-1" } },
				}),
			);
			await page.goto(`${product.origin}/app/${at}`);
			await page.getByRole("button", { name: "Filter", exact: true }).click();
			const alert = page.getByRole("dialog").getByRole("alert");
			await alert.getByText("Something broke here.").waitFor();
			expect(await findBarriers(page, "all"), at).toEqual([]);
			await page.unroute("**/choices");
			await alert.getByRole("button", { name: "Try again" }).click();
			await alert.waitFor({ state: "detached" });
			await page.getByRole("dialog").getByLabel("Asked about").selectOption({ label: "Delivery options" });
		}
		customer.close();
		await context.close();
	});

	test("[J47] a conversation that was found leads to where it can be acted on: by its button, a key, and the command bar", async ({
		expect,
	}) => {
		const customer = await customerWho("what are the delivery options?");
		const ana = await addPerson(product, "Ana Souza", ["agent"]);
		const { page, context } = await enter("/app/conversations", ana);
		const found = `${product.origin}/app/conversations/${customer.conversationId}`;
		const thread = page.getByRole("region", { name: "Conversation" });
		const isThere = async (way: string): Promise<void> => {
			await thread.getByRole("button", { name: "Take over" }).first().waitFor();
			expect(page.url(), way).toContain(`/inbox/${customer.conversationId}?view=all&status=bot`);
			await page.getByRole("list", { name: "Inbox" }).locator("[aria-current=page]").waitFor();
		};
		const open = async (): Promise<void> => {
			await page.goto(found);
			await thread.getByText("The bot answers", { exact: true }).waitFor();
		};
		await open();
		expect(await findBarriers(page, "all")).toEqual([]);
		await page.getByRole("link", { name: "Open in inbox" }).click();
		await isThere("button");
		await open();
		await page.locator("body").press("o");
		await isThere("key");
		await open();
		await page.keyboard.press("Control+k");
		await page.getByRole("combobox").fill("take over");
		await page.keyboard.press("Enter");
		await isThere("command bar");
		await page.locator("body").press("t");
		await thread.getByText("You answer", { exact: true }).waitFor();

		// the inbox forgets what is done with: it says so, and where the rest is
		const older = page.getByText("Older ones are in Conversations");
		expect(await older.count(), "the bot's").toBe(1);
		await page.getByLabel("Status").selectOption("open");
		await older.waitFor({ state: "detached" });
		await page.getByLabel("Status").selectOption("resolved");
		await older.getByRole("link", { name: "Conversations" }).click();
		await page.getByRole("searchbox", { name: "Search messages" }).fill("delivery options");
		const marks = page.getByRole("list", { name: "Conversations" }).locator("mark");
		await waitUntil(30_000, async () => (await marks.count()) > 0);
		expect(new Set(await marks.allInnerTexts())).toEqual(new Set(["delivery", "options"]));
		expect(await findBarriers(page, "all")).toEqual([]);

		const analyst = await addPerson(product, "Ada Analyst", ["analyst"]);
		const other = await enter(`/app/conversations/${customer.conversationId}`, analyst);
		await other.page.getByText("A person answers", { exact: true }).waitFor();
		expect(await other.page.getByRole("link", { name: "Open in inbox" }).count(), "who answers nobody").toBe(
			0,
		);
		await other.context.close();
		customer.close();
		await context.close();
	});

	test("[J48] who waits is told apart by their own words, with the time that is left; whoever takes one over keeps the place in the list", async ({
		expect,
	}) => {
		const cleo = await addPerson(product, "Cleo Berg", ["agent"]);
		const { page, context } = await enter("/app/inbox?view=unassigned&sort=waiting", cleo);
		const list = page.getByRole("list", { name: "Inbox" });
		const rowOf = (customer: ChatClient) => list.locator(`a[href*="${customer.conversationId}"]`);
		const customers: ChatClient[] = [];
		for (const words of ["my lamp arrived broken", "the invoice is wrong", "where do I complain?"]) {
			const customer = await customerWho("I want to talk to a person");
			customers.push(customer);
			if (customers.length > 1) await customer.say(words);
			await rowOf(customer)
				.getByText(customers.length > 1 ? words : "I want to talk to a person")
				.waitFor();
			await rowOf(customer)
				.getByText(/\d+ min left/u)
				.waitFor();
		}
		const [first, second, third] = customers;
		if (first === undefined || second === undefined || third === undefined)
			throw new Error("three were asked");
		const boxes = await list.getByRole("checkbox").evaluateAll((all) => all.map((box) => box.ariaLabel));
		expect(new Set(boxes).size, boxes.join()).toBe(3);
		expect(boxes.join()).toContain(": the invoice is wrong");

		await rowOf(second).click();
		await page.locator("body").press("t");
		await page.getByText("You answer", { exact: true }).waitFor();
		await page.getByRole("radio", { name: /Unassigned\s*2/ }).waitFor();
		await rowOf(second).getByText("Cleo Berg").waitFor();
		const order = () =>
			list
				.locator("a")
				.evaluateAll((links) => links.map((link) => link.getAttribute("href")?.split(/[/?]/u)[3]));
		const ids = customers.map(({ conversationId }) => conversationId);
		expect(await order(), "it keeps its place").toEqual(ids);
		await page.locator("body").press("j");
		await page.waitForURL(new RegExp(third.conversationId, "u"));
		await waitUntil(30_000, async () => (await rowOf(second).count()) === 0);
		await page.locator("body").press("k");
		await page.waitForURL(new RegExp(first.conversationId, "u"));
		await page.locator("body").press("Escape");
		await page.getByText("Choose a conversation").waitFor();
		await page.locator("body").press("j");
		await page.locator("body").press("o");
		await page.waitForURL(new RegExp(third.conversationId, "u"));
		for (const customer of customers) customer.close();
		await context.close();
	});
});
