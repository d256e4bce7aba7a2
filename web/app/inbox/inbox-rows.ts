import type { DeskConversation } from "../../../contracts/desk.ts";

/** A list of the inbox, as far as it was read: newest activity first. */
export interface InboxRows {
	readonly rows: readonly DeskConversation[];
	/** Null: there are no more. */
	readonly nextCursor: string | null;
}

/**
 * Brings the top of a list up to date. What the new first page covers is as it says; what is older stays as it was read,
 * unless it has moved to the top.
 */
export function mergeTop(known: InboxRows | undefined, page: InboxRows): InboxRows {
	const oldest = page.rows.at(-1);
	if (known === undefined || page.nextCursor === null || oldest === undefined) return page;
	const ids = new Set(page.rows.map(({ id }) => id));
	const older = known.rows.filter((row) => !ids.has(row.id) && isOlder(row, oldest));
	// nothing of the old list is below the new page: the page alone knows how it goes on
	return older.length === 0 ? page : { rows: [...page.rows, ...older], nextCursor: known.nextCursor };
}

/** The next page below what is known. */
export function addPage(known: InboxRows, page: InboxRows): InboxRows {
	const ids = new Set(known.rows.map(({ id }) => id));
	return {
		rows: [...known.rows, ...page.rows.filter(({ id }) => !ids.has(id))],
		nextCursor: page.nextCursor,
	};
}

function isOlder(row: DeskConversation, than: DeskConversation): boolean {
	if (row.lastActivityAt !== than.lastActivityAt) return row.lastActivityAt < than.lastActivityAt;
	return row.id < than.id;
}

/** The row beside the open one; the first where none is open. Null at either end. */
export function neighbour(
	rows: readonly { id: string }[],
	openId: string | null,
	step: 1 | -1,
): string | null {
	const place = rows.findIndex(({ id }) => id === openId);
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
