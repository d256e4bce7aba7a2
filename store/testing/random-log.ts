/** Logs with everything in them that figures are made of, in any order that a conversation could have, and some that none has. */
import type { JsonValue } from "../../contracts/parse-data.ts";
import type { ConversationRow } from "../flush-statement.ts";
import type { LogEntryRow } from "../log-projection.ts";
import type { SeededRandom } from "../seed/random.ts";
import { conversationRow } from "./stored-conversation.ts";

const START_MS = Date.UTC(2026, 9, 1);
const HOUR_MS = 3_600_000;
const INTENTS = ["order_status", "return_order", "thank", "greet", "nlu_fallback"] as const;
const FORMS = ["lookup_form", "return_form", null] as const;
const SLOTS = ["email", "order_number"] as const;
const LANGUAGES = ["en", "de", ""] as const;

export interface RandomTalk {
	readonly conversation: ConversationRow;
	readonly entries: readonly LogEntryRow[];
	/** How far it is stored. */
	sent: number;
}

const idOf = (kind: number, number: number): string =>
	`019ab000-0000-7${String(kind).padStart(3, "0")}-8000-${String(number).padStart(12, "0")}`;

/** @param number - another one for each conversation; contacts repeat */
export function randomLog(random: SeededRandom, number: number): RandomTalk {
	const createdAtMs = START_MS + random.int(20 * 24) * HOUR_MS + random.int(HOUR_MS);
	let atMs = createdAtMs;
	const passages = random.int(2) === 0 ? BOT_ALONE : [...BOT_ALONE, ...WITH_PEOPLE];
	const entries: LogEntryRow[] = [];
	for (const length = 2 + random.int(random.pick([6, 60])); entries.length < length;)
		for (const { kind, event } of passages[random.int(passages.length)]?.(random, entries.length + 1) ?? []) {
			atMs += random.pick([0, 900, 40_000, 40_000, 2 * HOUR_MS, 80 * HOUR_MS, 10 * 60_000, 100]);
			const seq = entries.length + 1;
			entries.push({ seq, atMs, kind, event, eventId: `e${number}-${seq}` });
		}
	const conversation = conversationRow(idOf(1, number), createdAtMs, {
		visitorId: random.int(4) === 0 ? null : idOf(2, random.int(6)),
		channel: random.pick(["chat", "chat", "rest", "test"]),
		lastActivityAtMs: atMs,
		modelId: "model-a",
	});
	return { conversation, entries, sent: 0 };
}

type Passage = (random: SeededRandom, seq: number) => readonly Pick<LogEntryRow, "kind" | "event">[];

const dialogue = (event: { [key: string]: JsonValue }) => ({ kind: "dialogue", event }) as const;
const system = (event: { [key: string]: JsonValue }) => ({ kind: "system", event }) as const;
const feedback = (event: { [key: string]: JsonValue }) => ({ kind: "feedback", event }) as const;
const slot = (name: string, value: JsonValue) => dialogue({ event: "slot", name, value });
const loop = (name: string | null) => dialogue({ event: "active_loop", name });
const botEvent = (random: SeededRandom) =>
	dialogue({ event: "bot", text: "b", data: {}, metadata: { model_id: random.pick(["m1", "m2"]) } });

const BOT_ALONE: readonly Passage[] = [
	(random) => [dialogue(userEvent(random)), botEvent(random)],
	(random) => [dialogue(userEvent(random)), botEvent(random)],
	(random) => [dialogue(userEvent(random))],
	() => [dialogue({ event: "bot", text: null, data: {} })],
	(random) => [
		dialogue({ event: "action", name: random.pick(["action_listen", "action_default_fallback"]) }),
	],
	(random) => [slot("language", random.pick<JsonValue>(["en", "de", "", null, 7]))],
	(random) => [slot("requested_slot", random.pick([...SLOTS, null]))],
	(random) => [slot(random.pick(SLOTS), random.pick(["x", null]))],
	(random) => [loop(random.pick(FORMS))],
	(random) => [
		loop("lookup_form"),
		slot("requested_slot", "email"),
		dialogue(userEvent(random)),
		slot("email", "x"),
	],
	() => [slot("email", "x"), slot("requested_slot", null), loop(null)],
	(random) => [dialogue({ event: random.int(8) === 0 ? "restart" : "session_started" })],
	(random, seq) => [feedback({ seq: 1 + random.int(seq), rating: random.pick(["up", "down", null]) })],
	(random) => (random.int(4) === 0 ? [feedback({ seq: 2, csat: 1 + random.int(6) })] : []),
	(_, seq) => [{ kind: "read", event: { who: "visitor", seq } }],
	() => [system({ type: "turn_failed", turnId: "t", error: "e" })],
];

const WITH_PEOPLE: readonly Passage[] = [
	(random) => [dialogue({ event: "agent", text: "a", metadata: { name: random.pick(["Ana", "Ben"]) } })],
	(random) => [dialogue({ event: "agent", text: random.pick([null, "x"]) })],
	(random, seq) => [
		system({ type: "owner_changed", owner: random.pick(["bot", "queue", "person"]), epoch: seq }),
		dialogue(userEvent(random)),
	],
	(random) => [system({ type: random.pick(["resolved", "reopened"]), by: { id: "ana", name: "Ana" } })],
];

function userEvent(random: SeededRandom): { [key: string]: JsonValue } {
	const name = random.pick(INTENTS);
	const confidence = 0.3 + random.int(60) / 100;
	const ranking = [
		{ name, confidence },
		{ name: "inform", confidence: confidence - random.int(30) / 100 },
		{ name: "deny", confidence: 0.1 },
	];
	return {
		event: "user",
		text: random.pick(["hello", "hello", "hello", "/session_start"]),
		parse_data: {
			intent: { name, confidence },
			entities: [],
			...(random.int(5) === 0 ? {} : { intent_ranking: ranking }),
			...(random.int(2) === 0 ? {} : { language: { code: random.pick(LANGUAGES), confidence: 0.9 } }),
		},
		metadata: {
			...(random.int(12) === 0 ? { is_external: true } : {}),
			...(random.int(12) === 0 ? { test: true } : {}),
		},
	};
}
