/** Who takes over while the bot still thinks: an action server that answers afterwards makes the race certain. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, test } from "vitest";
import { browserMissing, ChatPage, openBrowser } from "./testing/browser.ts";
import { addPerson, type DeskPerson, enterDesk } from "./testing/desk-people.ts";
import { type HeldActionServer, heldActionServer } from "./testing/held-action-server.ts";
import { startProduct, UNLIMITED, type Product } from "./testing/product.ts";

const missing = browserMissing();
if (missing !== null) console.warn(`skipped: ${missing}`);

const PROJECT = {
	"config.yml": `language: en
pipeline: [{name: KeywordIntentClassifier}]
policies: [{name: RulePolicy}]`,
	"domain.yml": `intents: [book, thank]
actions: [action_book]
responses:
  utter_bye: [{text: See you on Monday}]
  utter_welcome: [{text: You are welcome}]`,
	"data/all.yml": `nlu:
- {intent: book, examples: "- book\\n"}
- {intent: thank, examples: "- thanks\\n"}
rules:
- {rule: book, steps: [{intent: book}, {action: action_book}, {action: utter_bye}]}
- {rule: thank, steps: [{intent: thank}, {action: utter_welcome}]}`,
};
const BOOKED = { events: [], responses: [{ text: "Booked for Monday" }] };
/** Says so at least this often. */
const lines = (words: string, count: number): RegExp => new RegExp(`(?:${words}.*){${count}}`, "su");
const TOO_LATE = /Booked for|See you on/u;

describe.skipIf(missing !== null)("a takeover while the bot thinks", () => {
	let product: Product;
	let browser: Browser;
	let actions: HeldActionServer;
	let ana: DeskPerson;
	const folder = mkdtempSync(join(tmpdir(), "care-fence-"));
	beforeAll(async () => {
		mkdirSync(join(folder, "data"));
		for (const [path, text] of Object.entries(PROJECT)) writeFileSync(join(folder, path), `${text}\n`);
		actions = await heldActionServer();
		const args = ["--project", folder, "--actions", actions.url];
		[product, browser] = await Promise.all([
			startProduct({ args, env: { RATE_LIMITS: UNLIMITED } }),
			openBrowser(),
		]);
		ana = await addPerson(product, "Ana Souza", ["agent"]);
	});
	afterAll(async () => {
		await browser?.close();
		await product?.stop();
		await actions?.close();
		rmSync(folder, { recursive: true, force: true });
	});

	const drafts = (page: Page) => page.getByRole("log").getByText("Booked for Monday");
	const says = async (page: Page, text: string): Promise<void> => {
		await page.getByLabel("Reply to the customer").fill(text);
		await page.getByLabel("Reply to the customer").press("Control+Enter");
	};

	test("[J44] what the bot says too late is never shown to the customer: it is a draft for whoever took over", async ({
		expect,
	}) => {
		const visit = await browser.newContext({ locale: "en-GB", reducedMotion: "reduce" });
		const customer = await ChatPage.open(visit, product.origin);
		await customer.write("book");
		await actions.called();
		const desk = await enterDesk(browser, product.origin, ana, "/app/inbox?view=all&status=bot");
		const { page } = desk;
		await page.getByRole("list", { name: "Inbox" }).locator("a").first().click();
		await page.getByRole("log").getByText("book", { exact: true }).waitFor();
		await page.locator("body").press("t");
		await customer.sees(/Ana Souza has joined the conversation/u);

		actions.answer(200, BOOKED);
		await page.getByText(/came too late, not shown to the customer/u).waitFor();
		await drafts(page).waitFor();
		// what is said now comes behind it in the log: whoever has read this has been told of all before
		await says(page, "Hello, Ana here.");
		expect(await customer.sees(/Hello, Ana here\./u)).not.toMatch(TOO_LATE);

		// the bot has it again before its answer is there: owners are the same, hands have changed all the same
		await page.locator("body").press("Escape");
		await page.getByRole("button", { name: "Hand back" }).click();
		await customer.sees(lines("The assistant answers again", 1));
		await customer.write("book");
		await actions.called();
		await page.getByRole("button", { name: "Take over" }).first().click();
		await customer.sees(lines("Ana Souza has joined", 2));
		await page.getByRole("button", { name: "Hand back" }).click();
		await customer.sees(lines("The assistant answers again", 2));
		actions.answer(200, BOOKED);
		expect(await customer.asks("thanks", /You are welcome/u)).not.toMatch(TOO_LATE);
		await drafts(page).nth(1).waitFor();

		// nor does who comes back find it
		await customer.page.reload();
		expect(await customer.sees(/You are welcome/u)).not.toMatch(TOO_LATE);
		expect(customer.complaints).toEqual([]);
		for (const context of [visit, desk.context]) await context.close();
	});
});
