import { test } from "vitest";
import { uuidV7 } from "../../contracts/ids.ts";
import type { ConversationEvent, ServerFrame } from "../../contracts/protocol.ts";
import type { ApiClient, ApiResult } from "../api/client.ts";
import { createFakeStore, FakeClock, FakeNetwork, settle } from "../testing/fake-surroundings.ts";
import { ChatSession } from "./chat-session.ts";
import { ConversationClient } from "./conversation-client.ts";

const numbered = (number: number): string => `01960000-0000-7000-8000-00000000000${number}`;
const CONVERSATION = numbered(1);
const VISITOR = "01960000-0000-7000-8000-0000000000aa";

function bot(seq: number, text = `bot ${seq}`): ConversationEvent {
	return { kind: "bot", seq, atMs: seq, text, buttons: [], imageUrl: null, extra: null };
}

function visitor(seq: number, messageId: string, text = "hi"): ConversationEvent {
	return { kind: "visitor", seq, atMs: seq, messageId, text, payload: null };
}

function events(...entries: ConversationEvent[]): ServerFrame {
	return { type: "events", from: entries[0]?.seq ?? 0, to: entries.at(-1)?.seq ?? 0, events: entries };
}

function welcome(from: number, ...entries: ConversationEvent[]): ServerFrame {
	const to = entries.at(-1)?.seq ?? from - 1;
	return {
		type: "welcome",
		protocol: 1,
		conversationId: CONVERSATION,
		owner: "bot",
		from,
		to,
		events: entries,
	};
}

/** The API by hand: what it gives, and what was asked of it. */
function fakeApi(clock: FakeClock) {
	const asked: string[] = [];
	const log: ConversationEvent[] = [];
	let made = 0;
	const give = async <Value>(what: string, value: Value): Promise<ApiResult<Value>> => {
		asked.push(what);
		return { ok: true, value };
	};
	const expiresAt = new Date(clock.now() + 86_400_000).toISOString();
	const api: ApiClient = {
		readSite: async () => give("site", { name: null, starters: [] }),
		createVisitor: async () => give("visitor", { visitorId: VISITOR, token: "token", expiresAt }),
		createConversation: async () => give("conversation", { id: numbered((made += 1)) }),
		createTicket: async (_token, id) => give("ticket", { ticket: "t", expiresAt, url: `/socket of ${id}` }),
		eraseMyData: async (_token, id) => give(`erase ${id}`, { status: "done" as const, receipt: "a.b.c" }),
		readHistory: async (_token, id, { before }) => {
			const events = id === CONVERSATION ? log : [];
			return give(`history ${before}`, { events, before: null, lastSeq: events.at(-1)?.seq ?? 0 });
		},
	};
	/** How many ids were drawn, over all tabs: two of them never draw the same. */
	return { api, asked, log, drawn: 0 };
}

interface TabOptions {
	clock?: FakeClock;
	kept?: Map<string, string>;
	/** What a tab keeps for itself: given for the reload of a tab, not for another one. */
	tabKept?: Map<string, string>;
	server?: ReturnType<typeof fakeApi>;
	isStorageAllowed?: boolean;
}

function openTab(options: TabOptions = {}) {
	const clock = options.clock ?? new FakeClock();
	const kept = options.kept ?? new Map<string, string>();
	const tabKept = options.tabKept ?? new Map<string, string>();
	const server = options.server ?? fakeApi(clock);
	const store = createFakeStore(kept, options.isStorageAllowed ?? true);
	const network = new FakeNetwork();
	const client = new ConversationClient({
		clock,
		chance: { random: () => 0.5, bytes: (count) => new Uint8Array(count).fill((server.drawn += 1)) },
		store,
		session: new ChatSession({
			api: server.api,
			store,
			tabStore: createFakeStore(tabKept),
			now: () => clock.now(),
			siteKey: null,
			exclusively: async (run) => run(),
		}),
		openSocket: network.open,
		isDeviceOnline: () => network.isDeviceOnline,
		language: () => "de",
	});
	const connect = async (...known: ConversationEvent[]): Promise<void> => {
		await settle();
		network.last.open();
		network.last.say(welcome(1, ...known));
	};
	const sentMessages = () =>
		network.sockets.flatMap((socket) => socket.frames().filter((frame) => frame["type"] === "message"));
	const outgoing = () => client.state.outgoing.map(({ text, status }) => `${text}: ${status}`);
	const idOf = (text: string): string =>
		client.state.outgoing.find((message) => message.text === text)?.id ?? "";
	return { client, clock, kept, tabKept, server, network, connect, sentMessages, outgoing, idOf };
}

