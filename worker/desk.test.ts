/** The desk's routes in Node, on a real Postgres with conversations that an outbox has stored. */
import { afterAll, beforeAll, test } from "vitest";
import { z } from "zod";
import { migrateDatabase } from "../cli/migrate-database.ts";
import {
	AuditList,
	CannedReply,
	CannedReplyList,
	Contact,
	ContactList,
	DeskConversation,
	DeskConversationList,
	DeskEventPage,
	CsatList,
	FeedbackList,
	Label,
	LabelList,
	OrderList,
	SearchChoices,
	TicketList,
} from "../contracts/desk.ts";
import { MAX_SAVED_VIEWS, NotificationSettings, SavedViewList } from "../contracts/own-settings.ts";
import { startTestGateway, type TestGateway } from "../gateway/testing/test-gateway.ts";
import { demoOrders } from "../store/demo-orders.ts";
import { cacheCounts } from "../store/cache-counts.ts";
import { connectDatabase } from "../store/database.ts";
import { freshId } from "../store/fresh-id.ts";
import type { LogEntryRow } from "../store/log-projection.ts";
import { seedShop } from "../store/seed-shop.ts";
import { conversationRow, storeConversation } from "../store/testing/stored-conversation.ts";
import { openTicket } from "../store/tickets.ts";
import { type AccountWorld, accountWorld, addUser, signInAs } from "./testing/account-world.ts";

const START_MS = Date.UTC(2026, 10, 20, 12);
const newId = (): string => freshId(START_MS);

let gateway: TestGateway;
let world: AccountWorld;
let admin: Record<string, string>;
let agent: Record<string, string>;
beforeAll(async () => {
	gateway = await startTestGateway("embedded");
	const database = connectDatabase({ url: gateway.databaseUrl, fetchEndpoint: `${gateway.url}/sql` });
	await migrateDatabase(database);
	await seedShop(database, { nowMs: START_MS });
	world = await accountWorld(gateway);
	admin = (await signInAs(world, await addUser(world, ["admin"]))).auth;
	agent = (await signInAs(world, await addUser(world, ["agent"]))).auth;
});
afterAll(() => gateway.close());

interface Talk {
	readonly id: string;
	readonly visitorId: string;
}

/** A conversation in the archive. @param lines - a customer's and the bot's words in turn */
async function talk(
	lines: readonly string[],
	more: { readonly minute?: number; readonly owner?: "bot" | "queue"; readonly visitorId?: string } = {},
): Promise<Talk> {
	const { minute = 0, owner = "bot", visitorId = newId() } = more;
	const id = newId();
	const lastActivityAtMs = START_MS + minute * 60_000;
	const entries = lines.map((text, i): LogEntryRow => {
		const event =
			i % 2 === 0
				? { event: "user", text, parse_data: { intent: { name: "greet", confidence: 1 } } }
				: { event: "bot", text, data: {} };
		return { seq: i + 1, atMs: lastActivityAtMs, kind: "dialogue", event, eventId: `e${i}` };
	});
	const facts = { visitorId, lastActivityAtMs, owner, preview: lines.at(-1) ?? null, modelId: "model-a" };
	await storeConversation(world.database, conversationRow(id, START_MS, facts), entries);
	return { id, visitorId };
}

async function get<Answer>(shape: z.ZodType<Answer>, path: string, headers = agent): Promise<Answer> {
	const response = await world.request(`/api/desk${path}`, { headers });
	if (response.status !== 200) throw new Error(`${path}: ${response.status} ${await response.text()}`);
	return shape.parse(await response.json());
}

async function send(method: string, path: string, body: unknown, headers = admin): Promise<Response> {
	return world.browser().call(method, `/api/desk${path}`, body, headers);
}

const idsOf = (page: z.infer<typeof DeskConversationList>): string[] =>
	page.conversations.map(({ id }) => id);

