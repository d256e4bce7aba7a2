/** A conversation once more against another model, through the real engine. */
import { afterAll, beforeAll, test } from "vitest";
import { migrateDatabase } from "../cli/migrate-database.ts";
import { MAX_REPLAYED_TURNS, ReplayComparison } from "../contracts/desk-replay.ts";
import type { DialogueEvent } from "../contracts/dialogue-event.ts";
import { MessageProcessor } from "../dialogue/message-processor.ts";
import { appendEvents, createTracker } from "../dialogue/tracker.ts";
import { trainProject } from "../dialogue/train-project.ts";
import { loadModel } from "../durable-objects/loaded-assistant.ts";
import { startTestGateway, type TestGateway } from "../gateway/testing/test-gateway.ts";
import { loadConversationLog } from "../store/conversation-log.ts";
import { connectDatabase } from "../store/database.ts";
import { freshId } from "../store/fresh-id.ts";
import { saveModel } from "../store/models.ts";
import { conversationRow, storeConversation } from "../store/testing/stored-conversation.ts";
import { type AccountWorld, accountWorld, addUser, signInAs } from "./testing/account-world.ts";

/** In German, so that nobody asks for word vectors. */
const project = (hi: string, leave: string) => `
assistant_id: greeter
language: de
pipeline: [{name: WhitespaceTokenizer}, {name: LogisticRegressionClassifier}]
policies: [{name: RulePolicy}]
intents: [greet, leave, order]
slots: {found: {type: text, mappings: [{type: custom}]}}
actions: [look_up, part_for_good]
responses: {utter_hi: [{text: ${hi}}]}
nlu:
- {intent: greet, examples: "- hallo\\n- guten tag\\n- moin\\n"}
- {intent: leave, examples: "- tschüs\\n- auf wiedersehen\\n- bis bald\\n"}
- {intent: order, examples: "- wo ist mein paket\\n- mein paket fehlt\\n- paket verfolgen\\n"}
rules:
- {rule: hello, steps: [{intent: greet}, {action: utter_hi}]}
- {rule: parcel, steps: [{intent: order}, {action: look_up}]}
- {rule: bye, steps: [{intent: leave}, {action: ${leave}}]}
`;
const trained = (hi: string, leave: string) =>
	trainProject(
		{ training: [{ path: "body.yml", text: project(hi, leave) }], tests: [], beside: [] },
		{ seed: 1 },
	);
const THEN = trained("Hallo", "utter_hi");
const NOW = trained("Moin", "part_for_good");

let gateway: TestGateway;
let world: AccountWorld;
let agent: Record<string, string>;
let ids: { old: string; new: string };
beforeAll(async () => {
	gateway = await startTestGateway("embedded");
	await migrateDatabase(connectDatabase({ url: gateway.databaseUrl, fetchEndpoint: `${gateway.url}/sql` }));
	world = await accountWorld(gateway, {});
	({ auth: agent } = await signInAs(world, await addUser(world, ["agent"])));
	ids = { old: await keep("then.caremodel", THEN), new: await keep("now.caremodel", NOW) };
	world.models.current = loadModel(NOW.bytes);
});
afterAll(() => gateway.close());

async function keep(fileName: string, { bytes, modelId }: typeof THEN): Promise<string> {
	const file = new Uint8Array(bytes);
	const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", file));
	const id = Array.from(hash, (byte) => byte.toString(16).padStart(2, "0")).join("");
	const model = { id, modelId, assistantId: "greeter", fileName, file };
	await saveModel(world.database, model, { nowMs: world.clock.nowMs, keep: 20 });
	return id;
}

/** Holds a conversation with the model of then, and stores it as its object would. */
async function hold(texts: readonly string[], more: readonly DialogueEvent[] = []): Promise<string> {
	const { assistant, interpreter } = loadModel(THEN.bytes);
	let seconds = world.clock.nowMs / 1_000;
	const processor = new MessageProcessor({
		assistant,
		interpreter,
		actions: {
			run: async () => ({
				events: [{ event: "slot", name: "found", value: "A-1" }],
				responses: [{ text: "in Ulm" }],
			}),
		},
		surroundings: { now: () => (seconds += 1), random: () => 0 },
	});
	let tracker = createTracker(assistant.domain, "then");
	for (const [i, text] of texts.entries()) {
		const message = { text, messageId: `m-${i}`, inputChannel: "chat", metadata: {} };
		tracker = appendEvents(tracker, (await processor.handleMessage(tracker, message)).events);
	}
	const id = freshId(world.clock.nowMs);
	const entries = [...tracker.events.toArray(), ...more].map((event, i) => ({
		seq: i + 1,
		atMs: world.clock.nowMs,
		kind: "dialogue" as const,
		event: JSON.parse(JSON.stringify(event)),
		eventId: `e${i}`,
	}));
	const row = conversationRow(id, world.clock.nowMs, { modelId: THEN.modelId });
	await storeConversation(world.database, row, entries);
	return id;
}