test("[CC1] a message is shown at once, then sending, sent, and in the log", async ({ expect }) => {
	const { client, connect, network, outgoing, idOf } = openTab();
	client.send("hi");
	expect(outgoing()).toEqual(["hi: queued"]);
	await connect();
	expect(outgoing()).toEqual(["hi: sending"]);
	const id = idOf("hi");
	network.last.say({ type: "ack", id, seq: 1 });
	expect(outgoing()).toEqual(["hi: sent"]);
	network.last.say(events(visitor(1, id)));
	expect(outgoing()).toEqual([]);
	expect(client.state.events).toEqual([visitor(1, id)]);
});

test("[CC2] acknowledgements that are late, repeated or another tab's change nothing", async ({ expect }) => {
	const { client, connect, network, idOf, sentMessages } = openTab();
	client.send("hi");
	await connect();
	const id = idOf("hi");
	network.last.say({ type: "ack", id, seq: 1 });
	network.last.say(events(visitor(1, id), bot(2)));
	const before = client.state;
	network.last.say({ type: "ack", id, seq: 1 });
	network.last.say({ type: "ack", id: "somebody-elses", seq: 9 });
	expect(client.state).toBe(before);
	expect(sentMessages()).toHaveLength(1);
});

test("[CC3] messages leave in the order of writing, one at a time", async ({ expect }) => {
	const { client, connect, network, sentMessages, outgoing, idOf } = openTab();
	for (const text of ["one", "two", "three"]) client.send(text);
	await connect();
	client.send("four");
	expect(sentMessages().map(({ text }) => text)).toEqual(["one"]);
	network.last.say({ type: "ack", id: idOf("one"), seq: 1 });
	expect(sentMessages().map(({ text }) => text)).toEqual(["one", "two"]);
	network.last.say(events(visitor(1, idOf("one"), "one"), visitor(2, idOf("two"), "two")));
	expect(sentMessages().map(({ text }) => text)).toEqual(["one", "two", "three"]);
	expect(outgoing()).toEqual(["three: sending", "four: queued"]);
	const ids = sentMessages().map(({ id }) => id);
	expect(ids).toEqual(ids.toSorted((a, b) => String(a).localeCompare(String(b))));
});

test("[CC4] what was under way when the line was lost is sent again under the same id", async ({
	expect,
}) => {
	const { client, clock, connect, network, sentMessages, outgoing } = openTab();
	client.send("hi");
	await connect();
	network.last.lose(1006);
	expect(outgoing()).toEqual(["hi: queued"]);
	await clock.turn(500);
	await connect();
	const [first, second] = sentMessages();
	expect(sentMessages()).toHaveLength(2);
	expect(second).toEqual(first);
});

test("[CC4] what is written before the queue is restored stands in it once", async ({ expect }) => {
	const { client, outgoing } = openTab();
	client.send("hi");
	await client.resume();
	expect(outgoing()).toEqual(["hi: queued"]);
});

test("[CC4] a message that arrived although its acknowledgement was lost is not sent again", async ({
	expect,
}) => {
	const { client, clock, connect, network, sentMessages, outgoing, idOf, kept } = openTab();
	client.send("hi");
	await connect();
	const id = idOf("hi");
	network.last.lose(1006);
	await clock.turn(500);
	await connect(visitor(1, id), bot(2));
	expect(sentMessages()).toHaveLength(1);
	expect(outgoing()).toEqual([]);
	expect([...kept.keys()].filter((key) => key.includes("outbox"))).toEqual([]);
});

