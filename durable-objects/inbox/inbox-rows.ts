/** Lines of the inbox: how they are made, listed, sorted and counted. Pure. */
import type { InboxCounts, InboxQuestion, InboxRow, InboxStatus } from "../../contracts/inbox.ts";
import {
	comparePlaces,
	cursorOf,
	isListed,
	type ListedLine,
	type Place,
	placeOf,
	placeOfCursor,
	queuePlaceOf,
	statusOf,
} from "../../contracts/inbox-lists.ts";
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

/** What says where the line belongs. */
function lineOf({ report, facts }: KeptRow): ListedLine {
	const { desk, channel } = report;
	return {
		owner: desk.owner,
		status: desk.status,
		mentioned: desk.mentions.map(({ id }) => id),
		assigneeId: desk.assignee?.id ?? null,
		resolvedFromId: desk.resolvedFrom?.assignee?.id ?? null,
		labelIds: facts.labels.map(({ id }) => id),
		channel,
	};
}

/** @param due - until when a person should have answered (epoch ms); null when nobody waits */
export function toInboxRow({ report, facts, place, isOverdue }: KeptRow, due: number | null): InboxRow {
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
		resolvedFrom: report.desk.resolvedFrom?.assignee ?? null,
		responseDueAt: due === null ? null : new Date(due).toISOString(),
		isOverdue,
		labels: [...facts.labels],
	};
}

/** A page of a list. A cursor that nobody gave out is the first page. */
export function pageOfRows(
	rows: Iterable<KeptRow>,
	agentId: string,
	question: InboxQuestion & { readonly cursor: string | null; readonly limit: number },
): { readonly rows: KeptRow[]; readonly nextCursor: string | null } {
	const { sort, cursor, limit } = question;
	const after = placeOfCursor(cursor);
	const listed = [...rows]
		.filter((row) => isListed(lineOf(row), agentId, question))
		.map((row) => {
			const { id, desk, lastActivityAtMs } = row.report;
			return { row, place: placeOf({ id, lastActivityAtMs, ...desk }, sort) };
		})
		.filter(({ place }) => after === null || comparePlaces(place, after) > 0)
		.sort((a, b) => comparePlaces(a.place, b.place));
	const page = listed.slice(0, limit);
	const last = page.at(-1);
	const nextCursor = listed.length > limit && last !== undefined ? cursorOf(last.place) : null;
	return { rows: page.map(({ row }) => row), nextCursor };
}

/** The queue in the order of its places: what is urgent first, then who has waited longest. */
export function queueOf(rows: Iterable<KeptRow>): KeptRow[] {
	const rank = ({ report: { desk, id } }: KeptRow): Place => queuePlaceOf({ id, ...desk });
	return [...rows]
		.filter(({ report: { desk } }) => desk.owner === "queue" && desk.status === "open")
		.sort((a, b) => comparePlaces(rank(a), rank(b)));
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
	return lists.map((list) => `${list} ${statusOf(desk)}`);
}