test("[DK1] [DK20] conversations are searched by words and filters, newest activity first, page by page", async ({
	expect,
}) => {
	const first = await talk(["Is the walnut lamp dimmable?", "Yes."], { minute: 1 });
	const second = await talk(["My walnut table has a scratch", "Sorry!"], { minute: 2, owner: "queue" });
	const third = await talk(["Good morning", "Hello!"], { minute: 3, visitorId: first.visitorId });
	const all = await get(DeskConversationList, "/conversations");
	expect(idsOf(all).slice(0, 3)).toEqual([third.id, second.id, first.id]);
	const searched = await get(DeskConversationList, "/conversations?search=walnut");
	expect(idsOf(searched)).toEqual([second.id, first.id]);
	expect(searched.conversations.map(({ hit }) => hit)).toEqual([
		[
			{ text: "My ", isHit: false },
			{ text: "walnut", isHit: true },
			{ text: " table has a scratch", isHit: false },
		],
		[
			{ text: "Is the ", isHit: false },
			{ text: "walnut", isHit: true },
			{ text: " lamp dimmable", isHit: false },
		],
	]);
	const filler = "word ".repeat(200);
	await talk([`${filler}quokka and \u0002numbat\u0003 ${filler}`, "Quokka? No."], { minute: -9 });
	await talk([`${filler}quokka and numbat ${filler}`, "No."], { minute: -8 });
	const [long, short] = (await get(DeskConversationList, "/conversations?search=quokka")).conversations;
	expect(long?.hit?.filter(({ isHit }) => isHit)).toEqual([{ text: "quokka", isHit: true }]);
	const words = long?.hit?.map(({ text }) => text).join("") ?? "";
	expect(words).toMatch(/^word .*word quokka and numbat word.*$/u);
	expect(words.length, "as much as a list has room for").toBeLessThan(120);
	expect(short?.hit?.map(({ text }) => text)).toEqual(["Quokka", "? No"]);
	expect(all.conversations[0]?.hit, "nothing was looked for").toBeNull();
	expect(idsOf(await get(DeskConversationList, "/conversations?search=walnut%20-lamp"))).toEqual([second.id]);
	expect(idsOf(await get(DeskConversationList, "/conversations?search=walnut&owner=queue"))).toEqual([
		second.id,
	]);
	const ofContact = await get(DeskConversationList, `/conversations?contactId=${first.visitorId}`);
	expect(idsOf(ofContact)).toEqual([third.id, first.id]);
	const span = `from=${new Date(START_MS + 60_000).toISOString()}&to=${new Date(START_MS + 120_000).toISOString()}`;
	expect(idsOf(await get(DeskConversationList, `/conversations?${span}`))).toEqual([first.id]);
	const paged: string[] = [];
	let cursor = "";
	do {
		const page = await get(DeskConversationList, `/conversations?limit=1${cursor}`);
		paged.push(...idsOf(page));
		cursor = page.nextCursor === null ? "" : `&cursor=${page.nextCursor}`;
	} while (cursor !== "");
	expect(paged).toEqual(idsOf(await get(DeskConversationList, "/conversations?limit=100")));
	expect(await get(DeskConversation, `/conversations/${second.id}`)).toEqual({
		id: second.id,
		contactId: second.visitorId,
		channel: "chat",
		owner: "queue",
		status: "open",
		assignee: null,
		priority: "normal",
		createdAt: new Date(START_MS).toISOString(),
		lastActivityAt: new Date(START_MS + 120_000).toISOString(),
		preview: "Sorry!",
		messages: 2,
		lastSeq: 2,
		modelId: "model-a",
		labels: [],
	});
	expect((await send("GET", `/conversations/${newId()}`, undefined)).status).toBe(404);
});

test("[DK1] they are found by what was asked about, by language and by who answered", async ({ expect }) => {
	const mia = await addUser(world, ["agent"]);
	const hold = async (intent: string, language: string | null, isAnswered: boolean): Promise<string> => {
		const id = newId();
		const events: Parameters<typeof storeConversation>[2] = [
			...(language === null ? [] : [{ event: "slot", name: "language", value: language }]),
			{ event: "user", text: "palimpsest", parse_data: { intent: { name: intent, confidence: 1 } } },
			{ event: "bot", text: "One moment.", data: {} },
			...(isAnswered ? [{ event: "agent", text: "Here.", metadata: { agent_id: mia.id, name: "Mia" } }] : []),
		].map((event, i) => ({
			seq: i + 1,
			atMs: world.clock.nowMs,
			kind: "dialogue",
			event,
			eventId: `e${i}`,
		}));
		await storeConversation(world.database, conversationRow(id, world.clock.nowMs), events);
		return id;
	};
	const late = await hold("late_parcel", "de", true);
	const lost = await hold("lost_parcel", "de", false);
	const odd = await hold("lost_parcel", null, false);
	const found = async (query: string): Promise<string[]> =>
		idsOf(await get(DeskConversationList, `/conversations?search=palimpsest&${query}`)).toSorted();
	expect(await found("intent=late_parcel")).toEqual([late]);
	expect(await found("intent=lost_parcel")).toEqual([lost, odd].toSorted());
	expect(await found("language=de")).toEqual([late, lost].toSorted());
	expect(await found("language=und"), "not known").toEqual([odd]);
	expect(await found(`agentId=${mia.id}`)).toEqual([late]);
	expect(await found(`intent=lost_parcel&agentId=${mia.id}`), "all must hold").toEqual([]);
	const choices = await get(SearchChoices, "/conversations/choices");
	expect(choices.intents).toEqual(expect.arrayContaining(["late_parcel", "lost_parcel"]));
	expect(choices.languages).toContain("de");
	expect(choices.agents).toContainEqual({ id: mia.id, name: expect.any(String) });
});

