import { test } from "vitest";
import { type Entry, readEntry } from "./log-entries.ts";
import { messagesIn, threadItems } from "./thread-items.ts";
import { decisionOf, slotChanges, stateAt, turnOf } from "./why.ts";

const BEGAN_S = 1_700_000_000;
const log = (events: readonly object[]): Entry[] =>
	events.map((event, index) =>
		readEntry({
			seq: index + 1,
			at: new Date((BEGAN_S + index) * 1_000).toISOString(),
			kind: "event" in event ? "dialogue" : "rating" in event || "csat" in event ? "feedback" : "system",
			// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- SAFETY: literals of this file, plain JSON
			event: event as never,
		}),
	);

const user = (text: string, name: string, second: number, more: object = {}) => ({
	event: "user",
	text,
	timestamp: BEGAN_S + second,
	parse_data: { intent: { name, confidence: 0.9 }, entities: [], intent_ranking: [] },
	...more,
});
const action = (name: string, second: number, trace: object = {}) => ({
	event: "action",
	name,
	policy: "RulePolicy",
	confidence: 1,
	timestamp: BEGAN_S + second,
	metadata: { trace },
});
const bot = (text: string, second: number) => ({ event: "bot", text, timestamp: BEGAN_S + second });
const slot = (name: string, value: unknown, second: number) => ({
	event: "slot",
	name,
	value,
	timestamp: BEGAN_S + second,
});

const LOG = log([
	action("action_session_start", 0), // 1
	{ event: "session_started", timestamp: BEGAN_S }, // 2
	user("where is my parcel", "order_status", 10), // 3
	slot("topic", "order", 10.01), // 4
	action("utter_ask_number", 10.02, { kind: "rule", name: "ask number", file: "data/rules.yml", line: 12 }), // 5
	bot("Which order is it?", 10.05), // 6
	action("action_listen", 10.06), // 7
	user("A-10004", "inform", 30), // 8
	slot("topic", "parcel", 30.001), // 9
	slot("number", "A-10004", 30.002), // 10
	action("action_track", 30.25, { kind: "story", name: "track" }), // 11
	bot("It comes tomorrow.", 30.26), // 12
	{ seq: 12, rating: "down", reason: "it did not" }, // 13
]);

test("[DA5] a message of the bot is explained by its turn: what was said, what decided and where that stands", ({
	expect,
}) => {
	const turn = turnOf(LOG, 6);
	expect(turn).toMatchObject({ seq: 3, lastSeq: 7, message: { text: "where is my parcel" } });
	expect(turn?.steps.map(({ seq, kind, afterMs }) => [seq, kind, Math.round(afterMs)])).toEqual([
		[4, "slot", 10],
		[5, "action", 20],
		[6, "bot", 50],
		[7, "action", 60],
	]);
	expect(Math.round(turn?.tookMs ?? 0)).toBe(50);
	expect(turn === null ? null : decisionOf(turn, 6)).toMatchObject({
		seq: 5,
		action: "utter_ask_number",
		policy: "RulePolicy",
		trace: { kind: "rule", name: "ask number", file: "data/rules.yml", line: 12 },
	});
	const later = turnOf(LOG, 12);
	expect(later?.seq).toBe(8);
	expect(later === null ? null : decisionOf(later, 12)?.action).toBe("action_track");
	expect(turnOf(LOG, 1)).toMatchObject({ seq: 1, message: null, lastSeq: 2 });
	expect(turnOf(LOG, 99)).toBeNull();
});

test("[DA5] slots are those of the instant: before the turn, after it, and after a restart none", ({
	expect,
}) => {
	expect(slotChanges(stateAt(LOG, 7), stateAt(LOG, 12))).toEqual([
		{ name: "number", before: null, after: "A-10004", isChanged: true },
		{ name: "topic", before: "order", after: "parcel", isChanged: true },
	]);
	expect(slotChanges(stateAt(LOG, 4), stateAt(LOG, 6))).toEqual([
		{ name: "topic", before: "order", after: "order", isChanged: false },
	]);
	const more = log([
		slot("a", 1, 0),
		{ event: "active_loop", name: "order_form", timestamp: BEGAN_S },
		{ event: "pause", timestamp: BEGAN_S },
		{ event: "restart", timestamp: BEGAN_S },
		slot("b", 2, 1),
		slot("b", null, 2),
	]);
	expect(stateAt(more, 3)).toMatchObject({ form: "order_form", isPaused: true });
	expect(stateAt(more, 4)).toEqual({ slots: new Map(), form: null, isPaused: false });
	expect([...stateAt(more, 5).slots]).toEqual([["b", 2]]);
	expect([...stateAt(more, 6).slots]).toEqual([]);
});

