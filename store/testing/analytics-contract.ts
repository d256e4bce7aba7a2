import { sql } from "drizzle-orm";
import { test } from "vitest";
import { z } from "zod";
import { binEdge } from "../../contracts/time-bins.ts";
import { middleOfBin } from "../analytics/figures.ts";
import { rebuildAnalytics, verifyAnalytics } from "../analytics/verify.ts";
import { flushConversation } from "../conversation-log.ts";
import { type Database, answered, queryRows } from "../database.ts";
import { type SeededRandom, seededRandom } from "../seed/random.ts";
import { countRows } from "./count-rows.ts";
import { randomLog, type RandomTalk } from "./random-log.ts";

const verify = (db: Database) => verifyAnalytics(db, { limit: 20 });

/** Flushes a part of a log, sometimes one that was stored before, sometimes one that leaves a gap. */
async function flushSome(db: Database, talk: RandomTalk, random: SeededRandom): Promise<void> {
	const from = Math.max(0, talk.sent + random.pick([0, 0, 0, -3, -20, 4]));
	const entries = talk.entries.slice(from, from + 1 + random.int(12));
	const last = entries.at(-1);
	if (last === undefined) return;
	const conversation = { ...talk.conversation, lastActivityAtMs: last.atMs, lastSeq: last.seq };
	const result = await flushConversation(db, { conversation, entries, leaseEpoch: 1 });
	if (result.status === "stored") talk.sent = result.throughSeq;
}

const talksOf = (random: SeededRandom, first: number, count: number): RandomTalk[] =>
	Array.from({ length: count }, (_, place) => randomLog(random, first + place));

const storeAll = async (db: Database, talks: readonly RandomTalk[]): Promise<void> => {
	for (const { conversation, entries } of talks)
		await flushConversation(db, { conversation, entries, leaseEpoch: 1 });
};

