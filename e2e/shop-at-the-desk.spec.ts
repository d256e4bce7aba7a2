import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, test } from "vitest";
import { DeskOrder } from "../contracts/desk.ts";
import { openTicket } from "../store/tickets.ts";
import { findBarriers } from "../web/testing/barriers.ts";
import { browserMissing, startWithBrowser } from "./testing/browser.ts";
import { ChatClient } from "./testing/chat-client.ts";
import { addPerson, type DeskPerson, enterDesk, tokenOf } from "./testing/desk-people.ts";
import { type Product, waitUntil } from "./testing/product.ts";

const missing = browserMissing();
if (missing !== null) console.warn(`skipped: ${missing}`);

describe.skipIf(missing !== null)("the shop at the desk", () => {
	let product: Product;
	let browser: Browser;
	let customer: ChatClient;
	let agent: DeskPerson;
	let analyst: DeskPerson;
	const numbers: string[] = [];
	beforeAll(async () => {
		[product, browser] = await startWithBrowser();
		agent = await addPerson(product, "Ada Agent", ["agent"]);
		analyst = await addPerson(product, "Lin Analyst", ["analyst"]);
		customer = await ChatClient.create(product.origin);
		await customer.connect();
		await customer.ask("hello");
		for (const [summary, orderNumber] of [
			["The box was open and one cup is broken.", "A-10004"],
			["I paid twice.", null],
		] as const) {
			const opened = await openTicket(
				product.database(),
				{ topic: "damaged_parcel", summary, email: "Ann@Example.org", orderNumber },
				{ conversationId: customer.conversationId, idempotencyKey: summary, nowMs: Date.now() },
			);
			numbers.push(opened.ticketNumber);
		}
	});
	afterAll(async () => {
		customer?.close();
		await browser?.close();
		await product?.stop();
	});

	test("[J50] what the bot left for the team is read, answered to the address, solved, and opened again", async ({
		expect,
	}) => {
		const { page, context, complaints } = await enterDesk(browser, product.origin, agent);
		await page.keyboard.press("g");
		await page.keyboard.press("t");
		await page.getByRole("heading", { level: 1, name: "Tickets" }).waitFor();
		const [broken = "", paid = ""] = numbers;
		const row = (number: string) => page.getByRole("row").filter({ hasText: number });
		await row(broken).getByText("one cup is broken").waitFor();
		expect(await row(broken).innerText()).toContain("Order A-10004");
		const letter = row(broken).getByRole("link", { name: "ann@example.org" }).first();
		expect(await letter.getAttribute("href")).toMatch(/^mailto:ann%40example\.org\?subject=.*T-\d+/u);
		expect(await findBarriers(page, "all")).toEqual([]);

		await page.getByRole("searchbox").fill("paid twice");
		await row(broken).waitFor({ state: "detached" });
		await row(paid).waitFor();
		await page.getByRole("searchbox").fill("");
		await page.getByRole("button", { name: `Solve ${broken}` }).focus();
		await page.keyboard.press("Enter");
		await row(broken).waitFor({ state: "detached" });
		const focused = () => page.evaluate(() => document.activeElement?.getAttribute("aria-label"));
		await waitUntil(30_000, async () => (await focused()) === "Open tickets");
		await page.keyboard.press("Tab");
		expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("Read the conversation");
		await page.getByRole("button", { name: "Undo" }).click();
		await row(broken).waitFor();
		await page.getByRole("button", { name: `Solve ${broken}` }).click();
		await row(broken).waitFor({ state: "detached" });
		await page.getByRole("radio", { name: "Solved" }).check({ force: true });
		await page.getByRole("button", { name: `Open again ${broken}` }).waitFor();
		await row(broken).getByRole("link", { name: "Read the conversation" }).click();
		await page.getByText("hello", { exact: true }).first().waitFor();
		expect(complaints.filter((line) => !/status of (?:401|503)/u.test(line))).toEqual([]);
		await context.close();
	});

	test("[J51] beside a conversation stands the order that it is about, as the shop has it, and that a number proves nothing", async ({
		expect,
	}) => {
		await customer.ask("where is my order A-10004?");
		const path = `/app/conversations/${customer.conversationId}`;
		const { page, context, complaints } = await enterDesk(browser, product.origin, agent, path);
		const details = page.getByRole("complementary", { name: "Details" });
		await details.getByRole("heading", { name: "Order", exact: true }).waitFor();
		const order = DeskOrder.parse(
			await (
				await fetch(`${product.origin}/api/desk/orders/A-10004`, {
					headers: { authorization: `Bearer ${await tokenOf(product.origin, agent)}` },
				})
			).json(),
		);
		await details.getByText(order.customer.email).waitFor();
		const shown = await details.innerText();
		for (const part of ["A-10004", order.status, order.customer.name, order.deliveryAddress])
			expect(shown).toContain(part);
		for (const { name } of order.lines) expect(shown).toContain(name);
		expect(shown).toContain("an order number alone is no proof");
		expect(await findBarriers(page, "all")).toEqual([]);
		expect(complaints.filter((line) => !/status of (?:401|503)/u.test(line))).toEqual([]);
		await context.close();
	});

	test("[J50] [J51] who may only read finds no way to solve a ticket, and without the permission no order", async ({
		expect,
	}) => {
		const { page, context } = await enterDesk(browser, product.origin, analyst, "/app/tickets");
		await page.getByText("I paid twice.").waitFor();
		expect(await page.getByRole("button", { name: /^Solve/u }).count()).toBe(0);
		await page.goto(`${product.origin}/app/conversations/${customer.conversationId}`);
		const details = page.getByRole("complementary", { name: "Details" });
		await details.getByRole("heading", { name: "Conversation", exact: true }).waitFor();
		expect(await details.getByRole("heading", { name: "Order", exact: true }).count()).toBe(0);
		await context.close();
	});
});
