import { evictDurableObject, reset, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { afterEach, beforeEach, test } from "vitest";
import { alarmOf, diskOf, held } from "./testing/inspect.ts";
import { bot, listen } from "./testing/scripted-dialogue.ts";
import { world } from "./testing/scripted-world.ts";
import { newConversation, newId, TestClient, unknownConversation, VISITOR } from "./testing/test-client.ts";

beforeEach(() => world.reset());
afterEach(() => reset());

const PLANTED = "zebedee of 7 Plum Lane";

test("[ES1] an erased conversation has nothing left on its disk, its sockets end with `erased`, and it never comes back", async ({
	expect,
}) => {
	const id = newId();
	const stub = await newConversation(id);
	const client = await TestClient.open(stub);
	await client.say(PLANTED);
	await runDurableObjectAlarm(stub);
	expect(await diskOf(stub)).toContain(PLANTED);
	expect(world.archive.has(id)).toBe(true);

	await stub.erase({ tombstone: true });
	await client.until(() => client.closed !== null);
	expect(client.closed).toEqual({ code: 4004, reason: "erased" });
	const gone = async (): Promise<void> => {
		expect(await diskOf(stub)).toBe('[["erased",[]]]');
		expect(await alarmOf(stub)).toBeNull();
		// Postgres still has it: the erasure has not come there yet
		expect(await stub.access()).toBeNull();
		expect(await stub.history({ limit: 10 })).toBeNull();
		expect(await stub.postMessage({ id: newId(), text: "hello", inputChannel: "chat" })).toMatchObject({
			ok: false,
			code: "not_found",
		});
		expect((await stub.fetch("http://conversation/", { headers: { upgrade: "websocket" } })).status).toBe(
			404,
		);
		// caught inside: an error that crosses the border counts as unhandled there
		await runInDurableObject(stub, async (object) => {
			const create = Reflect.get(object, "create");
			await expect(
				Reflect.apply(create, object, [{ id, visitorId: VISITOR, channel: "chat" }]),
			).rejects.toThrow("was erased");
		});
	};
	await gone();
	await evictDurableObject(stub);
	await gone();
	await stub.erase({ tombstone: true });
	await gone();
});

test("[ES2] what was under way when a conversation is erased writes nothing, and the erasure waits for it", async ({
	expect,
}) => {
	const stub = await newConversation();
	const action = held();
	world.script = async () => {
		await action.wait();
		return [bot(PLANTED), listen()];
	};
	const client = await TestClient.open(stub);
	client.send({ type: "message", id: newId(), text: "go" });
	await client.until(() => client.framesOf("ack").length === 1);
	let isDone = false;
	const erased = stub.erase({ tombstone: true }).then(() => (isDone = true));
	await client.until(() => client.closed !== null);
	expect(isDone, "the turn still waits for its action").toBe(false);
	await action.release(stub);
	await erased;
	expect(await diskOf(stub)).toBe('[["erased",[]]]');
	expect(world.flushes).toEqual([]);
	expect(world.reported).toEqual([]);
});

test("[ES3] a conversation that Postgres had not heard of goes at its next flush, when its customer was erased", async ({
	expect,
}) => {
	const stub = await newConversation();
	world.isArchiveAway = true;
	const client = await TestClient.open(stub);
	await client.say(PLANTED);
	world.isArchiveAway = false;
	world.isArchiveErased = true;
	await runDurableObjectAlarm(stub);
	await client.until(() => client.closed !== null);
	expect(client.closed?.code).toBe(4004);
	expect(await diskOf(stub)).toBe('[["erased",[]]]');
	expect(world.logged.map(({ event }) => event)).toContain("conversation.erased");
	expect(world.reported).toEqual([]);
});

test("[ES4] the conversation of a sender of Rasa's channels may begin anew, without what was", async ({
	expect,
}) => {
	const id = newId();
	const stub = unknownConversation(id);
	await stub.listen({ id, channel: "rest", listener: { kind: "callback", name: "somebody" } });
	await stub.postMessage({ id: newId(), text: PLANTED, inputChannel: "rest" });
	await stub.erase({ tombstone: true });
	expect(await stub.access()).toBeNull();
	await stub.erase({ tombstone: false });
	world.archive.clear();
	await stub.listen({ id, channel: "rest", listener: { kind: "callback", name: "somebody" } });
	expect(await stub.access()).toEqual({ visitorId: null });
	expect(await diskOf(stub)).not.toContain(PLANTED);
});

test("[ES9] what a customer said of a message goes without its thumb, and stays gone; what was said since stays", async ({
	expect,
}) => {
	const stub = await newConversation();
	const client = await TestClient.open(stub);
	await client.say("hello");
	client.send({ type: "feedback", seq: 2, rating: "down", reason: PLANTED });
	await client.frame("feedback");
	expect(await diskOf(stub)).toContain(PLANTED);
	await stub.forgetFeedback({ seqs: [2], beforeMs: world.nowMs });
	expect(await diskOf(stub), "it is not older than that").toContain(PLANTED);
	await stub.forgetFeedback({ seqs: [1, 3], beforeMs: world.nowMs + 1 });
	expect(await diskOf(stub), "another message").toContain(PLANTED);

	await stub.forgetFeedback({ seqs: [2], beforeMs: world.nowMs + 1 });
	expect(await diskOf(stub)).not.toContain(PLANTED);
	await evictDurableObject(stub);
	const fresh = await TestClient.open(stub);
	await fresh.frame("feedback");
	expect(fresh.framesOf("feedback").at(-1)?.messages).toEqual([{ seq: 2, rating: "down" }]);

	await unknownConversation().forgetFeedback({ seqs: [2], beforeMs: world.nowMs });
});
