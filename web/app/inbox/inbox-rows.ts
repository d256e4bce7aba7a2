import type { InboxQuestion, InboxRow } from "../../../contracts/inbox.ts";
import {
	comparePlaces,
	isListed,
	type Place,
	placeOf,
	placeOfCursor,
} from "../../../contracts/inbox-lists.ts";

/** A list of the inbox, in its order, as far down as it was read. */
export interface InboxRows {
	readonly rows: readonly InboxRow[];
	/** The place up to which it was read; null: to its end. */
	readonly nextCursor: string | null;
}

/** What has become of some lines, listed or not. */
export interface RowChanges {
	/** Whole, as they are now. */
	readonly rows: readonly InboxRow[];
	readonly removed: readonly string[];
}

/** Whose list it is, and which one. */
export type ListOf = InboxQuestion & { readonly meId: string };

/** Whether a line belongs into the list as it is now. */
export function belongs(row: InboxRow, { meId, ...question }: ListOf): boolean {
	return isListed(
		{
			owner: row.owner,
			status: row.status,
			mentioned: row.mentioned,
			assigneeId: row.assignee?.id ?? null,
			resolvedFromId: row.resolvedFrom?.id ?? null,
			labelIds: row.labels.map(({ id }) => id),
			channel: row.channel,
		},
		meId,
		question,
	);
}

/**
 * Brings a list up to date: each changed line is taken out, and put where it belongs now. What belongs further down than
 * the list was read is left to the page that reads there. The same object when nothing of it changed.
 */
export function applyChanges(known: InboxRows, { rows, removed }: RowChanges, list: ListOf): InboxRows {
	const gone = new Set([...removed, ...rows.map(({ id }) => id)]);
	const end = placeOfCursor(known.nextCursor);
	const place = (row: InboxRow): Place => placeIn(row, list);
	const come = rows
		.filter((row) => belongs(row, list))
		.filter((row) => end === null || comparePlaces(place(row), end) <= 0);
	const kept = known.rows.filter(({ id }) => !gone.has(id));
	if (come.length === 0 && kept.length === known.rows.length) return known;
	for (const row of come) kept.splice(spotFor(kept, place(row), place), 0, row);
	return { ...known, rows: kept };
}

/** The next page below what is known. */
export function addPage(known: InboxRows, page: InboxRows): InboxRows {
	const ids = new Set(known.rows.map(({ id }) => id));
	return {
		rows: [...known.rows, ...page.rows.filter(({ id }) => !ids.has(id))],
		nextCursor: page.nextCursor,
	};
}

function placeIn(row: InboxRow, { sort }: ListOf): Place {
	const { id, priority, waitingSince, lastActivityAt } = row;
	return placeOf(
		{
			id,
			priority,
			waitingSinceMs: waitingSince === null ? null : Date.parse(waitingSince),
			lastActivityAtMs: Date.parse(lastActivityAt),
		},
		sort,
	);
}

/** Where a line goes among those that are sorted already. */
function spotFor(rows: readonly InboxRow[], at: Place, place: (row: InboxRow) => Place): number {
	let [low, high] = [0, rows.length];
	while (low < high) {
		const middle = (low + high) >>> 1;
		const row = rows[middle];
		if (row !== undefined && comparePlaces(place(row), at) < 0) low = middle + 1;
		else high = middle;
	}
	return low;
}

/** The row beside the open one; the first where none is open. Null at either end. */
export function neighbour(
	rows: readonly { id: string }[],
	openId: string | null,
	step: 1 | -1,
): string | null {
	const place = openId === null ? -1 : rows.findIndex(({ id }) => id === openId);
	return rows[place < 0 ? 0 : place + step]?.id ?? null;
}

/** Which row opens after `id` has left the list: the one below it, else the one above. */
export function successor(rows: readonly { id: string }[], id: string): string | null {
	const place = rows.findIndex((row) => row.id === id);
	if (place < 0) return null;
	return rows[place + 1]?.id ?? rows[place - 1]?.id ?? null;
}

/** The ids from one row to the other, both included, in whichever order they stand. */
export function rangeOf(rows: readonly { id: string }[], from: string, to: string): string[] {
	const places = [from, to].map((id) => rows.findIndex((row) => row.id === id));
	if (places.includes(-1)) return [to];
	return rows.slice(Math.min(...places), Math.max(...places) + 1).map(({ id }) => id);
}
