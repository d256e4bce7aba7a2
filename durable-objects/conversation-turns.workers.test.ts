import { evictDurableObject, reset } from "cloudflare:test";
import { afterEach, beforeEach, test } from "vitest";
import type { DialogueEvent } from "../contracts/dialogue-event.ts";
import { held, logOf } from "./testing/inspect.ts";
import { bot, listen } from "./testing/scripted-dialogue.ts";
import { world } from "./testing/scripted-world.ts";
import { newConversation, newId, TestClient, VISITOR, setOwner } from "./testing/test-client.ts";

beforeEach(() => world.reset());
afterEach(() => reset());

/** A turn whose action waits at a gate; `finish` is what comes of it then. */
async function slowTurn(stub: Awaited<ReturnType<typeof newConversation>>, finish: () => DialogueEvent[]) {
	const client = await TestClient.open(stub);
	const gate = held();
	world.script = async (_text, turn) => {
		turn.startAction();
		await gate.wait();
		return finish();
	};
	client.send({ type: "message", id: newId(), text: "slow" });
	await client.frame("presence");
	return { client, gate };
}

test("[TU1] a turn is logged, acknowledged to its sender and told to every tab, in one numbering", async ({
	expect,
}) => {
	const stub = await newConversation();
	const [one, two] = [await TestClient.open(stub), await TestClient.open(stub)];
	const id = await one.say("hello");
	await two.until(() => two.texts("bot").length === 1);
	expect(one.framesOf("ack")).toEqual([{ type: "ack", id, seq: 1 }]);
	expect(two.framesOf("ack")).toEqual([]);
	expect(one.events).toEqual(two.events);
	expect(one.events.map(({ kind, seq }) => [kind, seq])).toEqual([
		["visitor", 1],
		["bot", 2],
	]);
	expect((await logOf(stub)).map(({ seq }) => seq)).toEqual([1, 2, 3]);
	expect(one.lastSeq).toBe(3);
});

test("[TU2] ten sends of one id over two sockets and REST are one entry, one answer, the same seq", async ({
	expect,
}) => {
	const stub = await newConversation();
	const [one, two] = [await TestClient.open(stub), await TestClient.open(stub)];
	const message = { id: newId(), text: "once" };
	for (const client of [one, two, one, two, one, two, one, two]) client.send({ type: "message", ...message });
	const posts = await Promise.all([0, 1].map(() => stub.postMessage({ ...message, inputChannel: "rest" })));
	await one.until(() => one.framesOf("ack").length === 4);
	await two.until(() => two.framesOf("ack").length === 4);
	expect([...one.framesOf("ack"), ...two.framesOf("ack")].map(({ seq }) => seq)).toEqual(Array(8).fill(1));
	expect(posts).toEqual([posts[0], posts[0]]);
	expect(posts[0]).toMatchObject({ ok: true, posted: { seq: 1, lastSeq: 3 } });
	expect(world.answered).toEqual(["once"]);
	expect(await logOf(stub)).toHaveLength(3);
});

test("[TU3] an id that comes back with another text or payload is a conflict and changes nothing", async ({
	expect,
}) => {
	const stub = await newConversation();
	const client = await TestClient.open(stub);
	const id = await client.say("first");
	client.send({ type: "message", id, text: "second" });
	expect(await client.frame("error")).toMatchObject({ code: "conflict", id });
	const pressed = { id: newId(), text: "Yes", payload: "/affirm", inputChannel: "rest" };
	expect(await stub.postMessage(pressed)).toMatchObject({ ok: true });
	expect(await stub.postMessage({ ...pressed, text: "No" })).toMatchObject({ ok: false, code: "conflict" });
	expect(await stub.postMessage({ ...pressed, payload: "/deny" })).toMatchObject({
		ok: false,
		code: "conflict",
	});
	expect(world.answered).toEqual(["first", "/affirm"]);
});

