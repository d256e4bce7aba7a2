import { evictDurableObject, reset } from "cloudflare:test";
import { afterEach, beforeEach, test } from "vitest";
import type { DeskCommand } from "./desk-commands.ts";
import { logOf } from "../testing/inspect.ts";
import { bot, listen } from "../testing/scripted-dialogue.ts";
import { world } from "../testing/scripted-world.ts";
import { ANA, BEN, command, newConversation, newId, setOwner, TestClient } from "../testing/test-client.ts";

beforeEach(() => world.reset());
afterEach(() => reset());

const say = (text: string): DeskCommand => ({ do: "message", text, resolve: false });

test("[CD8] a person's message reaches the customer and the tracker once, however often it is sent", async ({
	expect,
}) => {
	const stub = await newConversation();
	const client = await TestClient.open(stub);
	await client.say("help");
	expect(await command(stub, say("too early"))).toMatchObject({
		ok: false,
		standing: { owner: "bot", assignee: null },
	});
	await command(stub, { do: "take_over" });
	const id = newId();
	const first = await command(stub, say("I am Ana"), { id });
	await evictDurableObject(stub);
	const again = await Promise.all([0, 1, 2].map(() => command(stub, say("I am Ana"), { id })));
	for (const repeat of again) {
		expect(repeat).toMatchObject({ ok: true, isNew: false });
		expect(repeat.ok && repeat.outcome.seq).toBe(first.ok ? first.outcome.seq : 0);
	}
	expect(await command(stub, say("something else"), { id })).toMatchObject({ ok: false });
	await client.until(() => client.events.some(({ kind }) => kind === "agent"));
	expect(client.events.filter(({ kind }) => kind === "agent")).toMatchObject([
		{ name: "Ana", text: "I am Ana" },
	]);
	// what the bot's tracker knows, when it answers again
	await command(stub, { do: "hand_back" });
	let seen: unknown = null;
	world.script = async (_text, turn) => {
		seen = turn.tracker.map(({ event }) => event);
		return [bot("back"), listen()];
	};
	await client.say("hello bot");
	expect(seen).toEqual(["user", "bot", "action", "pause", "agent", "resume", "user"]);
});

test("[CD9] of two who take it over at once one has it; the other is told who", async ({ expect }) => {
	const stub = await newConversation();
	await setOwner(stub, "queue");
	const [ana, ben] = await Promise.all(
		[ANA, BEN].map((by) => command(stub, { do: "take_over" }, { by, expectedEpoch: 1 })),
	);
	expect([ana?.ok, ben?.ok].filter((isOk) => isOk === true)).toHaveLength(1);
	const winner = ana?.ok === true ? ANA : BEN;
	const loser = ana?.ok === true ? ben : ana;
	expect(loser).toMatchObject({ ok: false, standing: { owner: "person", assignee: winner, epoch: 2 } });
});

test("[CD10] a customer who writes opens what was resolved or asleep; resolving is told to them", async ({
	expect,
}) => {
	const stub = await newConversation();
	const client = await TestClient.open(stub);
	await setOwner(stub, "person");
	await command(stub, { do: "snooze", untilMs: null });
	client.send({ type: "message", id: newId(), text: "are you there?" });
	await client.until(() => client.texts("visitor").length === 1);
	expect(await command(stub, { do: "prioritize", priority: "high" })).toMatchObject({
		outcome: { standing: { status: "open", owner: "person", unread: 1, priority: "high" } },
	});
	await command(stub, { do: "resolve" });
	await client.until(() =>
		client.events.some((event) => event.kind === "system" && event.code === "resolved"),
	);
	await client.say("thanks");
	expect(await command(stub, { do: "prioritize", priority: "low" })).toMatchObject({
		outcome: { standing: { status: "open", owner: "bot" } },
	});
	const states = (await logOf(stub)).flatMap(({ event }) =>
		"type" in event && ["snoozed", "reopened", "resolved"].includes(String(event.type)) ? [event] : [],
	);
	const reopened = { type: "reopened", reason: "customer_wrote" };
	expect(states).toMatchObject([{ type: "snoozed" }, reopened, { type: "resolved", by: ANA }, reopened]);
});

