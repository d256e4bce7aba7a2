import { sql } from "drizzle-orm";
import { test } from "vitest";
import { z } from "zod";
import { packAnalytics } from "../analytics/pack.ts";
import { type AnalyticsQuestion } from "../analytics/question.ts";
import { rebuildAnalytics, verifyAnalytics } from "../analytics/verify.ts";
import { flushConversation } from "../conversation-log.ts";
import { type Database, answered, queryRows } from "../database.ts";
import { changeLabelOf } from "../desk/bulk-labels.ts";
import { deleteLabel } from "../desk/labels.ts";
import { type SeededRandom, seededRandom } from "../seed/random.ts";
import { everyFigure, everyList, label, PLAIN, workdays } from "./analytics-sums-contract.ts";
import type { Hold } from "./backend.ts";
import { countRows } from "./count-rows.ts";
import { randomLog, type RandomTalk } from "./random-log.ts";
import { SPREAD, storeTalks } from "./spread-talks.ts";

const DAY_MS = 86_400_000;
/** All of the talks' days are over then, and their months. */
export const LATER_MS = SPREAD.toMs + 60 * DAY_MS;
export const [SOME, OTHER] = [label(1), label(2)];
export const pack = (db: Database, nowMs = LATER_MS) =>
	packAnalytics(db, { nowMs, untilMs: nowMs + 120_000 });
const verify = (db: Database) => verifyAnalytics(db, { limit: 20 });

/** What no sum is kept of, in each of its kinds. */
const QUESTIONS: Readonly<Record<string, Partial<AnalyticsQuestion>>> = {
	"an intent and a model": { intent: "order_status", modelId: "m1" },
	"an intent, a channel and a language": { intent: "greet", channel: "chat", language: "en" },
	"a label and an intent, ends within a day": {
		labelId: SOME,
		intent: "order_status",
		zone: "Europe/Berlin",
		fromMs: SPREAD.fromMs + 900_000,
	},
	"a model, a zone of half hours": { modelId: "m2", zone: "Asia/Kolkata" },
	"tests too, an intent": { withTests: true, intent: "order_status" },
	"tests too, a channel": { withTests: true, channel: "chat", zone: "Europe/Berlin" },
	"open to half past, a day off": {
		hours: workdays("Europe/Berlin", "09:15", "17:30", ["2026-10-08"]),
		zone: "America/New_York",
	},
	"open to any minute, a language": { hours: workdays("Europe/Berlin", "08:07", "21:52"), language: "en" },
	"open hours, an intent, tests too": {
		hours: workdays("Europe/Berlin", "09:00", "24:00"),
		intent: "greet",
		withTests: true,
	},
	// of one slice: from months, and from days at the ends
	"a channel, from within a month": { channel: "chat", fromMs: Date.parse("2026-09-20T06:15:00Z") },
	"an intent, a month": { intent: "thank", fromMs: Date.parse("2026-10-01T00:00:00Z") },
};

/** What is asked of lists too: they are long. */
const LISTED = ["an intent, a channel and a language", "open to half past, a day off"];

type Questions = Readonly<Record<string, Partial<AnalyticsQuestion>>>;

async function ask(db: Database, questions: Questions): Promise<Readonly<Record<string, unknown>>> {
	const said: Record<string, unknown> = {};
	for (const [asking, asked] of Object.entries(questions)) {
		const question = { ...PLAIN, ...asked };
		said[asking] = {
			...(await everyFigure(db, question)),
			...(LISTED.includes(asking) ? await everyList(db, question) : {}),
		};
	}
	return said;
}

export async function storeLabels(db: Database): Promise<void> {
	for (const id of [SOME, OTHER])
		await answered(
			db.execute(sql`insert into labels (id, name, color, created_at) values (${id}, ${id}, 'blue', now())`),
		);
	await answered(
		db.execute(sql`insert into conversation_labels (conversation_id, label_id, at)
			select conversation_id, ${SOME}::uuid, now() from conversation_facts where conversation_id::text ~ '[1-6]$'`),
	);
}

async function idsOf(db: Database): Promise<readonly [string, ...string[]]> {
	const [first, ...others] = await queryRows(
		db,
		z.string(),
		sql`select to_json(id) as row from conversations order by id`,
	);
	if (first === undefined) throw new Error("no conversation is stored");
	return [first, ...others];
}

/** Everything that can happen to a conversation whose day is packed. */
async function change(db: Database, random: SeededRandom, talks: readonly RandomTalk[]): Promise<void> {
	for (const talk of talks.slice(0, 25))
		await flushConversation(db, { conversation: talk.conversation, entries: talk.entries, leaseEpoch: 1 });
	const ids = await idsOf(db);
	const some = ids.filter(() => random.int(6) === 0);
	await changeLabelOf(db, { ids: some, labelId: OTHER, isOn: true }, LATER_MS);
	await changeLabelOf(db, { ids: ids.slice(0, 40), labelId: SOME, isOn: random.int(2) === 0 }, LATER_MS);
	await answered(db.execute(sql`delete from conversations where id = ${random.pick(ids)}::uuid`));
	await answered(
		db.execute(sql`update conversations set contact_id = null where id = ${random.pick(ids)}::uuid`),
	);
}