test("[TU4] turns run one after the other, though an action waits and two sockets write at once", async ({
	expect,
}) => {
	const stub = await newConversation();
	const [one, two] = [await TestClient.open(stub), await TestClient.open(stub)];
	const gate = held();
	world.script = async (text, turn) => {
		const seen = turn.tracker.filter((event) => event.event === "bot").length;
		turn.startAction();
		if (text === "slow") await gate.wait();
		return [bot(`${text} after ${seen}`), listen()];
	};
	one.send({ type: "message", id: newId(), text: "slow" });
	await one.frame("presence");
	const texts = Array.from({ length: 20 }, (_, index) => `m${index}`);
	for (const [index, text] of texts.entries())
		(index % 2 === 0 ? one : two).send({ type: "message", id: newId(), text });
	// what a socket sends comes in order: once its typing was passed on, so were its messages
	one.send({ type: "typing" });
	two.send({ type: "typing" });
	const sawTyping = (client: TestClient): boolean =>
		client.framesOf("presence").some(({ who }) => who === "visitor");
	await one.until(() => sawTyping(one));
	await two.until(() => sawTyping(two));
	expect(world.answered).toEqual(["slow"]);
	await gate.release(stub);
	await one.until(() => one.texts("bot").length === 21);
	await two.until(() => two.texts("bot").length === 21);
	expect(one.texts("bot")).toEqual(one.texts("visitor").map((text, index) => `${text} after ${index}`));
	expect(two.events).toEqual(one.events);
	const log = await logOf(stub);
	expect(log.map(({ seq }) => seq)).toEqual(Array.from({ length: 63 }, (_, index) => index + 1));
});

test("[TU5] the message is acknowledged before the bot has thought; the bot types only while an action waits", async ({
	expect,
}) => {
	const stub = await newConversation();
	const { client, gate } = await slowTurn(stub, () => [bot("done"), listen()]);
	expect(client.frames.map(({ type }) => type)).toEqual(["welcome", "events", "ack", "presence"]);
	await gate.release(stub);
	await client.until(() => client.framesOf("presence").length === 2);
	expect(client.frames.slice(3)).toMatchObject([
		{ type: "presence", who: "bot", state: "typing" },
		{ type: "events", from: 2, to: 3 },
		{ type: "presence", who: "bot", state: "idle" },
	]);
});

test("[TU6] a bot that throws is answered for honestly, noted in the log, and the next turn works", async ({
	expect,
}) => {
	const stub = await newConversation();
	const client = await TestClient.open(stub);
	world.script = async (text) => {
		if (text === "break") throw new TypeError("no such thing");
		return [bot(`fine: ${text}`), listen()];
	};
	await client.say("break");
	await client.say("again");
	expect(client.texts("bot")).toEqual([
		"I'm sorry, something went wrong on our side. Please try again.",
		"fine: again",
	]);
	const failure = (await logOf(stub)).find(({ kind }) => kind === "system");
	expect(failure?.event).toMatchObject({ type: "turn_failed", error: "TypeError: no such thing" });
	expect(world.reported).toMatchObject([{ event: "turn.failed", error: "TypeError: no such thing" }]);
});

test("[TU7] a button's press stands in the log as its payload and is shown by its title", async ({
	expect,
}) => {
	const stub = await newConversation();
	const client = await TestClient.open(stub);
	client.send({ type: "message", id: newId(), text: "Yes, please", payload: "/affirm" });
	await client.until(() => client.texts("bot").length === 1);
	expect(client.events[0]).toMatchObject({ kind: "visitor", text: "Yes, please", payload: "/affirm" });
	expect(client.texts("bot")).toEqual(["You said: /affirm"]);
});

test("[TU8] text that no database can keep is mended at the door: every copy agrees", async ({ expect }) => {
	const stub = await newConversation();
	const client = await TestClient.open(stub);
	const id = newId();
	client.send({ type: "message", id, text: "a\0b\uD800c", metadata: { "k\0": "v\uDFFF" } });
	await client.until(() => client.texts("bot").length === 1);
	expect(client.texts("visitor")).toEqual(["a\uFFFDb\uFFFDc"]);
	const [entry] = await logOf(stub);
	expect(entry?.event).toMatchObject({ metadata: { "k\uFFFD": "v\uFFFD" } });
	client.send({ type: "message", id, text: "a\0b\uD800c" });
	await client.until(() => client.framesOf("ack").length === 2);
});

