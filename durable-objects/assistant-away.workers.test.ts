/** A conversation whose assistant can't be loaded, or not yet. */
import { evictDurableObject, reset, runDurableObjectAlarm } from "cloudflare:test";
import { afterEach, beforeEach, test } from "vitest";
import { AssistantUnavailable } from "./assistant-unavailable.ts";
import { alarmOf, crashAfterReceive, logOf } from "./testing/inspect.ts";
import { bot, listen } from "./testing/scripted-dialogue.ts";
import { world } from "./testing/scripted-world.ts";
import { newConversation, newId, TestClient, setOwner } from "./testing/test-client.ts";

beforeEach(() => world.reset());
afterEach(() => reset());

test("[LD4] without its assistant a conversation takes no message and says when to come back; the rest goes on", async ({
	expect,
}) => {
	const stub = await newConversation();
	const client = await TestClient.open(stub);
	await client.say("hello");
	await evictDurableObject(stub);
	world.engineFault = new AssistantUnavailable();

	const id = newId();
	client.send({ type: "message", id, text: "anybody?" });
	await client.until(() => client.framesOf("error").length === 1);
	expect(client.framesOf("error")).toMatchObject([{ code: "unavailable", id, retryAfterMs: 2_000 }]);
	expect(await stub.postMessage({ id, text: "anybody?", inputChannel: "rest" })).toMatchObject({
		ok: false,
		code: "unavailable",
		retryAfterMs: 2_000,
	});
	expect(await stub.summary()).toMatchObject({ lastSeq: 3, preview: "You said: hello" });
	expect((await TestClient.open(stub)).texts("bot")).toEqual(["You said: hello"]);
	await runDurableObjectAlarm(stub);
	expect(world.flushes).toHaveLength(1);
	// who tried to load it has told why: the conversations that wait for it are silent
	expect(world.reported).toEqual([]);

	world.engineFault = null;
	await client.say("anybody?", id);
	expect(client.texts("bot")).toEqual(["You said: hello", "You said: anybody?"]);
});

test("[LD5] an interrupted turn and a due reminder wait for the assistant, and are no tries", async ({
	expect,
}) => {
	const stub = await newConversation();
	const client = await TestClient.open(stub);
	const due = new Date(world.nowMs + 60_000).toISOString();
	world.script = async (text) =>
		text === "remind me"
			? [{ event: "reminder", name: "r1", intent: "nudge", date_time: due }, bot("I will"), listen()]
			: [bot(`late: ${text}`), listen()];
	await client.say("remind me");
	client.close();
	await crashAfterReceive(stub, newId(), "hello?");
	await evictDurableObject(stub);
	world.nowMs += 61_000;
	world.engineFault = new AssistantUnavailable();
	for (let rings = 0; rings < 4; rings += 1) {
		expect(await runDurableObjectAlarm(stub)).toBe(true);
		expect(await alarmOf(stub)).toBe(world.nowMs + 15_000);
		world.nowMs += 15_000;
	}
	expect((await logOf(stub)).filter(({ kind }) => kind === "system")).toEqual([]);

	world.engineFault = null;
	await runDurableObjectAlarm(stub);
	expect((await TestClient.open(stub)).texts("bot")).toEqual([
		"I will",
		"late: hello?",
		"late: EXTERNAL: nudge",
	]);
	expect(world.reported).toEqual([]);
});

test("[LD6] the assistant is loaded for a turn, not for reading", async ({ expect }) => {
	const stub = await newConversation();
	world.engineFault = new Error("nobody asks for it");
	const client = await TestClient.open(stub);
	client.send({ type: "typing" });
	await setOwner(stub, "person");
	expect(await stub.history({ limit: 10 })).toMatchObject({ lastSeq: 2 });
	expect(world.reported).toEqual([]);
});
