/** Anything that can happen to conversations whose days are packed, and every report beside what is counted one by one. */
import { sql } from "drizzle-orm";
import { test } from "vitest";
import { z } from "zod";
import type { AnalyticsQuestion } from "../analytics/question.ts";
import { rebuildAnalytics, verifyAnalytics } from "../analytics/verify.ts";
import { flushConversation } from "../conversation-log.ts";
import { type Database, answered, queryRows } from "../database.ts";
import { changeLabelOf } from "../desk/bulk-labels.ts";
import { eraseConversationRows } from "../erase-rows.ts";
import { type SeededRandom, seededRandom } from "../seed/random.ts";
import { LATER_MS, OTHER, pack, SOME, storeLabels } from "./analytics-packs-contract.ts";
import { PLAIN, workdays } from "./analytics-sums-contract.ts";
import { newId } from "./backend.ts";
import { countRows } from "./count-rows.ts";
import { reportsAndCounts } from "./plain-reports.ts";
import { randomLog, type RandomTalk } from "./random-log.ts";
import { SPREAD } from "./spread-talks.ts";

const DAY_MS = 86_400_000;

/** Any filters at once, over any range. */
function randomQuestion(random: SeededRandom, agents: readonly string[]): AnalyticsQuestion {
	const [channel, language, intent, modelId, labelId, agentId] = [
		random.pick(["chat", "rest", "test"]),
		random.pick(["en", "de", ""]),
		random.pick(["order_status", "greet", "thank"]),
		random.pick(["m1", "m2"]),
		random.pick([SOME, OTHER]),
		agents[random.int(agents.length)] ?? "",
	];
	const filters = { channel, language, intent, modelId, labelId, agentId };
	const some = Object.entries(filters).filter(() => random.int(4) === 0);
	const hours = [
		null,
		null,
		workdays("Europe/Berlin", "09:00", "17:00"),
		workdays("Europe/Berlin", "08:30", "17:45", ["2026-10-08", "2026-10-29"]),
		workdays("America/New_York", "07:11", "24:00"),
	] as const;
	return {
		...PLAIN,
		...Object.fromEntries(some),
		zone: random.pick(["UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata"]),
		hours: random.pick(hours),
		withTests: random.int(4) === 0,
		fromMs: SPREAD.fromMs + random.pick([0, 0, -40, 9]) * DAY_MS + random.pick([0, 900_000, 7_200_000]),
		toMs: SPREAD.toMs + random.pick([0, 0, 30, -9]) * DAY_MS,
	};
}

/** One thing that can happen to figures of old days. */
async function happen(db: Database, random: SeededRandom, talks: RandomTalk[]): Promise<void> {
	const talk = talks[random.int(talks.length)];
	if (talk === undefined) throw new Error("no talk");
	const { id } = talk.conversation;
	const flush = async (from: number, to: number): Promise<void> => {
		const entries = talk.entries.slice(from, to);
		await flushConversation(db, { conversation: talk.conversation, entries, leaseEpoch: 1 });
		talk.sent = Math.max(talk.sent, from + entries.length);
	};
	const goOn = () => flush(talk.sent, talk.sent + 1 + random.int(12));
	const again = () => flush(Math.max(0, talk.sent - 3), talk.sent + 2);
	await random.pick([
		goOn,
		goOn,
		goOn,
		goOn,
		again,
		again,
		() => flush(talk.sent, talk.entries.length),
		async () => {
			if (random.int(2) > 0) return goOn();
			await eraseConversationRows(db, newId(), [id]);
			talk.sent = 0;
		},
		() =>
			answered(
				db.execute(
					sql`update conversations set contact_id = (select id from contacts order by md5(id::text || ${random.int(1_000)}::text) limit 1) where id = ${id}::uuid`,
				),
			),
		async () => {
			const ids = talks.map(({ conversation }) => conversation.id).filter(() => random.int(5) === 0);
			const change = { ids, labelId: random.pick([SOME, OTHER]), isOn: random.int(3) > 0 };
			await changeLabelOf(db, change, LATER_MS);
		},
		() => (random.int(3) === 0 ? pack(db, SPREAD.fromMs + random.int(60) * DAY_MS) : again()),
		() =>
			answered(
				db.execute(
					sql`select analytics_pack_day(day) from (select day from analytics_packs order by md5(day::text || ${random.int(1_000)}::text) limit 3) d`,
				),
			),
		async () => {
			if (random.int(20) === 0) await rebuildAnalytics(db);
			if (random.int(4) === 0) await pack(db);
		},
	])();
}

/** How the database has to have been when it was asked. */
const STATES = [
	"analytics_packs",
	"analytics_packs where array_position(ids, null) is not null",
	"analytics_packed_changes where place is not null",
	"analytics_packed_changes where place is null",
	"analytics_summed_months",
];

/** @param database - with the schema, for each test its own */
export function analyticsHistoryContract(name: string, database: () => Promise<Database>): void {
	test(`[AN1] ${name}: whatever happens to conversations of packed days, in whatever order, every report with any filters is what is counted one by one`, async ({
		expect,
	}) => {
		const db = await database();
		await storeLabels(db);
		const filters = new Set<string>();
		const states = new Set<number>();
		for (const seed of [31, 32]) {
			const random = seededRandom(seed);
			const talks = Array.from({ length: 40 }, (_, place) => randomLog(random, seed * 100 + place));
			for (let step = 1; step <= 200; step += 1) {
				await happen(db, random, talks);
				if (step % 50 !== 0) continue;
				const name = `seed ${seed}, step ${step}`;
				const packed = sql`select to_json(id) as row from analytics_packs cross join unnest(ids) id where id is not null order by id limit 1`;
				await eraseConversationRows(db, newId(), await queryRows(db, z.string(), packed));
				for (const [place, from] of STATES.entries()) if ((await countRows(db, from)) > 0) states.add(place);
				const agents = await queryRows(
					db,
					z.string(),
					sql`select distinct to_jsonb(name) as row from conversation_facets where kind = 'agent'`,
				);
				for (let asked = 0; asked < 10; asked += 1) {
					const question = randomQuestion(random, agents);
					const { reported, counted, conversations } = await reportsAndCounts(db, question);
					expect(reported, `${name}: ${JSON.stringify(question)}`).toEqual(counted);
					if (conversations > 0)
						filters.add(JSON.stringify(Object.values(question).map((of) => of === null)));
				}
				expect(await verifyAnalytics(db, { limit: 20 }), name).toMatchObject({ differences: [] });
			}
		}
		expect(filters.size, "questions of different kinds that some conversations answer").toBeGreaterThan(15);
		expect(states, "states of the database that were asked").toEqual(new Set(STATES.keys()));
	}, 240_000);
}
