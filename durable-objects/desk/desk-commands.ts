/** What a command of the desk does to a conversation: which entries its log gains, or why not. Pure. */
import type { Person, Priority } from "../../contracts/desk-commands.ts";
import type { Owner } from "../../contracts/protocol.ts";
import { assertNever } from "../../dialogue/assert-never.ts";
import type { NewEntry, SystemEvent } from "../log-entry.ts";
import type { DeskState } from "./desk-state.ts";

export type DeskCommand =
	| { readonly do: "take_over" | "hand_back" | "enqueue" | "resolve" | "reopen" }
	/** `to` null: back into the queue. */
	| { readonly do: "assign"; readonly to: Person | null }
	| { readonly do: "message"; readonly text: string; readonly resolve: boolean }
	| { readonly do: "note"; readonly text: string; readonly mentions: readonly string[] }
	/** Null: until the customer writes. */
	| { readonly do: "snooze"; readonly untilMs: number | null }
	| { readonly do: "prioritize"; readonly priority: Priority };

/** Who commands, under which id, and what they believe. */
export interface Ordered {
	/** The client's id of the command: one id does one thing. */
	readonly id: string;
	/** Null for the house itself, which gives out what waits in the queue. */
	readonly by: Person | null;
	/** Done only if the conversation has not changed hands since this epoch. */
	readonly expectedEpoch?: number | undefined;
	/** Put away or closed only if the customer has not written since this entry. */
	readonly seenSeq?: number | undefined;
	readonly nowMs: number;
}

export type Decision =
	| { readonly entries: readonly NewEntry[] }
	/** Somebody was faster, or it is not theirs to do. */
	| { readonly conflict: string };

type Hands = Pick<DeskState, "owner" | "assignee">;
type OwnerReason = NonNullable<Extract<SystemEvent, { type: "owner_changed" }>["reason"]>;

const NOTHING: Decision = { entries: [] };

export function decide(state: DeskState, command: DeskCommand, ordered: Ordered): Decision {
	if (ordered.expectedEpoch !== undefined && ordered.expectedEpoch !== state.epoch)
		return { conflict: `The conversation has changed hands: ${handsInWords(state)}` };
	if (setsAside(command) && state.customerSeq > (ordered.seenSeq ?? Infinity))
		return { conflict: "The customer has written meanwhile: read it first." };
	switch (command.do) {
		case "take_over":
			if (ordered.by === null) return { conflict: "Only a person can take a conversation over." };
			return given(state, { owner: "person", assignee: ordered.by }, "taken_over", ordered);
		case "hand_back":
			return given(state, { owner: "bot", assignee: null }, "handed_back", ordered);
		case "enqueue":
			return given(state, { owner: "queue", assignee: null }, "queued", ordered);
		case "assign":
			return command.to === null
				? given(state, { owner: "queue", assignee: null }, "queued", ordered)
				: given(state, { owner: "person", assignee: command.to }, "assigned", ordered);
		case "message":
			return said(state, command, ordered);
		case "note": {
			const { text, mentions } = command;
			return system({ type: "note_added", text, mentions: [...mentions], ...done(ordered) });
		}
		case "snooze":
			return snoozed(state, command.untilMs, ordered);
		case "resolve":
			return { entries: resolution(state, ordered) };
		case "reopen":
			return reopened(state, ordered);
		case "prioritize": {
			const { priority } = command;
			if (priority === state.priority) return NOTHING;
			return system({ type: "priority_changed", priority, ...done(ordered) });
		}
		default:
			return assertNever(command);
	}
}

/** What nobody looks at any more afterwards: not with a message in it that came a moment before. */
function setsAside(command: DeskCommand): boolean {
	if (command.do === "message") return command.resolve;
	return command.do === "snooze" || command.do === "resolve";
}