test("[RL1] messages beyond the bucket are refused with the time to wait; a repeat of a logged one is not", async ({
	expect,
}) => {
	world.limits = { ...world.limits, messages: { burst: 3, perSecond: 0.5 } };
	const stub = await newConversation();
	const client = await TestClient.open(stub);
	const ids = [];
	for (const text of ["a", "b", "c"]) ids.push(await client.say(text));
	const refused = newId();
	client.send({ type: "message", id: refused, text: "d" });
	expect(await client.frame("error")).toMatchObject({
		code: "rate_limited",
		id: refused,
		retryAfterMs: 2_000,
	});
	expect(await stub.postMessage({ id: newId(), text: "e", inputChannel: "rest" })).toMatchObject({
		ok: false,
		code: "rate_limited",
		retryAfterMs: 2_000,
	});
	client.send({ type: "message", id: ids[0] ?? "", text: "a" });
	await client.until(() => client.framesOf("ack").length === 4);
	world.nowMs += 2_000;
	client.send({ type: "message", id: refused, text: "d" });
	await client.until(() => client.texts("bot").length === 4);
	expect(await logOf(stub)).toHaveLength(12);
});

test("[OW1] what the bot computed before a takeover is kept as a draft and never shown", async ({
	expect,
}) => {
	const stub = await newConversation();
	const client = await TestClient.open(stub);
	const gate = held();
	world.script = async (text, turn) => {
		turn.startAction();
		if (text === "slow") await gate.wait();
		return [bot(`bot: ${text}`), listen()];
	};
	client.send({ type: "message", id: newId(), text: "slow" });
	await client.frame("presence");
	await setOwner(stub, "person");
	await gate.release(stub);
	client.send({ type: "message", id: newId(), text: "to the person" });
	await client.until(() => client.texts("visitor").length === 2);
	await setOwner(stub, "bot");
	await client.say("to the bot");
	expect(client.texts("bot")).toEqual(["bot: to the bot"]);
	const log = await logOf(stub);
	const system = log.filter(({ kind }) => kind === "system").map(({ event }) => event);
	expect(system).toMatchObject([
		{ type: "owner_changed", owner: "person", epoch: 1 },
		{ type: "discarded_draft", epoch: 0, currentEpoch: 1, events: [{ text: "bot: slow" }, {}] },
		{ type: "owner_changed", owner: "bot", epoch: 2 },
	]);
	expect(world.answered).toEqual(["slow", "to the bot"]);
	expect(await stub.summary()).toMatchObject({ owner: "bot" });
});

test("[OW2] taking over and handing back within one turn still makes its answer stale", async ({
	expect,
}) => {
	const stub = await newConversation();
	const { client, gate } = await slowTurn(stub, () => [bot("stale"), listen()]);
	await setOwner(stub, "person");
	await setOwner(stub, "bot");
	await gate.release(stub);
	world.script = async () => [bot("fresh"), listen()];
	await client.say("next");
	expect(client.texts("bot")).toEqual(["fresh"]);
});

test("[OW3] a turn that fails after the conversation changed hands says nothing to the customer", async ({
	expect,
}) => {
	const stub = await newConversation();
	const { client, gate } = await slowTurn(stub, () => {
		throw new Error("broken");
	});
	await setOwner(stub, "person");
	await setOwner(stub, "bot");
	await gate.release(stub);
	world.script = async () => [bot("fresh"), listen()];
	await client.say("next");
	expect(client.texts("bot")).toEqual(["fresh"]);
	expect((await logOf(stub)).some(({ event }) => "type" in event && event.type === "turn_failed")).toBe(true);
});