test("[DK2] the log is read in order, page by page, with all that the bot thought", async ({ expect }) => {
	const { id } = await talk(["one", "two", "three", "four", "five"]);
	const first = await get(DeskEventPage, `/conversations/${id}/events?limit=3`);
	expect(first.events.map(({ seq }) => seq)).toEqual([1, 2, 3]);
	expect(first.events[0]?.event).toMatchObject({ parse_data: { intent: { name: "greet", confidence: 1 } } });
	expect(first.after).toBe(3);
	const rest = await get(DeskEventPage, `/conversations/${id}/events?limit=3&after=3`);
	expect([rest.events.map(({ seq }) => seq), rest.after]).toEqual([[4, 5], null]);
	expect((await send("GET", `/conversations/${newId()}/events`, undefined)).status).toBe(404);
});

test("[DK3] labels are made, put on conversations, renamed and taken away; a name is there once", async ({
	expect,
}) => {
	const { id } = await talk(["hello"]);
	const make = async (name: string) => send("POST", "/labels", { name, color: "teal" });
	const refund = Label.parse(await (await make("Refund")).json());
	const vip = Label.parse(await (await make("VIP")).json());
	expect((await make(" refund ")).status).toBe(409);
	const put = (labelIds: string[], of = id) =>
		send("PUT", `/conversations/${of}/labels`, { labelIds }, agent);
	const labelled = DeskConversation.parse(await (await put([vip.id, refund.id, vip.id])).json());
	expect(labelled.labels).toEqual([refund, vip]);
	expect((await put([refund.id, newId()])).status).toBe(400);
	expect((await get(DeskConversation, `/conversations/${id}`)).labels, "nothing changed").toHaveLength(2);
	expect((await put([refund.id], newId())).status).toBe(404);
	await put([refund.id]);
	expect(idsOf(await get(DeskConversationList, `/conversations?labelId=${refund.id}`))).toEqual([id]);
	expect(idsOf(await get(DeskConversationList, `/conversations?labelId=${vip.id}`))).toEqual([]);
	expect((await send("PATCH", `/labels/${vip.id}`, { name: "REFUND" })).status).toBe(409);
	expect((await send("PATCH", `/labels/${vip.id}`, { name: "Very important" })).status).toBe(200);
	expect((await send("PATCH", `/labels/${vip.id}`, {})).status).toBe(400);
	expect((await send("PATCH", `/labels/${newId()}`, { name: "x" })).status).toBe(404);
	expect((await send("DELETE", `/labels/${refund.id}`, undefined)).status).toBe(204);
	expect((await send("DELETE", `/labels/${refund.id}`, undefined)).status).toBe(404);
	expect((await get(DeskConversation, `/conversations/${id}`)).labels).toEqual([]);
	expect((await get(LabelList, "/labels")).labels.map(({ name }) => name)).toEqual(["Very important"]);
	for (const name of ["Éclair", "banana", "apple"]) await make(name);
	const paged: string[] = [];
	for (let next: string | null = ""; next !== null;) {
		const page: z.infer<typeof LabelList> = await get(LabelList, `/labels?limit=3${next}`);
		paged.push(...page.labels.map(({ name }) => name));
		next = page.nextCursor === null ? null : `&cursor=${encodeURIComponent(page.nextCursor)}`;
	}
	const all = await get(LabelList, "/labels");
	expect(all.labels).toHaveLength(4);
	expect(paged, "page by page, each once").toEqual(all.labels.map(({ name }) => name));
});