test("[CC4] the queue is kept over a reload and flushed in order", async ({ expect }) => {
	const before = openTab();
	before.network.isDeviceOnline = false;
	for (const text of ["one", "two", "three"]) before.client.send(text);
	const ids = before.client.state.outgoing.map(({ id }) => id);
	const after = openTab({ kept: before.kept, clock: before.clock });
	await after.client.resume();
	await after.connect();
	for (const seq of [1, 2, 3]) {
		after.network.last.say({ type: "ack", id: ids[seq - 1] ?? "", seq });
	}
	expect(after.sentMessages().map(({ id, text }) => [id, text])).toEqual([
		[ids[0], "one"],
		[ids[1], "two"],
		[ids[2], "three"],
	]);
	expect([...after.kept.keys()].filter((key) => key.includes("outbox"))).toEqual([]);
});

test("[CC18] each message says in which language the page is, and in which time zone, for the bot to follow", async ({
	expect,
}) => {
	const { client, connect, network } = openTab();
	client.send("ok");
	client.send("Yes", "/affirm");
	await connect();
	network.last.say({ type: "ack", id: client.state.outgoing[0]?.id ?? "", seq: 1 });
	const sent = network.last.frames().filter(({ type }) => type === "message");
	expect(sent).toMatchObject([
		{ text: "ok", metadata: { language: "de", time_zone: expect.any(String) } },
		{ text: "Yes", payload: "/affirm", metadata: { language: "de" } },
	]);
});

test("[CC17] who answers is known as soon as the log says so", async ({ expect }) => {
	const { client, connect, network } = openTab();
	client.send("one");
	await connect();
	const change = (seq: number, more: object): ConversationEvent => ({
		kind: "system",
		seq,
		atMs: 1,
		code: "owner_changed",
		text: "",
		...more,
	});
	const owners = ([{ owner: "queue" }, { owner: "person", name: "Mia" }, { code: "resolved" }] as const).map(
		(more, index) => {
			network.last.say(events(change(index + 1, more)));
			return client.state.owner;
		},
	);
	expect(owners).toEqual(["queue", "person", "bot"]);
});

test("[CH1] a visitor in the queue knows the place, and can leave it", async ({ expect }) => {
	const { client, connect, network } = openTab();
	client.send("one");
	await connect();
	network.last.say({ type: "queue", place: 3, isAttended: true });
	expect(client.state).toMatchObject({ queuePlace: 3, isAttended: true });
	client.leaveQueue();
	expect(network.last.frames().at(-1)).toEqual({ type: "leave_queue" });
	network.last.say({ type: "queue", place: null });
	expect(client.state).toMatchObject({ queuePlace: null, isAttended: null });
});

test("[CF1] [CF2] a judgement shows at once, waits for the line, and the server's word counts", async ({
	expect,
}) => {
	const { client, connect, network } = openTab();
	client.send("one");
	await connect();
	const first = network.last;
	first.lose(1006);
	client.feedback.judge(2, "up");
	client.feedback.judge(2, "down", "slow");
	client.feedback.rate(9, 4);
	expect(client.state.judgements.get(2)).toEqual({ rating: "down", reason: "slow" });
	client.wake();
	await connect();
	const given = network.last.frames().filter(({ type }) => type === "feedback" || type === "csat");
	expect(given).toEqual([
		{ type: "feedback", seq: 2, rating: "down", reason: "slow" },
		{ type: "csat", seq: 9, rating: 4 },
	]);
	network.last.say({
		type: "feedback",
		messages: [{ seq: 2, rating: null }],
		resolutions: [{ seq: 9, rating: 1 }],
	});
	expect([...client.state.judgements, ...client.state.ratings]).toEqual([[9, { rating: 1, comment: null }]]);
	network.last.lose(1006);
	client.feedback.judge(5, "up");
	client.startOver();
	client.send("two");
	await connect();
	expect(network.last.frames().filter(({ type }) => type === "feedback")).toEqual([]);
	expect(client.state.judgements.size).toBe(0);
});

