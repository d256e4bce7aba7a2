import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { InboxRow } from "../../../contracts/inbox.ts";
import { conversationQuery } from "../conversations/conversation-query.ts";
import { useDesk } from "../world.ts";

/** The open line, as the list had it last. */
export interface HeldRow {
	/** Of which list. */
	readonly list: string;
	readonly row: InboxRow;
	readonly place: number;
	/** The line above it; null for the first. */
	readonly above: string | null;
}

/** Notes where the open line stands; one that has left its list stays noted for as long as it is open. Pure. */
export function holdRow(
	held: HeldRow | null,
	rows: readonly InboxRow[],
	openId: string | null,
	list: string,
): HeldRow | null {
	const place = openId === null ? -1 : rows.findIndex(({ id }) => id === openId);
	const row = rows[place];
	if (row === undefined) return held?.list === list && held.row.id === openId ? held : null;
	const above = rows[place - 1]?.id ?? null;
	const isSame = held?.list === list && held.row === row && held.place === place && held.above === above;
	return isSame ? held : { list, row, place, above };
}

/** The list with that line where it stood: below the one that was above it, otherwise as far down as before. Pure. */
export function withHeldRow(rows: readonly InboxRow[], held: HeldRow | null): readonly InboxRow[] {
	if (held === null || rows.some(({ id }) => id === held.row.id)) return rows;
	const above = rows.findIndex(({ id }) => id === held.above);
	const place = held.above === null ? 0 : above < 0 ? Math.min(held.place, rows.length) : above + 1;
	return rows.toSpliced(place, 0, held.row);
}

/**
 * What an agent does to the open conversation may take it out of the list that they work through (it was taken over, and
 * waits no longer): its line stays until they move on, so that J and K go on from there.
 */
export function useHeldRow(
	rows: readonly InboxRow[],
	openId: string | null,
	list: string,
): readonly InboxRow[] {
	const world = useDesk();
	const [held, setHeld] = useState<HeldRow | null>(null);
	const { data } = useQuery({ ...conversationQuery(world, openId ?? ""), enabled: false });
	const next = holdRow(held, rows, openId, list);
	if (next !== held) setHeld(next);
	if (next === null || rows.includes(next.row)) return rows;
	const row = world.inbox.cache.find(next.row.id) ?? next.row;
	if (data === undefined) return withHeldRow(rows, { ...next, row });
	const { owner, status, assignee, priority } = data;
	const place = owner === "queue" ? row.place : null;
	return withHeldRow(rows, { ...next, row: { ...row, owner, status, assignee, priority, place } });
}
