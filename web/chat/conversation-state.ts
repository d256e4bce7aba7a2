import type { ConversationEvent, Owner, ServerFrame } from "../../contracts/protocol.ts";
import type { Connection } from "./connection.ts";
import { type OutgoingMessage, changeMessage, withoutLogged } from "./outgoing-message.ts";

type Frame<Type extends ServerFrame["type"]> = Extract<ServerFrame, { type: Type }>;

export interface Judgement {
	rating: "up" | "down";
	reason: string | null;
}

/** Everything that the page shows. A fold over `ConversationAction`s and nothing else. */
export interface ConversationState {
	connection: Connection;
	owner: Owner;
	/** The place in the queue, from 1; null where there is none, or nobody can say. */
	queuePlace: number | null;
	/** Whether somebody is there for those who wait, whatever the hour; null where nobody can say. */
	isAttended: boolean | null;
	/** What stands in the log, by `seq`. */
	events: readonly ConversationEvent[];
	/** What this visitor wrote and the log does not show yet, in the order of writing. */
	outgoing: readonly OutgoingMessage[];
	history: "none" | "loading" | "ready" | "failed";
	/** Where the page of history above begins; null when there is none. */
	earlierBefore: number | null;
	isLoadingEarlier: boolean;
	/** The divider above the first message that came while the visitor was away. */
	missed: { beforeSeq: number; count: number } | null;
	/** Answers that came while the reader was elsewhere: another tab, or scrolled up. */
	unread: number;
	isAttentive: boolean;
	/** Since when an answer is due (epoch milliseconds), or null. */
	replyDueSinceMs: number | null;
	typing: { who: "bot" | "agent"; name: string | null } | null;
	/** Up to which entry a person on the other side has read. */
	readByAgentSeq: number;
	/** The server asked for patience until then (epoch milliseconds). */
	heldUntilMs: number | null;
	/** What this visitor thinks of single messages, by their `seq`, as the server has noted it. */
	judgements: ReadonlyMap<number, Judgement>;
	/** How this visitor rated the help that ended, by the `seq` of the resolution. */
	ratings: ReadonlyMap<number, { rating: number; comment: string | null }>;
	/** False when the browser refuses to keep anything: the chat ends with the page. */
	isKept: boolean;
	/** Counts how often one conversation was left for another. */
	departures: number;
}

export type ConversationAction =
	| { type: "connection"; connection: Connection }
	| { type: "kept"; isKept: boolean }
	| { type: "wrote"; message: OutgoingMessage }
	| { type: "sending"; id: string }
	| { type: "acknowledged"; id: string; seq: number; atMs: number }
	| { type: "refused"; id: string; reason: string | null }
	| { type: "requeued"; id: string }
	| { type: "deleted"; id: string }
	| { type: "held"; untilMs: number | null }
	| { type: "welcome"; frame: Frame<"welcome">; isReturn: boolean }
	| { type: "events"; frame: Frame<"events"> }
	| { type: "presence"; frame: Frame<"presence"> }
	| { type: "presenceExpired" }
	| { type: "told"; frame: Frame<"queue"> | Frame<"read"> }
	| { type: "feedback"; frame: Frame<"feedback"> }
	| { type: "historyLoading" }
	| { type: "historyLoaded"; events: readonly ConversationEvent[]; before: number | null; seenSeq: number }
	| { type: "historyFailed" }
	| { type: "earlierLoading" }
	| { type: "earlierLoaded"; events: readonly ConversationEvent[]; before: number | null }
	| { type: "earlierFailed" }
	| { type: "attention"; isAttentive: boolean }
	| { type: "logRestarted" }
	| { type: "startedOver" };

export const emptyConversation: ConversationState = {
	connection: { state: "idle" },
	owner: "bot",
	queuePlace: null,
	isAttended: null,
	events: [],
	outgoing: [],
	history: "none",
	earlierBefore: null,
	isLoadingEarlier: false,
	missed: null,
	unread: 0,
	isAttentive: true,
	replyDueSinceMs: null,
	typing: null,
	readByAgentSeq: 0,
	judgements: new Map(),
	ratings: new Map(),
	heldUntilMs: null,
	isKept: true,
	departures: 0,
};

export function conversationReducer(state: ConversationState, action: ConversationAction): ConversationState {
	switch (action.type) {
		case "connection":
			return connect(state, action.connection);
		case "kept":
			return { ...state, isKept: action.isKept };
		case "wrote":
			return { ...state, outgoing: [...state.outgoing, action.message], missed: null };
		case "sending":
			return { ...state, outgoing: changeMessage(state.outgoing, action.id, { status: "sending" }) };
		case "acknowledged":
			return acknowledge(state, action);
		case "refused":
			return {
				...state,
				outgoing: changeMessage(state.outgoing, action.id, { status: "failed", reason: action.reason }),
			};
		case "requeued":
			return {
				...state,
				outgoing: changeMessage(state.outgoing, action.id, { status: "queued", reason: null }),
			};
		case "deleted":
			return { ...state, outgoing: state.outgoing.filter((message) => message.id !== action.id) };
		case "held":
			return { ...state, heldUntilMs: action.untilMs };
		case "welcome":
			return welcome(state, action.frame, action.isReturn);
		case "events":
			return receive(state, action.frame.events);
		case "presence":
			return presence(state, action.frame);
		case "presenceExpired":
			return { ...state, typing: null };
		case "told":
			return told(state, action.frame);
		case "feedback":
			return noteFeedback(state, action.frame);
		case "attention":
			return { ...state, isAttentive: action.isAttentive, unread: action.isAttentive ? 0 : state.unread };
		case "logRestarted":
			return { ...state, events: [], earlierBefore: null, missed: null, unread: 0, replyDueSinceMs: null };
		case "startedOver":
			return {
				...emptyConversation,
				isKept: state.isKept,
				isAttentive: state.isAttentive,
				departures: state.departures + 1,
			};
		default:
			return readHistory(state, action);
	}
}