test("[CC5] a refused message stays for retry, under its id, and the next one goes on", async ({
	expect,
}) => {
	const { client, connect, network, sentMessages, outgoing, idOf, kept } = openTab();
	client.send("one");
	client.send("two");
	await connect();
	const id = idOf("one");
	network.last.say({ type: "error", code: "unavailable", message: "The desk is closed.", id });
	expect(outgoing()).toEqual(["one: failed", "two: sending"]);
	expect(client.state.outgoing[0]?.reason).toBe("unavailable");
	expect(kept.get(`care.chat.outbox.${CONVERSATION}.${id}`)).toContain('"failed"');
	network.last.say({ type: "ack", id: idOf("two"), seq: 1 });
	client.retry(id);
	expect(sentMessages().map((frame) => frame["id"])).toEqual([id, idOf("two"), id]);
	network.last.say({ type: "ack", id, seq: 2 });
	expect(outgoing()).toEqual(["one: sent", "two: sent"]);
});

test("[CC5] a failed message is failed after a reload too, and delete forgets it", async ({ expect }) => {
	const before = openTab();
	before.client.send("one");
	await before.connect();
	before.network.last.say({ type: "error", code: "internal", message: "", id: before.idOf("one") });
	const after = openTab({ kept: before.kept, clock: before.clock });
	await after.client.resume();
	await after.connect();
	expect(after.outgoing()).toEqual(["one: failed"]);
	expect(after.sentMessages()).toEqual([]);
	after.client.remove(after.idOf("one"));
	expect(after.outgoing()).toEqual([]);
	expect([...after.kept.keys()].filter((key) => key.includes("outbox"))).toEqual([]);
});

test("[CC6] two tabs show the same conversation, each message once", async ({ expect }) => {
	const one = openTab();
	one.client.send("from one");
	await one.connect();
	const id = one.idOf("from one");
	one.server.log.push(visitor(1, id, "from one"));
	const two = openTab({ kept: one.kept, clock: one.clock, server: one.server });
	await two.client.resume(); // finds the message in the log and in the outbox of tab one
	await settle();
	two.network.last.open();
	two.network.last.say(welcome(2));
	two.client.send("from two");
	const other = two.idOf("from two");
	const rest = [visitor(2, other, "from two"), bot(3)];
	one.network.last.say({ type: "ack", id, seq: 1 });
	one.network.last.say(events(visitor(1, id, "from one"), ...rest));
	two.network.last.say(events(...rest));
	two.network.last.say({ type: "ack", id: other, seq: 2 });
	expect(one.client.state.events).toEqual([visitor(1, id, "from one"), ...rest]);
	expect(two.client.state.events).toEqual(one.client.state.events);
	expect([...one.outgoing(), ...two.outgoing()]).toEqual([]);
	expect(two.sentMessages().map(({ text }) => text)).toEqual(["from two"]);
});

test("[CC7] makes and keeps nothing before the visitor sends; then one of each", async ({ expect }) => {
	const { client, server, kept, network, connect } = openTab();
	await client.resume();
	client.setAttention(true);
	client.wake();
	client.typing.tell();
	await settle();
	expect([server.asked, [...kept], network.sockets]).toEqual([[], [], []]);
	client.send("one");
	client.send("two");
	await connect();
	expect(server.asked).toEqual(["visitor", "conversation", "ticket"]);
	network.last.lose(1001);
	client.wake();
	await settle();
	expect(server.asked).toEqual(["visitor", "conversation", "ticket", "ticket"]);
});

