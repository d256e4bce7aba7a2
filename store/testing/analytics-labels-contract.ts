import { sql } from "drizzle-orm";
import { test } from "vitest";
import { rebuildAnalytics, verifyAnalytics } from "../analytics/verify.ts";
import { flushConversation } from "../conversation-log.ts";
import { type Database, answered } from "../database.ts";
import { changeLabelOf } from "../desk/bulk-labels.ts";
import { setLabels } from "../desk/conversations.ts";
import { deleteLabel } from "../desk/labels.ts";
import { type SeededRandom, seededRandom } from "../seed/random.ts";
import { countRows } from "./count-rows.ts";
import { randomLog, type RandomTalk } from "./random-log.ts";

const AT_MS = Date.UTC(2026, 10, 26);
const FIRST = "019ab000-0000-7009-8000-000000000001";
const SECOND = "019ab000-0000-7009-8000-000000000002";
const LABELS = [FIRST, SECOND, "019ab000-0000-7009-8000-000000000003"] as const;

/** Of rows that count something. */
const OF_LABELS = [
	"analytics_slices where conversations <> 0 and slice",
	"analytics_times where b00 + b05 + b10 + b16 + b20 + b25 + b31 <> 0 and slice",
	"analytics_slice_days where n <> 0 and slice",
];

const verify = (db: Database) => verifyAnalytics(db, { limit: 20 });

async function storeLabels(db: Database): Promise<void> {
	for (const id of LABELS)
		await answered(
			db.execute(sql`insert into labels (id, name, color, created_at) values (${id}, ${id}, 'blue', now())`),
		);
}

async function flushAll(db: Database, talk: RandomTalk, size: number): Promise<void> {
	while (talk.sent < talk.entries.length) {
		const entries = talk.entries.slice(talk.sent, talk.sent + size);
		const flushed = await flushConversation(db, { conversation: talk.conversation, entries, leaseEpoch: 1 });
		if (flushed.status !== "stored") throw new Error(flushed.status);
		talk.sent = flushed.throughSeq;
	}
}

/** As the desk does it: one conversation's labels, or one label of many. */
async function relabel(db: Database, random: SeededRandom, ids: readonly string[]): Promise<void> {
	const some = ids.filter(() => random.int(3) === 0);
	await setLabels(
		db,
		ids[random.int(ids.length)] ?? "",
		LABELS.filter(() => random.int(2) === 0),
		AT_MS,
	);
	await changeLabelOf(db, { ids: some, labelId: random.pick(LABELS), isOn: random.int(3) > 0 }, AT_MS);
}

/** Labels in the figures. @param database - with the schema, for each test its own */
export function analyticsLabelsContract(name: string, database: () => Promise<Database>): void {
	test(`[AN10] ${name}: labels that come and go, while conversations go on, are counted as they stand; what goes takes its sums along`, async ({
		expect,
	}) => {
		const db = await database();
		await storeLabels(db);
		const random = seededRandom(14);
		const talks = Array.from({ length: 40 }, (_, place) => randomLog(random, 1_400 + place));
		const ids = talks.map(({ conversation }) => conversation.id);
		await Promise.all([
			...talks.map((talk) => flushAll(db, talk, 6)),
			(async () => {
				for (let step = 0; step < 40; step += 1) await relabel(db, random, ids);
			})(),
			(async () => {
				for (let step = 0; step < 40; step += 1) await relabel(db, random, ids.toReversed());
			})(),
		]);
		await changeLabelOf(db, { ids, labelId: FIRST, isOn: true }, AT_MS);
		await changeLabelOf(db, { ids: ids.slice(0, 30), labelId: SECOND, isOn: true }, AT_MS);
		expect(await verify(db)).toEqual({ conversations: 40, differences: [] });
		for (const from of OF_LABELS)
			expect(await countRows(db, `${from} = 'label ${SECOND}'`), from).toBeGreaterThan(0);
		for (const id of ids.slice(0, 6))
			await answered(db.execute(sql`delete from conversations where id = ${id}`));
		await answered(db.execute(sql`update conversations set contact_id = null where id = ${ids[8]}`));
		await changeLabelOf(db, { ids: ids.slice(10, 20), labelId: FIRST, isOn: false }, AT_MS);
		expect(await verify(db)).toEqual({ conversations: 34, differences: [] });
		await answered(
			db.execute(sql`update analytics_slice_days set n = n + 1 where slice = ${`label ${FIRST}`}`),
		);
		expect((await verify(db)).differences[0]?.table).toBe("analytics_slice_days");
		await rebuildAnalytics(db);
		expect(await verify(db), "rebuilt").toEqual({ conversations: 34, differences: [] });
		expect(await deleteLabel(db, SECOND)).toBe(true);
		for (const from of OF_LABELS) expect(await countRows(db, `${from} = 'label ${SECOND}'`), from).toBe(0);
		expect(await verify(db)).toEqual({ conversations: 34, differences: [] });
		await changeLabelOf(db, { ids, labelId: FIRST, isOn: false }, AT_MS);
		for (const from of OF_LABELS) expect(await countRows(db, `${from} = 'label ${FIRST}'`), from).toBe(0);
	}, 120_000);
}