/** What must hold of the desk's figures on any database. @param database - with the schema, for each test its own */
// oxlint-disable-next-line max-lines-per-function -- a list of tests, each of which stands alone
export function analyticsContract(name: string, database: () => Promise<Database>): void {
	test(`[AN1] ${name}: logs that are flushed in random parts, again and out of step, count as their entries do`, async ({
		expect,
	}) => {
		const db = await database();
		for (const seed of [1, 2, 3, 4]) {
			const random = seededRandom(seed);
			const talks = talksOf(random, seed * 100, 24);
			for (let step = 0; step < 120; step += 1)
				await flushSome(db, talks[random.int(talks.length)] ?? randomLog(random, 0), random);
			expect(await verify(db), `halfway with seed ${seed}`).toMatchObject({ differences: [] });
			for (const talk of talks) while (talk.sent < talk.entries.length) await flushSome(db, talk, random);
			expect(await verify(db), `seed ${seed}`).toEqual({ conversations: 24 * seed, differences: [] });
		}
		for (const from of [
			"conversation_facts where handoffs > 0 and agent_messages > 0 and waiting_ms > 0",
			"conversation_facts where is_returned_here",
			"conversation_measures m join conversation_facts f using (conversation_id) where m.returned = 1 and not f.is_returned_here and not f.is_test",
			"conversation_facets where kind = 'form' and m = 1",
			"conversation_facets where kind = 'reply'",
			"conversation_measures where is_test",
			"analytics_quarters where channel = '*' and returned > 0",
			"analytics_quarters where channel = '*' and confirmed > 0",
			"analytics_days where kind = 'time'",
			"analytics_slices where slice = '+test'",
			"analytics_slices where slice like 'intent %'",
			"analytics_slices where slice like 'agent %'",
			"analytics_hours where kind = 'resolver'",
			"analytics_months where kind = 'reply' and channel = 'chat'",
			"analytics_cohorts where week > 0",
		])
			expect(await countRows(db, from), from).toBeGreaterThan(0);
	}, 120_000);

	test(`[AN2] ${name}: verification names what was changed, and a rebuild makes it right again`, async ({
		expect,
	}) => {
		const db = await database();
		await storeAll(db, talksOf(seededRandom(4), 400, 12));
		for (const [table, change] of [
			[
				"conversation_facts",
				"update conversation_facts set bot_messages = bot_messages + 1 where bot_messages = 0",
			],
			["conversation_facts", "delete from conversation_facts where visitor_messages > 2"],
			["conversation_facts", "update conversation_facts set opens_week = not opens_week"],
			["conversation_facets", "update conversation_facets set n = n + 1 where kind = 'intent'"],
			["conversation_facets", "delete from conversation_facets"],
			["analytics_quarters", "update analytics_quarters set asked = asked + 1 where channel = '*'"],
			["analytics_quarters", "delete from analytics_quarters where channel <> '*'"],
			["analytics_days", "update analytics_days set n = n - 1 where kind = 'intent'"],
			[
				"analytics_days",
				"insert into analytics_days values ('2026-01-01', 'a', 'b', 'time', 'c', '1', 1, 1, 1)",
			],
			["analytics_slices", "update analytics_slices set asked = asked + 1 where slice like 'intent %'"],
			["analytics_slices", "update analytics_slices set returned = returned + 1 where grain = 'day'"],
			["analytics_slices", "delete from analytics_slices where slice = '+test'"],
			["analytics_times", "update analytics_times set b00 = b00 + 1"],
			["analytics_times", "delete from analytics_times where grain = 'hour'"],
			["analytics_hours", "update analytics_hours set n = n + 1 where kind = 'agent'"],
			["analytics_months", "update analytics_months set m = m + 1 where kind = 'reply'"],
			[
				"analytics_months",
				"insert into analytics_months values ('2026-01-01', '*', '*', 'agent', 'c', '', 1, 1, 1)",
			],
			["analytics_cohorts", "update analytics_cohorts set customers = customers + 1 where week = 0"],
			["analytics_cohorts", "insert into analytics_cohorts values ('2026-01-01', 3, 1)"],
			["analytics_hours", "insert into analytics_hours values ('2026-01-01', 'intent', 'c', '', 1, 1, 1)"],
			[
				"analytics_slice_days",
				"insert into analytics_slice_days values ('label x', '2026-01-01', 'intent', 'c', '', 1, 1, 1)",
			],
		] as const) {
			await answered(db.execute(sql.raw(change)));
			expect(
				(await verify(db)).differences.map((difference) => difference.table),
				change,
			).toContain(table);
			expect(await rebuildAnalytics(db)).toBe(12);
			expect(await verify(db), change).toEqual({ conversations: 12, differences: [] });
		}
	}, 120_000);

	test(`[AN3] ${name}: conversations that go, or become another contact's, take their figures along`, async ({
		expect,
	}) => {
		const db = await database();
		const random = seededRandom(5);
		const talks = talksOf(random, 500, 20);
		await storeAll(db, talks);
		for (const { conversation } of talks.slice(0, 5))
			await answered(db.execute(sql`delete from conversations where id = ${conversation.id}`));
		expect(await verify(db)).toEqual({ conversations: 15, differences: [] });
		const contact = talks.find((talk) => talk.conversation.visitorId !== null)?.conversation.visitorId ?? "";
		for (const { conversation } of talks.slice(5, 12))
			await answered(
				db.execute(
					sql`update conversations set contact_id = ${random.pick([contact, null])}::uuid where id = ${conversation.id}`,
				),
			);
		expect(await verify(db)).toEqual({ conversations: 15, differences: [] });
		await answered(db.execute(sql`delete from contacts`));
		expect(await verify(db)).toEqual({ conversations: 15, differences: [] });
		await answered(db.execute(sql`delete from conversations`));
		expect(await countRows(db, "analytics_quarters where conversations <> 0 or asked <> 0")).toBe(0);
		expect(await countRows(db, "analytics_days where conversations <> 0 or n <> 0")).toBe(0);
		expect(await countRows(db, "analytics_slices where conversations <> 0 or asked <> 0")).toBe(0);
		expect(await countRows(db, "analytics_times where b00 + b31 <> 0")).toBe(0);
		expect(await countRows(db, "analytics_hours where conversations <> 0 or n <> 0")).toBe(0);
		expect(await countRows(db, "analytics_months where conversations <> 0 or n <> 0")).toBe(0);
		expect(await countRows(db, "analytics_cohorts where customers <> 0")).toBe(0);
	});

	test(`[AN4] ${name}: conversations of the same contacts that are stored at the same time count each other`, async ({
		expect,
	}) => {
		const db = await database();
		const random = seededRandom(6);
		const talks = talksOf(random, 600, 40);
		await Promise.all(
			talks.map(async (talk) => {
				while (talk.sent < talk.entries.length) await flushSome(db, talk, random);
			}),
		);
		expect(await verify(db)).toEqual({ conversations: 40, differences: [] });
	});

	test(`[AN6] ${name}: a time's bin is the same for ever, as wide as is told, and is worked out within the statement that asks`, async ({
		expect,
	}) => {
		const db = await database();
		const random = seededRandom(8);
		const times = [
			0,
			1,
			63,
			64,
			127,
			128,
			4_095,
			4_096,
			...Array.from({ length: 500 }, () => 2 ** (random.int(3_800) / 100)),
		];
		const bins = await queryRows(
			db,
			z.tuple([z.number(), z.number()]),
			sql`select json_build_array(ms, analytics_bin(ms)) as row
				from (select value::float8::bigint as ms from json_array_elements_text(${JSON.stringify(times)}::json)) t`,
		);
		for (const [ms, bin] of bins) {
			// the first of 32 bins for each doubling is that of the doubling itself
			const doubling = Math.max(0, Math.floor(Math.log2(Math.max(1, ms))) - 5);
			expect(bin, `${ms} ms`).toBe(doubling * 32 + Math.floor(ms / 2 ** doubling));
			expect(Math.abs(middleOfBin(bin) - ms), `${ms} ms`).toBeLessThanOrEqual(ms * 0.016);
			expect(bin, `${ms} ms: the edge of its bin`).toBe(
				doubling * 32 + Math.floor(binEdge(ms) / 2 ** doubling),
			);
			expect(binEdge(ms) % 2 ** doubling, `${ms} ms`).toBe(0);
		}
		const definition = await queryRows(
			db,
			z.string(),
			sql`select to_json(pg_get_functiondef('analytics_bin(bigint)'::regprocedure)) as row`,
		);
		expect(definition.join(""), "a FROM keeps PostgreSQL from inlining it").not.toMatch(/\bfrom\b/iu);
	});

	test(`[AN5] ${name}: an entry that can't be counted is stored, and verification says whose figures stay behind`, async ({
		expect,
	}) => {
		const db = await database();
		const [talk] = talksOf(seededRandom(7), 700, 1);
		if (talk === undefined) throw new Error("no talk");
		const { conversation } = talk;
		const entries = talk.entries.slice(0, 3);
		await answered(db.execute(sql.raw("alter table conversation_facts add check (through_seq <> 3)")));
		expect(await flushConversation(db, { conversation, entries, leaseEpoch: 1 })).toEqual({
			status: "stored",
			throughSeq: 3,
		});
		expect(await countRows(db, "conversation_events")).toBe(3);
		expect((await verify(db)).differences[0]).toMatchObject({
			table: "conversation_facts",
			key: conversation.id,
		});
		await answered(
			db.execute(
				sql.raw("alter table conversation_facts drop constraint conversation_facts_through_seq_check"),
			),
		);
		await flushConversation(db, { conversation, entries: talk.entries, leaseEpoch: 1 });
		expect(await verify(db)).toEqual({ conversations: 1, differences: [] });
	});
}