const ask = (id: string, modelId: unknown) =>
	world.browser().call("POST", `/api/desk/conversations/${id}/replay`, { modelId }, agent);
const replay = async (id: string, modelId: string | null) =>
	ReplayComparison.parse(await (await ask(id, modelId)).json());

test("[DK17] its own model gives the same again; actions are the record's, and nothing is stored", async ({
	expect,
}) => {
	const id = await hold(["hallo", "wo ist mein paket", "tschüs"]);
	const before = await loadConversationLog(world.database, id, 0, 1_000);
	const same = await replay(id, ids.old);
	expect(same).toMatchObject({
		model: { modelId: THEN.modelId, assistantId: "greeter" },
		equal: 3,
		isCut: false,
	});
	expect(same.turns.map(({ text, differs, notRun }) => [text, differs, notRun])).toEqual([
		["hallo", [], []],
		["wo ist mein paket", [], []],
		["tschüs", [], []],
	]);
	const parcel = { actions: ["look_up"], texts: ["in Ulm"], slots: [{ name: "found", value: "A-1" }] };
	expect(same.turns[1]).toMatchObject({ recorded: parcel, replayed: parcel });
	expect(await loadConversationLog(world.database, id, 0, 1_000)).toEqual(before);
});

test("[DK17] another model is laid beside it turn by turn: other words, other actions, and what was never run", async ({
	expect,
}) => {
	const id = await hold(["hallo", "wo ist mein paket", "tschüs"]);
	const other = await replay(id, ids.new);
	expect(other.equal).toBe(1);
	expect(other.turns.map(({ differs }) => differs)).toEqual([["texts"], [], ["actions", "texts"]]);
	expect(other.turns[0]).toMatchObject({ recorded: { texts: ["Hallo"] }, replayed: { texts: ["Moin"] } });
	expect(other.turns[2]).toMatchObject({
		recorded: { intent: { name: "leave" }, actions: ["utter_hi"] },
		replayed: { intent: { name: "leave" }, actions: ["part_for_good"], texts: [] },
		notRun: ["part_for_good"],
	});
	// without a choice: the model that answers now
	expect((await replay(id, null)).turns).toEqual(other.turns);
});

test("[DK17] what was left to people is understood and not answered", async ({ expect }) => {
	const said: DialogueEvent[] = [
		{ event: "pause", timestamp: 1 },
		{
			event: "user",
			text: "hallo",
			parse_data: { intent: { name: "greet", confidence: 1 }, entities: [] },
			message_id: "m-9",
		},
		{ event: "agent", text: "Guten Tag", timestamp: 2 },
	];
	const { turns } = await replay(await hold(["tschüs"], said), ids.new);
	expect(turns.at(-1)).toMatchObject({ text: "hallo", differs: [], replayed: { actions: [], texts: [] } });
});

test("[DK17] a long conversation is cut; who asks for nothing that is there is told", async ({ expect }) => {
	const long = await replay(
		await hold(Array.from({ length: MAX_REPLAYED_TURNS + 1 }, () => "hallo")),
		ids.old,
	);
	expect(long).toMatchObject({ isCut: true, equal: MAX_REPLAYED_TURNS });
	expect(long.turns).toHaveLength(MAX_REPLAYED_TURNS);
	const id = await hold(["hallo"]);
	expect((await replay(id, ids.old)).isCut).toBe(false);
	expect((await ask(id, "0".repeat(64))).status).toBe(404);
	expect((await ask(id, "latest")).status).toBe(400);
	const unknown = freshId(world.clock.nowMs);
	expect((await ask(unknown, null)).status).toBe(404);
	const broken = await keep("broken.caremodel", { ...THEN, bytes: THEN.bytes.slice(0, 400) });
	expect((await ask(id, broken)).status).toBe(409);
});
