/** How a conversation stands at the desk: a fold over its log. Pure. */
import { z } from "zod";
import type { DialogueEvent } from "../../contracts/dialogue-event.ts";
import {
	ConversationStatus,
	HandoffReason,
	Person,
	Priority,
	type Standing,
} from "../../contracts/desk-commands.ts";
import { Owner } from "../../contracts/protocol.ts";
import { assertNever } from "../../dialogue/assert-never.ts";
import type { LogEntry, ReadEvent, SystemEvent } from "../log-entry.ts";
import { visibleEvent } from "../visible-events.ts";

/** What speaks for giving the conversation to a person, as it came. */
const Signal = z.discriminatedUnion("type", [
	z.object({ type: z.literal("turn"), intent: z.string().nullable(), isFailed: z.boolean() }),
	z.object({ type: z.literal("rating"), rating: z.enum(["up", "down"]) }),
]);
export type Signal = z.infer<typeof Signal>;

export const DeskState = z.object({
	owner: Owner,
	/** Counts the changes of hands: the fence that stale answers do not pass. */
	epoch: z.int(),
	assignee: Person.nullable(),
	/** Who brought it into these hands: an agent's id; null: the bot, the customer or a rule. */
	givenBy: z.string().nullable().default(null),
	status: ConversationStatus,
	snoozedUntilMs: z.int().nullable(),
	priority: Priority,
	waitingSinceMs: z.int().nullable(),
	queuedAtMs: z.int().nullable(),
	handoffReason: HandoffReason.nullable(),
	unread: z.int(),
	/** Notes that somebody is mentioned in and has not read. */
	mentions: z.array(z.object({ id: z.string(), seq: z.int() })),
	/** The customer's last message. */
	customerSeq: z.int().default(0),
	lastAuthor: z.enum(["visitor", "bot", "agent"]).nullable(),
	/** Whose it was when it was resolved, and since when the customer waited: who reopens it gives both back. */
	resolvedFrom: z
		.object({
			owner: Owner,
			assignee: Person.nullable(),
			waitingSinceMs: z.int().nullable().default(null),
		})
		.nullable(),
	/** The bot was told to be silent: by an action, or over Rasa's API. */
	isPaused: z.boolean(),
	/** Since the bot got the conversation, newest last. */
	signals: z.array(Signal),
});
export type DeskState = z.infer<typeof DeskState>;

/** Older signals say nothing about how it goes now. */
const MAX_SIGNALS = 20;
/** Mentions that wait to be looked at; further ones stand in their notes only. */
const MAX_MENTIONS = 50;
const MAX_UNREAD = 9_999;

/** Rasa's names for a message that was not understood. */
const NOT_UNDERSTOOD = "nlu_fallback";
const FALLBACK_ACTION = "action_default_fallback";

export const FRESH_DESK: DeskState = {
	owner: "bot",
	epoch: 0,
	assignee: null,
	givenBy: null,
	status: "open",
	snoozedUntilMs: null,
	priority: "normal",
	waitingSinceMs: null,
	queuedAtMs: null,
	handoffReason: null,
	unread: 0,
	mentions: [],
	customerSeq: 0,
	lastAuthor: null,
	resolvedFrom: null,
	isPaused: false,
	signals: [],
};

/** The state after one more entry. The same object when nothing changed. */
export function followDesk(state: DeskState, entry: LogEntry): DeskState {
	switch (entry.kind) {
		case "dialogue":
			return followDialogue(state, entry.event, entry);
		case "system":
			return followSystem(state, entry.event, entry);
		case "read":
			return followRead(state, entry.event);
		case "feedback":
			return "csat" in entry.event || entry.event.rating === null
				? state
				: withSignal(state, { type: "rating", rating: entry.event.rating });
		default:
			return assertNever(entry);
	}
}

type Place = Pick<LogEntry, "seq" | "atMs">;

function followDialogue(state: DeskState, event: DialogueEvent, entry: LogEntry): DeskState {
	const author = visibleEvent(entry)?.kind;
	if (author !== undefined && author !== "system") return followMessage(state, author, event, entry);
	switch (event.event) {
		case "pause":
			return { ...state, isPaused: true };
		case "resume":
		case "restart":
		case "session_started":
			return state.isPaused ? { ...state, isPaused: false } : state;
		case "action":
			return event.name === FALLBACK_ACTION ? failed(state) : state;
		default:
			return state;
	}
}

