/** Lines of the inbox: how they are made, listed, sorted and counted. Pure. */
import type { InboxCounts, InboxRow, InboxSort, InboxStatus, InboxView } from "../../contracts/inbox.ts";
import { standingOf } from "../desk/desk-state.ts";
import type { ConversationReport, InboxFacts } from "./inbox-rpc.ts";

/** A line as the inbox keeps it. */
export interface KeptRow {
	readonly report: ConversationReport;
	readonly facts: InboxFacts;
	readonly place: number | null;
	readonly isOverdue: boolean;
	/** The inbox's version that changed it last. */
	readonly version: number;
}

export function statusOf({ report: { desk } }: KeptRow): InboxStatus {
	if (desk.status !== "open") return desk.status;
	return desk.owner === "bot" ? "bot" : "open";
}

/** Until when a person should have answered (epoch ms); null when nobody waits. */
export function dueAtMs(
	{ report: { desk } }: Pick<KeptRow, "report">,
	minutes: number | null,
): number | null {
	if (minutes === null || desk.waitingSinceMs === null || desk.status !== "open") return null;
	return desk.waitingSinceMs + minutes * 60_000;
}

export function toInboxRow(row: KeptRow, responseMinutes: number | null): InboxRow {
	const { report, facts, place, isOverdue } = row;
	const due = dueAtMs(row, responseMinutes);
	return {
		id: report.id,
		contactId: report.contactId,
		contactName: facts.contactName,
		channel: report.channel,
		createdAt: new Date(report.createdAtMs).toISOString(),
		lastActivityAt: new Date(report.lastActivityAtMs).toISOString(),
		preview: report.preview,
		lastAuthor: report.desk.lastAuthor,
		...standingOf(report.desk, report.lastSeq),
		place,
		handoffReason: report.desk.handoffReason,
		responseDueAt: due === null ? null : new Date(due).toISOString(),
		isOverdue,
		labels: [...facts.labels],
	};
}

/** Whether the line stands in this list of this agent. */
export function isListed(row: KeptRow, agentId: string, view: InboxView): boolean {
	const { desk } = row.report;
	switch (view) {
		case "mine":
			return desk.assignee?.id === agentId || wasTheirs(row, agentId);
		case "unassigned":
			return desk.owner === "queue";
		case "mentions":
			return desk.mentions.some(({ id }) => id === agentId);
		default:
			return true;
	}
}

/** What somebody has resolved stays in their list of the resolved ones. */
function wasTheirs({ report: { desk } }: KeptRow, agentId: string): boolean {
	return desk.status === "resolved" && desk.resolvedFrom?.assignee?.id === agentId;
}

const PRIORITIES = { urgent: 0, high: 1, normal: 2, low: 3 } as const;
/** Later than any instant. */
const NEVER = 1e15;

/** Where a line stands: numbers that rise down the list, then its id. */
type Place = readonly [number, number, string];

function placeOf(row: KeptRow, sort: InboxSort): Place {
	const { id, desk, lastActivityAtMs } = row.report;
	const waits = desk.waitingSinceMs ?? NEVER;
	if (sort === "waiting") return [waits, -lastActivityAtMs, id];
	return sort === "priority" ? [PRIORITIES[desk.priority], waits, id] : [-lastActivityAtMs, 0, id];
}

function compare(a: Place, b: Place): number {
	return a[0] - b[0] || a[1] - b[1] || (a[2] < b[2] ? -1 : Number(a[2] > b[2]));
}

/** A page of a list. A cursor that nobody gave out is the first page. */
export function pageOfRows(
	rows: Iterable<KeptRow>,
	agentId: string,
	question: {
		readonly view: InboxView;
		readonly status: InboxStatus;
		readonly sort: InboxSort;
		readonly cursor: string | null;
		readonly limit: number;
	},
): { readonly rows: KeptRow[]; readonly nextCursor: string | null } {
	const { view, status, sort, cursor, limit } = question;
	const match = /^(-?\d+)_(-?\d+)_([\w-]{1,64})$/.exec(cursor ?? "");
	const after: Place | null = match === null ? null : [Number(match[1]), Number(match[2]), match[3] ?? ""];
	const listed = [...rows]
		.filter((row) => statusOf(row) === status && isListed(row, agentId, view))
		.map((row) => ({ row, place: placeOf(row, sort) }))
		.filter(({ place }) => after === null || compare(place, after) > 0)
		.sort((a, b) => compare(a.place, b.place));
	const page = listed.slice(0, limit);
	const last = page.at(-1);
	const nextCursor = listed.length > limit && last !== undefined ? last.place.join("_") : null;
	return { rows: page.map(({ row }) => row), nextCursor };
}

/** The queue in the order of its places: what is urgent first, then who has waited longest. */
export function queueOf(rows: Iterable<KeptRow>): KeptRow[] {
	const rank = ({ report: { desk, id } }: KeptRow): Place => [
		PRIORITIES[desk.priority],
		desk.queuedAtMs ?? NEVER,
		id,
	];
	return [...rows]
		.filter(({ report: { desk } }) => desk.owner === "queue" && desk.status === "open")
		.sort((a, b) => compare(rank(a), rank(b)));
}

/** Counts of the lists, kept as lines come, change and go. */
export class RowCounts {
	readonly #counts = new Map<string, number>();

	add(row: KeptRow, by: 1 | -1): void {
		for (const key of keysOf(row)) this.#counts.set(key, (this.#counts.get(key) ?? 0) + by);
	}

	of(agentId: string): InboxCounts {
		const count = (list: string, status: InboxStatus) => this.#counts.get(`${list} ${status}`) ?? 0;
		const counts = (list: string) => ({
			open: count(list, "open"),
			bot: count(list, "bot"),
			snoozed: count(list, "snoozed"),
			resolved: count(list, "resolved"),
		});
		return {
			mine: counts(`mine ${agentId}`),
			unassigned: counts("unassigned"),
			all: counts("all"),
			mentions: counts(`mentions ${agentId}`),
		};
	}
}

function keysOf(row: KeptRow): string[] {
	const { desk } = row.report;
	const owner =
		desk.assignee?.id ?? (desk.status === "resolved" ? desk.resolvedFrom?.assignee?.id : undefined);
	const lists = [
		"all",
		...(desk.owner === "queue" ? ["unassigned"] : []),
		...(owner === undefined ? [] : [`mine ${owner}`]),
		...new Set(desk.mentions.map(({ id }) => `mentions ${id}`)),
	];
	return lists.map((list) => `${list} ${statusOf(row)}`);
}
