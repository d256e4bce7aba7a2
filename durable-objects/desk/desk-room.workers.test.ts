import { evictDurableObject, reset, runDurableObjectAlarm } from "cloudflare:test";
import { afterEach, beforeEach, test } from "vitest";
import { DeskClient } from "../testing/desk-client.ts";
import { logOf } from "../testing/inspect.ts";
import { bot, listen } from "../testing/scripted-dialogue.ts";
import { world } from "../testing/scripted-world.ts";
import { ANA, BEN, command, newConversation, newId, setOwner, TestClient } from "../testing/test-client.ts";

beforeEach(() => world.reset());
afterEach(() => reset());

test("[DR1] an agent sees every entry and how the conversation stands, live and after a loss of the line", async ({
	expect,
}) => {
	const stub = await newConversation();
	const customer = await TestClient.open(stub);
	await customer.say("hello");
	const ana = await DeskClient.open(stub, ANA);
	expect(ana.of("welcome")[0]).toMatchObject({
		standing: { owner: "bot", lastSeq: 3 },
		visitor: { isOnline: true },
		from: 1,
		to: 3,
		entries: [{ event: { event: "user" } }, { event: { event: "bot" } }, { event: { event: "action" } }],
	});
	await command(stub, { do: "note", text: "hm", mentions: [] }, { by: BEN });
	await command(stub, { do: "take_over" });
	await ana.until(() => ana.lastSeq === 6);
	expect(ana.of("entries").at(-1)?.standing).toMatchObject({ owner: "person", assignee: ANA });
	const back = await DeskClient.open(stub, ANA, { lastSeq: 3 });
	expect(back.of("welcome")[0]).toMatchObject({ from: 4, to: 6 });
	// a customer sees nothing of it
	expect(JSON.stringify(customer.frames)).not.toContain("hm");
});

test("[DR2] agents see each other and what each is doing, over an eviction too", async ({ expect }) => {
	const stub = await newConversation();
	const [ana, ben] = [await DeskClient.open(stub, ANA), await DeskClient.open(stub, BEN)];
	const seen = (client: DeskClient) => client.of("colleagues").at(-1)?.colleagues;
	await ana.until(() => seen(ana)?.length === 1);
	expect(seen(ana)).toEqual([{ ...BEN, doing: "viewing" }]);
	await evictDurableObject(stub);
	ben.send({ type: "doing", what: "typing" });
	await ana.until(() => seen(ana)?.[0]?.doing === "typing");
	ben.send({ type: "doing", what: "away" });
	await ana.until(() => seen(ana)?.length === 0);
	ben.send({ type: "doing", what: "noting" });
	await ana.until(() => seen(ana)?.[0]?.doing === "noting");
	await evictDurableObject(stub);
	ben.close();
	await ana.until(() => seen(ana)?.length === 0);
	expect(ben.of("welcome")[0]?.colleagues).toEqual([{ ...ANA, doing: "viewing" }]);
});

test("[DR3] the customer sees the one who answers typing and reading, and nobody else", async ({
	expect,
}) => {
	const stub = await newConversation();
	const customer = await TestClient.open(stub);
	const [ana, ben] = [await DeskClient.open(stub, ANA), await DeskClient.open(stub, BEN)];
	await setOwner(stub, "person");
	ben.send({ type: "doing", what: "typing" });
	ben.send({ type: "read", seq: 1 });
	await ana.until(() => ana.of("colleagues").at(-1)?.colleagues[0]?.doing === "typing");
	ana.send({ type: "doing", what: "typing" });
	await customer.until(() => customer.framesOf("presence").length === 1);
	ana.send({ type: "read", seq: 2 });
	await customer.until(() => customer.framesOf("read").length === 1);
	await command(stub, { do: "hand_back" });
	await customer.until(() => customer.framesOf("presence").length === 2);
	expect(customer.framesOf("presence")).toEqual([
		{ type: "presence", who: "agent", state: "typing", name: "Ana" },
		{ type: "presence", who: "agent", state: "idle" },
	]);
	expect(customer.framesOf("read")).toEqual([{ type: "read", who: "agent", seq: 2 }]);
});

test("[DR4] agents see the customer come, type, read and go", async ({ expect }) => {
	const stub = await newConversation();
	const ana = await DeskClient.open(stub, ANA);
	expect(ana.of("welcome")[0]?.visitor).toEqual({ isOnline: false, readSeq: 0 });
	const customer = await TestClient.open(stub);
	await customer.say("hello");
	customer.send({ type: "typing" });
	customer.send({ type: "read", seq: 2 });
	await ana.until(() => ana.of("visitor").at(-1)?.readSeq === 2);
	expect(ana.of("presence")).toContainEqual({ type: "presence", who: "visitor", state: "typing" });
	await evictDurableObject(stub);
	customer.close();
	await ana.until(() => ana.of("visitor").at(-1)?.isOnline === false);
	expect(ana.of("visitor").at(-1)).toEqual({ type: "visitor", isOnline: false, readSeq: 2 });
});

