import { createHash } from "node:crypto";
import { sql } from "drizzle-orm";
import type { Browser, BrowserContext } from "playwright-core";
import { afterAll, beforeAll, describe, test } from "vitest";
import { z } from "zod";
import { Site } from "../contracts/api.ts";
import { trainProject } from "../dialogue/train-project.ts";
import { type Database, queryRows } from "../store/database.ts";
import { createCannedReply } from "../store/desk/canned-replies.ts";
import { freshId } from "../store/fresh-id.ts";
import { saveModel } from "../store/models.ts";
import { findBarriers } from "../web/testing/barriers.ts";
import { browserMissing, ChatPage, startWithBrowser } from "./testing/browser.ts";
import { ChatClient } from "./testing/chat-client.ts";
import { addPerson, type DeskPerson, enterDesk } from "./testing/desk-people.ts";
import { type Product, waitUntil } from "./testing/product.ts";

const missing = browserMissing();
if (missing !== null) console.warn(`skipped: ${missing}`);

/** A bot that greets whatever it is told, kept beside the shipped one. */
async function keepOtherModel(db: Database): Promise<{ readonly modelId: string }> {
	const text = `
assistant_id: greeter
language: de
pipeline: [{name: WhitespaceTokenizer}, {name: LogisticRegressionClassifier}]
policies: [{name: RulePolicy}]
intents: [greet, leave]
responses: {utter_hi: [{text: Moin}]}
nlu:
- {intent: greet, examples: "- hallo\\n- guten tag\\n- moin\\n"}
- {intent: leave, examples: "- tschüs\\n- auf wiedersehen\\n- bis bald\\n"}
rules:
- {rule: hello, steps: [{intent: greet}, {action: utter_hi}]}
- {rule: bye, steps: [{intent: leave}, {action: utter_hi}]}
`;
	const { bytes, modelId } = trainProject(
		{ training: [{ path: "body.yml", text }], tests: [], beside: [] },
		{ seed: 1 },
	);
	const file = new Uint8Array(bytes);
	const id = createHash("sha256").update(file).digest("hex");
	const model = { id, modelId, assistantId: "greeter", fileName: "other.caremodel", file };
	await saveModel(db, model, { nowMs: Date.now(), keep: 20 });
	return { modelId };
}

const Ticket = z.object({ email: z.string().nullable(), conversationId: z.string() });