/** Every day that is packed, one after the other. */
async function packAgain(db: Database): Promise<void> {
	const days = await queryRows(
		db,
		z.iso.date(),
		sql`select to_json(day) as row from analytics_packs order by day`,
	);
	for (const day of days) await answered(db.execute(sql`select analytics_pack_day(${day}::date)`));
}

/** As a rebuild does it, beside which somebody lists a change of a day that was packed. */
const unpack = async (db: Database): Promise<void> => {
	for (const table of ["analytics_packs", "analytics_summed_months"])
		await answered(db.execute(sql.raw(`delete from ${table}`)));
};

/** Packed days. @param database - with the schema, for each test its own */
// oxlint-disable-next-line max-lines-per-function -- a list of tests, each of which stands alone
export function analyticsPacksContract(name: string, database: () => Promise<Database>): void {
	test(`[AN12] ${name}: packed days answer what their conversations say, whatever is asked, and whatever has changed since`, async ({
		expect,
	}) => {
		const db = await database();
		const random = seededRandom(21);
		await storeTalks(db, 9, 80);
		// of some of these the rest comes once their days are packed, of others everything
		const talks = Array.from({ length: 30 }, (_, place) => randomLog(random, 2_100 + place));
		for (const { conversation, entries } of talks.slice(0, 20))
			await flushConversation(db, { conversation, entries: entries.slice(0, 4), leaseEpoch: 1 });
		await storeLabels(db);
		const [agentId] = await queryRows(
			db,
			z.string(),
			sql`select to_json(name) as row from conversation_facets where kind = 'agent' group by name order by count(*) desc limit 1`,
		);
		const questions = {
			...QUESTIONS,
			"an agent and an intent": { agentId: agentId ?? "", intent: "order_status" },
		};
		const looked = await ask(db, questions);
		expect(await pack(db)).toMatchObject({ hasMore: false });
		expect(await countRows(db, "analytics_packs")).toBeGreaterThan(20);
		expect(await countRows(db, "analytics_summed_months")).toBeGreaterThan(1);
		expect(await ask(db, questions), "packed").toEqual(looked);
		expect(await verify(db)).toMatchObject({ differences: [] });

		await change(db, random, talks);
		expect(await countRows(db, "analytics_packed_changes where place is null")).toBeGreaterThan(0);
		expect(await countRows(db, "analytics_packed_changes where place is not null")).toBeGreaterThan(0);
		expect(await verify(db), "changed").toMatchObject({ differences: [] });
		const changed = await ask(db, questions);
		expect(changed).not.toEqual(looked);
		await unpack(db);
		expect(await ask(db, questions), "looked at").toEqual(changed);
		await pack(db);
		expect(await ask(db, questions), "packed anew").toEqual(changed);
		await Promise.all([change(db, random, talks.toReversed()), packAgain(db)]);
		expect(await verify(db), "changed while it is packed").toMatchObject({ differences: [] });
	}, 240_000);

	test(`[AN13] ${name}: days are packed once they rest, and anew when much has changed; what is gone is in none`, async ({
		expect,
	}) => {
		const db = await database();
		await storeTalks(db, 11, 60);
		await storeLabels(db);
		const [first] = await queryRows(
			db,
			z.number(),
			sql`select to_json(extract(epoch from min(date_trunc('day', started_at, 'UTC'))) * 1000) as row from conversation_facts`,
		);
		const dayMs = first ?? 0;
		expect(await pack(db, dayMs + 4 * DAY_MS - 1), "it is not over for so long").toEqual({
			made: 0,
			hasMore: false,
		});
		expect((await pack(db, dayMs + 4 * DAY_MS)).made).toBe(1);
		expect(await packAnalytics(db, { nowMs: LATER_MS, untilMs: LATER_MS })).toEqual({
			made: 0,
			hasMore: true,
		});
		await pack(db);
		expect((await pack(db)).made, "nothing is left").toBe(0);

		const ids = await idsOf(db);
		const [gone] = ids;
		await answered(db.execute(sql`delete from conversations where id = ${gone}::uuid`));
		expect(await countRows(db, `analytics_packs where '${gone}' = any(ids)`)).toBe(0);
		expect(await countRows(db, `analytics_packed_changes where conversation_id = '${gone}'`)).toBe(0);
		expect(await countRows(db, "analytics_packed_changes")).toBeGreaterThan(0);
		const packedAt = async (atMs: number): Promise<void> => {
			await answered(
				db.execute(sql`update analytics_packs set packed_at = ${new Date(atMs).toISOString()}::timestamptz`),
			);
		};
		await packedAt(LATER_MS);
		expect((await pack(db)).made, "little has changed").toBe(0);
		await packedAt(LATER_MS - 2 * DAY_MS);
		expect((await pack(db)).made).toBeGreaterThan(0);
		expect(await countRows(db, "analytics_packed_changes")).toBe(0);
		expect(await deleteLabel(db, SOME)).toBe(true);
		expect(await countRows(db, "analytics_packed_bits where kind = 'label'")).toBe(0);
		expect(await countRows(db, "analytics_packed_changes"), "a label as a whole changes no day").toBe(0);
		expect(await verify(db)).toMatchObject({ differences: [] });
	}, 120_000);

	test(`[AN13] ${name}: a day that can't be packed keeps no other from it; two that pack at once are as one`, async ({
		expect,
	}) => {
		const db = await database();
		await storeTalks(db, 11, 30);
		const days = sql`(select count(distinct (started_at at time zone 'UTC')::date) as n from conversation_facts)`;
		const newest = await queryRows(
			db,
			z.iso.date(),
			sql`select to_json(max((started_at at time zone 'UTC')::date)) as row from conversation_facts`,
		);
		await answered(
			db.execute(
				sql.raw(`alter table analytics_packs add constraint broken check (day <> '${newest.join("")}')`),
			),
		);
		await expect(pack(db), "one day that can't be packed is told of, once all others are").rejects.toThrow(
			"broken",
		);
		expect(
			await queryRows(
				db,
				z.int(),
				sql`select to_json(d.n - (select count(*) from analytics_packs)) as row from ${days} d`,
			),
		).toEqual([1]);
		await answered(db.execute(sql`alter table analytics_packs drop constraint broken`));
		await answered(db.execute(sql`delete from analytics_packs`));
		await Promise.all([pack(db), pack(db)]);
		expect(await countRows(db, "analytics_packs")).toBeGreaterThan(10);
		expect(await verify(db), "packed by two at once").toMatchObject({ differences: [] });
	}, 120_000);

	test(`[AN2] ${name}: verification names what was changed in packed days and months, and a rebuild makes it right again`, async ({
		expect,
	}) => {
		const db = await database();
		await storeTalks(db, 12, 25);
		await storeLabels(db);
		const some = (from: string): string => `ctid in (select ctid from ${from} limit 1)`;
		for (const [table, tampering] of [
			[
				"analytics_packs",
				"update analytics_packed_bits set bits = ~bits where kind = 'measure' and name = 'asked'",
			],
			["analytics_packs", "update analytics_packed_bits set bits = ~bits where kind = 'label'"],
			["analytics_packs", "delete from analytics_packed_bits where kind = 'time' and part = 'has'"],
			[
				"analytics_packs",
				`delete from analytics_packed_bits where ${some("analytics_packed_bits where kind = 'intent'")}`,
			],
			["analytics_packs", "update analytics_packed_lists set n[1] = n[1] + 1 where kind = 'reply'"],
			["analytics_packs", "delete from analytics_packed_lists where kind = 'rating'"],
			["analytics_packs", "update analytics_packs set minutes[1] = minutes[1] + 1"],
			["analytics_packs", "update analytics_packs set quarters[97] = quarters[97] - 1"],
			["analytics_packs", "update analytics_packs set ids[1] = null"],
			[
				"analytics_packed_changes",
				`insert into analytics_packed_changes select day, ids[1], null from analytics_packs where ${some("analytics_packs")}`,
			],
			["analytics_slice_months", "update analytics_slice_months set n = n + 1 where kind = 'intent'"],
			["analytics_slice_months", "delete from analytics_slice_months where slice = 'channel chat'"],
		] as const) {
			await pack(db);
			expect(await verify(db), `before: ${tampering}`).toEqual({ conversations: 25, differences: [] });
			await answered(db.execute(sql.raw(tampering)));
			expect(
				(await verify(db)).differences.map((difference) => difference.table),
				tampering,
			).toContain(table);
			await unpack(db);
		}
		await pack(db);
		await answered(db.execute(sql`update analytics_slice_months set n = n + 1`));
		await answered(db.execute(sql`update analytics_packed_bits set bits = ~bits`));
		await rebuildAnalytics(db);
		expect(await verify(db), "rebuilt").toEqual({ conversations: 25, differences: [] });
	}, 240_000);
}

/** What happens while a day is packed. @param seeded - a database of its own for each call */
export function analyticsPackRaceContract(
	name: string,
	seeded: () => Promise<{ readonly db: Database; readonly hold: Hold }>,
): void {
	test(`[AN12] ${name}: a change that is not committed yet when its day is packed is not missed`, async ({
		expect,
	}) => {
		const { db, hold } = await seeded();
		await storeTalks(db, 13, 10);
		await storeLabels(db);
		const [id] = await queryRows(
			db,
			z.string(),
			sql`select to_json(conversation_id) as row from conversation_facts where started_at is not null limit 1`,
		);
		const label = `insert into conversation_labels (conversation_id, label_id, at) values ('${id}', '${OTHER}', now())`;
		await hold(label, 1, () =>
			answered(
				db.execute(
					sql`select analytics_pack_day((started_at at time zone 'UTC')::date) from conversation_facts where conversation_id = ${id}::uuid`,
				),
			),
		);
		expect(await countRows(db, "analytics_packs")).toBe(1);
		expect(await countRows(db, `analytics_packed_bits where kind = 'label' and name = '${OTHER}'`)).toBe(1);
		expect(await verify(db)).toMatchObject({ differences: [] });
	});
}