test("[DR5] what an agent has read is unread no more, and a mention is looked at by the one who is mentioned", async ({
	expect,
}) => {
	const stub = await newConversation();
	const customer = await TestClient.open(stub);
	await customer.say("hello");
	await command(stub, { do: "note", text: "look", mentions: [ANA.id] }, { by: BEN });
	const ana = await DeskClient.open(stub, ANA);
	expect(ana.of("welcome")[0]?.standing).toMatchObject({ unread: 1, mentioned: [ANA.id] });
	ana.send({ type: "read", seq: 4 });
	await ana.until(() => ana.lastSeq === 5);
	ana.send({ type: "read", seq: 4 });
	ana.send({ type: "doing", what: "typing" });
	await command(stub, { do: "prioritize", priority: "high" });
	await ana.until(() => ana.lastSeq === 6);
	expect(ana.of("entries").at(-1)?.standing).toMatchObject({ unread: 0, mentioned: [] });
	// how far the customer has read is another matter
	await evictDurableObject(stub);
	expect((await DeskClient.open(stub, BEN)).of("welcome")[0]?.visitor.readSeq).toBe(0);
});

test("[DR6] a session that ends closes the agent's sockets and not the customer's; nonsense is answered", async ({
	expect,
}) => {
	const stub = await newConversation();
	const customer = await TestClient.open(stub);
	const [ana, ben] = [
		await DeskClient.open(stub, ANA, { session: "agent-a" }),
		await DeskClient.open(stub, BEN, { session: "agent-b" }),
	];
	ben.sendRaw('{"type":"message","text":"as a customer"}');
	await ben.until(() => ben.of("error").length === 1);
	expect(ben.of("error")[0]?.code).toBe("bad_frame");
	await evictDurableObject(stub);
	await stub.endSessions(["agent-a"]);
	await ana.until(() => ana.closed !== null);
	expect([ana.closed, ben.closed, customer.closed]).toEqual([4003, null, null]);
});

test("[DR7] who may only read changes nothing: a frame that needs more is refused", async ({ expect }) => {
	const stub = await newConversation();
	const customer = await TestClient.open(stub);
	await customer.say("hello");
	const reader = await DeskClient.open(stub, BEN, { may: ["conversations:read"] });
	reader.send({ type: "read", seq: 2 });
	await reader.until(() => reader.of("error").length === 1);
	expect(reader.of("error")).toEqual([
		{ type: "error", code: "forbidden", message: "This needs the permission conversations:write." },
	]);
	reader.send({ type: "doing", what: "noting" });
	const ana = await DeskClient.open(stub, ANA);
	expect(ana.of("welcome")[0]).toMatchObject({
		standing: { unread: 1 },
		colleagues: [{ id: BEN.id, doing: "noting" }],
	});
	await evictDurableObject(stub);
	reader.send({ type: "read", seq: 2 });
	await reader.until(() => reader.of("error").length === 2);
	const nobody = await DeskClient.connect(stub, ANA, { may: [] });
	nobody.send({ type: "hello", protocol: 1, lastSeq: 0 });
	await nobody.until(() => nobody.frames.length > 0);
	expect(nobody.frames).toMatchObject([{ type: "error", code: "forbidden" }]);
});

test("[IT1] the inbox is told how the conversation is, beside the turn; away, it is told by the alarm", async ({
	expect,
}) => {
	const stub = await newConversation();
	const customer = await TestClient.open(stub);
	world.inbox = () => {
		throw new Error("the inbox is away");
	};
	await customer.say("hello");
	await customer.say("still there?");
	await setOwner(stub, "queue");
	expect(world.reports).toEqual([]);
	world.inbox = () => ({ place: null, isAttended: false, handoff: null });
	await evictDurableObject(stub);
	world.nowMs += 5_000;
	await runDurableObjectAlarm(stub);
	expect(world.reports).toMatchObject([{ lastSeq: 8, preview: "still there?", desk: { owner: "queue" } }]);
	await runDurableObjectAlarm(stub);
	expect(world.reports).toHaveLength(1);
});