describe.skipIf(missing !== null)("from the bot to a person", () => {
	let product: Product;
	let browser: Browser;
	let ana: DeskPerson;
	beforeAll(async () => {
		[product, browser] = await startWithBrowser();
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
		await alone.asks("I want to talk to a person", /What is it about\?/u);
		await alone.asks("the seam of my sofa is torn", /at which e-mail/iu);
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

	test("[J28] a canned reply is filled in, what nobody knows is not sent; the conversation is laid beside another model's", async ({
		expect,
	}) => {
		const db = product.database();
		for (const [shortcut, text] of [
			["hello", "Hello {{name}}, {{agent}} here."],
			["signed", "Yours, {{agent}}"],
		] as const)
			await createCannedReply(db, { id: freshId(Date.now()), shortcut, text }, Date.now());
		const { modelId } = await keepOtherModel(db);
		const customer = await ChatClient.create(product.origin);
		await customer.connect();
		await customer.ask("what are the delivery options?");
		await customer.ask("where is my order A-10004?");
		const boss = await addPerson(product, "Bea Admin", ["admin"]);
		const { page, context, complaints } = await enterDesk(
			browser,
			product.origin,
			boss,
			"/app/inbox?view=all&status=bot",
		);
		await page.locator(`a[href*="${customer.conversationId}"]`).click();
		await page.getByRole("log").waitFor();
		await page.locator("body").press("t");
		const field = page.getByLabel("Reply to the customer");
		await field.fill("/hel");
		await page.getByRole("option", { name: /hello/ }).waitFor();
		await field.press("Enter");
		expect(await field.inputValue()).toBe("Hello {{name}}, Bea Admin here.");
		await page.getByText("Not known here").waitFor();
		await field.press("Control+Enter");
		// what is missing is selected instead: the name is typed over it
		expect(
			await field.evaluate((at: HTMLTextAreaElement) => at.value.slice(at.selectionStart, at.selectionEnd)),
		).toBe("{{name}}");
		await page.keyboard.type("Jo");
		await page.keyboard.press("End");
		await page.keyboard.type(" /sig");
		await page.getByRole("option", { name: /signed/ }).waitFor();
		await page.keyboard.press("Escape");
		await page.getByRole("listbox").waitFor({ state: "detached" });
		for (let i = 0; i < 5; i += 1) await page.keyboard.press("Backspace");
		await field.press("Control+Enter");
		await waitUntil(30_000, () =>
			[...customer.events.values()].some(
				(event) => event.kind === "agent" && event.text === "Hello Jo, Bea Admin here.",
			),
		);

		const details = page.getByRole("complementary", { name: "Details" });
		await details.getByRole("tab", { name: "Another model" }).click();
		await details.getByRole("button", { name: "Run again" }).click();
		await details.getByText("All 2 turns are the same.").waitFor();
		await details.getByRole("combobox").selectOption({ label: `other.caremodel (${modelId.slice(0, 8)})` });
		await details.getByRole("button", { name: "Run again" }).click();
		await details.getByText("2 of 2 turns differ.").waitFor();
		expect(await details.innerText()).toMatch(/delivery_options[\s\S]*Standard delivery/u);
		expect(await findBarriers(page, "all")).toEqual([]);
		expect(complaints.filter((line) => !/status of (?:401|503)/u.test(line))).toEqual([]);
		customer.close();
		await context.close();
	});

	test("[J27] outside of the business hours the next opening is told in the visitor's time zone, and an address can be left; not while somebody is at the desk", async ({
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
		const said = await chat.asks("can I talk to somebody from your team?", /What is it about\?/u);
		// six hours earlier in New York, five around the change of the clocks
		expect(said).toMatch(new RegExp(`not here just now.*${weekday}.* 0[34]:00`, "su"));
		await chat.asks("the seam of my sofa is torn", /at which e-mail/iu);
		await chat.asks("max@example.net", /opened ticket T-\d+/u);
		expect((await tickets()).slice(before)).toMatchObject([{ email: "max@example.net" }]);

		// whoever is at the desk counts before any hours: what the bot says, the panel below it says too
		const isOpen = (is: boolean): Promise<void> =>
			// other isolates hear of hours and of who is there after some seconds
			waitUntil(30_000, async () => {
				const site = Site.parse(await (await fetch(`${product.origin}/api/site`)).json());
				return site.hours?.isOpen === is;
			});
		await isOpen(false);
		const home = await ChatPage.open(await visitor(), product.origin);
		await home.page.getByText("Our team is away now.").waitFor();
		const desk = await enterDesk(browser, product.origin, ana, "/app/inbox?view=unassigned");
		await desk.page.getByText("Nobody waits").waitFor();
		await home.asks("a human please", /connecting you to a person/iu);
		const panel = home.page.getByRole("region", { name: "Connecting you to a person…" });
		await panel.getByText("You are next.").waitFor();
		expect(await panel.innerText()).not.toMatch(/away/u);
		expect(await panel.getByLabel("Your e-mail address").count()).toBe(0);
		await isOpen(true);
		const late = await ChatPage.open(await visitor(), product.origin);
		expect(await late.page.getByText("Our team is away now.").count()).toBe(0);
		// nobody is there any more
		await desk.context.close();
		await panel.getByText("Our team is away now.").waitFor({ timeout: 60_000 });
		await panel.getByLabel("Your e-mail address").waitFor();
		expect([...chat.complaints, ...home.complaints, ...late.complaints]).toEqual([]);
		await keepHours(null);
		for (const each of [context, home.page.context(), late.page.context()]) await each.close();
	});
});
