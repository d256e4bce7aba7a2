import { evictDurableObject, reset, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { afterEach, beforeEach, test } from "vitest";
import type { DialogueEvent } from "../contracts/dialogue-event.ts";
import { freshId } from "../store/fresh-id.ts";
import { alarmOf, crashAfterReceive, logOf, tablesOf } from "./testing/inspect.ts";
import { bot, listen } from "./testing/scripted-dialogue.ts";
import { world } from "./testing/scripted-world.ts";
import {
	newConversation,
	newId,
	type Stub,
	TestClient,
	unknownConversation,
	VISITOR,
	setOwner,
} from "./testing/test-client.ts";

beforeEach(() => world.reset());
afterEach(() => reset());

/** The conversation's storage is lost with its machine. */
function loseStorage(stub: Stub): Promise<void> {
	return runInDurableObject(stub, (_object, { storage }) => storage.deleteAll());
}

test("[EV1] a socket sleeps and goes on: tracker, numbering, idempotency and welcome survive the eviction", async ({
	expect,
}) => {
	const stub = await newConversation();
	const client = await TestClient.open(stub);
	world.script = async (text, turn) => [bot(`${text} ${turn.tracker.length}`), listen()];
	const id = await client.say("one");
	await evictDurableObject(stub);
	await client.say("two");
	await evictDurableObject(stub);
	client.send({ type: "message", id, text: "one" });
	await client.until(() => client.framesOf("ack").length === 3);
	expect(client.framesOf("ack").at(-1)).toEqual({ type: "ack", id, seq: 1 });
	expect(client.texts("bot")).toEqual(["one 1", "two 4"]);
	const resumed = await TestClient.open(stub, 3);
	expect(resumed.framesOf("welcome")).toMatchObject([{ from: 4, to: 6, owner: "bot" }]);
});

test("[EV2] the owner and its epoch survive the eviction", async ({ expect }) => {
	const stub = await newConversation();
	const client = await TestClient.open(stub);
	await setOwner(stub, "person");
	await evictDurableObject(stub);
	const id = newId();
	client.send({ type: "message", id, text: "anybody?" });
	await client.until(() => client.framesOf("ack").length === 1);
	await setOwner(stub, "bot");
	expect(world.answered).toEqual([]);
	expect((await logOf(stub)).at(-2)?.event).toMatchObject({ type: "owner_changed", epoch: 2 });
});

test("[EV3] a socket that never said hello is not told anything, before and after an eviction", async ({
	expect,
}) => {
	const stub = await newConversation();
	const silent = await TestClient.connect(stub);
	const client = await TestClient.open(stub);
	await client.say("one");
	await evictDurableObject(stub);
	await client.say("two");
	silent.send({ type: "typing" });
	expect(await silent.frame("error")).toMatchObject({ code: "bad_frame" });
	expect(silent.frames).toHaveLength(1);
});

test("[CR1] a turn that a crash interrupted is answered at the next wake-up, before anything newer", async ({
	expect,
}) => {
	const stub = await newConversation();
	const id = newId();
	await crashAfterReceive(stub, id, "before the crash");
	await evictDurableObject(stub);
	const client = await TestClient.open(stub);
	await client.say("after the crash");
	await client.until(() => client.texts("bot").length === 2);
	expect(client.texts("visitor")).toEqual(["before the crash", "after the crash"]);
	expect(client.texts("bot")).toEqual(["You said: before the crash", "You said: after the crash"]);
	const again = await stub.postMessage({ id, text: "before the crash", inputChannel: "rest" });
	expect(again).toMatchObject({
		ok: true,
		posted: { seq: 1, events: [{}, { text: "You said: before the crash" }] },
	});
	expect(world.answered).toEqual(["before the crash", "after the crash"]);
});

test("[CR2] the alarm alone brings an interrupted turn to its end, with the same turn id", async ({
	expect,
}) => {
	const stub = await newConversation();
	const turnIds: string[] = [];
	world.script = async (_text, turn) => {
		turnIds.push(turn.turnId);
		return [bot("at last"), listen()];
	};
	const id = newId();
	await crashAfterReceive(stub, id, "hello?");
	await runInDurableObject(stub, (_object, { storage }) => storage.setAlarm(world.nowMs + 1_000));
	await evictDurableObject(stub);
	expect(await runDurableObjectAlarm(stub)).toBe(true);
	expect(turnIds).toEqual([id]);
	expect((await stub.history({ limit: 10 }))?.events).toMatchObject([
		{ text: "hello?" },
		{ text: "at last" },
	]);
});

test("[CR3] a turn that keeps bringing the object down is given up after three tries, with an apology", async ({
	expect,
}) => {
	const stub = await newConversation();
	await crashAfterReceive(stub, newId(), "poison");
	await runInDurableObject(stub, (_object, { storage }) => {
		storage.sql.exec("UPDATE message_ids SET tries = 3");
	});
	await evictDurableObject(stub);
	const client = await TestClient.open(stub);
	await client.say("still there?");
	expect(client.texts("bot")).toEqual([
		"I'm sorry, something went wrong on our side. Please try again.",
		"You said: still there?",
	]);
	expect(world.answered).toEqual(["still there?"]);
});

test("[OB1] the log goes to Postgres by the alarm, once, with the conversation's row", async ({ expect }) => {
	const stub = await newConversation();
	const client = await TestClient.open(stub);
	await client.say("hello");
	expect(await alarmOf(stub)).toBe(world.nowMs + 1_000);
	expect(world.flushes).toEqual([]);
	await runDurableObjectAlarm(stub);
	expect(world.flushes).toHaveLength(1);
	expect(world.flushes[0]).toMatchObject({
		conversation: {
			visitorId: VISITOR,
			channel: "chat",
			owner: "bot",
			lastSeq: 3,
			preview: "You said: hello",
			modelId: "scripted",
		},
		leaseEpoch: 1,
	});
	const stored = world.flushes[0]?.entries.map(({ seq, kind, event }) => ({ seq, kind, event }));
	expect(stored).toEqual(await logOf(stub));
	expect(await alarmOf(stub)).toBeNull();
	await evictDurableObject(stub);
	await client.say("again");
	await runDurableObjectAlarm(stub);
	expect(world.flushes[1]?.entries.map(({ seq }) => seq)).toEqual([4, 5, 6]);
});

test("[IB17] a conversation tells the inbox and Postgres by which site it came in, over the loss of its storage", async ({
	expect,
}) => {
	const id = newId();
	const stub = unknownConversation(id);
	await stub.create({ id, visitorId: VISITOR, channel: "chat", siteKey: "berlin" });
	const sites = () => [
		world.flushes.at(-1)?.conversation.siteKey,
		world.reports.findLast((report) => report.id === id)?.siteKey,
	];
	const client = await TestClient.open(stub);
	await client.say("hello");
	await runDurableObjectAlarm(stub);
	expect(sites()).toEqual(["berlin", "berlin"]);
	await loseStorage(stub);
	await evictDurableObject(stub);
	await (await TestClient.open(stub)).say("again");
	await runDurableObjectAlarm(stub);
	expect(world.flushes).toHaveLength(2);
	expect(sites()).toEqual(["berlin", "berlin"]);
});

test("[OB2] while Postgres is away the chat goes on, the tries grow rarer, and then all of it arrives", async ({
	expect,
}) => {
	const stub = await newConversation();
	const client = await TestClient.open(stub);
	world.isArchiveAway = true;
	const waits = [];
	for (const text of ["a", "b", "c", "d"]) {
		await client.say(text);
		world.nowMs = Math.max(world.nowMs, (await alarmOf(stub)) ?? 0);
		await runDurableObjectAlarm(stub);
		await evictDurableObject(stub);
		waits.push(((await alarmOf(stub)) ?? 0) - world.nowMs);
	}
	expect(waits).toEqual([750, 1_500, 3_000, 6_000]);
	expect(world.logged.filter(({ event }) => event === "outbox.failed")).toMatchObject([
		{ attempts: 1, waiting: 3 },
		{ attempts: 2, waiting: 6 },
		{ attempts: 3, waiting: 9 },
		{ attempts: 4, waiting: 12 },
	]);
	world.isArchiveAway = false;
	world.nowMs += 6_000;
	await runDurableObjectAlarm(stub);
	expect([...world.archive.values()][0]?.entries.size).toBe(12);
	expect(await alarmOf(stub)).toBeNull();
});

test("[OB3] a Postgres that was restored to an earlier time gets what it lacks", async ({ expect }) => {
	const stub = await newConversation();
	const client = await TestClient.open(stub);
	await client.say("one");
	await runDurableObjectAlarm(stub);
	const [stored] = world.archive.values();
	for (const seq of [2, 3]) stored?.entries.delete(seq);
	await client.say("two");
	await runDurableObjectAlarm(stub);
	expect([...(stored?.entries.keys() ?? [])].toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6]);
});

