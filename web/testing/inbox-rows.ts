import { type InboxRow, InboxServerFrame } from "../../contracts/inbox.ts";
import type { ListOf } from "../app/inbox/inbox-rows.ts";

export const ANA = { id: "01960000-0000-7000-8000-00000000000a", name: "Ana" };
export const BEN = { id: "01960000-0000-7000-8000-00000000000b", name: "Ben" };

/** A conversation's id by a digit. */
export const idOf = (digit: number): string =>
	`01960000-0000-7000-8000-0000000000${String(digit).padStart(2, "0")}`;

/** A line of the inbox that waits in the queue, with what a test says of it. */
export function inboxRow(digit: number, more: Partial<InboxRow> = {}): InboxRow {
	const at = (minute: number): string => new Date(Date.UTC(2026, 10, 26, 8, minute)).toISOString();
	return {
		id: idOf(digit),
		contactId: null,
		contactName: null,
		channel: "chat",
		createdAt: at(0),
		lastActivityAt: at(digit),
		preview: `message ${digit}`,
		lastAuthor: "visitor",
		owner: "queue",
		epoch: 1,
		assignee: null,
		status: "open",
		snoozedUntil: null,
		priority: "normal",
		waitingSince: at(digit),
		queuedAt: at(digit),
		unread: 1,
		mentioned: [],
		lastSeq: 3,
		place: null,
		handoffReason: null,
		resolvedFrom: null,
		responseDueAt: null,
		isOverdue: false,
		labels: [],
		...more,
	};
}

export const ALL: ListOf = {
	view: "all",
	status: "open",
	sort: "activity",
	labelId: null,
	channel: null,
	meId: ANA.id,
};

const none = { open: 0, bot: 0, snoozed: 0, resolved: 0 };
export const NO_COUNTS = { mine: none, unassigned: none, all: none, mentions: none };

/** A frame of the inbox as it comes over the line; a test that writes a wrong one learns so. */
export function inboxFrame(frame: InboxServerFrame): string {
	return JSON.stringify(InboxServerFrame.parse(frame));
}