test("[DA5] what failed on the way is told", ({ expect }) => {
	const entries = log([
		user("hi", "greet", 0),
		{
			...action("action_remote", 1),
			metadata: {
				error: { action: "action_remote", code: "timeout", message: "no answer" },
				response_errors: [{ action: "utter_x", code: "nlg", message: "no words" }],
			},
		},
	]);
	const turn = turnOf(entries, 2);
	expect(turn === null ? null : decisionOf(turn, 2)?.failures).toEqual([
		"timeout: no answer",
		"nlg: no words",
	]);
});

test("[DA4] the thread has what was said, by whom, with what became of it; the engine's own events are left out", ({
	expect,
}) => {
	expect(threadItems(LOG).map(({ seq, kind }) => [seq, kind])).toEqual([
		[3, "visitor"],
		[6, "bot"],
		[8, "visitor"],
		[12, "bot"],
	]);
	expect(messagesIn(LOG)).toBe(4);
	expect(threadItems(LOG).at(-1)).toMatchObject({ rating: "down", reason: "it did not" });
	const more = threadItems(
		log([
			user("/affirm", "affirm", 0, { metadata: { display_text: "Yes" } }),
			user("EXTERNAL: reminder", "remind", 1, { metadata: { is_external: true } }),
			{ event: "agent", text: "Hello, Ana here.", timestamp: BEGAN_S, metadata: { name: "Ana" } },
			{ type: "note_added", text: "is a VIP", mentions: [], by: { id: "1", name: "Ben" } },
			{ type: "owner_changed", owner: "person", epoch: 2, assignee: { id: "2", name: "Ana" } },
			{ type: "owner_changed", owner: "queue", epoch: 3, reason: "handoff", handoff: "asked" },
			{ type: "owner_changed", owner: "queue", epoch: 4, reason: "queued", by: { id: "2", name: "Ana" } },
			{
				type: "owner_changed",
				owner: "person",
				epoch: 5,
				assignee: { id: "1", name: "Ben" },
				by: { id: "2", name: "Ana" },
			},
			{ type: "owner_changed", owner: "bot", epoch: 6, reason: "handed_back", by: { id: "1", name: "Ben" } },
			{ type: "snoozed", untilMs: null, by: { id: "2", name: "Ana" } },
			{ type: "resolved", by: { id: "2", name: "Ana" } },
			{ type: "owner_changed", owner: "bot", epoch: 7, reason: "resolved", by: { id: "2", name: "Ana" } },
			{ seq: 7, csat: 4, comment: "quick" },
			{ type: "reopened", reason: "customer_wrote" },
			{ type: "something_new" },
		]),
	);
	expect(more).toMatchObject([
		{ kind: "visitor", text: "Yes", payload: "/affirm" },
		{ kind: "agent", name: "Ana", text: "Hello, Ana here." },
		{ kind: "note", name: "Ben", text: "is a VIP" },
		{ kind: "system", text: "Ana answers." },
		{ kind: "system", text: "The bot gave it to a person: the customer asked for a person." },
		{ kind: "system", text: "Ana put it into the queue." },
		{ kind: "system", text: "Ana gave it to Ben." },
		{ kind: "system", text: "Ben handed it back to the bot." },
		{ kind: "system", text: "Ana put it away until the customer writes." },
		{ kind: "system", text: "Ana resolved it." },
		{ kind: "system", text: "The customer gives it 4 of 5: quick" },
		{ kind: "system", text: "Open again: the customer wrote." },
	]);
});

test("[DA4] an entry that this release can't read keeps its place and says nothing", ({ expect }) => {
	const [entry] = log([{ event: "of_a_later_release", timestamp: BEGAN_S }]);
	expect(entry).toMatchObject({ seq: 1, kind: "other" });
	expect(threadItems(entry === undefined ? [] : [entry])).toEqual([]);
});
