import type { Button, ConversationEvent } from "../../contracts/protocol.ts";
import type { ConversationState, Judgement } from "./conversation-state.ts";
import { type Card, readCards, readQuickReplies } from "./rich-content.ts";

/** Messages of one sender within this time stand under one name. */
const GROUP_WITHIN_MS = 5 * 60_000;

export type SystemEvent = Extract<ConversationEvent, { kind: "system" }>;
export type Sender = { type: "visitor" } | { type: "bot" } | { type: "agent"; name: string };
export type MessageStatus = "queued" | "sending" | "sent" | "delivered" | "read" | "failed";

export interface ChoiceButton {
	title: string;
	payload: string;
	isChosen: boolean;
}

export interface MessageView {
	key: string;
	/** Null while it has not reached the log. */
	seq: number | null;
	atMs: number;
	text: string | null;
	imageUrl: string | null;
	cards: readonly Card[];
	buttons: readonly ChoiceButton[];
	/** False once the visitor has gone on: an old "Yes" must not answer a new question. */
	canChoose: boolean;
	/** Only of the visitor's own messages. */
	status: MessageStatus | null;
	/** Set while the message has not reached the log. */
	outgoingId: string | null;
	/** Code of the refusal. */
	reason: string | null;
}

export type Row =
	| { kind: "day"; key: string; atMs: number }
	| { kind: "missed"; key: string; count: number }
	| { kind: "system"; key: string; event: SystemEvent }
	/** The help has ended: how was it? */
	| { kind: "csat"; key: string; seq: number }
	| GroupRow;

export interface GroupRow {
	kind: "group";
	key: string;
	sender: Sender;
	atMs: number;
	messages: MessageView[];
	/** What the visitor thinks of an answer of the bot's, and the message to which it is said. */
	judged: { seq: number; judgement: Judgement | null } | null;
}

interface Item {
	sender: Sender;
	message: MessageView;
	/** 0 for what is not in the log yet. */
	seq: number;
}

/** Lays the conversation out: days, groups, dividers. Pure, so that the whole layout is tested without a browser. */
export function conversationRows(state: ConversationState): Row[] {
	const rows: Row[] = [];
	const lastResolved = state.events.findLast(isResolution)?.seq;
	let lastAtMs: number | null = null;
	for (const entry of entries(state)) {
		const { atMs } = entry.kind === "item" ? entry.item.message : entry.event;
		if (lastAtMs === null || !isSameDay(lastAtMs, atMs))
			rows.push({ kind: "day", key: `day-${dayKey(atMs)}`, atMs });
		lastAtMs = atMs;
		if (entry.kind === "system") {
			rows.push({ kind: "system", key: `system-${entry.event.seq}`, event: entry.event });
			if (entry.event.seq === lastResolved)
				rows.push({ kind: "csat", key: `csat-${lastResolved}`, seq: lastResolved });
			continue;
		}
		if (state.missed?.beforeSeq === entry.item.seq && entry.item.seq > 0) {
			rows.push({ kind: "missed", key: "missed", count: state.missed.count });
		}
		append(rows, entry.item);
	}
	return rows.map((row) => (row.kind === "group" ? { ...row, judged: judgedOf(row, state) } : row));
}

function isResolution(event: ConversationEvent): boolean {
	return event.kind === "system" && event.code === "resolved";
}

/** One answer may be several messages: its last one is judged, unless another one has been already. */
function judgedOf({ sender, messages }: GroupRow, { judgements }: ConversationState): GroupRow["judged"] {
	if (sender.type !== "bot") return null;
	const seqs = messages.flatMap(({ seq }) => (seq === null ? [] : [seq]));
	const seq = seqs.findLast((candidate) => judgements.has(candidate)) ?? seqs.at(-1);
	return seq === undefined ? null : { seq, judgement: judgements.get(seq) ?? null };
}

type Entry = { kind: "item"; item: Item } | { kind: "system"; event: SystemEvent };