function followMessage(
	state: DeskState,
	author: "visitor" | "bot" | "agent",
	event: DialogueEvent,
	{ seq, atMs }: Place,
): DeskState {
	if (author === "bot") return state.lastAuthor === "bot" ? state : { ...state, lastAuthor: "bot" };
	if (author === "agent") return { ...state, lastAuthor: "agent", unread: 0, waitingSinceMs: null };
	const intent = event.event === "user" ? (event.parse_data.intent?.name ?? null) : null;
	const read: DeskState = {
		...state,
		customerSeq: seq,
		lastAuthor: "visitor",
		unread: Math.min(state.unread + 1, MAX_UNREAD),
		waitingSinceMs: state.owner === "bot" ? null : (state.waitingSinceMs ?? atMs),
	};
	if (state.owner !== "bot") return read;
	return withSignal(read, { type: "turn", intent, isFailed: intent === NOT_UNDERSTOOD });
}

function followSystem(state: DeskState, event: SystemEvent, { seq, atMs }: Place): DeskState {
	switch (event.type) {
		case "owner_changed":
			return followOwner(state, event, atMs);
		case "resolved": {
			const { owner, assignee, waitingSinceMs } = state;
			const resolvedFrom = { owner, assignee, waitingSinceMs };
			return { ...state, status: "resolved", snoozedUntilMs: null, resolvedFrom, waitingSinceMs: null };
		}
		case "reopened":
			// whose it was is still asked for when it changes hands, which comes next
			return { ...state, status: "open", snoozedUntilMs: null };
		case "snoozed":
			return { ...state, status: "snoozed", snoozedUntilMs: event.untilMs };
		case "priority_changed":
			return { ...state, priority: event.priority };
		case "note_added": {
			const others = state.mentions.filter(({ id }) => !event.mentions.includes(id));
			const mentions = [...others, ...event.mentions.map((id) => ({ id, seq }))];
			return event.mentions.length === 0 ? state : { ...state, mentions: mentions.slice(-MAX_MENTIONS) };
		}
		case "turn_failed":
			return failed(state);
		default:
			return state;
	}
}

function followOwner(
	state: DeskState,
	{ owner, epoch, assignee, handoff, by, reason }: Extract<SystemEvent, { type: "owner_changed" }>,
	atMs: number,
): DeskState {
	const hands = { owner, epoch, assignee: assignee ?? null, givenBy: by?.id ?? null };
	const resolvedFrom = reason === "resolved" ? state.resolvedFrom : null;
	// resolving that is taken back never was: the customer waits as long as before
	const since = reason === "reopened" ? (state.resolvedFrom?.waitingSinceMs ?? null) : state.waitingSinceMs;
	const changed = { ...state, ...hands, resolvedFrom, signals: [] };
	switch (owner) {
		case "bot":
			return { ...changed, waitingSinceMs: null, queuedAtMs: null, handoffReason: null };
		case "queue":
			return {
				...changed,
				waitingSinceMs: since ?? atMs,
				// who goes back unanswered has the place of when they began to wait, not the last one
				queuedAtMs: state.queuedAtMs ?? since ?? atMs,
				handoffReason: handoff ?? state.handoffReason,
			};
		case "person": {
			const isAsked = state.owner === "bot" && state.lastAuthor === "visitor";
			return {
				...changed,
				queuedAtMs: null,
				waitingSinceMs: since ?? (isAsked ? atMs : null),
			};
		}
		default:
			return assertNever(owner);
	}
}

function followRead(state: DeskState, { who, seq, agentId }: ReadEvent): DeskState {
	if (who !== "agent") return state;
	const mentions = state.mentions.filter((mention) => mention.id !== agentId || mention.seq > seq);
	return { ...state, unread: 0, mentions };
}

function failed(state: DeskState): DeskState {
	const last = state.signals.findLastIndex(({ type }) => type === "turn");
	const signals = state.signals.map((signal, index) =>
		index === last && signal.type === "turn" ? { ...signal, isFailed: true } : signal,
	);
	return { ...state, signals };
}

function withSignal(state: DeskState, signal: Signal): DeskState {
	return { ...state, signals: [...state.signals, signal].slice(-MAX_SIGNALS) };
}

/** The state as the company's clients see it. */
export function standingOf(state: DeskState, lastSeq: number): Standing {
	return {
		owner: state.owner,
		epoch: state.epoch,
		assignee: state.assignee,
		status: state.status,
		snoozedUntil: instantOf(state.snoozedUntilMs),
		priority: state.priority,
		waitingSince: instantOf(state.waitingSinceMs),
		queuedAt: instantOf(state.queuedAtMs),
		unread: state.unread,
		mentioned: [...new Set(state.mentions.map(({ id }) => id))],
		lastSeq,
	};
}

function instantOf(ms: number | null): string | null {
	return ms === null ? null : new Date(ms).toISOString();
}