test("[CC7] a tab that is open joins the conversation which another one begins", async ({ expect }) => {
	const one = openTab();
	const two = openTab({ kept: one.kept, clock: one.clock, server: one.server });
	one.client.send("hi");
	await one.connect();
	two.client.joinOtherTab();
	two.client.joinOtherTab();
	await settle();
	expect(two.network.sockets).toHaveLength(1);
	expect(one.server.asked.filter((what) => what.startsWith("history"))).toHaveLength(1);
	expect(two.outgoing()).toEqual(["hi: queued"]);
	expect(one.server.asked.filter((what) => what === "conversation")).toHaveLength(1);
});

test("[CC8] a divider counts what came while the line was lost", async ({ expect }) => {
	const { client, clock, connect, network } = openTab();
	client.send("hi");
	await connect();
	const id = client.state.outgoing[0]?.id ?? "";
	network.last.say(events(visitor(1, id), bot(2)));
	network.last.lose(1006);
	await clock.turn(500);
	network.last.open();
	network.last.say(welcome(3, bot(3), visitor(4, "other-tab"), bot(5)));
	expect(client.state.missed).toEqual({ beforeSeq: 3, count: 2 });
	client.send("ah"); // going on reads them
	expect(client.state.missed).toBeNull();
});

test("[CC8] a divider counts what came while the page was closed", async ({ expect }) => {
	const before = openTab();
	before.client.send("hi");
	await before.connect();
	const said = [visitor(1, before.idOf("hi")), bot(2)];
	before.network.last.say(events(...said));
	before.server.log.push(...said, bot(3), bot(4));
	const after = openTab({ kept: before.kept, clock: before.clock, server: before.server });
	await after.client.resume();
	expect(after.client.state.missed).toEqual({ beforeSeq: 3, count: 2 });
});

test("[CC9] counts what the reader does not see, and tells the server what was read", async ({ expect }) => {
	const { client, connect, network } = openTab();
	client.send("hi");
	await connect();
	client.setAttention(false);
	network.last.say(events(visitor(1, "x1234567"), bot(2), bot(3)));
	network.last.say(events(bot(3), bot(4))); // overlaps with what is known
	expect(client.state.unread).toBe(3);
	expect(network.last.frames().filter(({ type }) => type === "read")).toEqual([]);
	client.setAttention(true);
	client.setAttention(true);
	expect(client.state.unread).toBe(0);
	expect(network.last.frames().filter(({ type }) => type === "read")).toEqual([{ type: "read", seq: 4 }]);
});

test("[CC10] slow down holds everything back, then goes on in order", async ({ expect }) => {
	const { client, clock, connect, network, sentMessages, outgoing, idOf } = openTab();
	client.send("one");
	client.send("two");
	await connect();
	network.last.say({
		type: "error",
		code: "rate_limited",
		message: "",
		id: idOf("one"),
		retryAfterMs: 9_000,
	});
	expect(client.state.heldUntilMs).toBe(clock.now() + 9_000);
	client.send("three");
	await clock.turn(8_999);
	expect(sentMessages()).toHaveLength(1);
	expect(outgoing()).toEqual(["one: queued", "two: queued", "three: queued"]);
	await clock.turn(1);
	expect(client.state.heldUntilMs).toBeNull();
	expect(sentMessages().map(({ text }) => text)).toEqual(["one", "one"]);
});

test("[CC11] silence is answered by a new line, and then by a refusal", async ({ expect }) => {
	const { client, clock, connect, network, sentMessages, outgoing } = openTab();
	client.send("hi");
	await connect();
	await clock.turn(15_000);
	expect(network.sockets).toHaveLength(2);
	await connect();
	expect(sentMessages()).toHaveLength(2);
	await clock.turn(15_000);
	expect(outgoing()).toEqual(["hi: failed"]);
});

test("[CC12] typing is told at most once in three seconds", async ({ expect }) => {
	const { client, clock, connect, network } = openTab();
	client.send("hi");
	await connect();
	const told = () => network.last.frames().filter(({ type }) => type === "typing").length;
	client.typing.tell();
	client.typing.tell();
	expect(told()).toBe(1);
	await clock.turn(3_000);
	client.typing.tell();
	expect(told()).toBe(2);
});

