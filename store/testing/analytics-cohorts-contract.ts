import { sql } from "drizzle-orm";
import { test } from "vitest";
import { z } from "zod";
import { readCohorts } from "../analytics/calendar.ts";
import type { AnalyticsQuestion } from "../analytics/question.ts";
import { type Database, answered, queryRows } from "../database.ts";
import { instantOf } from "../desk/page.ts";
import { freshId } from "../fresh-id.ts";
import { SPREAD, storeTalks } from "./spread-talks.ts";
import { conversationRow, storeConversation } from "./stored-conversation.ts";

const DAY_MS = 86_400_000;
const ZONES = ["UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Asia/Kathmandu"];
/** One of them with ends within an hour. */
const SPANS = [SPREAD, { fromMs: SPREAD.fromMs + 900_000, toMs: SPREAD.fromMs + 9 * DAY_MS + 900_000 }];

/** On both sides of midnight before a Monday in Kolkata, Kathmandu and Berlin, and of an end of a span. */
const EDGES = [
	"2026-10-11T18:05:00Z",
	"2026-10-11T18:20:00Z",
	"2026-10-11T18:40:00Z",
	"2026-11-08T22:50:00Z",
	"2026-11-08T23:10:00Z",
	"2026-10-11T00:05:00Z",
	"2026-10-11T00:40:00Z",
];

/** A customer's only conversation. */
function storeFirst(db: Database, atMs: number): Promise<void> {
	const said = {
		event: "user",
		text: "hello",
		parse_data: { intent: { name: "greet", confidence: 0.9 }, entities: [] },
	};
	const row = conversationRow(freshId(atMs), atMs, { visitorId: freshId(atMs) });
	return storeConversation(db, row, [{ seq: 1, atMs, kind: "dialogue", event: said, eventId: `e${atMs}` }]);
}

/** Who comes again. @param database - with the schema, for each test its own */
export function analyticsCohortsContract(name: string, database: () => Promise<Database>): void {
	test(`[AN9] ${name}: cohorts are those of the customers' first conversations, in any zone, also when conversations go or become others'`, async ({
		expect,
	}) => {
		const db = await database();
		await storeTalks(db, 11, 80);
		for (const at of EDGES) await storeFirst(db, Date.parse(at));
		const agree = async (when: string): Promise<void> => {
			for (const zone of ZONES)
				for (const span of SPANS) {
					const cohorts = await readCohorts(db, { ...span, zone });
					expect(
						cohorts.flatMap(({ week, customers, weeks }) => [
							[week, 0, customers],
							...weeks.map((later) => [week, later.week, later.customers]),
						]),
						`${when}, ${zone}`,
					).toEqual(await countCohorts(db, { ...span, zone }));
				}
		};
		await agree("as stored");
		expect(
			(await readCohorts(db, { ...SPREAD, zone: "UTC" })).flatMap(({ weeks }) => weeks).length,
		).toBeGreaterThan(5);
		await answered(
			db.execute(sql`delete from conversations where id in (select conversation_id from conversation_facts
				where contact_week = 0 order by conversation_id limit 4)`),
		);
		await agree("after first conversations went");
		await answered(
			db.execute(sql`update conversations set contact_id = (select contact_id from conversations where contact_id is not null
				order by contact_id desc limit 1) where id in (select id from conversations order by id limit 9)`),
		);
		await agree("after some became another's");
	}, 120_000);
}

/** Cohorts by the conversations alone. */
function countCohorts(
	db: Database,
	{ fromMs, toMs, zone }: Pick<AnalyticsQuestion, "fromMs" | "toMs" | "zone">,
): Promise<readonly unknown[]> {
	return queryRows(
		db,
		z.tuple([z.string(), z.int(), z.int()]),
		sql`select json_build_array(to_char(c.week, 'YYYY-MM-DD'), c.number, count(distinct c.contact_id)) as row
			from (
				select o.contact_id, date_trunc('week', o.first at time zone ${zone}) as week,
					floor(extract(epoch from o.started_at - o.first) / 604800)::int as number
				from (
					select contact_id, started_at, min(started_at) over (partition by contact_id) as first
					from conversation_facts where contact_id is not null and started_at is not null and not is_test
				) o
				where o.first at time zone ${zone} >= date_trunc('week', ${instantOf(fromMs)} at time zone ${zone})
					and o.first < ${instantOf(toMs)}
			) c group by c.week, c.number order by c.week, c.number`,
	);
}
