import { evictDurableObject, reset, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { afterEach, beforeEach, test } from "vitest";
import { StoreFault } from "../store/failures.ts";
import { alarmOf } from "./testing/inspect.ts";
import { bot, listen } from "./testing/scripted-dialogue.ts";
import { world } from "./testing/scripted-world.ts";
import { newConversation, newId, TestClient, unknownConversation } from "./testing/test-client.ts";

beforeEach(() => world.reset());
afterEach(() => reset());

test("[RE1] what breaks in a handler is reported once: by a socket, a call, an alarm", async ({ expect }) => {
	const stub = await newConversation();
	const client = await TestClient.open(stub);
	await client.say("hello");
	expect(await alarmOf(stub)).not.toBeNull();
	await evictDurableObject(stub);
	world.clockFault = new TypeError("the clock is broken");

	client.send({ type: "message", id: newId(), text: "anybody?" });
	await client.until(() => client.framesOf("error").length === 1);
	expect(client.framesOf("error")).toMatchObject([{ code: "internal" }]);
	// functions, for a stub's promise that is handed on fails twice
	await expect(async () => await stub.summary()).rejects.toThrow("the clock is broken");
	await expect(async () => await stub.history({ limit: 1 })).rejects.toThrow("the clock is broken");
	await runInDurableObject(stub, (object) =>
		// the platform hears of it too, to ring again
		expect(object.alarm?.()).rejects.toThrow("the clock is broken"),
	);

	const failed = { event: "object.failed", error: "TypeError: the clock is broken" };
	expect(world.reported).toEqual(
		["socket", "call", "call", "alarm"].map((handler) => ({
			...failed,
			conversationId: expect.any(String),
			handler,
		})),
	);
});

test("[RE2] a failed turn and a failed reminder are reported with their conversation", async ({ expect }) => {
	const stub = await newConversation();
	const client = await TestClient.open(stub);
	world.script = async (text) => {
		if (text !== "remind me") throw new Error("no such thing");
		const date_time = new Date(world.nowMs + 60_000).toISOString();
		return [
			{ event: "reminder", name: "r1", intent: "nudge", date_time, kill_on_user_msg: false },
			bot("I will."),
			listen(),
		];
	};
	await client.say("remind me");
	const id = await client.say("fail");
	world.nowMs += 61_000;
	await runDurableObjectAlarm(stub);
	expect(world.reported).toMatchObject([
		{ event: "turn.failed", turnId: id, error: "Error: no such thing" },
		{ event: "reminder.failed", error: "Error: no such thing" },
	]);
});

test("[RE3] a conversation that can't be reached now is no fault of the object's", async ({ expect }) => {
	world.isArchiveAway = true;
	const stub = unknownConversation();
	await expect(async () => await stub.summary()).rejects.toThrow("conversation unavailable");
	expect(world.reported).toEqual([]);
	expect(world.logged).toMatchObject([{ event: "conversation.unavailable" }]);
});

test("[RE4] what Postgres refuses is reported at the first try only", async ({ expect }) => {
	const stub = await newConversation();
	const client = await TestClient.open(stub);
	await client.say("hello");
	world.archiveFault = new StoreFault("postgres", "42P01", "SQLSTATE 42P01");
	for (let tries = 0; tries < 3; tries += 1) {
		world.nowMs += 120_000;
		await runDurableObjectAlarm(stub);
	}
	expect(world.reported).toMatchObject([
		{ event: "object.failed", handler: "outbox", error: expect.stringContaining("42P01") },
	]);
	expect(world.logged.filter(({ event }) => event === "outbox.failed")).toHaveLength(3);
});

test("[LG2] the line of a turn says what its message was taken for", async ({ expect }) => {
	const client = await TestClient.open(await newConversation());
	const turnId = await client.say("hello");
	expect(world.logged.find(({ event }) => event === "turn.done")).toMatchObject({
		turnId,
		intent: "scripted",
		confidence: 1,
	});
	expect(JSON.stringify(world.logged)).not.toContain("hello");
});