test("[DK18] somebody's views of the inbox are their own, one of a name, and not without end", async ({
	expect,
}) => {
	const other = (await signInAs(world, await addUser(world, ["agent"]))).auth;
	const views = async (of = agent) =>
		SavedViewList.parse(await (await send("GET", "/me/views", undefined, of)).json()).views;
	const keep = (name: string, body: unknown, of = agent) =>
		send("PUT", `/me/views/${encodeURIComponent(name)}`, body, of);
	const urgent = { view: "all", status: null, sort: "priority", labelId: null, channel: "rest" } as const;
	expect((await keep("a/b: urgent", { view: "mine" })).status).toBe(200);
	expect((await keep("a/b: urgent", urgent)).status).toBe(200);
	expect((await keep("Mine", { view: "somebody's" })).status).toBe(400);
	expect((await keep("x".repeat(41), urgent)).status).toBe(400);
	expect(await views()).toEqual([{ name: "a/b: urgent", question: urgent }]);
	expect(await views(other), "nobody else's").toEqual([]);
	const remove = (of: Record<string, string>) =>
		send("DELETE", `/me/views/${encodeURIComponent("a/b: urgent")}`, undefined, of);
	expect((await remove(other)).status).toBe(404);
	for (let place = 1; place < MAX_SAVED_VIEWS; place += 1)
		expect((await keep(`view ${place}`, urgent)).status).toBe(200);
	expect((await keep("one too many", urgent)).status).toBe(409);
	expect((await keep("view 1", { view: "mine" })).status, "one that is there may change").toBe(200);
	expect((await remove(agent)).status).toBe(204);
	expect((await keep("one too many", urgent)).status).toBe(200);
});

test("[DK19] what somebody wants to hear of is kept for them alone; what is left out is as the product comes", async ({
	expect,
}) => {
	const other = (await signInAs(world, await addUser(world, ["agent"]))).auth;
	const read = async (of = agent) =>
		NotificationSettings.parse(await (await send("GET", "/me/notifications", undefined, of)).json());
	const asItComes = NotificationSettings.parse({});
	expect(await read()).toEqual(asItComes);
	const change = { queue: { page: true, sound: true } };
	expect((await send("PUT", "/me/notifications", change, agent)).status).toBe(200);
	expect(await read()).toEqual({
		...asItComes,
		queue: { page: true, desktop: false, sound: true, badge: false },
	});
	expect(await read(other)).toEqual(asItComes);
	expect((await send("PUT", "/me/notifications", { reply: { page: "yes" } }, agent)).status).toBe(400);
});

test("[DK15] the list of labels is kept for all isolates, and a change is there at the next look", async ({
	expect,
}) => {
	const other = await accountWorld(gateway);
	const { auth } = await signInAs(other, await addUser(other, ["agent"]));
	const names = async (of: AccountWorld, headers: Record<string, string>) =>
		LabelList.parse(await (await of.request("/api/desk/labels", { headers })).json()).labels.map(
			({ name }) => name,
		);
	const known = await names(world, agent);
	const before = cacheCounts()["labels"]?.hits ?? 0;
	expect(await names(other, auth)).toEqual(known);
	expect(cacheCounts()["labels"]?.hits).toBe(before + 1);
	const made = Label.parse(await (await send("POST", "/labels", { name: "At once" })).json());
	expect(await names(other, auth)).toContain("At once");
	await send("PATCH", `/labels/${made.id}`, { name: "Renamed" });
	expect(await names(other, auth)).toContain("Renamed");
	await send("DELETE", `/labels/${made.id}`, undefined);
	expect(await names(other, auth)).toEqual(known);
});