test("[FB1] feedback is an entry of its own for a message of the bot, and refused for anything else", async ({
	expect,
}) => {
	const stub = await newConversation();
	const client = await TestClient.open(stub);
	await client.say("hello");
	client.send({ type: "feedback", seq: 2, rating: "up", reason: "quick" });
	client.send({ type: "feedback", seq: 2, rating: null });
	await client.until(() => client.lastSeq === 5);
	expect((await logOf(stub)).slice(3)).toEqual([
		{ seq: 4, kind: "feedback", event: { seq: 2, rating: "up", reason: "quick" } },
		{ seq: 5, kind: "feedback", event: { seq: 2, rating: null } },
	]);
	for (const seq of [1, 3, 99]) client.send({ type: "feedback", seq, rating: "down" });
	await client.until(() => client.framesOf("error").length === 3);
	expect(client.framesOf("error").map(({ code }) => code)).toEqual(Array(3).fill("not_found"));
	expect(await logOf(stub)).toHaveLength(5);
});

test("[FB2] what stands of the feedback is told after the welcome, and each change to every tab", async ({
	expect,
}) => {
	const stub = await newConversation();
	const [one, two] = [await TestClient.open(stub), await TestClient.open(stub)];
	await one.say("hello");
	one.send({ type: "feedback", seq: 2, rating: "up" });
	await two.frame("feedback");
	one.send({ type: "feedback", seq: 2, rating: "down", reason: "slow" });
	await two.until(() => two.framesOf("feedback").length === 2);
	const last = { type: "feedback", messages: [{ seq: 2, rating: "down", reason: "slow" }], resolutions: [] };
	expect(two.framesOf("feedback").at(-1)).toEqual(last);
	await evictDurableObject(stub);
	const fresh = await TestClient.open(stub, 4);
	await fresh.frame("feedback");
	expect(fresh.framesOf("feedback")).toEqual([last]);
});

test("[FB3] a rating of what is no resolution is refused", async ({ expect }) => {
	const stub = await newConversation();
	const client = await TestClient.open(stub);
	await client.say("hello");
	for (const seq of [1, 2, 99]) client.send({ type: "csat", seq, rating: 5 });
	await client.until(() => client.framesOf("error").length === 3);
	expect(client.framesOf("error").map(({ code }) => code)).toEqual(Array(3).fill("not_found"));
	expect(await logOf(stub)).toHaveLength(3);
});

test("[RD1] reading is noted forward only and told to the other tabs; typing is passed on, not kept", async ({
	expect,
}) => {
	const stub = await newConversation();
	const [one, two] = [await TestClient.open(stub), await TestClient.open(stub)];
	await one.say("hello");
	for (const seq of [2, 1, 2]) one.send({ type: "read", seq });
	await two.frame("read");
	await evictDurableObject(stub);
	for (const seq of [2, 900]) one.send({ type: "read", seq });
	one.send({ type: "typing" });
	await two.frame("presence");
	expect(two.framesOf("read")).toEqual([
		{ type: "read", who: "visitor", seq: 2 },
		{ type: "read", who: "visitor", seq: 4 },
	]);
	expect(two.framesOf("presence")).toEqual([{ type: "presence", who: "visitor", state: "typing" }]);
	expect(one.framesOf("read")).toEqual([]);
	expect((await logOf(stub)).map(({ kind }) => kind)).toEqual([
		"dialogue",
		"dialogue",
		"dialogue",
		"read",
		"read",
	]);
});

test("[RP1] REST answers with what the turn gained; history pages backwards; summary says where it stands", async ({
	expect,
}) => {
	const stub = await newConversation();
	const posted = [];
	for (const text of ["one", "two", "three"])
		posted.push(await stub.postMessage({ id: newId(), text, inputChannel: "rest" }));
	expect(posted[1]).toMatchObject({
		ok: true,
		posted: { seq: 4, lastSeq: 6, events: [{ text: "two" }, { text: "You said: two" }] },
	});
	const newest = await stub.history({ limit: 4 });
	expect(newest?.events.map(({ seq }) => seq)).toEqual([4, 5, 7, 8]);
	const oldest = await stub.history({ limit: 4, before: newest?.before ?? 0 });
	expect(oldest).toMatchObject({ before: null, lastSeq: 9, events: [{ seq: 1 }, { seq: 2 }] });
	expect(await stub.summary()).toMatchObject({ owner: "bot", preview: "You said: three", lastSeq: 9 });
	expect(await stub.access()).toEqual({ visitorId: VISITOR });
});