/** Entries that put the conversation into other hands. The bot's tracker is paused meanwhile, as in Rasa. */
export function handOver(
	state: Pick<DeskState, "owner" | "epoch">,
	to: Hands,
	more: Omit<Extract<SystemEvent, { type: "owner_changed" }>, "type" | "owner" | "epoch" | "assignee">,
	nowMs: number,
): NewEntry[] {
	const { owner, assignee } = to;
	const change: NewEntry = {
		kind: "system",
		event: {
			type: "owner_changed",
			owner,
			epoch: state.epoch + 1,
			...(assignee === null ? {} : { assignee }),
			...more,
		},
	};
	if ((state.owner === "bot") === (owner === "bot")) return [change];
	const event = owner === "bot" ? ("resume" as const) : ("pause" as const);
	return [change, { kind: "dialogue", event: { event, timestamp: nowMs / 1_000 } }];
}

function given(state: DeskState, to: Hands, reason: OwnerReason, ordered: Ordered): Decision {
	const isThere = state.owner === to.owner && state.assignee?.id === to.assignee?.id;
	const opening: NewEntry[] =
		state.status === "open" || to.owner === "bot" ? [] : [marked("reopened", ordered)];
	const changed = isThere ? [] : handOver(state, to, { reason, ...done(ordered) }, ordered.nowMs);
	return { entries: [...opening, ...changed] };
}

function said(
	state: DeskState,
	{ text, resolve }: Extract<DeskCommand, { do: "message" }>,
	ordered: Ordered,
): Decision {
	const { by, id, nowMs } = ordered;
	if (by === null || state.owner !== "person" || state.assignee?.id !== by.id)
		return { conflict: `Take the conversation over first: ${handsInWords(state)}` };
	const message: NewEntry = {
		kind: "dialogue",
		event: {
			event: "agent",
			text,
			timestamp: nowMs / 1_000,
			metadata: { name: by.name, agent_id: by.id, message_id: id },
		},
	};
	return { entries: [message, ...(resolve ? resolution(state, ordered) : [])] };
}

function snoozed(state: DeskState, untilMs: number | null, ordered: Ordered): Decision {
	if (state.owner === "bot" || state.status === "resolved")
		return { conflict: `Only what waits for a person can be snoozed: ${handsInWords(state)}` };
	if (state.status === "snoozed" && state.snoozedUntilMs === untilMs) return NOTHING;
	return system({ type: "snoozed", untilMs, ...done(ordered) });
}

/** What is resolved is the bot's again: whoever writes then has a new concern. */
function resolution(state: DeskState, ordered: Ordered): NewEntry[] {
	if (state.status === "resolved") return [];
	const back = { owner: "bot", assignee: null } as const;
	return [
		marked("resolved", ordered),
		...(state.owner === "bot"
			? []
			: handOver(state, back, { reason: "resolved", ...done(ordered) }, ordered.nowMs)),
	];
}

/** Opens it again in the hands that it was in, so that resolving can be undone. */
function reopened(state: DeskState, ordered: Ordered): Decision {
	if (state.status === "open") return NOTHING;
	const hands = state.status === "resolved" ? state.resolvedFrom : null;
	const back =
		hands === null || hands.owner === state.owner
			? []
			: handOver(state, hands, { reason: "reopened", ...done(ordered) }, ordered.nowMs);
	return { entries: [marked("reopened", ordered), ...back] };
}

function marked(type: "reopened" | "resolved", ordered: Ordered): NewEntry {
	return { kind: "system", event: { type, ...done(ordered) } };
}

function done({ by, id }: Ordered): { readonly by?: Person; readonly command: string } {
	return { ...(by === null ? {} : { by }), command: id };
}

function system(event: SystemEvent): Decision {
	return { entries: [{ kind: "system", event }] };
}

function handsInWords({ owner, assignee }: Hands): string {
	const words: Record<Owner, string> = {
		bot: "the assistant answers now.",
		queue: "it is in the queue.",
		person: `${assignee?.name ?? "somebody"} answers now.`,
	};
	return words[owner];
}
