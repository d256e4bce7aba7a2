/** How far customers come in forms. */
import { sql } from "drizzle-orm";
import { z } from "zod";
import type { FormsReport } from "../../contracts/analytics.ts";
import { type Database, queryRows } from "../database.ts";
import type { AnalyticsQuestion } from "./question.ts";
import { details } from "./sources.ts";

const Row = z.object({
	kind: z.string(),
	form: z.string(),
	slot: z.string(),
	begun: z.number(),
	done: z.number(),
});

type Form = Omit<FormsReport["forms"][number], "startedBefore" | "completedBefore">;

/** Most started first; their slots most asked first. */
export async function readForms(db: Database, question: AnalyticsQuestion): Promise<readonly Form[]> {
	const rows = await queryRows(
		db,
		Row,
		sql`select json_build_object('kind', s.kind, 'form', s.name, 'slot', s.detail, 'begun', sum(s.n)::bigint,
				'done', sum(s.m)::bigint) as row
			from ${details(question, ["form", "slot"])} s
			group by s.kind, s.name, s.detail having sum(s.n) > 0 order by sum(s.n) desc, s.name, s.detail`,
	);
	return rows
		.filter(({ kind }) => kind === "form")
		.map(({ form, begun, done }) => ({
			form,
			started: begun,
			completed: done,
			abandoned: begun - done,
			slots: rows
				.filter((row) => row.kind === "slot" && row.form === form)
				.map((row) => ({
					slot: row.slot,
					asked: row.begun,
					filled: row.done,
					abandoned: row.begun - row.done,
				})),
		}));
}