test("[CC12] the other side's typing ends by itself", async ({ expect }) => {
	const { client, clock, connect, network } = openTab();
	client.send("hi");
	await connect();
	network.last.say({ type: "presence", who: "agent", state: "typing", name: "Noor" });
	expect(client.state.typing).toEqual({ who: "agent", name: "Noor" });
	await clock.turn(5_000);
	expect(client.state.typing).toBeNull();
});

test("[CC13] works in memory, and says so, where nothing may be kept", async ({ expect }) => {
	const { client, connect, network, idOf } = openTab({ isStorageAllowed: false });
	expect(client.state.isKept).toBe(true);
	client.send("hi");
	await connect();
	expect(client.state.isKept).toBe(false);
	network.last.say({ type: "ack", id: idOf("hi"), seq: 1 });
	expect(client.state.outgoing[0]?.status).toBe("sent");
});

test("[CC7] an expired or foreign session is no session", async ({ expect }) => {
	const clock = new FakeClock();
	const session = { visitorId: VISITOR, token: "t", conversationId: CONVERSATION };
	const expiresAt = new Date(clock.now() + 30_000).toISOString();
	for (const text of [JSON.stringify({ ...session, expiresAt }), "{", JSON.stringify({ token: 1 })]) {
		const { client, server } = openTab({ clock, kept: new Map([["care.chat.session", text]]) });
		await client.resume();
		expect(server.asked).toEqual([]);
	}
});

test("[CC4] ids are UUIDv7 and never go back, even when the clock does", async ({ expect }) => {
	const { client } = openTab();
	client.send("one");
	client.send("two");
	const [one, two] = client.state.outgoing.map(({ id }) => id);
	expect(one).toBe(uuidV7(1_750_000_000_000, new Uint8Array(10).fill(1)));
	expect(two).toBe(uuidV7(1_750_000_000_001, new Uint8Array(10).fill(2)));
});

test("[CC14] a new chat is another conversation of the same visitor, and there is a way back", async ({
	expect,
}) => {
	const { client, server, connect, network, idOf } = openTab();
	client.send("hi");
	await connect();
	const said = visitor(1, idOf("hi"));
	network.last.say(events(said));
	server.log.push(said);
	client.startOver();
	expect(network.last.isClosed).toBe(true);
	expect([client.state.events, client.state.connection, client.canGoBack]).toEqual([
		[],
		{ state: "idle" },
		true,
	]);
	await client.goBack();
	expect(client.state.events).toEqual([said]);
	expect(client.canGoBack).toBe(false);
	client.startOver();
	client.send("another thing");
	await settle();
	const made = server.asked.filter((what) => ["visitor", "conversation"].includes(what));
	expect(made).toEqual(["visitor", "conversation", "conversation"]);
});

test("[CC14] there is no way back to what was erased or has expired", async ({ expect }) => {
	const { client, server, connect, network } = openTab();
	client.send("hi");
	await connect();
	network.last.lose(4004);
	client.startOver();
	expect(client.canGoBack).toBe(false);
	client.send("hi again");
	await settle();
	expect(server.asked.filter((what) => what === "visitor")).toHaveLength(1);
});

test("[CC16] who has their data deleted begins afresh, as somebody new, and nothing of it is kept", async ({
	expect,
}) => {
	const kept = new Map([["care.chat.draft", "words of an earlier release"]]);
	const { client, server, connect, network } = openTab({ kept });
	client.send("hi");
	await connect();
	client.draft.keep("half a sentence");
	expect(await client.erase()).toEqual({ status: "done", receipt: "a.b.c" });
	expect(server.asked).toContain(`erase ${CONVERSATION}`);
	expect([...kept]).toEqual([]);
	expect(client.state.events).toEqual([]);
	expect(client.state.outgoing).toEqual([]);
	expect(client.canGoBack).toBe(false);
	expect(network.last.isClosed).toBe(true);
	client.send("hi again");
	await settle();
	expect(server.asked.filter((what) => what === "visitor")).toHaveLength(2);
});