test("[DK4] answers are kept ready under a shortcut, which is there once", async ({ expect }) => {
	const make = (shortcut: string, text: string) => send("POST", "/canned-replies", { shortcut, text });
	const made = CannedReply.parse(await (await make("thanks", "Thank you, {{name}}!")).json());
	expect((await make("thanks", "again")).status).toBe(409);
	expect((await make("Not OK", "x")).status).toBe(400);
	const bye = CannedReply.parse(await (await make("bye", "Good bye")).json());
	expect((await send("PATCH", `/canned-replies/${bye.id}`, { shortcut: "thanks" })).status).toBe(409);
	expect((await send("PATCH", `/canned-replies/${bye.id}`, { text: "See you" })).status).toBe(200);
	const all = await get(CannedReplyList, "/canned-replies");
	expect(all.replies.map(({ shortcut, text }) => [shortcut, text])).toEqual([
		["bye", "See you"],
		["thanks", "Thank you, {{name}}!"],
	]);
	expect(all.nextCursor).toBeNull();
	const first = await get(CannedReplyList, "/canned-replies?limit=1");
	expect([first.replies.map(({ shortcut }) => shortcut), first.nextCursor]).toEqual([["bye"], "bye"]);
	const second = await get(CannedReplyList, "/canned-replies?limit=1&cursor=bye");
	expect([second.replies.map(({ shortcut }) => shortcut), second.nextCursor]).toEqual([["thanks"], null]);
	expect((await get(CannedReplyList, "/canned-replies?cursor=%27%20or%20true--")).replies).toHaveLength(2);
	expect((await get(CannedReplyList, "/canned-replies?search=NAME")).replies.map(({ id }) => id)).toEqual([
		made.id,
	]);
	expect((await send("DELETE", `/canned-replies/${made.id}`, undefined)).status).toBe(204);
	expect((await send("PATCH", `/canned-replies/${made.id}`, { text: "x" })).status).toBe(404);
});

test("[DK5] contacts are listed with name and address where they have an account", async ({ expect }) => {
	const user = await addUser(world);
	const known = await talk(["it's me"], { visitorId: user.id, minute: 50 });
	const anonymous = await talk(["hello"], { minute: 51 });
	const { contacts } = await get(ContactList, "/contacts?limit=2");
	expect(contacts.map(({ id, email }) => [id, email])).toEqual([
		[anonymous.visitorId, null],
		[known.visitorId, user.email],
	]);
	const found = await get(ContactList, `/contacts?search=${user.email.slice(0, 8)}`);
	expect(found.contacts.map(({ id }) => id)).toContain(user.id);
	expect(await get(Contact, `/contacts/${user.id}`)).toMatchObject({ conversations: 1 });
	expect((await send("GET", `/contacts/${newId()}`, undefined)).status).toBe(404);
});

test("[DK6] feedback that stands is listed with the message that it judges, newest first", async ({
	expect,
}) => {
	const { id } = await talk(["hello", "Hi!", "where is it", "On its way."]);
	const judge = (seq: number, of: number, rating: "up" | "down" | null, minute: number): LogEntryRow => ({
		seq,
		atMs: START_MS + minute * 60_000,
		kind: "feedback",
		event: { seq: of, rating, reason: rating === "down" ? "not true" : null },
		eventId: `f${seq}`,
	});
	const judgements = [judge(5, 2, "up", 1), judge(6, 4, "down", 2), judge(7, 2, null, 3)];
	await storeConversation(world.database, conversationRow(id, START_MS), judgements);
	const { feedback } = await get(FeedbackList, "/feedback", admin);
	expect(feedback).toEqual([
		{
			conversationId: id,
			messageSeq: 4,
			rating: "down",
			reason: "not true",
			at: new Date(START_MS + 120_000).toISOString(),
			text: "On its way.",
		},
	]);
	expect((await get(FeedbackList, "/feedback?rating=up", admin)).feedback).toEqual([]);
});

test("[DK14] ratings of resolutions are listed, newest first, and by the rating", async ({ expect }) => {
	const { id } = await talk(["hello", "Hi!"]);
	const rate = (seq: number, of: number, rating: number, comment?: string): LogEntryRow => ({
		seq,
		atMs: START_MS + seq * 60_000,
		kind: "feedback",
		event: { seq: of, csat: rating, ...(comment === undefined ? {} : { comment }) },
		eventId: `c${seq}`,
	});
	const ratings = [rate(3, 1, 5), rate(4, 2, 3), rate(5, 2, 2, "took long")];
	await storeConversation(world.database, conversationRow(id, START_MS), ratings);
	const { csat } = await get(CsatList, "/csat", admin);
	const at = (seq: number): string => new Date(START_MS + seq * 60_000).toISOString();
	expect(csat).toEqual([
		{ conversationId: id, resolvedSeq: 2, rating: 2, comment: "took long", at: at(5) },
		{ conversationId: id, resolvedSeq: 1, rating: 5, comment: null, at: at(3) },
	]);
	expect((await get(CsatList, "/csat?rating=5", admin)).csat).toEqual(csat.slice(1));
	const first = await get(CsatList, "/csat?limit=1", admin);
	const next = await get(CsatList, `/csat?limit=1&cursor=${first.nextCursor ?? ""}`, admin);
	expect([...first.csat, ...next.csat]).toEqual(csat);
	expect((await send("GET", "/csat?rating=6", undefined)).status).toBe(400);
});