test("[RB1] an object without storage rebuilds itself from Postgres before its first turn", async ({
	expect,
}) => {
	const id = newId();
	const stub = await newConversation(id);
	world.script = async (text, turn) => [bot(`${text} ${turn.tracker.length}`), listen()];
	const client = await TestClient.open(stub);
	const first = await client.say("one");
	client.send({ type: "feedback", seq: 2, rating: "up" });
	await client.until(() => client.lastSeq === 4);
	await runDurableObjectAlarm(stub);
	const before = await logOf(stub);
	await loseStorage(stub);
	await evictDurableObject(stub, { webSockets: "close" });
	const resumed = await TestClient.open(unknownConversation(id), 3);
	expect(resumed.lastSeq).toBe(4);
	expect(await logOf(stub)).toEqual(before);
	await resumed.say("two");
	expect(resumed.texts("bot")).toEqual(["two 4"]);
	resumed.send({ type: "message", id: first, text: "one" });
	await resumed.until(() => resumed.framesOf("ack").length === 2);
	expect(resumed.framesOf("ack").at(-1)).toEqual({ type: "ack", id: first, seq: 1 });
	await runDurableObjectAlarm(stub);
	expect(world.flushes.at(-1)).toMatchObject({
		leaseEpoch: 2,
		entries: [{ seq: 5 }, { seq: 6 }, { seq: 7 }],
	});
});

