/** What people do with conversations, by REST: who they are, what is checked at the door, what the audit log keeps. */
import { afterAll, beforeAll, test } from "vitest";
import { migrateDatabase } from "../cli/migrate-database.ts";
import { AuditList, Label } from "../contracts/desk.ts";
import { BulkOutcome } from "../contracts/desk-bulk.ts";
import { AgentList, DeskConflict, DeskOutcome } from "../contracts/desk-commands.ts";
import { startTestGateway, type TestGateway } from "../gateway/testing/test-gateway.ts";
import { freshId } from "../store/fresh-id.ts";
import { conversationRow, storeConversation } from "../store/testing/stored-conversation.ts";
import { setDisabled } from "../store/users.ts";
import { type AccountWorld, accountWorld, addUser, signInAs } from "./testing/account-world.ts";
import { FRESH_STANDING } from "./testing/fresh-conversation.ts";
import { newVisitor } from "./testing/test-world.ts";

let gateway: TestGateway;
let world: AccountWorld;
let agent: Record<string, string>;
let agentId: string;
beforeAll(async () => {
	gateway = await startTestGateway("embedded");
	world = await accountWorld(gateway);
	await migrateDatabase(world.database);
	const user = await addUser(world, ["agent"]);
	agentId = user.id;
	agent = (await signInAs(world, user)).auth;
});
afterAll(() => gateway.close());

const newId = (): string => freshId(Date.now());

/** The id of a conversation that somebody has begun. */
async function begun(): Promise<string> {
	const id = newId();
	const { visitorId } = await newVisitor(world);
	await world.env.CONVERSATIONS.getByName(id).create({ id, visitorId, channel: "chat" });
	return id;
}

/** The id of a conversation that Postgres knows. */
async function archived(): Promise<string> {
	const id = newId();
	await storeConversation(world.database, conversationRow(id, world.clock.nowMs));
	return id;
}

const order = (id: string, verb: string, body: object, headers = agent): Promise<Response> =>
	world.browser().call("POST", `/api/desk/conversations/${id}/${verb}`, body, headers);

test("[DK8] each command reaches the conversation in the caller's name, under the client's id", async ({
	expect,
}) => {
	const id = await begun();
	const colleague = await addUser(world, ["supervisor"]);
	const until = new Date(world.clock.nowMs + 60_000).toISOString();
	const orders: [string, object, object][] = [
		["take-over", { expectedEpoch: 3 }, { do: "take_over" }],
		["hand-back", {}, { do: "hand_back" }],
		["queue", {}, { do: "enqueue" }],
		["assign", { userId: colleague.id }, { do: "assign", to: { id: colleague.id } }],
		["assign", { userId: null }, { do: "assign", to: null }],
		["messages", { text: " Hello " }, { do: "message", text: "Hello", resolve: false }],
		[
			"notes",
			{ text: "look", mentions: [colleague.id] },
			{ do: "note", text: "look", mentions: [colleague.id] },
		],
		["snooze", { until }, { do: "snooze", untilMs: Date.parse(until) }],
		["snooze", { until: null }, { do: "snooze", untilMs: null }],
		["resolve", {}, { do: "resolve" }],
		["resolve", { seenSeq: 7 }, { do: "resolve" }],
		["snooze", { until: null, seenSeq: 7 }, { do: "snooze", untilMs: null }],
		["messages", { text: "Bye", resolve: true, seenSeq: 7 }, { do: "message", text: "Bye", resolve: true }],
		["reopen", {}, { do: "reopen" }],
		["priority", { priority: "urgent" }, { do: "prioritize", priority: "urgent" }],
	];
	for (const [verb, body, command] of orders) {
		const response = await order(id, verb, { id: "command-1", ...body });
		expect([verb, response.status]).toEqual([verb, 200]);
		DeskOutcome.parse(await response.json());
		const call = world.conversations.commands.at(-1);
		expect(call).toMatchObject({ conversationId: id, id: "command-1", by: { id: agentId }, command });
		expect(call?.expectedEpoch).toBe("expectedEpoch" in body ? 3 : undefined);
		expect(call?.seenSeq).toBe("seenSeq" in body ? 7 : undefined);
	}
	expect((await order(newId(), "resolve", { id: "command-1" })).status).toBe(404);
});

test("[DK9] a conflict is a 409 that says how things stand", async ({ expect }) => {
	const id = await begun();
	const standing = {
		...FRESH_STANDING,
		owner: "person" as const,
		epoch: 4,
		assignee: { id: agentId, name: "Ana" },
	};
	world.conversations.commandAnswer = () => ({ ok: false, message: "Ana answers now.", standing });
	const response = await order(id, "take-over", { id: "command-1", expectedEpoch: 3 });
	expect(response.status).toBe(409);
	expect(DeskConflict.parse(await response.json()).error).toMatchObject({ code: "conflict", standing });
	world.conversations.commandAnswer = () => ({
		ok: true,
		isNew: true,
		outcome: { seq: 1, standing: FRESH_STANDING },
	});
});

const bulk = async (action: object, ids: readonly string[], id = "command-bulk") => {
	const conversations = ids.map((one) => ({ id: one }));
	return world.browser().call("POST", "/api/desk/conversations/bulk", { id, action, conversations }, agent);
};
const outcomes = async (response: Response): Promise<string[]> =>
	BulkOutcome.parse(await response.json()).results.map((one) =>
		one.outcome === "done" ? one.id : `${one.code} ${one.id}`,
	);