test("[DK7] orders are found by number, address and name; tickets are listed, solved and opened again", async ({
	expect,
}) => {
	const { number, email } = demoOrders.delivered;
	const numbersOf = async (search: string) =>
		(await get(OrderList, `/orders?search=${encodeURIComponent(search)}`)).orders.map(
			(order) => order.number,
		);
	expect(await numbersOf(`#${number.slice(2)}`)).toEqual([number]);
	expect(await numbersOf(email.toUpperCase())).toContain(number);
	expect((await send("GET", `/orders/${number.slice(2)}`, undefined, agent)).status).toBe(200);
	expect((await send("GET", "/orders/A-99999999", undefined, agent)).status).toBe(404);
	const firstPage = await get(OrderList, "/orders?limit=2");
	const nextPage = await get(OrderList, `/orders?limit=2&cursor=${firstPage.nextCursor ?? ""}`);
	const listed = [...firstPage.orders, ...nextPage.orders];
	expect(new Set(listed.map((order) => order.number)).size).toBe(4);
	expect(listed.map(({ placedAt }) => placedAt)).toEqual(
		listed.map(({ placedAt }) => placedAt).toSorted((a, b) => b.localeCompare(a)),
	);

	const draft = {
		topic: "complaint",
		summary: "The crane is loud",
		email: "pia@example.com",
		orderNumber: null,
	} as const;
	const { ticketNumber } = await openTicket(world.database, draft, {
		idempotencyKey: newId(),
		nowMs: START_MS,
		conversationId: newId(),
	});
	const tickets = await get(TicketList, "/tickets?search=crane");
	expect(tickets.tickets).toMatchObject([{ number: ticketNumber, status: "open", topic: "complaint" }]);
	expect((await send("PATCH", `/tickets/${ticketNumber}`, { status: "solved" }, agent)).status).toBe(200);
	expect((await get(TicketList, "/tickets?search=crane&status=open")).tickets).toEqual([]);
	expect((await send("PATCH", "/tickets/T-999999", { status: "open" }, agent)).status).toBe(404);
	const { entries } = await get(AuditList, `/audit-log?targetId=${ticketNumber}`, admin);
	expect(entries).toMatchObject([{ action: "ticket.changed", details: { status: "solved" } }]);
});

test("[S6] whatever stands in a string, no query breaks and no cursor opens another page", async ({
	expect,
}) => {
	const { id } = await talk(["x"]);
	const hostile = [
		"'; drop table conversations; --",
		"%' or '1'='1",
		"\\",
		'"',
		"\u0000",
		"a & | ! ( ) <-> :*",
		"' || pg_sleep(10) || '",
		"$1",
		"{{",
	];
	const paths = [
		"/desk/conversations?search=",
		"/desk/conversations?channel=",
		"/desk/conversations?cursor=",
		"/desk/contacts?search=",
		"/desk/contacts?cursor=",
		"/desk/feedback?cursor=",
		"/desk/csat?cursor=",
		"/desk/orders?search=",
		"/desk/orders?cursor=",
		"/desk/orders/",
		"/desk/tickets?search=",
		"/desk/tickets?cursor=",
		"/desk/canned-replies?search=",
		"/desk/audit-log?action=",
		"/desk/audit-log?actorId=",
		"/desk/audit-log?targetId=",
		"/users?search=",
		"/users?cursor=",
		"/api-keys?cursor=",
	];
	const broken: string[] = [];
	for (const path of paths) {
		for (const text of hostile) {
			const url = `/api${path}${encodeURIComponent(text)}`;
			const { status } = await world.request(url, { headers: admin });
			if (![200, 400, 404].includes(status)) broken.push(`${status} ${url}`);
		}
	}
	expect(broken).toEqual([]);
	const beyond = await world.request(`/api/desk/conversations/${id}/events?after=2147483648`, {
		headers: admin,
	});
	expect(beyond.status, "no log has so many entries, and no column").toBe(400);
	expect(idsOf(await get(DeskConversationList, "/conversations?limit=100"))).toContain(id);
	const stray = await get(DeskConversationList, "/conversations?limit=1&cursor=1_x");
	expect(stray).toEqual(await get(DeskConversationList, "/conversations?limit=1"));
});
