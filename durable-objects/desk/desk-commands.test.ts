import { test } from "vitest";
import type { Person } from "../../contracts/desk-commands.ts";
import type { DialogueEvent } from "../../contracts/dialogue-event.ts";
import type { NewEntry } from "../log-entry.ts";
import { type DeskCommand, decide, type Ordered } from "./desk-commands.ts";
import { type DeskState, FRESH_DESK, followDesk, standingOf } from "./desk-state.ts";

const ANA: Person = { id: "0199f3c1-0000-7000-8000-00000000000a", name: "Ana" };
const BEN: Person = { id: "0199f3c1-0000-7000-8000-00000000000b", name: "Ben" };

/** A conversation's log and what follows from it. */
class Desk {
	state: DeskState = FRESH_DESK;
	seq = 0;
	readonly entries: NewEntry[] = [];

	add(...entries: readonly NewEntry[]): this {
		for (const entry of entries) {
			this.seq += 1;
			this.entries.push(entry);
			this.state = followDesk(this.state, { ...entry, seq: this.seq, atMs: this.seq, eventId: "e" });
		}
		return this;
	}

	say(event: DialogueEvent): this {
		return this.add({ kind: "dialogue", event });
	}

	customer(intent = "greet"): this {
		return this.say({
			event: "user",
			text: "hello",
			parse_data: { intent: { name: intent, confidence: 1 } },
		});
	}

	/** The conflict in words, or what the log gained. */
	do(
		command: DeskCommand,
		by: Person | null = ANA,
		more: Partial<Ordered> = {},
	): string | readonly NewEntry[] {
		const decision = decide(this.state, command, { id: "command-1", by, nowMs: 1_000, ...more });
		if ("conflict" in decision) return decision.conflict;
		this.add(...decision.entries);
		return decision.entries;
	}
}

const types = (made: string | readonly NewEntry[]): unknown =>
	typeof made === "string"
		? made
		: made.map(({ kind, event }) => (kind === "system" ? event.type : "event" in event ? event.event : kind));

test("[CD1] hands change under a new epoch each time, and the bot's tracker is paused meanwhile", ({
	expect,
}) => {
	const desk = new Desk();
	expect(types(desk.do({ do: "take_over" }))).toEqual(["owner_changed", "pause"]);
	expect(desk.state).toMatchObject({ owner: "person", assignee: ANA, epoch: 1, isPaused: true });
	expect(desk.do({ do: "take_over" })).toEqual([]);
	expect(types(desk.do({ do: "take_over" }, BEN))).toEqual(["owner_changed"]);
	expect(desk.state).toMatchObject({ assignee: BEN, epoch: 2 });
	expect(types(desk.do({ do: "enqueue" }))).toEqual(["owner_changed"]);
	expect(types(desk.do({ do: "assign", to: ANA }, null))).toEqual(["owner_changed"]);
	expect(types(desk.do({ do: "assign", to: null }))).toEqual(["owner_changed"]);
	expect(types(desk.do({ do: "hand_back" }))).toEqual(["owner_changed", "resume"]);
	expect(desk.state).toMatchObject({ owner: "bot", assignee: null, epoch: 6, isPaused: false });
});

test("[CD2] a command for an older epoch is refused and says who has it", ({ expect }) => {
	const desk = new Desk();
	desk.do({ do: "take_over" });
	const commands: DeskCommand[] = [
		{ do: "take_over" },
		{ do: "hand_back" },
		{ do: "assign", to: BEN },
		{ do: "message", text: "hi", resolve: false },
		{ do: "resolve" },
	];
	for (const command of commands)
		expect(desk.do(command, BEN, { expectedEpoch: 0 })).toBe(
			"The conversation has changed hands: Ana answers now.",
		);
	expect(types(desk.do({ do: "take_over" }, BEN, { expectedEpoch: 1 }))).toEqual(["owner_changed"]);
});

test("[CD3] only the person who has it speaks to the customer", ({ expect }) => {
	const desk = new Desk();
	const hello: DeskCommand = { do: "message", text: "I am here", resolve: false };
	expect(desk.do(hello)).toBe("Take the conversation over first: the assistant answers now.");
	desk.do({ do: "enqueue" });
	expect(desk.do(hello)).toBe("Take the conversation over first: it is in the queue.");
	desk.do({ do: "take_over" }, BEN);
	expect(desk.do(hello)).toBe("Take the conversation over first: Ben answers now.");
	expect(desk.do(hello, BEN)).toEqual([
		{
			kind: "dialogue",
			event: {
				event: "agent",
				text: "I am here",
				timestamp: 1,
				metadata: { name: "Ben", agent_id: BEN.id, message_id: "command-1" },
			},
		},
	]);
});

test("[CD4] what is resolved is the bot's; reopening gives it back to whose it was", ({ expect }) => {
	const desk = new Desk();
	desk.do({ do: "take_over" });
	expect(types(desk.do({ do: "message", text: "bye", resolve: true }))).toEqual([
		"agent",
		"resolved",
		"owner_changed",
		"resume",
	]);
	expect(desk.state).toMatchObject({ status: "resolved", owner: "bot" });
	expect(desk.do({ do: "resolve" })).toEqual([]);
	expect(types(desk.do({ do: "reopen" }, BEN))).toEqual(["reopened", "owner_changed", "pause"]);
	expect(desk.state).toMatchObject({ status: "open", owner: "person", assignee: ANA });
	expect(desk.do({ do: "reopen" })).toEqual([]);
});

