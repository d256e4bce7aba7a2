import { type SQL, sql } from "drizzle-orm";
import type { SearchHit } from "../../contracts/desk.ts";
import { storableText } from "../storable.ts";

/** Marks in what PostgreSQL gives: no customer's text has them, for they are taken out of it first. */
const [OPENS, CLOSES] = ["\u0002", "\u0003"];
/** What stands around a hit: as much as two lines of a list have room for. */
const HEADLINE = `StartSel=${OPENS}, StopSel=${CLOSES}, MaxFragments=1, MinWords=5, MaxWords=16, ShortWord=0`;

/** SQL: what was looked for, as a query. */
export function searchQuery(search: string): SQL {
	return sql`websearch_to_tsquery('simple', ${storableText(search)})`;
}

/** SQL: the words around the hit in the newest message of conversation `c` that has one, with marks. */
export function headline(search: string): SQL {
	return sql`(select ts_headline('simple', translate(left(m.text, 50000), ${OPENS + CLOSES}, ''), ${searchQuery(search)}, ${HEADLINE})
		from messages m where m.conversation_id = c.id and m.search @@ ${searchQuery(search)} order by m.seq desc limit 1)`;
}

/** A marked text in its parts. Pure. @returns null where nothing is marked: a hit that lies in no word of the text */
export function hitOf(marked: string | null): SearchHit | null {
	if (marked?.includes(OPENS) !== true) return null;
	const parts = marked.split(OPENS).flatMap((part, index) => {
		const [hit, rest] = index === 0 ? ["", part] : part.split(CLOSES);
		return [
			{ text: hit ?? "", isHit: true },
			{ text: rest ?? "", isHit: false },
		];
	});
	return parts.filter(({ text }) => text !== "");
}
