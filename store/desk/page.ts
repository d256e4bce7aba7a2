/** Pages of the desk's lists: newest first, the cursor is where the page before ended. */
import { type SQL, sql } from "drizzle-orm";

export interface Page<Row> {
	readonly rows: readonly Row[];
	/** Give this as the cursor for the next page; null on the last one. */
	readonly nextCursor: string | null;
}

/** Where a page begins and how long it is. */
export interface PageQuestion {
	/** One that nobody gave out counts as null: the first page. */
	readonly cursor: string | null;
	readonly limit: number;
}

const CURSOR = /^(\d{1,14})_([\w.-]{1,64})$/;

/**
 * Rows behind the cursor in falling order of an instant and a key.
 *
 * @param columns - SQL of the two columns
 * @param keyType - PostgreSQL's name of the key's type
 */
export function behindCursor(
	cursor: string | null,
	columns: { readonly at: string; readonly key: string },
	keyType: keyof typeof KEYS,
): SQL {
	const place = cursorPlace(cursor, keyType);
	if (place === null) return sql`true`;
	const at = new Date(place.atMs).toISOString();
	return sql`(${sql.raw(columns.at)}, ${sql.raw(columns.key)}) < (${at}::timestamptz, ${place.key}::${sql.raw(keyType)})`;
}

/** Where the page before ended; null for the first page. */
export function cursorPlace(
	cursor: string | null,
	keyType: keyof typeof KEYS,
): { readonly atMs: number; readonly key: string } | null {
	const [, atMs, key] = CURSOR.exec(cursor ?? "") ?? [];
	if (atMs === undefined || key === undefined || !KEYS[keyType].test(key)) return null;
	return { atMs: Number(atMs), key };
}

/** What a key of each type looks like: a wrong one would be an error of PostgreSQL's. */
const KEYS = {
	uuid: /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
	text: /^[\w.-]+$/,
	int: /^\d{1,9}$/,
} as const;

/** @param rows - one more than the page has, when there is a next one */
export function pageOf<Row>(
	rows: readonly Row[],
	limit: number,
	place: (row: Row) => { readonly atMs: number; readonly key: string | number },
): Page<Row> {
	const last = rows[limit - 1];
	if (rows.length <= limit || last === undefined) return { rows, nextCursor: null };
	const { atMs, key } = place(last);
	return { rows: rows.slice(0, limit), nextCursor: `${atMs}_${key}` };
}

/** All of these. */
export function allOf(conditions: readonly (SQL | null)[]): SQL {
	const held = conditions.filter((condition) => condition !== null);
	return held.length === 0 ? sql`true` : sql.join(held, sql` and `);
}

/** Epoch milliseconds as an instant. */
export function instantOf(ms: number): SQL {
	return sql`${new Date(ms).toISOString()}::timestamptz`;
}
