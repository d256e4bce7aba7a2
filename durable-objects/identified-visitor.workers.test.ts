import { evictDurableObject, reset, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { afterEach, beforeEach, test } from "vitest";
import type { VerifiedVisitor } from "../contracts/identity.ts";
import { logOf } from "./testing/inspect.ts";
import { bot, listen } from "./testing/scripted-dialogue.ts";
import { world } from "./testing/scripted-world.ts";
import { newConversation, newId, TestClient, unknownConversation, VISITOR } from "./testing/test-client.ts";

beforeEach(() => world.reset());
afterEach(() => reset());

const ANN: VerifiedVisitor = {
	site: "shop",
	subject: "customer-1",
	email: "ann@shop.example",
	name: "Ann",
	attributes: { plan: "gold" },
};

/** What the bot finds in the metadata of each message. */
function metadataOf(seen: unknown[]): void {
	world.script = async (_text, turn) => {
		seen.push(turn.tracker.findLast((event) => event.event === "user")?.metadata);
		return [bot("ok"), listen()];
	};
}

test("[VI1] a conversation becomes the person's: its own from then on, over an eviction, with an entry in its log", async ({
	expect,
}) => {
	const stub = await newConversation();
	await stub.postMessage({ id: newId(), text: "hello", inputChannel: "chat" });
	const person = newId();
	const call = { visitorId: person, from: VISITOR, visitor: ANN };
	expect(await stub.identify(call)).toBe("merged");
	expect(await stub.access()).toEqual({ visitorId: person });
	expect(await stub.identify(call)).toBe("known");
	await evictDurableObject(stub);
	expect(await stub.access()).toEqual({ visitorId: person });
	expect(await stub.identify(call)).toBe("known");
	const noted = (await logOf(stub)).filter(({ kind }) => kind === "system").map(({ event }) => event);
	expect(noted).toEqual([
		{ type: "visitor_identified", visitorId: person, mergedFrom: VISITOR, visitor: ANN },
	]);
});

test("[VI2] of two that claim it at once one has it; who is neither of them changes nothing", async ({
	expect,
}) => {
	const stub = await newConversation();
	const [one, two] = [newId(), newId()];
	const outcomes = await Promise.all(
		[one, two].map((visitorId) => stub.identify({ visitorId, from: VISITOR, visitor: ANN })),
	);
	expect(outcomes).toEqual(["merged", "refused"]);
	expect(await stub.identify({ visitorId: two, from: newId(), visitor: ANN })).toBe("refused");
	expect(await stub.identify({ visitorId: two, from: null, visitor: ANN })).toBe("refused");
	expect(await stub.access()).toEqual({ visitorId: one });
	expect(await unknownConversation().identify({ visitorId: one, from: VISITOR, visitor: null })).toBe(
		"refused",
	);
});

test("[VI3] a conversation of Rasa's channels is nobody's and stays so", async ({ expect }) => {
	const stub = unknownConversation();
	await stub.create({ id: stub.name ?? "", visitorId: null, channel: "rest" });
	expect(await stub.identify({ visitorId: newId(), from: null, visitor: ANN })).toBe("refused");
});

test("[VI4] sockets of the visitor who it was are closed; the person's stay", async ({ expect }) => {
	const stub = await newConversation();
	const old = await TestClient.open(stub);
	const person = newId();
	await stub.identify({ visitorId: person, from: VISITOR, visitor: ANN });
	await old.until(() => old.closed !== null);
	expect(old.closed).toEqual({ code: 4003, reason: "unauthorized" });
});

test("[VI5] each message carries who says it, as the server knows; what a client claims is dropped", async ({
	expect,
}) => {
	const seen: unknown[] = [];
	metadataOf(seen);
	const stub = await newConversation();
	const forged = { verified_visitor: { ...ANN, subject: "boss" }, page: "/cart" };
	const say = () => stub.postMessage({ id: newId(), text: "hi", inputChannel: "chat", metadata: forged });
	await say();
	await stub.identify({ visitorId: VISITOR, from: null, visitor: ANN });
	await say();
	await evictDurableObject(stub);
	await say();
	const later = { ...ANN, attributes: { plan: "silver" } };
	await stub.identify({ visitorId: VISITOR, from: null, visitor: later });
	await say();
	const client = await TestClient.open(stub);
	client.send({ type: "message", id: newId(), text: "hi", metadata: forged });
	await client.until(() => seen.length === 5);
	expect(seen).toEqual([
		{ page: "/cart" },
		{ page: "/cart", verified_visitor: ANN },
		{ page: "/cart", verified_visitor: ANN },
		{ page: "/cart", verified_visitor: later },
		{ page: "/cart", verified_visitor: later },
	]);
});

test("[VI6] Postgres is told whose it is, and an object that lost its storage knows it from there", async ({
	expect,
}) => {
	const seen: unknown[] = [];
	metadataOf(seen);
	const stub = await newConversation();
	await stub.postMessage({ id: newId(), text: "hello", inputChannel: "chat" });
	const person = newId();
	await stub.identify({ visitorId: person, from: VISITOR, visitor: ANN });
	await runDurableObjectAlarm(stub);
	expect(world.flushes.at(-1)?.conversation.visitorId).toBe(person);
	await runInDurableObject(stub, (_object, { storage }) => storage.deleteAll());
	await evictDurableObject(stub);
	expect(await stub.access()).toEqual({ visitorId: person });
	await stub.postMessage({ id: newId(), text: "again", inputChannel: "chat" });
	expect(seen.at(-1)).toEqual({ verified_visitor: ANN });
});
