import { sql } from "drizzle-orm";
import type { Browser, BrowserContext } from "playwright-core";
import { afterAll, beforeAll, describe, test } from "vitest";
import { z } from "zod";
import { queryRows } from "../store/database.ts";
import { browserMissing, ChatPage, openBrowser } from "./testing/browser.ts";
import { addPerson, type DeskPerson, enterDesk } from "./testing/desk-people.ts";
import { type Product, startProduct, UNLIMITED } from "./testing/product.ts";

const missing = browserMissing();
if (missing !== null) console.warn(`skipped: ${missing}`);

const Ticket = z.object({ email: z.string().nullable(), conversationId: z.string() });

describe.skipIf(missing !== null)("from the bot to a person", () => {
	let product: Product;
	let browser: Browser;
	let ana: DeskPerson;
	beforeAll(async () => {
		[product, browser] = await Promise.all([
			startProduct({ env: { RATE_LIMITS: UNLIMITED } }),
			openBrowser(),
		]);
	});
	afterAll(async () => {
		await browser?.close();
		await product?.stop();
	});

	const visitor = (): Promise<BrowserContext> =>
		browser.newContext({ locale: "en-GB", timezoneId: "America/New_York", reducedMotion: "reduce" });
	const tickets = () =>
		queryRows(
			product.database(),
			Ticket,
			sql`select json_build_object('email', t.email, 'conversationId', t.conversation_id) as row from tickets t
				where t.topic = 'handover' order by t.id`,
		);
	const keepHours = (hours: object | null) =>
		product
			.database()
			.execute(
				sql`update sites set business_hours = ${hours === null ? null : JSON.stringify(hours)}::jsonb where key = 'default'`,
			);

	test("[J26] with nobody at the desk a ticket is opened; once somebody may answer, customers wait, see their places, change their mind, and are joined", async ({
		expect,
	}) => {
		const first = await visitor();
		const alone = await ChatPage.open(first, product.origin);
		const before = (await tickets()).length;
		await alone.asks("I want to talk to a person", /at which e-mail/iu);
		await alone.asks("jo@example.net", /opened ticket T-\d+/u);
		expect((await tickets()).slice(before)).toEqual([
			{ email: "jo@example.net", conversationId: expect.any(String) },
		]);

		ana = await addPerson(product, "Ana Souza", ["agent"]);
		await alone.page.getByRole("button", { name: "Talk to a person" }).click();
		await alone.sees(/connecting you to a person/iu);
		const queue = alone.page.getByRole("region", { name: "Connecting you to a person…" });
		await queue.getByText("You are next.").waitFor();

		const second = await visitor();
		const behind = await ChatPage.open(second, product.origin);
		await behind.asks("a human please", /connecting you to a person/iu);
		const waiting = behind.page.getByRole("region", { name: "Connecting you to a person…" });
		await waiting.getByText("You are number 2 in the queue.").waitFor();

		// back to the bot, which answers what is asked and opens no ticket
		await queue.getByRole("button", { name: "Stay with the assistant" }).click();
		await waiting.getByText("You are next.").waitFor();
		await alone.asks("what are the delivery options?", /Standard delivery/u);
		expect(await tickets()).toHaveLength(before + 1);

		const desk = await enterDesk(browser, product.origin, ana, "/app/inbox?view=unassigned");
		await desk.page.getByRole("list", { name: "Inbox" }).locator("a").first().click();
		await desk.page.getByText("the customer asked for a person").waitFor();
		await desk.page.locator("body").press("t");
		await behind.sees(/Ana Souza has joined the conversation/u);
		await desk.page.getByLabel("Reply to the customer").fill("Hello, Ana here.");
		await desk.page.getByLabel("Reply to the customer").press("Control+Enter");
		await behind.sees(/Hello, Ana here\./u);
		await waiting.waitFor({ state: "detached" });
		expect([...alone.complaints, ...behind.complaints]).toEqual([]);
		for (const context of [first, second, desk.context]) await context.close();
	});

	test("[J27] outside of the business hours the next opening is told in the visitor's time zone, and an address can be left", async ({
		expect,
	}) => {
		// the day after tomorrow, nine o'clock in Berlin
		const day = new Date(Date.now() + 2 * 86_400_000);
		const weekday = new Intl.DateTimeFormat("en", { weekday: "long", timeZone: "Europe/Berlin" }).format(day);
		await keepHours({
			timeZone: "Europe/Berlin",
			weekly: { [weekday.toLowerCase()]: [{ opens: "09:00", closes: "10:00" }] },
		});
		const context = await visitor();
		const chat = await ChatPage.open(context, product.origin);
		const before = (await tickets()).length;
		const said = await chat.asks("can I talk to somebody from your team?", /at which e-mail/iu);
		// six hours earlier in New York, five around the change of the clocks
		expect(said).toMatch(new RegExp(`not here just now.*${weekday}.* 0[34]:00`, "su"));
		await chat.asks("max@example.net", /opened ticket T-\d+/u);
		expect((await tickets()).slice(before)).toMatchObject([{ email: "max@example.net" }]);
		expect(chat.complaints).toEqual([]);
		await keepHours(null);
		await context.close();
	});
});