test("[CC16] somebody who is signed in stays who they are, in a new conversation", async ({ expect }) => {
	const kept = new Map([["care.account.chat", "1"]]);
	const { client, server, connect } = openTab({ kept });
	client.send("hi");
	await connect();
	await client.erase();
	client.send("hi again");
	await settle();
	expect(server.asked.filter((what) => what === "visitor")).toHaveLength(1);
	expect(server.asked.filter((what) => what === "conversation")).toHaveLength(2);
});

test("[CC16] when it could not be asked for, nothing has changed", async ({ expect }) => {
	const { client, server, connect, kept } = openTab();
	client.send("hi");
	await connect();
	const before = [...kept];
	server.api.eraseMyData = async () => ({ ok: false, fault: { kind: "unreachable" } });
	expect(await client.erase()).toBeNull();
	expect([...kept]).toEqual(before);
	expect(client.state.outgoing).toHaveLength(1);
});

test("[CC19] each conversation keeps the draft that was begun in it, over a reload too", async ({
	expect,
}) => {
	const kept = new Map<string, string>();
	const clock = new FakeClock();
	const { client, connect } = openTab({ kept, clock });
	client.draft.keep("the first words");
	client.send("hi");
	await connect();
	expect(client.draft.text, "it goes on in the conversation that is made").toBe("the first words");
	const { departures } = client.state;
	client.startOver();
	expect(client.draft.text).toBe("");
	expect(client.state.departures, "the page draws another composer").toBe(departures + 1);
	client.draft.keep("another matter");
	await client.goBack();
	expect(client.draft.text).toBe("the first words");
	const reloaded = openTab({ kept, clock });
	await reloaded.client.resume();
	expect(reloaded.client.draft.text).toBe("the first words");
});

test("[CC19] what was begun for nobody's conversation any more is not kept", async ({ expect }) => {
	const kept = new Map<string, string>();
	const { client, connect, network } = openTab({ kept });
	client.send("hi");
	await connect();
	client.draft.keep("half a sentence");
	network.last.lose(4004);
	client.startOver();
	expect([...kept.values()]).not.toContain("half a sentence");
});

test("[CC19] a draft goes with the way back to its conversation, and no sooner", async ({ expect }) => {
	const one = openTab();
	const drafts = (): string[] =>
		[...one.kept].flatMap(([key, text]) => (key.includes("draft") ? [text] : []));
	one.client.send("hi");
	await one.connect();
	const two = openTab({ kept: one.kept, clock: one.clock, server: one.server });
	await two.client.resume();
	one.client.draft.keep("in the first");
	two.client.startOver();
	one.client.startOver();
	expect(drafts(), "both tabs left the same one: one can go back to it").toEqual(["in the first"]);
	one.client.send("another thing");
	await settle();
	one.client.draft.keep("in the second");
	one.client.startOver();
	expect(drafts()).toEqual(["in the second"]);
	await one.client.goBack();
	expect(one.client.draft.text).toBe("in the second");
});

test("[CV1][CV2] the chat stays for whom it was nobody's before, and is cleared for another person", async ({
	expect,
}) => {
	const { client, server, connect, network, idOf } = openTab();
	client.send("hi");
	await connect();
	const said = visitor(1, idOf("hi"));
	network.last.say(events(said));
	const person = { visitorId: numbered(7), token: "hers", verified: true, merged: 1 };
	const expiresAt = new Date(Date.UTC(2100, 0, 1)).toISOString();
	server.api.createVisitor = async () => ({ ok: true, value: { ...person, expiresAt } });
	await client.identify("a.b.c");
	expect(client.state.events).toEqual([said]);
	const other = { ...person, visitorId: numbered(8), merged: 0 };
	server.api.createVisitor = async () => ({ ok: true, value: { ...other, expiresAt } });
	await client.identify("d.e.f");
	expect([client.state.events, client.state.connection, client.canGoBack]).toEqual([
		[],
		{ state: "idle" },
		false,
	]);
	expect(network.last.isClosed).toBe(true);
});