test("[RB2] a pending turn, the owner and the reminders are rebuilt too", async ({ expect }) => {
	const id = newId();
	const stub = await newConversation(id);
	const due = new Date(world.nowMs + 60_000).toISOString();
	world.script = async (text) => [
		...(text === "remind"
			? [{ event: "reminder" as const, name: "r1", intent: "nudge", date_time: due }]
			: []),
		bot(text),
		listen(),
	];
	const client = await TestClient.open(stub);
	await client.say("remind");
	await setOwner(stub, "person");
	await setOwner(stub, "bot");
	await runDurableObjectAlarm(stub);
	// the machine died while the bot thought: Postgres has the message and no answer
	const event: DialogueEvent = { event: "user", text: "unanswered", message_id: newId(), parse_data: {} };
	world.archive
		.get(id)
		?.entries.set(9, { kind: "dialogue", event, seq: 9, atMs: world.nowMs, eventId: newId() });
	await loseStorage(stub);
	await evictDurableObject(stub, { webSockets: "close" });
	world.script = async (text) => [bot(`answer: ${text}`), listen()];
	const resumed = await TestClient.open(unknownConversation(id));
	await resumed.until(() => resumed.texts("bot").includes("answer: unanswered"));
	world.nowMs += 60_000;
	await runDurableObjectAlarm(unknownConversation(id));
	await resumed.until(() => resumed.texts("bot").includes("answer: EXTERNAL: nudge"));
	expect(resumed.texts("visitor")).toEqual(["remind", "unanswered"]);
	await setOwner(unknownConversation(id), "queue");
	expect((await logOf(stub)).at(-2)?.event).toMatchObject({ owner: "queue", epoch: 3 });
});

