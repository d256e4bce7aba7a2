import { reset, runDurableObjectAlarm } from "cloudflare:test";
import { afterEach, beforeEach, test } from "vitest";
import type { RasaWork } from "./rasa-call.ts";
import { diskOf, logOf } from "./testing/inspect.ts";
import { bot } from "./testing/scripted-dialogue.ts";
import { world } from "./testing/scripted-world.ts";
import { newConversation, newId, TestClient, unknownConversation } from "./testing/test-client.ts";

beforeEach(() => world.reset());
afterEach(() => reset());

const PLANTED = ["4111 1111 1111 1111", "DE89 3704 0044 0532 0130 00", "hunter2", "KD-98765432"] as const;
const SAID = `card ${PLANTED[0]}, account ${PLANTED[1]}, I am ${PLANTED[3]} and my password is ${PLANTED[2]}`;
const KEPT = "card [card number], account [iban], I am [customer number] and my password is [password]";
const REDACTION = '{"patterns": [{"name": "customer number", "pattern": "KD-\\\\d{8}"}]}';

/** All that left the object, and all that it keeps. */
async function everything(stub: ReturnType<typeof unknownConversation>, clients: readonly TestClient[]) {
	const { flushes, told, logged, reported, answered } = world;
	return [
		await diskOf(stub),
		JSON.stringify([flushes, told, logged, reported, answered, clients.map(({ frames }) => frames)]),
	].join("\n");
}

test("[RX12] planted strings are nowhere, whether the bot repeats them, throws them or is silent", async ({
	expect,
}) => {
	world.redaction = REDACTION;
	const stub = await newConversation();
	const client = await TestClient.open(stub);
	await client.say(SAID);
	world.script = async (text) => {
		throw new Error(`can't read ${text}`, { cause: new Error(text) });
	};
	await client.say(SAID);
	world.script = async (text) => [bot(text, { quoted: text })];
	const pressed = await stub.postMessage({
		id: newId(),
		text: `Pay with ${PLANTED[0]}`,
		payload: `/pay{"card": "${PLANTED[0]}", "password": "${PLANTED[2]}"}`,
		metadata: { page: [SAID], password: PLANTED[2], [PLANTED[3]]: 4111111111111111 },
		inputChannel: "rest",
	});
	expect(pressed).toMatchObject({
		ok: true,
		posted: { events: [{ text: "Pay with [card number]" }, { kind: "bot" }] },
	});
	const judged = client.events.find((event) => event.kind === "bot");
	client.send({ type: "feedback", seq: judged?.seq ?? 0, rating: "down", reason: SAID });
	await client.say("thanks");
	await runDurableObjectAlarm(stub);

	expect(world.answered.slice(0, 2)).toEqual([KEPT, KEPT]);
	expect(client.texts("bot")[0]).toBe(`You said: ${KEPT}`);
	const found = await everything(stub, [client]);
	expect(found).toContain("[card number]");
	for (const planted of [...PLANTED, "4111111111111111"]) expect(found).not.toContain(planted);
	// nothing was skipped: each way in left its mark
	expect((await logOf(stub)).filter(({ kind }) => kind === "feedback")).toMatchObject([
		{ event: { reason: KEPT } },
	]);
	expect(world.flushes.length).toBeGreaterThan(0);
	expect(world.reported.length).toBeGreaterThan(0);
});

test("[RX12] nor are those that come by Rasa's HTTP API", async ({ expect }) => {
	world.redaction = REDACTION;
	const id = newId();
	const stub = unknownConversation(id);
	const look = { verbosity: "ALL", until: null } as const;
	const work: RasaWork[] = [
		{ work: "record", message: { text: SAID, messageId: "m1", inputChannel: "rest", metadata: { SAID } } },
		{ work: "append", events: [{ event: "user", text: SAID, parse_data: { text: SAID }, metadata: {} }] },
		{ work: "trigger", intent: "inform", entities: [{ entity: "iban", value: PLANTED[1] }], turnId: "t1" },
		{ work: "replace", events: [{ event: "slot", name: "note", value: SAID }] },
	];
	for (const each of work)
		// one call after the other
		expect(await stub.rasa({ ...each, id, begin: true, look })).not.toBeNull();
	await runDurableObjectAlarm(stub);
	const found = await everything(stub, []);
	expect(found.split(KEPT).length).toBeGreaterThan(4);
	for (const planted of PLANTED) expect(found).not.toContain(planted);
});

test("[RX13] a repeat is recognised, also of what a declared slot let pass", async ({ expect }) => {
	world.redaction = '{"keep": {"iban": ["refund_account"]}}';
	const stub = await newConversation();
	const message = { id: newId(), text: SAID, inputChannel: "rest" };
	expect(await stub.postMessage(message)).toMatchObject({ ok: true, posted: { seq: 1 } });
	expect(await stub.postMessage(message)).toMatchObject({ ok: true, posted: { seq: 1 } });

	world.requestedSlot = "refund_account";
	const answer = { id: newId(), text: `it is ${PLANTED[1]}, not ${PLANTED[0]}`, inputChannel: "rest" };
	const first = await stub.postMessage(answer);
	expect(first).toMatchObject({ ok: true });
	world.requestedSlot = null;
	expect(await stub.postMessage(answer)).toEqual(first);
	expect(await stub.postMessage({ ...answer, text: "it is another" })).toMatchObject({ code: "conflict" });
	expect(await stub.postMessage({ ...answer, id: newId() })).toMatchObject({
		posted: { events: [{ text: "it is [iban], not [card number]" }, {}] },
	});
	expect(world.answered).toContain(`it is ${PLANTED[1]}, not [card number]`);
});
