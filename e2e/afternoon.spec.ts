/**
 * An afternoon at the desk: two agents and three customers, each with a browser of their own, beside what a seeded
 * history has left. Every number that a page or a report shows is counted again by SQL.
 */
import { sql } from "drizzle-orm";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, type ExpectStatic, test } from "vitest";
import { z } from "zod";
import { MODEL_FILE } from "../cli/build-product.ts";
import { seedHistory } from "../cli/history/seed-history.ts";
import { OverviewReport } from "../contracts/analytics.ts";
import { connectDatabase, queryRows } from "../store/database.ts";
import { browserMissing, ChatPage, startWithBrowser } from "./testing/browser.ts";
import { compareReports } from "./testing/compare-reports.ts";
import { addPerson, type DeskPerson, enterDesk, takeOverTogether, tokenOf } from "./testing/desk-people.ts";
import { type Product, waitUntil } from "./testing/product.ts";

const missing = browserMissing();
if (missing !== null) console.warn(`skipped: ${missing}`);

/** Conversations of the sixty days before: `AFTERNOON_HISTORY=2000` for the whole of it. */
const HISTORY = Number(process.env["AFTERNOON_HISTORY"] ?? 120);
const DAYS = 62;
const DAY_MS = 86_400_000;
const day = (agoDays: number): string => new Date(Date.now() - agoDays * DAY_MS).toISOString().slice(0, 10);