test("[RB3] an unknown conversation is nobody's, and leaves nothing on the disk", async ({ expect }) => {
	const stub = unknownConversation();
	expect(await stub.access()).toBeNull();
	expect(await stub.history({ limit: 10 })).toBeNull();
	expect(await stub.summary()).toBeNull();
	expect(await stub.postMessage({ id: newId(), text: "hi", inputChannel: "rest" })).toMatchObject({
		code: "not_found",
	});
	await expect(TestClient.connect(stub)).rejects.toThrow("status 404");
	expect(await tablesOf(stub)).toEqual([]);
});

test("[RB4] with Postgres away a rebuild says when to come back, builds nothing by halves, and works later", async ({
	expect,
}) => {
	const id = newId();
	const stub = await newConversation(id);
	await (await TestClient.open(stub)).say("one");
	await runDurableObjectAlarm(stub);
	await loseStorage(stub);
	await evictDurableObject(stub, { webSockets: "close" });
	world.isArchiveAway = true;
	const again = unknownConversation(id);
	await expect(TestClient.connect(again)).rejects.toThrow("status 503");
	expect(await again.postMessage({ id: newId(), text: "two", inputChannel: "rest" })).toMatchObject({
		ok: false,
		code: "unavailable",
		retryAfterMs: 5_000,
	});
	await expect(async () => await again.access()).rejects.toThrow("conversation unavailable");
	expect(await tablesOf(again)).toEqual([]);
	world.isArchiveAway = false;
	expect(await again.access()).toEqual({ visitorId: VISITOR });
	expect((await logOf(again)).length).toBe(3);
});

test("[RB5] a log that has a gap in Postgres is not built upon", async ({ expect }) => {
	const id = newId();
	const stub = await newConversation(id);
	await (await TestClient.open(stub)).say("one");
	await runDurableObjectAlarm(stub);
	await loseStorage(stub);
	await evictDurableObject(stub, { webSockets: "close" });
	const stored = world.archive.get(id);
	const entry = stored?.entries.get(2);
	if (entry !== undefined) stored?.entries.set(2, { ...entry, seq: 7 });
	await expect(async () => await unknownConversation(id).access()).rejects.toThrow(
		"conversation unavailable",
	);
	expect(await tablesOf(unknownConversation(id))).toEqual([]);
});

test("[SU1] an object that was superseded stops, sends its clients on, and keeps what Postgres never got", async ({
	expect,
}) => {
	const id = newId();
	const stub = await newConversation(id);
	const client = await TestClient.open(stub);
	await client.say("one");
	await runDurableObjectAlarm(stub);
	const stored = world.archive.get(id);
	if (stored !== undefined) stored.leaseEpoch = 5; // another object has claimed it
	await client.say("two");
	await runDurableObjectAlarm(stub);
	await client.until(() => client.closed !== null);
	expect(client.closed).toMatchObject({ code: 4001, reason: "moved" });
	expect(await tablesOf(stub)).toEqual(["stranded_1"]);
	expect(world.logged.at(-1)).toMatchObject({ event: "conversation.superseded", leaseEpoch: 5, stranded: 3 });
	// asked again, it claims the conversation back and goes on from what Postgres has
	const resumed = await TestClient.open(stub);
	expect(resumed.texts("visitor")).toEqual(["one"]);
	expect(stored?.leaseEpoch).toBe(6);
});