test("[CD4] who goes back into the queue unanswered keeps the place of when they began to wait", ({
	expect,
}) => {
	const desk = new Desk().customer();
	desk.do({ do: "enqueue" });
	const waits = { waitingSinceMs: desk.state.waitingSinceMs, queuedAtMs: desk.state.queuedAtMs };
	expect(waits.queuedAtMs).toBeGreaterThan(0);
	desk.customer();
	desk.do({ do: "resolve" });
	expect(desk.state).toMatchObject({ waitingSinceMs: null, queuedAtMs: null });
	desk.do({ do: "reopen" });
	expect(desk.state, "resolving was taken back").toMatchObject({ owner: "queue", ...waits });
	desk.do({ do: "take_over" });
	desk.do({ do: "enqueue" });
	expect(desk.state, "taking over was taken back").toMatchObject({ owner: "queue", ...waits });

	desk.do({ do: "take_over" });
	desk.do({ do: "resolve" });
	desk.do({ do: "reopen" });
	expect(desk.state).toMatchObject({ owner: "person", waitingSinceMs: waits.waitingSinceMs });
	desk.do({ do: "message", text: "Here you are.", resolve: false });
	desk.do({ do: "enqueue" });
	expect(desk.state.queuedAtMs, "whoever was answered waits anew").toBeGreaterThan(waits.queuedAtMs ?? 0);

	desk.do({ do: "resolve" });
	desk.customer();
	desk.do({ do: "take_over" });
	expect(desk.state.waitingSinceMs, "nor does a new concern wait since the old one").toBeGreaterThan(
		desk.seq - 3,
	);
});

test("[CD13] nothing is put away or closed over a message that came since one looked", ({ expect }) => {
	const desk = new Desk().customer();
	desk.do({ do: "take_over" });
	const seenSeq = desk.seq;
	desk.do({ do: "note", text: "is this the one?", mentions: [] }, BEN);
	desk.customer();
	const late = "The customer has written meanwhile: read it first.";
	for (const command of [
		{ do: "snooze", untilMs: 9_000 },
		{ do: "resolve" },
		{ do: "message", text: "bye", resolve: true },
	] as const)
		expect(desk.do(command, ANA, { seenSeq }), command.do).toBe(late);
	expect(types(desk.do({ do: "message", text: "a moment", resolve: false }, ANA, { seenSeq }))).toEqual([
		"agent",
	]);
	expect(types(desk.do({ do: "snooze", untilMs: 9_000 }, ANA, { seenSeq: desk.seq }))).toEqual(["snoozed"]);
	expect(types(desk.do({ do: "resolve" })), "who names nothing is not asked").toContain("resolved");
});

test("[CD5] only what waits for a person sleeps; waking opens it; taking over a resolved one opens it too", ({
	expect,
}) => {
	const desk = new Desk();
	expect(desk.do({ do: "snooze", untilMs: null })).toContain("Only what waits for a person");
	desk.do({ do: "enqueue" });
	desk.do({ do: "snooze", untilMs: 5_000 });
	expect(standingOf(desk.state, desk.seq)).toMatchObject({
		status: "snoozed",
		snoozedUntil: "1970-01-01T00:00:05.000Z",
	});
	expect(desk.do({ do: "snooze", untilMs: 5_000 })).toEqual([]);
	expect(types(desk.do({ do: "reopen" }))).toEqual(["reopened"]);
	expect(desk.state).toMatchObject({ status: "open", owner: "queue", snoozedUntilMs: null });
	desk.do({ do: "resolve" });
	expect(types(desk.do({ do: "take_over" }))).toEqual(["reopened", "owner_changed", "pause"]);
});

test("[CD6] notes mention people until they look; priority is noted once", ({ expect }) => {
	const desk = new Desk();
	desk.do({ do: "note", text: "@Ben, please", mentions: [BEN.id] });
	expect(standingOf(desk.state, desk.seq).mentioned).toEqual([BEN.id]);
	desk.add({ kind: "read", event: { who: "agent", seq: 1, agentId: ANA.id } });
	expect(standingOf(desk.state, desk.seq).mentioned).toEqual([BEN.id]);
	desk.add({ kind: "read", event: { who: "agent", seq: 1, agentId: BEN.id } });
	expect(standingOf(desk.state, desk.seq).mentioned).toEqual([]);
	expect(types(desk.do({ do: "prioritize", priority: "urgent" }))).toEqual(["priority_changed"]);
	expect(desk.do({ do: "prioritize", priority: "urgent" })).toEqual([]);
});

test("[CD7] the customer waits from the moment a person is wanted until one answers", ({ expect }) => {
	const waits = (desk: Desk) => desk.state.waitingSinceMs;
	const desk = new Desk().customer();
	expect(waits(desk)).toBeNull();
	desk.do({ do: "enqueue" });
	expect(waits(desk)).toBe(2);
	desk.do({ do: "take_over" });
	expect(waits(desk)).toBe(2);
	desk.do({ do: "message", text: "hi", resolve: false });
	expect(waits(desk)).toBeNull();
	desk.customer().customer();
	expect([waits(desk), desk.state.unread]).toEqual([desk.seq - 1, 2]);
	desk.do({ do: "hand_back" });
	expect(waits(desk)).toBeNull();
	// who takes over what the bot has answered makes nobody wait
	desk.customer().say({ event: "bot", text: "hello" });
	desk.do({ do: "take_over" });
	expect(waits(desk)).toBeNull();
});