describe.skipIf(missing !== null)("an afternoon at the desk", () => {
	let product: Product;
	let browser: Browser;
	beforeAll(async () => {
		[product, browser] = await startWithBrowser();
		const { databaseUrl, databaseFetchEndpoint } = product.running();
		// the bot thinks in this process: a query's answer is read once it has
		const db = connectDatabase({
			url: databaseUrl,
			fetchEndpoint: databaseFetchEndpoint,
			timeoutMs: 120_000,
		});
		await seedHistory(db, {
			seed: 7,
			conversations: HISTORY,
			nowMs: Date.now(),
			project: "assistant",
			modelFile: MODEL_FILE,
			onProgress: () => undefined,
		});
	}, 1_800_000);
	afterAll(async () => {
		await browser?.close();
		await product?.stop();
	});

	const contexts: BrowserContext[] = [];
	async function customer(): Promise<ChatPage> {
		const context = await browser.newContext({ locale: "en-GB", reducedMotion: "reduce" });
		contexts.push(context);
		return ChatPage.open(context, product.origin);
	}
	async function agent(person: DeskPerson): Promise<Page> {
		const { page, context } = await enterDesk(browser, product.origin, person, "/app/inbox?view=all");
		contexts.push(context);
		return page;
	}
	const count = async (query: ReturnType<typeof sql>): Promise<number> => {
		const [found] = await queryRows(product.database(), z.number(), query);
		return found ?? 0;
	};
	/** The conversation in which this was said, once the archive has it. */
	async function conversationOf(words: string): Promise<string> {
		let id = "";
		await waitUntil(20_000, async () => {
			const [found] = await queryRows(
				product.database(),
				z.string(),
				sql`select to_json(conversation_id) as row from messages where author = 'visitor' and text = ${words}`,
			);
			id = found ?? "";
			return id !== "";
		});
		return id;
	}
	const standing = async (id: string) => {
		const [found] = await queryRows(
			product.database(),
			z.object({ owner: z.string(), status: z.string(), assignee: z.string().nullable() }),
			sql`select json_build_object('owner', c.owner, 'status', c.status, 'assignee', u.name) as row
				from conversations c left join users u on u.id = c.assignee_id where c.id = ${id}::uuid`,
		);
		return found;
	};
	const open = async (page: Page, id: string): Promise<void> => {
		await page.locator(`a[href*="/inbox/${id}"]`).first().click();
		await page.getByRole("log").waitFor();
	};
	const place = ({ page }: ChatPage, words: string): Promise<void> =>
		page.getByRole("region", { name: "Connecting you to a person…" }).getByText(words).waitFor();
	const reply = async (page: Page, text: string): Promise<void> => {
		await page.getByLabel("Reply to the customer").fill(text);
		await page.getByLabel("Reply to the customer").press("Control+Enter");
	};

	test("[J42] assignment, a race for a conversation, notes, snoozing, resolving, a rating, search and all reports agree with SQL", async ({
		expect,
	}) => {
		const [ana, ben] = [
			await addPerson(product, "Ana Souza", ["agent"]),
			await addPerson(product, "Ben Okafor", ["supervisor"]),
		];
		const [mia, leo, kim] = [await customer(), await customer(), await customer()];
		const [anas, bens] = [await agent(ana), await agent(ben)];

		await mia.write("I want to talk to a person about my sofa");
		await place(mia, "You are next.");
		await leo.write("a human please, it is urgent");
		await kim.asks("do you have zanzibar lamps?", /./u);
		await kim.page.getByRole("button", { name: "Helpful", exact: true }).last().click();
		await place(leo, "You are number 2 in the queue.");
		const mias = await conversationOf("I want to talk to a person about my sofa");
		const leos = await conversationOf("a human please, it is urgent");
		await waitUntil(20_000, async () => (await standing(leos))?.owner === "queue");

		// the queue as the desk shows it, and as it is
		await anas.goto(`${product.origin}/app/inbox?view=unassigned`);
		const waiting = anas.getByRole("list", { name: "Inbox" }).locator("a");
		const queued = sql`select count(*)::int as row from conversations where owner = 'queue' and status = 'open'`;
		await waitUntil(20_000, async () => (await waiting.count()) === (await count(queued)));

		// assignment: the supervisor gives the first to Ana
		await open(bens, mias);
		await bens.locator("body").press("a");
		await bens.locator('[role^="menuitem"]', { hasText: "Ana Souza" }).click();
		await mia.sees(/Ana Souza has joined the conversation/u);
		await waitUntil(20_000, async () => (await standing(mias))?.assignee === "Ana Souza");
		await place(leo, "You are next.");

		// both press at once: one of them has it, everybody sees the same one, and the other can't speak
		await Promise.all([open(anas, leos), open(bens, leos)]);
		await takeOverTogether([anas, bens]);
		await waitUntil(20_000, async () => (await standing(leos))?.owner === "person");
		let winner = "";
		await waitUntil(20_000, async () => {
			winner = (await standing(leos))?.assignee ?? "";
			const told = await Promise.all(
				[anas, bens].map((page) => page.getByText("You answer", { exact: true }).count()),
			);
			const [mine, other] = winner === "Ana Souza" ? told : told.toReversed();
			return mine === 1 && other === 0;
		});
		const [hers, others] = winner === "Ana Souza" ? [anas, bens] : [bens, anas];
		await others.getByText("Take the conversation over to reply.").waitFor();
		await reply(hers, "You have me now.");
		const leosLog = await leo.sees(/You have me now\./u);
		expect(leosLog.match(/has joined the conversation/gu), "who came second took nothing away").toHaveLength(
			1,
		);

		// a note that only colleagues read
		await open(anas, mias).catch(async () => {
			await anas.goto(`${product.origin}/app/inbox/${mias}?view=all`);
			await anas.getByRole("log").waitFor();
		});
		await anas.getByText("You answer", { exact: true }).waitFor();
		await anas.locator("body").press("n");
		await anas.getByLabel("Private note", { exact: true }).last().fill("@Ben Okafor the sofa is late");
		await anas.getByRole("button", { name: "Add the note" }).click();
		await anas.getByRole("log").getByText("the sofa is late").waitFor();
		await anas.locator("body").press("r");
		await reply(anas, "Your sofa leaves tomorrow.");
		await mia.sees(/Your sofa leaves tomorrow\./u);
		expect(await mia.log()).not.toContain("the sofa is late");

		// put away, and open again as soon as the customer writes
		await anas.getByLabel("Reply to the customer").press("Escape");
		await anas.locator("body").press("s");
		await anas.getByRole("menuitem", { name: /Tomorrow morning/ }).click();
		await waitUntil(20_000, async () => (await standing(mias))?.status === "snoozed");
		await mia.write("thank you so much");
		await waitUntil(20_000, async () => (await standing(mias))?.status === "open");

		// closed, and rated
		await anas.goto(`${product.origin}/app/inbox/${mias}?view=all`);
		await anas.getByText("You answer", { exact: true }).waitFor();
		await anas.locator("body").press("e");
		await mia.page.getByRole("button", { name: "Good", exact: true }).click();
		const rated = sql`select count(*)::int as row from csat where conversation_id = ${mias}::uuid and rating = 4`;
		await waitUntil(20_000, async () => (await count(rated)) === 1);
		expect(await standing(mias)).toMatchObject({ owner: "bot", status: "resolved" });

		// search: the page lists as many as SQL finds
		await bens.goto(`${product.origin}/app/conversations?search=zanzibar`);
		const found = bens.getByRole("list", { name: "Conversations" }).getByRole("link");
		const said = sql`select count(distinct conversation_id)::int as row from messages where text ilike '%zanzibar%'`;
		await waitUntil(20_000, async () => (await found.count()) === (await count(said)));
		expect(await count(said)).toBe(1);
		const thumbs = sql`select count(*)::int as row from feedback f join messages m
			on m.conversation_id = f.conversation_id where m.text ilike '%zanzibar%' and f.rating = 'up'`;
		await waitUntil(20_000, async () => (await count(thumbs)) === 1);

		await compareAll(expect);
		await compareWithEvents(expect, await tokenOf(product.origin, ben));
		for (const page of [mia, leo, kim]) expect(page.complaints).toEqual([]);
		for (const context of contexts) await context.close();
	}, 600_000);

	/** All reports of all days, those of this afternoon too, once the numbers have taken in what was said last. */
	async function compareAll(expect: ExpectStatic): Promise<void> {
		const begun = sql`select count(*)::int as row from conversation_facts where started_at is not null`;
		const had = sql`select count(distinct conversation_id)::int as row from messages where author = 'visitor'`;
		await waitUntil(60_000, async () => (await count(begun)) === (await count(had)));
		const analyst = await addPerson(product, "Ada Lindt", ["analyst"]);
		const { page, context } = await enterDesk(browser, product.origin, analyst);
		contexts.push(context);
		await compareReports(expect, page, product, { from: day(DAYS), to: day(0), zone: "UTC" });
	}

	/** The overview of all days, and its file, beside what the messages and events themselves say. */
	async function compareWithEvents(expect: ExpectStatic, token: string): Promise<void> {
		const from = new Date(Date.now() - 90 * DAY_MS).toISOString();
		const to = new Date(Date.now() + DAY_MS).toISOString();
		const read = (format: string) =>
			fetch(
				`${product.origin}/api/desk/analytics/overview?from=${from}&to=${to}&groupBy=month&format=${format}`,
				{
					headers: { authorization: `Bearer ${token}` },
				},
			);
		const spoken = (author: string) =>
			count(sql`select count(*)::int as row from messages where author = ${author}`);
		const expected = {
			conversations: await count(
				sql`select count(distinct conversation_id)::int as row from messages where author = 'visitor'`,
			),
			visitorMessages: await spoken("visitor"),
			botMessages: await spoken("bot"),
			agentMessages: await spoken("agent"),
			handoffs: await count(sql`select count(*)::int as row from (
				select event->>'owner' as owner,
					lag(event->>'owner', 1, 'bot') over (partition by conversation_id order by seq) as before
				from conversation_events where kind = 'system' and event->>'type' = 'owner_changed') changes
				where owner <> 'bot' and before = 'bot'`),
		};
		const { total } = OverviewReport.parse(await (await read("json")).json());
		expect({
			conversations: total.conversations,
			visitorMessages: total.visitorMessages,
			botMessages: total.botMessages,
			agentMessages: total.agentMessages,
			handoffs: total.handoffs,
		}).toEqual(expected);
		const ratings = await Promise.all(
			[1, 2, 3, 4, 5].map((rating) =>
				count(sql`select count(*)::int as row from (select distinct on (conversation_id) rating from csat
					order by conversation_id, resolved_seq desc, entry_seq desc) last where rating = ${rating}`),
			),
		);
		expect(total.ratings).toEqual(ratings);
		const [header = "", ...lines] = (await (await read("csv")).text()).trim().split(/\r?\n/u);
		const column = header.split(",").findIndex((name) => /^"?conversations"?$/iu.test(name));
		const sum = lines.reduce((all, line) => all + Number(line.split(",")[column]?.replaceAll('"', "")), 0);
		expect(sum).toEqual(expected.conversations);
	}
});