function* entries(state: ConversationState): Generator<Entry> {
	const choices = visitorChoices(state);
	for (const event of state.events) {
		if (event.kind !== "system") yield { kind: "item", item: toItem(event, state, choices) };
		else if (event.code !== "session_started" && event.text !== "") {
			yield { kind: "system", event };
		}
	}
	for (const message of state.outgoing) {
		const view = { ...plainMessage(message.id, null, message), status: message.status };
		yield {
			kind: "item",
			item: {
				sender: { type: "visitor" },
				seq: 0,
				message: { ...view, outgoingId: message.id, reason: message.reason },
			},
		};
	}
}

function append(rows: Row[], { sender, message }: Item): void {
	const last = rows.at(-1);
	const previous = last?.kind === "group" ? last.messages.at(-1) : undefined;
	const isNear = previous !== undefined && message.atMs - previous.atMs < GROUP_WITHIN_MS;
	if (last?.kind === "group" && isNear && isSameSender(last.sender, sender)) last.messages.push(message);
	else
		rows.push({
			kind: "group",
			key: `group-${message.key}`,
			sender,
			atMs: message.atMs,
			messages: [message],
			judged: null,
		});
}

function toItem(
	event: Exclude<ConversationEvent, { kind: "system" }>,
	state: ConversationState,
	choices: readonly Choice[],
): Item {
	const { seq } = event;
	switch (event.kind) {
		case "visitor": {
			const status = seq <= state.readByAgentSeq ? ("read" as const) : ("delivered" as const);
			return {
				sender: { type: "visitor" },
				seq,
				message: { ...plainMessage(event.messageId, seq, event), status },
			};
		}
		case "agent":
			return {
				sender: { type: "agent", name: event.name },
				seq,
				message: plainMessage(`seq-${seq}`, seq, event),
			};
		default: {
			const next = choices.find((choice) => choice.seq > seq);
			const offered = [...event.buttons, ...readQuickReplies(event.extra)];
			return {
				sender: { type: "bot" },
				seq,
				message: {
					...plainMessage(`seq-${seq}`, seq, event),
					imageUrl: event.imageUrl,
					cards: readCards(event.extra),
					buttons: offered.map((button) => ({
						...button,
						isChosen: next !== undefined && isChoice(button, next),
					})),
					canChoose: next === undefined,
				},
			};
		}
	}
}

interface Choice {
	seq: number;
	text: string;
	payload: string | null;
}

/** What the visitor said, in order; what is on its way stands after everything in the log. Failed sends choose nothing. */
function visitorChoices(state: ConversationState): Choice[] {
	const logged = state.events.flatMap((event) => (event.kind === "visitor" ? [event] : []));
	const waiting = state.outgoing.filter((message) => message.status !== "failed");
	return [...logged, ...waiting.map((message) => ({ ...message, seq: Number.POSITIVE_INFINITY }))];
}

function isChoice(button: Button, choice: Choice): boolean {
	if (choice.payload !== null) return choice.payload === button.payload && choice.text === button.title;
	return choice.text.trim().toLowerCase() === button.title.toLowerCase();
}

function plainMessage(
	key: string,
	seq: number | null,
	{ atMs, text }: { atMs: number; text: string | null },
): MessageView {
	return {
		key,
		seq,
		atMs,
		text,
		imageUrl: null,
		cards: [],
		buttons: [],
		canChoose: false,
		status: null,
		outgoingId: null,
		reason: null,
	};
}

function isSameSender(a: Sender, b: Sender): boolean {
	return a.type === b.type && (a.type !== "agent" || b.type !== "agent" || a.name === b.name);
}

function isSameDay(aMs: number, bMs: number): boolean {
	return dayKey(aMs) === dayKey(bMs);
}

/** The day in the visitor's own time zone. */
function dayKey(atMs: number): string {
	const date = new Date(atMs);
	return `${date.getFullYear()}-${date.getMonth()}-${date.getDate()}`;
}