/** Tab one with a message that was never sent in the first conversation; tab two has begun the second one. */
async function twoConversations() {
	const one = openTab();
	one.client.send("hi");
	await one.connect();
	one.network.last.say({ type: "ack", id: one.idOf("hi"), seq: 1 });
	const said = visitor(1, one.idOf("hi"));
	one.network.last.say(events(said, bot(2)));
	one.server.log.push(said, bot(2));
	one.network.isDeviceOnline = false;
	one.network.last.lose(1006);
	one.client.send("my card number");
	const shared = { kept: one.kept, clock: one.clock, server: one.server };
	const two = openTab(shared);
	await two.client.resume();
	two.client.startOver();
	two.client.send("another thing");
	await settle();
	return { one, two, shared };
}

test("[CC15] a tab stays in its conversation when another tab begins a new one", async ({ expect }) => {
	const { one, two } = await twoConversations();
	expect(two.network.last.url).toContain(numbered(2));
	one.network.isDeviceOnline = true;
	one.client.wake();
	await settle();
	expect(one.network.last.url).toContain(numbered(1));
});

test("[CC15] over a reload, what was not sent goes to the conversation in which it was written", async ({
	expect,
}) => {
	const { one, two, shared } = await twoConversations();
	const reloadedTwo = openTab({ ...shared, tabKept: two.tabKept });
	await reloadedTwo.client.resume();
	expect(reloadedTwo.outgoing()).toEqual(["another thing: queued"]);
	const reloadedOne = openTab({ ...shared, tabKept: one.tabKept });
	await reloadedOne.client.resume();
	expect(reloadedOne.client.state.events).toHaveLength(2);
	expect(reloadedOne.outgoing()).toEqual(["my card number: queued"]);
	await settle();
	expect(reloadedOne.network.last.url).toContain(numbered(1));
	const third = openTab(shared); // a new tab goes where the visitor was last
	await third.client.resume();
	expect(third.outgoing()).toEqual(["another thing: queued"]);
});

test("[CC15] what waits in a conversation that was left waits there for the way back", async ({ expect }) => {
	const { client, network, connect, outgoing, kept, clock, server, tabKept } = openTab();
	client.send("one");
	await connect();
	network.isDeviceOnline = false;
	network.last.lose(1006);
	client.startOver();
	expect(outgoing()).toEqual([]);
	const reloaded = openTab({ kept, clock, server, tabKept });
	await reloaded.client.resume();
	expect(reloaded.outgoing()).toEqual([]);
	await reloaded.client.goBack();
	expect(reloaded.outgoing()).toEqual(["one: queued"]);
});

test("[CC15] what was written before there was a conversation goes to the one that another tab made", async ({
	expect,
}) => {
	const one = openTab();
	one.network.isDeviceOnline = false;
	one.client.send("written offline");
	const two = openTab({ kept: one.kept, clock: one.clock, server: one.server });
	two.client.send("written online");
	await settle();
	const reloaded = openTab({ kept: one.kept, clock: one.clock, server: one.server, tabKept: one.tabKept });
	await reloaded.client.resume();
	expect(reloaded.outgoing()).toContain("written offline: queued");
	await settle();
	expect(reloaded.network.last.url).toContain(numbered(1));
	expect(reloaded.server.asked.filter((what) => what === "conversation")).toHaveLength(1);
	const again = openTab({
		kept: one.kept,
		clock: one.clock,
		server: one.server,
		tabKept: reloaded.tabKept,
	});
	await again.client.resume();
	expect(again.outgoing()).toContain("written offline: queued");
});
