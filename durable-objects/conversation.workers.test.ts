import { evictDurableObject, reset, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { afterEach, beforeEach, describe, test } from "vitest";
import type { LogEntry } from "./log-entry.ts";
import { bot, echo, listen, world } from "./testing/scripted-world.ts";
import { newConversation, newId, type Stub, TestClient, unknownConversation } from "./testing/test-client.ts";

beforeEach(() => world.reset());
afterEach(() => reset());

/** The log as it stands on the object's disk. */
function logOf(stub: Stub): Promise<{ seq: number; kind: string; event: LogEntry["event"] }[]> {
	return runInDurableObject(stub, (_object, state) =>
		state.storage.sql
			.exec<{ seq: number; kind: string; event: string }>("SELECT seq, kind, event FROM entries ORDER BY seq")
			.toArray()
			.map((row) => ({ ...row, event: JSON.parse(row.event) })),
	);
}

/** A promise that the test settles: an action that takes as long as it likes. */
function held(): { promise: Promise<void>; release: () => void } {
	let release = (): void => {};
	const promise = new Promise<void>((resolve) => {
		release = resolve;
	});
	return { promise, release };
}

describe("a turn", () => {
	test("[OB1] is logged, acknowledged and told to every tab, with gap-free seq", async ({ expect }) => {
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
});