test("[RM1] a reminder rings by the alarm, survives an eviction, and speaks once", async ({ expect }) => {
	const stub = await newConversation();
	const client = await TestClient.open(stub);
	const due = new Date(world.nowMs + 3_600_000).toISOString();
	world.script = async (text) => {
		if (text !== "remind me") return [bot(`on time: ${text}`), listen()];
		return [{ event: "reminder", name: "r1", intent: "nudge", date_time: due }, bot("I will"), listen()];
	};
	await client.say("remind me");
	await runDurableObjectAlarm(stub);
	expect(await alarmOf(stub)).toBe(world.nowMs + 3_600_000);
	await evictDurableObject(stub);
	world.nowMs += 3_600_000;
	await runDurableObjectAlarm(stub);
	await client.until(() => client.texts("bot").length === 2);
	await runDurableObjectAlarm(stub);
	expect(client.texts("bot")).toEqual(["I will", "on time: EXTERNAL: nudge"]);
	expect(client.texts("visitor")).toEqual(["remind me"]);
	expect(
		(await logOf(stub)).map(({ event }) =>
			"type" in event ? event.type : "event" in event ? event.event : "",
		),
	).toEqual(["user", "reminder", "bot", "action", "reminder_fired", "user", "bot", "action"]);
});

test("[RM2] a reminder of a conversation that a person has is dropped and noted", async ({ expect }) => {
	const stub = await newConversation();
	const client = await TestClient.open(stub);
	const due = new Date(world.nowMs + 1_000).toISOString();
	world.script = async () => [
		{ event: "reminder", name: "r1", intent: "nudge", date_time: due },
		bot("ok"),
		listen(),
	];
	await client.say("remind me");
	await setOwner(stub, "person");
	world.nowMs += 2_000;
	await runDurableObjectAlarm(stub);
	expect((await logOf(stub)).at(-1)?.event).toEqual({
		type: "reminder_dropped",
		name: "r1",
		reason: "not_bot_owned",
	});
	expect(client.texts("bot")).toEqual(["ok"]);
});

test("[RM8] a reminder that rings may cancel one that is due with it", async ({ expect }) => {
	const stub = await newConversation();
	const client = await TestClient.open(stub);
	const at = (ms: number): string => new Date(world.nowMs + ms).toISOString();
	world.script = async (text) => {
		if (text === "EXTERNAL: first") return [{ event: "cancel_reminder", name: "r2" }, bot("first"), listen()];
		if (text !== "remind me") return [bot(text), listen()];
		return [
			{ event: "reminder", name: "r1", intent: "first", date_time: at(1_000) },
			{ event: "reminder", name: "r2", intent: "second", date_time: at(2_000) },
			bot("I will"),
			listen(),
		];
	};
	await client.say("remind me");
	world.nowMs += 5_000;
	await runDurableObjectAlarm(stub);
	await client.until(() => client.texts("bot").includes("first"));
	await runDurableObjectAlarm(stub);
	expect(client.texts("bot")).toEqual(["I will", "first"]);
	expect(await alarmOf(stub)).toBeNull();
});

test("[AS14] a sender's name survives the eviction and the object's loss; a visitor's conversation takes none", async ({
	expect,
}) => {
	world.script = async (_text, turn) => [bot(turn.sender), listen()];
	const said = async (stub: Stub, sender?: string) => {
		const named = sender === undefined ? {} : { sender };
		const result = await stub.postMessage({ id: newId(), text: "who?", inputChannel: "rest", ...named });
		return result.ok ? result.posted.events.at(-1)?.text : result.code;
	};
	const id = freshId(0);
	const stub = unknownConversation(id);
	await stub.create({ id, visitorId: null, channel: "rest" });
	expect(await said(stub)).toBe(id);
	expect(await said(stub, "ann")).toBe("ann");
	await evictDurableObject(stub);
	expect([await said(stub), await said(stub, "bob")]).toEqual(["ann", "ann"]);
	await runDurableObjectAlarm(stub);
	await loseStorage(stub);
	await evictDurableObject(stub);
	expect(await said(stub)).toBe("ann");
	const visitors = await newConversation();
	expect(await said(visitors, "ann")).toBe((await visitors.summary())?.id);
});
