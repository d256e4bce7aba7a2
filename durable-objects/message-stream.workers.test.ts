/** An answer that is told part by part, while the bot still works on the rest. */
import { evictDurableObject, reset, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { afterEach, beforeEach, test } from "vitest";
import { crashAfterReceive, held, logOf } from "./testing/inspect.ts";
import { bot, listen } from "./testing/scripted-dialogue.ts";
import { world } from "./testing/scripted-world.ts";
import {
	newConversation,
	newId,
	type Stub,
	TestClient,
	unknownConversation,
	setOwner,
} from "./testing/test-client.ts";

beforeEach(() => world.reset());
afterEach(() => reset());

/** Asks for a stream and reads it line by line. */
async function stream(stub: Stub, text: string, id = newId()) {
	const result = await stub.streamMessage({ id, text, inputChannel: "rest", recipient: "ann" });
	if (!result.ok) throw new Error(`refused: ${result.code}`);
	const reader = result.lines.pipeThrough(new TextDecoderStream()).getReader();
	let rest = "";
	const next = async (): Promise<string | null> => {
		for (;;) {
			const end = rest.indexOf("\n");
			if (end >= 0) {
				const line = rest.slice(0, end);
				rest = rest.slice(end + 1);
				return line;
			}
			// one piece after the other
			const { value, done } = await reader.read();
			if (done) return rest === "" ? null : rest;
			rest += value;
		}
	};
	return { next, stop: () => reader.cancel() };
}
const line = (text: string): string => JSON.stringify({ recipient_id: "ann", text });

test("[TU9] what is said before an action stands in the log and is told, to all, while the action works", async ({
	expect,
}) => {
	const stub = await newConversation();
	const client = await TestClient.open(stub);
	const gate = held();
	world.script = async (_text, turn) => {
		turn.step(bot("One moment."));
		turn.step({ event: "slot", name: "asked", value: true });
		await gate.wait();
		return [bot("Done."), listen()];
	};
	const lines = await stream(stub, "do it");
	expect(await lines.next()).toBe(line("One moment."));
	await client.until(() => client.texts("bot").length === 1);
	const pending = await runInDurableObject(stub, (_object, { storage: { sql } }) =>
		sql.exec("SELECT to_seq, calls FROM message_ids").toArray(),
	);
	expect(pending).toEqual([{ to_seq: null, calls: 1 }]);
	expect((await stub.history({ limit: 10 }))?.events).toMatchObject([
		{ text: "do it" },
		{ text: "One moment." },
	]);
	await gate.release(stub);
	expect([await lines.next(), await lines.next()]).toEqual([line("Done."), null]);
	await client.until(() => client.texts("bot").length === 2);
	const events = (await logOf(stub)).map(({ event }) => ("event" in event ? event.event : "?"));
	expect(events).toEqual(["user", "bot", "slot", "bot", "action"]);

	// the same message by another road gets the whole turn
	world.script = async () => [bot("never"), listen()];
	const [said] = (await stub.history({ limit: 10 }))?.events ?? [];
	const id = said?.kind === "visitor" ? said.messageId : "";
	expect(await stub.postMessage({ id, text: "do it", inputChannel: "rest" })).toMatchObject({
		ok: true,
		posted: { events: [{ text: "do it" }, { text: "One moment." }, { text: "Done." }] },
	});
});

test("[TU9] nobody asked for parts: the answer is written as one", async ({ expect }) => {
	const stub = await newConversation();
	const client = await TestClient.open(stub);
	const gate = held();
	world.script = async (_text, turn) => {
		turn.step(bot("One moment."));
		turn.startAction();
		await gate.wait();
		return [bot("Done."), listen()];
	};
	client.send({ type: "message", id: newId(), text: "do it" });
	await client.frame("presence");
	expect((await logOf(stub)).map(({ kind }) => kind)).toEqual(["dialogue"]);
	await gate.release(stub);
	await client.until(() => client.texts("bot").length === 2);
});

test("[TU10] of an answer whose conversation changes hands the told part stays, and the rest becomes a draft", async ({
	expect,
}) => {
	const stub = await newConversation();
	const gate = held();
	world.script = async (_text, turn) => {
		turn.step(bot("One moment."));
		await gate.wait();
		turn.step(bot("Almost."));
		return [bot("Done."), listen()];
	};
	const lines = await stream(stub, "do it");
	expect(await lines.next()).toBe(line("One moment."));
	await setOwner(stub, "person");
	await gate.release(stub);
	expect(await lines.next()).toBeNull();
	const system = (await logOf(stub)).filter(({ kind }) => kind === "system").map(({ event }) => event);
	expect(system).toMatchObject([
		{ type: "owner_changed", owner: "person" },
		{ type: "discarded_draft", events: [{ text: "Almost." }, { text: "Done." }, {}] },
	]);
	expect((await stub.history({ limit: 10 }))?.events).toMatchObject([
		{ text: "do it" },
		{ text: "One moment." },
		{ kind: "system" },
	]);
});

test("[TU11] a crash between two parts: the turn goes on after what was told, and its actions keep their places", async ({
	expect,
}) => {
	const stub = await newConversation();
	const id = newId();
	await crashAfterReceive(stub, id, "do it");
	await runInDurableObject(stub, (_object, { storage: { sql } }) => {
		// as the part of an answer is written
		const part = JSON.stringify(bot("One moment."));
		sql.exec("INSERT INTO entries VALUES (2, ?, 'dialogue', ?, ?, 1)", world.nowMs, part, newId());
		sql.exec("UPDATE message_ids SET calls = 1");
	});
	await evictDurableObject(stub);
	const seen: unknown[] = [];
	world.script = async (_text, { turnId, callsBefore, tracker }) => {
		seen.push([turnId, callsBefore, tracker.map(({ event }) => event)]);
		return [bot("Done."), listen()];
	};
	await runInDurableObject(stub, (_object, { storage }) => storage.setAlarm(world.nowMs + 1_000));
	await runDurableObjectAlarm(stub);
	expect(seen).toEqual([[id, 1, ["user", "bot"]]]);
	expect((await stub.history({ limit: 10 }))?.events).toMatchObject([
		{ text: "do it" },
		{ text: "One moment." },
		{ text: "Done." },
	]);
});

test("[TU12] an answer that breaks off says so in its last line; one that is not begun is a refusal", async ({
	expect,
}) => {
	const stub = await newConversation();
	world.script = async (_text, turn) => {
		turn.step(bot("One moment."));
		throw new Error("the action server exploded");
	};
	const lines = await stream(stub, "do it");
	expect([await lines.next(), await lines.next(), await lines.next()]).toEqual([
		line("One moment."),
		line("I'm sorry, something went wrong on our side. Please try again."),
		null,
	]);
	const call = { id: newId(), text: "hi", inputChannel: "rest", recipient: "ann" };
	expect(await unknownConversation().streamMessage(call)).toMatchObject({ ok: false, code: "not_found" });
	const known = newId();
	world.script = async () => [bot("fine"), listen()];
	const first = await stream(stub, "one", known);
	expect(await first.next()).toBe(line("fine"));
	expect(await stub.streamMessage({ ...call, id: known, text: "two" })).toMatchObject({
		ok: false,
		code: "conflict",
	});
});

test("[TU12] a reader that goes away does not keep the answer from being made", async ({ expect }) => {
	const stub = await newConversation();
	const client = await TestClient.open(stub);
	const gate = held();
	world.script = async (_text, turn) => {
		turn.step(bot("One moment."));
		await gate.wait();
		return [bot("Done."), listen()];
	};
	const lines = await stream(stub, "do it");
	expect(await lines.next()).toBe(line("One moment."));
	await lines.stop();
	await gate.release(stub);
	await client.until(() => client.texts("bot").length === 2);
	expect(world.reported).toEqual([]);
});

test("[TU13] a message that comes again gets the lines of its first answer, and the bot thinks once", async ({
	expect,
}) => {
	const stub = await newConversation();
	let turns = 0;
	world.script = async () => {
		turns += 1;
		return [bot("One."), bot("Two."), listen()];
	};
	const id = newId();
	for (const time of ["first", "again"]) {
		// one after the other is the point
		const lines = await stream(stub, "do it", id);
		const said = [await lines.next(), await lines.next(), await lines.next()];
		expect(said, time).toEqual([line("One."), line("Two."), null]);
	}
	expect(turns).toBe(1);
});