test("[DK16] one thing is done to many, each by itself; who is refused keeps no other from being done", async ({
	expect,
}) => {
	const ids = await Promise.all(Array.from({ length: 8 }, begun));
	const [taken, gone] = [ids[3] ?? "", newId()];
	const before = world.conversations.commands.length;
	const done = { ok: true, isNew: true, outcome: { seq: 1, standing: FRESH_STANDING } } as const;
	world.conversations.commandAnswer = ({ conversationId }) => {
		if (conversationId === ids[5]) throw new Error("a part broke");
		return conversationId === taken
			? { ok: false, message: "Ana answers now.", standing: { ...FRESH_STANDING, epoch: 4 } }
			: done;
	};
	const response = await bulk({ do: "assign", userId: agentId }, [...ids, gone]);
	world.conversations.commandAnswer = () => done;
	expect(response.status).toBe(200);
	expect(await outcomes(response)).toEqual([
		...ids.slice(0, 3),
		`conflict ${taken}`,
		ids[4],
		`internal ${ids[5]}`,
		...ids.slice(6),
		`not_found ${gone}`,
	]);
	const told = world.conversations.commands.slice(before);
	expect(told.map(({ id, command }) => [id, command.do])).toEqual(ids.map(() => ["command-bulk", "assign"]));
	const bad: [object, readonly string[]][] = [
		[{ do: "assign", userId: newId() }, ids],
		[{ do: "snooze", until: new Date(world.clock.nowMs - 1).toISOString() }, ids],
		[{ do: "message", text: "hello all" }, ids],
		[{ do: "resolve" }, [taken, taken]],
		[{ do: "resolve" }, []],
		[{ do: "resolve" }, Array.from({ length: 101 }, newId)],
	];
	for (const [action, some] of bad)
		expect([action, (await bulk(action, some)).status]).toEqual([action, 400]);
	expect(world.conversations.commands).toHaveLength(before + ids.length);
});

test("[DK16] a label is hung on many and taken off again; twice is once, and labels that don't exist change nothing", async ({
	expect,
}) => {
	const [one, two] = [await archived(), await archived()];
	const admin = (await signInAs(world, await addUser(world, ["admin"]))).auth;
	const made = await world
		.browser()
		.call("POST", "/api/desk/labels", { name: `bulk ${one}`.slice(0, 40) }, admin);
	const label = Label.parse(await made.json());
	const labelsAfter = async (action: object) => {
		const { results } = BulkOutcome.parse(await (await bulk(action, [one, two])).json());
		return results.map((result) => (result.outcome === "done" ? result.labels : result.code));
	};
	const hang = { do: "add_label", labelId: label.id };
	expect(await labelsAfter(hang)).toEqual([[label], [label]]);
	expect(await labelsAfter(hang)).toEqual([[label], [label]]);
	expect(world.inboxes.calls.at(-1)).toEqual({ call: "labelled", value: { id: two, labels: [label] } });
	expect(await labelsAfter({ do: "remove_label", labelId: label.id })).toEqual([[], []]);
	expect((await bulk({ do: "add_label", labelId: newId() }, [one])).status).toBe(400);
	expect(await outcomes(await bulk(hang, [newId(), one]))).toEqual([
		expect.stringContaining("not_found"),
		one,
	]);
});

test("[DK10] what can't be is refused before it reaches the conversation", async ({ expect }) => {
	const id = await begun();
	const before = world.conversations.commands.length;
	const customer = await addUser(world, ["customer"]);
	const shut = await addUser(world, ["agent"]);
	await setDisabled(world.database, shut.id, world.clock.nowMs);
	const past = new Date(world.clock.nowMs - 1).toISOString();
	const bad: [string, object][] = [
		["assign", { userId: customer.id }],
		["assign", { userId: shut.id }],
		["assign", { userId: newId() }],
		["assign", {}],
		["notes", { text: "x", mentions: [agentId, customer.id] }],
		["notes", { text: "  " }],
		["snooze", { until: past }],
		["snooze", { until: "tomorrow" }],
		["priority", { priority: "very" }],
	];
	for (const [verb, body] of bad) {
		const response = await order(id, verb, { id: "command-1", ...body });
		expect([verb, body, response.status]).toEqual([verb, body, 400]);
	}
	expect((await order(id, "resolve", {})).status).toBe(400);
	expect((await order(id, "messages", { id: "command-1", text: "x".repeat(4_001) })).status).toBe(413);
	expect(world.conversations.commands).toHaveLength(before);
});

test("[DK11] who changed hands and status stands in the audit log, once", async ({ expect }) => {
	const id = await begun();
	await order(id, "take-over", { id: "command-1" });
	await order(id, "messages", { id: "command-2", text: "hello" });
	world.conversations.commandAnswer = () => ({
		ok: true,
		isNew: false,
		outcome: { seq: 1, standing: FRESH_STANDING },
	});
	await order(id, "take-over", { id: "command-1" });
	const { auth } = await signInAs(world, await addUser(world, ["admin"]));
	const response = await world.request(`/api/desk/audit-log?targetId=${id}`, { headers: auth });
	const { entries } = AuditList.parse(await response.json());
	expect(entries.map(({ action, actor }) => [action, actor.id])).toEqual([
		["conversation.taken_over", agentId],
	]);
});

test("[DK12] the agents are those who may answer customers and whose account is open", async ({ expect }) => {
	const customer = await addUser(world, ["customer"]);
	const analyst = await addUser(world, ["analyst"]);
	const { auth } = await signInAs(world, analyst);
	const { agents } = AgentList.parse(
		await (await world.request("/api/desk/agents", { headers: auth })).json(),
	);
	const ids = agents.map(({ id }) => id);
	expect(ids).toContain(agentId);
	expect(ids).not.toContain(customer.id);
	expect(ids).not.toContain(analyst.id);
});
