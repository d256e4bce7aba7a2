/** What customers wanted, and between what it was hard to choose. */
import { sql } from "drizzle-orm";
import { z } from "zod";
import type { IntentsReport } from "../../contracts/analytics.ts";
import { type Database, queryRows } from "../database.ts";
import { ratio } from "./figures.ts";
import { type AnalyticsQuestion, spanBefore } from "./question.ts";
import { details } from "./sources.ts";

const Row = z.object({
	kind: z.string(),
	name: z.string(),
	detail: z.string(),
	conversations: z.number(),
	messages: z.number(),
});
type Row = z.infer<typeof Row>;

/** @param limit - rows of each list */
export async function readIntents(
	db: Database,
	question: AnalyticsQuestion,
	{ compare, limit }: { readonly compare: boolean; readonly limit: number },
): Promise<Omit<IntentsReport, "range">> {
	const [rows, rowsBefore] = await Promise.all([
		readRows(db, question, ["intent", "confused"]),
		readRows(db, spanBefore(question), ["intent"]),
	]);
	const intents = rows.filter(({ kind }) => kind === "intent");
	const all = intents.reduce((sum, { messages }) => sum + messages, 0);
	const before = new Map(rowsBefore.map(({ name, messages }) => [name, messages]));
	const known = intents.map(({ name, conversations, messages }) => ({
		intent: name,
		conversations,
		messages,
		share: ratio(messages, all),
		messagesBefore: before.get(name) ?? 0,
	}));
	const growth = (row: (typeof known)[number]): number => row.messages - row.messagesBefore;
	return {
		top: known
			.slice(0, limit)
			.map((row) => ({ ...row, messagesBefore: compare ? row.messagesBefore : null })),
		rising: known
			.filter((row) => growth(row) > 0)
			.toSorted((one, other) => growth(other) - growth(one))
			.slice(0, limit),
		confused: rows
			.filter(({ kind }) => kind === "confused")
			.slice(0, limit)
			.map(({ name, detail, conversations, messages }) => ({
				intent: name,
				other: detail,
				conversations,
				messages,
			})),
	};
}

/** Most messages first. */
async function readRows(
	db: Database,
	question: AnalyticsQuestion,
	kinds: readonly string[],
): Promise<readonly Row[]> {
	return queryRows(
		db,
		Row,
		sql`select json_build_object('kind', s.kind, 'name', s.name, 'detail', s.detail,
				'conversations', sum(s.conversations)::bigint, 'messages', sum(s.n)::bigint) as row
			from ${details(question, kinds)} s
			group by s.kind, s.name, s.detail having sum(s.n) > 0 order by sum(s.n) desc, s.name, s.detail`,
	);
}