test("[CD11] notes and who did what are nothing for the customer, and card numbers are not kept in notes", async ({
	expect,
}) => {
	const stub = await newConversation();
	const client = await TestClient.open(stub);
	await command(stub, { do: "note", text: "card 4111 1111 1111 1111", mentions: [BEN.id] });
	await command(stub, { do: "prioritize", priority: "urgent" });
	await client.until(() => client.lastSeq === 2);
	expect(client.events).toEqual([]);
	expect((await logOf(stub))[0]?.event).toMatchObject({ text: "card [card number]", by: ANA });
});

test("[HO1] an answer that leaves the bot paused puts the conversation into the queue, in the same write", async ({
	expect,
}) => {
	const stub = await newConversation();
	const client = await TestClient.open(stub);
	world.script = async () => [bot("one moment"), { event: "pause" }, listen()];
	await client.say("I want a person");
	await client.until(() => client.events.some(({ kind }) => kind === "system"));
	expect((await stub.summary())?.owner).toBe("queue");
	expect((await logOf(stub)).at(-1)?.event).toEqual({
		type: "owner_changed",
		owner: "queue",
		epoch: 1,
		reason: "handoff",
		handoff: "action",
	});
	client.send({ type: "message", id: newId(), text: "hello?" });
	await client.until(() => client.texts("visitor").length === 2);
	expect(world.answered).toEqual(["I want a person"]);
});

test("[HO1] an action may say why, and the bot that speaks again begins a new turn", async ({ expect }) => {
	const stub = await newConversation();
	const client = await TestClient.open(stub);
	world.script = async () => [
		bot("one moment"),
		{ event: "action", name: "handover_form" },
		{ event: "pause", metadata: { handoff: "asked" } },
		{ event: "active_loop", name: null },
	];
	await client.say("I want a person");
	await client.until(() => client.events.some(({ kind }) => kind === "system"));
	const [handed, listening] = (await logOf(stub)).slice(-2);
	expect(handed?.event).toMatchObject({ type: "owner_changed", owner: "queue", handoff: "asked" });
	expect(listening?.event).toMatchObject({ event: "action", name: "action_listen" });
	client.send({ type: "leave_queue" });
	await client.until(() => client.events.filter(({ kind }) => kind === "system").length === 2);
	expect((await stub.summary())?.owner).toBe("bot");
});

test("[HO2] who lets the bot go on over Rasa's API takes it out of the queue, and never from a person", async ({
	expect,
}) => {
	const id = newId();
	const stub = await newConversation(id);
	const look = { verbosity: "NONE", until: null } as const;
	const resume = () => stub.rasa({ work: "append", events: [{ event: "resume" }], id, begin: false, look });
	await setOwner(stub, "queue");
	await resume();
	expect((await stub.summary())?.owner).toBe("bot");
	await setOwner(stub, "person");
	await resume();
	expect((await stub.summary())?.owner).toBe("person");
});

test("[FB3] the customer rates a resolution, and may change it; another tab is told", async ({ expect }) => {
	const stub = await newConversation();
	const [one, two] = [await TestClient.open(stub), await TestClient.open(stub)];
	await one.say("hello");
	await command(stub, { do: "resolve" });
	await one.until(() => one.events.some((event) => event.kind === "system" && event.code === "resolved"));
	const seq = one.events.findLast((event) => event.kind === "system")?.seq ?? 0;
	one.send({ type: "csat", seq, rating: 2, comment: "took long" });
	one.send({ type: "csat", seq, rating: 4 });
	await two.until(() => two.framesOf("feedback").length === 2);
	expect(two.framesOf("feedback")).toMatchObject([
		{ messages: [], resolutions: [{ seq, rating: 2, comment: "took long" }] },
		{ messages: [], resolutions: [{ seq, rating: 4 }] },
	]);
	expect((await logOf(stub)).slice(-2)).toMatchObject([
		{ kind: "feedback", event: { seq, csat: 2, comment: "took long" } },
		{ kind: "feedback", event: { seq, csat: 4 } },
	]);
	expect(one.framesOf("error")).toEqual([]);
});