test("[IT2] the customer is told the place in the queue, and may leave it for the bot", async ({
	expect,
}) => {
	const stub = await newConversation();
	const customer = await TestClient.open(stub);
	world.inbox = ({ desk }) => ({
		place: desk.owner === "queue" ? 2 : null,
		isAttended: false,
		handoff: null,
	});
	await setOwner(stub, "queue");
	await customer.until(() => customer.framesOf("queue").length === 1);
	await stub.queuePlace(1, false);
	const ana = await DeskClient.open(stub, ANA);
	expect(ana.of("welcome")[0]?.place).toBe(1);
	await customer.until(() => customer.framesOf("queue").length === 2);
	customer.send({ type: "leave_queue" });
	await customer.until(() => customer.framesOf("queue").length === 3);
	expect(customer.framesOf("queue").map(({ place }) => place)).toEqual([2, 1, null]);
	await setOwner(stub, "queue");
	await stub.queuePlace(1, false);
	await stub.queuePlace(1, true);
	await customer.until(() => customer.framesOf("queue").at(-1)?.isAttended === true);
	const told = customer.framesOf("queue").length;
	await stub.queuePlace(1, true);
	const second = await TestClient.open(stub);
	await second.until(() => second.framesOf("queue").length === 1);
	expect(second.framesOf("queue")).toEqual([{ type: "queue", place: 1, isAttended: true }]);
	expect(customer.framesOf("queue"), "nothing new, nothing said").toHaveLength(told);
	await setOwner(stub, "bot");
	await customer.say("hello bot");
	customer.send({ type: "leave_queue" });
	await customer.say("again");
	expect(
		(await logOf(stub)).filter(({ event }) => "reason" in event && event.reason === "left_queue"),
	).toHaveLength(1);
});

test("[IT3] what the inbox asks the bot to give away goes into the queue, unless it changed hands meanwhile", async ({
	expect,
}) => {
	const stub = await newConversation();
	const customer = await TestClient.open(stub);
	world.inbox = ({ desk }) => ({
		place: null,
		isAttended: false,
		handoff: desk.owner === "bot" ? "asked" : null,
	});
	await customer.say("a person, please");
	await customer.until(() => customer.events.some(({ kind }) => kind === "system"));
	expect((await stub.summary())?.owner).toBe("queue");
	expect((await logOf(stub)).map(({ event }) => event)).toContainEqual({
		type: "owner_changed",
		owner: "queue",
		epoch: 1,
		reason: "handoff",
		handoff: "asked",
	});
});

test("[IT3] a rule that is told in the middle of a turn waits for its end: what the bot says is no draft", async ({
	expect,
}) => {
	const stub = await newConversation();
	const customer = await TestClient.open(stub);
	let answer = (): void => undefined;
	const answered = new Promise<void>((resolve) => (answer = resolve));
	let onTold = (): void => undefined;
	const told = new Promise<void>((resolve) => (onTold = resolve));
	world.script = async () => {
		await answered;
		return [bot("a colleague will be here soon"), listen()];
	};
	world.inbox = ({ desk }) => {
		if (desk.owner !== "bot") return { place: 1, isAttended: false, handoff: null };
		onTold();
		return { place: null, isAttended: false, handoff: "asked" };
	};
	customer.send({ type: "message", id: newId(), text: "a person, please" });
	await customer.until(() => customer.texts("visitor").length === 1);
	// what is no part of a turn is told of at once
	await command(stub, { do: "note", text: "hm", mentions: [] }, { by: BEN });
	await told;
	answer();
	await customer.until(() => customer.events.some(({ kind }) => kind === "system"));
	const log = (await logOf(stub)).map(({ event }) => event);
	expect(log).toMatchObject([
		{ event: "user" },
		{ type: "note_added" },
		{ event: "bot", text: "a colleague will be here soon" },
		{ event: "action", name: "action_listen" },
		{ type: "owner_changed", owner: "queue" },
		{ event: "pause" },
	]);
});

test("[CD12] a snoozed conversation wakes by the alarm, over an eviction", async ({ expect }) => {
	const stub = await newConversation();
	await setOwner(stub, "queue");
	await command(stub, { do: "snooze", untilMs: world.nowMs + 60_000 });
	await evictDurableObject(stub);
	await runDurableObjectAlarm(stub);
	const asleep = await DeskClient.open(stub, ANA);
	expect(asleep.of("welcome")[0]?.standing.status).toBe("snoozed");
	world.nowMs += 60_000;
	await runDurableObjectAlarm(stub);
	await asleep.until(() => asleep.of("entries").at(-1)?.standing.status === "open");
	expect((await logOf(stub)).at(-1)?.event).toEqual({ type: "reopened", reason: "woke" });
});