type HistoryAction = Extract<ConversationAction, { type: `history${string}` | `earlier${string}` }>;

function readHistory(state: ConversationState, action: HistoryAction): ConversationState {
	switch (action.type) {
		case "historyLoading":
			return { ...state, history: "loading" };
		case "historyFailed":
			return { ...state, history: "failed" };
		case "historyLoaded": {
			const next = {
				...merge(state, action.events),
				history: "ready" as const,
				earlierBefore: action.before,
			};
			return { ...next, missed: missedSince(next.events, action.seenSeq) };
		}
		case "earlierLoading":
			return { ...state, isLoadingEarlier: true };
		case "earlierLoaded":
			return { ...merge(state, action.events), isLoadingEarlier: false, earlierBefore: action.before };
		default:
			return { ...state, isLoadingEarlier: false }; // earlierFailed
	}
}

/** A lost line takes back what was under way: it is sent again, under the same id, when the line is there again. */
function connect(state: ConversationState, connection: Connection): ConversationState {
	if (connection.state === "online") return { ...state, connection };
	const outgoing = state.outgoing.map((message) =>
		message.status === "sending" ? { ...message, status: "queued" as const } : message,
	);
	return { ...state, connection, outgoing, typing: null, replyDueSinceMs: null };
}

function acknowledge(
	state: ConversationState,
	{ id, seq, atMs }: { id: string; seq: number; atMs: number },
): ConversationState {
	const isWaiting = state.outgoing.some((message) => message.id === id && message.status !== "sent");
	if (!isWaiting) return state; // a repeated acknowledgement changes nothing
	return {
		...state,
		outgoing: changeMessage(state.outgoing, id, { status: "sent", seq, reason: null }),
		replyDueSinceMs: state.owner === "bot" ? atMs : null,
	};
}

function welcome(state: ConversationState, frame: Frame<"welcome">, isReturn: boolean): ConversationState {
	const sinceSeq = state.events.at(-1)?.seq ?? 0;
	const next = { ...receive(state, frame.events), owner: frame.owner, history: "ready" as const };
	if (!isReturn || sinceSeq === 0) return next;
	return { ...next, missed: missedSince(next.events, sinceSeq) ?? state.missed };
}

function receive(state: ConversationState, events: readonly ConversationEvent[]): ConversationState {
	const lastSeq = state.events.at(-1)?.seq ?? 0;
	const fresh = events.filter((event) => event.seq > lastSeq);
	const next = { ...merge(state, fresh), owner: ownerAfter(fresh) ?? state.owner };
	const answers = fresh.filter(isAnswer).length;
	if (answers === 0) return next;
	return {
		...next,
		unread: next.isAttentive ? 0 : next.unread + answers,
		typing: null,
		replyDueSinceMs: null,
	};
}

function merge(state: ConversationState, events: readonly ConversationEvent[]): ConversationState {
	const bySeq = new Map([...state.events, ...events].map((event) => [event.seq, event]));
	const merged = [...bySeq.values()].sort((a, b) => a.seq - b.seq);
	return { ...state, events: merged, outgoing: withoutLogged(state.outgoing, events) };
}

/** Where in the queue this visitor stands, or how far a person has read; what another tab has read is no news. */
function told(state: ConversationState, frame: Frame<"queue"> | Frame<"read">): ConversationState {
	if (frame.type === "queue")
		return { ...state, queuePlace: frame.place, isAttended: frame.isAttended ?? null };
	if (frame.who === "visitor") return state;
	return { ...state, readByAgentSeq: Math.max(state.readByAgentSeq, frame.seq) };
}

function presence(state: ConversationState, frame: Frame<"presence">): ConversationState {
	if (frame.who === "visitor") return state; // another tab of the same visitor
	if (frame.state === "idle") return { ...state, typing: null, replyDueSinceMs: null };
	return { ...state, typing: { who: frame.who, name: frame.name ?? null } };
}

/** The last word on each counts. */
function noteFeedback(
	state: ConversationState,
	{ messages, resolutions }: Frame<"feedback">,
): ConversationState {
	const judgements = new Map(state.judgements);
	for (const { seq, rating, reason = null } of messages)
		if (rating === null) judgements.delete(seq);
		else judgements.set(seq, { rating, reason });
	const ratings = new Map(state.ratings);
	for (const { seq, rating, comment = null } of resolutions) ratings.set(seq, { rating, comment });
	return { ...state, judgements, ratings };
}

function missedSince(
	events: readonly ConversationEvent[],
	seenSeq: number,
): { beforeSeq: number; count: number } | null {
	const missed = events.filter((event) => event.seq > seenSeq && isAnswer(event));
	const [first] = missed;
	return first === undefined || seenSeq === 0 ? null : { beforeSeq: first.seq, count: missed.length };
}

/** Who answers from now on, where these say so; the bot answers first when a customer comes back. */
function ownerAfter(events: readonly ConversationEvent[]): Owner | undefined {
	const change = events.findLast((event) => event.kind === "system" && event.code !== "session_started");
	if (change?.kind !== "system") return undefined;
	return change.code === "resolved" ? "bot" : change.owner;
}

/** What somebody on the other side said. */
export function isAnswer(event: ConversationEvent): boolean {
	return event.kind === "bot" || event.kind === "agent";
}
