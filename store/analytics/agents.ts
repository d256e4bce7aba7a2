/** What people of the company did. */
import { sql } from "drizzle-orm";
import { z } from "zod";
import type { AgentsReport } from "../../contracts/analytics.ts";
import { type Database, queryRows } from "../database.ts";
import { type Bins, durationOf } from "./figures.ts";
import type { AnalyticsQuestion } from "./question.ts";
import { details } from "./sources.ts";

const Row = z.object({
	kind: z.string(),
	name: z.string(),
	detail: z.string(),
	conversations: z.number(),
	n: z.number(),
	m: z.number(),
});

type Agent = Omit<AgentsReport["rows"][number], "conversationsBefore">;

/** Most conversations first. */
export async function readAgents(db: Database, question: AnalyticsQuestion): Promise<readonly Agent[]> {
	const rows = await queryRows(
		db,
		Row,
		sql`select json_build_object('kind', s.kind, 'name', s.name, 'detail', s.detail, 'conversations',
				sum(s.conversations)::bigint, 'n', sum(s.n)::bigint, 'm', sum(s.m)::bigint) as row
			from ${details(question, ["agent", "reply", "rating", "resolver"])} s group by s.kind, s.name, s.detail
			having sum(s.conversations) > 0`,
	);
	const names = await namesOf(db, [...new Set(rows.map(({ name }) => name))]);
	return [...new Set(rows.map(({ name }) => name))]
		.map((agentId): Agent => {
			const own = (kind: string) => rows.filter((row) => row.kind === kind && row.name === agentId);
			const [wrote] = own("agent");
			const replies = own("reply");
			const bins: Bins = replies.map(({ detail, n }) => [Number(detail), n] as const);
			const rated = (rating: string): number =>
				own("rating").find(({ detail }) => detail === rating)?.conversations ?? 0;
			return {
				agentId,
				name: names.get(agentId) ?? (isUserId(agentId) ? null : agentId),
				conversations: wrote?.conversations ?? 0,
				messages: wrote?.n ?? 0,
				resolved: own("resolver")[0]?.conversations ?? 0,
				replies: durationOf(
					bins,
					replies.reduce((sum, { m }) => sum + m, 0),
				),
				ratings: [rated("1"), rated("2"), rated("3"), rated("4"), rated("5")],
			};
		})
		.sort((one, other) => other.conversations - one.conversations || (one.agentId < other.agentId ? -1 : 1));
}

const isUserId = (text: string): boolean => z.uuid().safeParse(text).success;

async function namesOf(db: Database, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
	const rows = await queryRows(
		db,
		z.object({ id: z.string(), name: z.string() }),
		sql`select json_build_object('id', u.id, 'name', u.name) as row from users u
			where u.id in (select value::uuid from json_array_elements_text(${JSON.stringify(ids.filter(isUserId))}::json))`,
	);
	return new Map(rows.map(({ id, name }) => [id, name]));
}
