import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, test } from "vitest";
import { browserMissing, startWithBrowser } from "./testing/browser.ts";
import { ChatClient } from "./testing/chat-client.ts";
import { addPerson, type DeskPerson, enterDesk, takeOverTogether } from "./testing/desk-people.ts";
import { type Product, waitUntil } from "./testing/product.ts";

const missing = browserMissing();
if (missing !== null) console.warn(`skipped: ${missing}`);

describe.skipIf(missing !== null)("the inbox, live", () => {
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
		enterDesk(browser, product.origin, person, "/app/inbox?view=unassigned");
	/** Asks for a person, and waits in the queue. */
	async function customerInQueue(): Promise<ChatClient> {
		const customer = await ChatClient.create(product.origin);
		await customer.connect();
		await customer.say("I want to talk to a person");
		return customer;
	}
	const row = (page: Page, customer: ChatClient) =>
		page.getByRole("list", { name: "Inbox" }).locator(`a[href*="${customer.conversationId}"]`);
	const tab = (page: Page, name: RegExp) => page.getByRole("radio", { name });
	const thread = (page: Page) => page.getByRole("region", { name: "Conversation" });
	const told = (page: Page, words: RegExp) =>
		page.getByRole("region", { name: "Notifications" }).getByText(words);
	/** A page that was loaded anew would have lost it. */
	const mark = (page: Page) => page.evaluate(() => Reflect.set(window, "isTheSamePage", true));
	const isTheSame = (page: Page) => page.evaluate(() => Reflect.get(window, "isTheSamePage") === true);

	test("[J36] two agents see the queue, an assignment, each other, a mention and who was faster, without a reload", async ({
		expect,
	}) => {
		const [one, two] = await Promise.all([enter(ana), enter(ben)]);
		await Promise.all([mark(one.page), mark(two.page)]);
		const first = await customerInQueue();
		await Promise.all(
			[one, two].map(({ page }) =>
				row(page, first)
					.getByText(/Waiting/)
					.waitFor(),
			),
		);
		await tab(two.page, /Unassigned\s*1/).waitFor();

		await row(one.page, first).click();
		await thread(one.page).getByText("Waits for a person", { exact: true }).waitFor();
		await one.page.locator("body").press("a");
		await one.page.getByRole("menuitemcheckbox", { name: "Ben Okafor" }).click();
		await tab(two.page, /Mine\s*1/).waitFor();
		await told(two.page, /is yours now/).waitFor();
		expect(await told(one.page, /is yours now/).count(), "who did it needs no telling").toBe(0);
		await waitUntil(30_000, async () => (await row(two.page, first).count()) === 0);
		await tab(two.page, /Mine/).check({ force: true });
		await row(two.page, first).waitFor();

		const second = await customerInQueue();
		await tab(two.page, /Unassigned/).check({ force: true });
		for (const { page } of [one, two]) {
			await row(page, second).click();
			await thread(page).getByText("Waits for a person", { exact: true }).waitFor();
		}
		await thread(one.page).getByText("Ben Okafor is viewing").waitFor();
		await thread(two.page).getByText("Ana Souza is viewing").waitFor();
		await takeOverTogether([one.page, two.page]);
		// each sees at first what they hope for
		const seen = async (page: Page, words: string) =>
			(await thread(page).getByText(words, { exact: true }).count()) > 0;
		const has = async (owner: Page, other: Page, name: string) =>
			(await seen(owner, "You answer")) && (await seen(other, `${name} answers`));
		let isAnas = false;
		await waitUntil(30_000, async () => {
			isAnas = await has(one.page, two.page, ana.name);
			return isAnas || has(two.page, one.page, ben.name);
		}).catch(async (error: unknown) => {
			const shown = await Promise.all(
				[one, two].map(({ page }) => thread(page).locator("header").innerText()),
			);
			const heard = [one, two].map(({ complaints }) => complaints);
			throw new Error(`nobody has it for both: ${JSON.stringify({ shown, heard })}`, { cause: error });
		});
		const [winner, loser] = isAnas ? [one, two] : [two, one];
		const [name, other] = isAnas ? [ana.name, ben.name] : [ben.name, ana.name];
		const joined = [...second.events.values()].flatMap((event) =>
			event.kind === "system" && event.text.includes("has joined") ? [event.text] : [],
		);
		expect(joined, "who came second took nothing away").toEqual([`${name} has joined the conversation.`]);

		await winner.page.getByLabel("Reply to the customer").fill("Let me look");
		await thread(loser.page).getByText(`${name} is typing`).waitFor();
		await winner.page.getByRole("radio", { name: "Private note" }).check({ force: true });
		await loser.page.locator("body").press("Escape");
		await winner.page.getByLabel("Private note", { exact: true }).last().fill(`@${other} what do you think?`);
		await winner.page.getByRole("button", { name: "Add the note" }).click();
		await tab(loser.page, /Mentions\s*1/).waitFor();
		await told(loser.page, /mentions you/).waitFor();
		await tab(loser.page, /Mentions/).check({ force: true });
		await row(loser.page, second).click();
		await tab(loser.page, /Mentions\s*0/).waitFor();

		expect(await Promise.all([one, two].map(({ page }) => isTheSame(page)))).toEqual([true, true]);
		for (const { complaints } of [one, two])
			expect(complaints.filter((line) => !/status of (?:401|409|503)/u.test(line))).toEqual([]);
		for (const customer of [first, second]) customer.close();
		await Promise.all([one, two].map(({ context }) => context.close()));
	});

	test("[J37] without a line the page says how old it is; with it, nothing is missing", async ({
		expect,
	}) => {
		const { page, context } = await enter(ana);
		await mark(page);
		const customer = await customerInQueue();
		await row(page, customer).click();
		await thread(page).getByText("Waits for a person", { exact: true }).waitFor();
		await context.setOffline(true);
		await page.getByText(/Not up to date: \d+ s old/).waitFor();
		await page.getByText(/This conversation is not live/).waitFor();
		for (const word of ["one", "two", "three"]) await customer.say(`and ${word} more`);
		const newcomer = await customerInQueue();
		expect(await page.getByText("and three more").count()).toBe(0);
		await context.setOffline(false);
		await page.getByText(/Not up to date/).waitFor({ state: "hidden" });
		for (const word of ["one", "two", "three"])
			await page.getByRole("log").getByText(`and ${word} more`).waitFor();
		await row(page, customer).getByText("and three more").waitFor();
		await row(page, newcomer).waitFor();
		expect(await page.getByRole("log").getByText("and two more").count()).toBe(1);
		expect(await isTheSame(page)).toBe(true);

		// who reads what is said now sees the end of it, also beside a field that has grown
		const log = page.getByRole("log");
		for (let line = 1; line <= 15; line += 1) await customer.say(`line ${line}`);
		await log.getByText("line 15", { exact: true }).waitFor();
		const toEnd = () =>
			log.evaluate((element) => element.scrollHeight - element.clientHeight - element.scrollTop);
		await waitUntil(30_000, async () => (await toEnd()) < 1);
		const height = await log.evaluate((element) => element.clientHeight);
		await page.locator("body").press("t");
		await page.getByLabel("Reply to the customer").fill("a\nb\nc\nd\ne\nf");
		await waitUntil(30_000, async () => (await log.evaluate((element) => element.clientHeight)) < height);
		await waitUntil(30_000, async () => (await toEnd()) < 1);

		// an event of scrolling that comes when more has just been said takes nobody from the end
		await log.evaluate((element) => {
			element.scrollTop -= 1;
			const list = element.querySelector("ol");
			if (list !== null) list.style.paddingBottom = "20rem";
		});
		await page.waitForTimeout(100);
		await waitUntil(30_000, async () => (await toEnd()) < 1);

		// who reads what was said before is not pulled down by what comes
		await log.evaluate((element) => {
			element.scrollTop = 0;
		});
		await page.waitForTimeout(100);
		await customer.say("further down");
		await log.getByText("further down").waitFor();
		expect(await log.evaluate((element) => element.scrollTop)).toBe(0);
		for (const one of [customer, newcomer]) one.close();
		await context.close();
	});

	test("[DA20] what is chosen while the choice before it is being kept stays chosen", async ({ expect }) => {
		const { page, context } = await enterDesk(browser, product.origin, ana, "/app/notifications");
		const boxes = ["Mention: in the title", "New in the queue: in the title"].map((name) =>
			page.getByRole("checkbox", { name }),
		);
		const states = () => Promise.all(boxes.map((box) => box.isChecked()));
		await boxes[0]?.waitFor();
		const others = (await states()).map((isChosen) => !isChosen);
		const asked: string[] = [];
		let kept = 0;
		page.on("request", (request) => {
			if (request.url().endsWith("/me/notifications")) asked.push(request.method());
		});
		page.on("response", (response) => {
			if (response.url().endsWith("/me/notifications") && response.request().method() === "PUT") kept += 1;
		});
		for (const box of boxes) await box.click();
		await waitUntil(30_000, () => kept === 2);
		expect(asked, "nothing older is read over it").toEqual(["PUT", "PUT"]);
		expect(await states()).toEqual(others);
		await page.reload();
		await boxes[0]?.waitFor();
		expect(await states()).toEqual(others);
		await context.close();
	});
});
