import { sql } from "drizzle-orm";
import { test } from "vitest";
import { z } from "zod";
import { AnalyticsFigure } from "../../contracts/analytics-behind.ts";
import { readAgents } from "../analytics/agents.ts";
import { type BehindQuestion, EVERY_CONVERSATION, listBehind } from "../analytics/behind.ts";
import { readBusyHours } from "../analytics/calendar.ts";
import { readForms } from "../analytics/forms.ts";
import { readIntents } from "../analytics/intents.ts";
import { readBreakdown, readOverview } from "../analytics/overview.ts";
import { ALL, type AnalyticsQuestion } from "../analytics/question.ts";
import { flushConversation } from "../conversation-log.ts";
import { type Database, answered, queryRows } from "../database.ts";
import { seededRandom } from "../seed/random.ts";
import { countRows } from "./count-rows.ts";
import { randomLog } from "./random-log.ts";

const LABEL = "019ab000-0000-7009-8000-000000000001";
const RANGE = { fromMs: Date.parse("2026-10-02T00:00:00Z"), toMs: Date.parse("2026-10-19T22:00:00Z") };

const PLAIN: AnalyticsQuestion = { ...ALL, ...RANGE };
const workdays = (zone: string, opens: string, closes: string, dates: readonly string[] = []) => ({
	zone,
	weekly: [{ fromWeekday: 1, toWeekday: 5, opens, closes }],
	exceptions: dates.map((date) => ({ date, spans: [] })),
});

/** Of each kind that sums of another kind answer. */
const QUESTIONS: Readonly<Record<string, Partial<AnalyticsQuestion>>> = {
	"whole days": {},
	"a zone": { zone: "Europe/Berlin" },
	"a zone of half hours": { zone: "Asia/Kolkata" },
	"ends within an hour": { fromMs: RANGE.fromMs + 900_000, toMs: RANGE.toMs - 900_000 },
	"less than an hour": { fromMs: RANGE.fromMs + 900_000, toMs: RANGE.fromMs + 2_700_000 },
	"some hours": { fromMs: RANGE.fromMs + 900_000, toMs: RANGE.fromMs + 5 * 3_600_000 },
	"a channel": { channel: "chat" },
	"a language": { language: "de" },
	"an unknown language": { language: "" },
	"a channel and a language": { channel: "rest", language: "en", zone: "Asia/Kolkata" },
	"an intent": { intent: "order_status" },
	"an intent, ends within a day": { intent: "greet", zone: "Europe/Berlin", fromMs: RANGE.fromMs + 900_000 },
	"an intent, a zone of half hours": { intent: "greet", zone: "Asia/Kolkata" },
	"an intent and a channel": { intent: "order_status", channel: "chat" },
	"a model": { modelId: "m1" },
	"tests too": { withTests: true },
	"tests too, a channel": { withTests: true, channel: "chat", zone: "Europe/Berlin" },
	"tests too, an intent": { withTests: true, intent: "order_status" },
	"open hours": { hours: workdays("Europe/Berlin", "09:00", "17:00"), zone: "Europe/Berlin" },
	"open to half past, a day off": {
		hours: workdays("Europe/Berlin", "09:15", "17:30", ["2026-10-08"]),
		fromMs: RANGE.fromMs + 900_000,
	},
	"open hours of a zone of half hours": { hours: workdays("Asia/Kolkata", "09:00", "17:00"), zone: "UTC" },
	"open hours, an intent": { hours: workdays("Europe/Berlin", "09:00", "24:00"), intent: "greet" },
	"open hours, a language": { hours: workdays("Europe/Berlin", "09:00", "24:00"), language: "en" },
};

async function everyReport(db: Database, question: AnalyticsQuestion): Promise<unknown> {
	const behind: BehindQuestion = { ...question, ...EVERY_CONVERSATION, limit: 1, withPreview: false };
	const total = async (asked: Partial<BehindQuestion>) =>
		(await listBehind(db, { ...behind, ...asked })).total;
	return {
		byDay: await readOverview(db, question, "day"),
		byMonth: await readOverview(db, question, "month"),
		channels: await readBreakdown(db, question, "channel"),
		languages: await readBreakdown(db, question, "language"),
		busyHours: await readBusyHours(db, question),
		intents: await readIntents(db, question, { compare: true, limit: 50 }),
		agents: await readAgents(db, question),
		forms: await readForms(db, question),
		behind: await Promise.all(AnalyticsFigure.options.map((figure) => total({ figure }))),
		rated: await Promise.all([1, 5].map((rating) => total({ figure: "rated", rating }))),
		anHour: await total({ weekday: 3, hour: 10 }),
	};
}

/** Sums and the conversations that they are of say the same. @param database - with the schema, for each test its own */
export function analyticsSumsContract(name: string, database: () => Promise<Database>): void {
	test(`[AN7] ${name}: whatever is asked, sums answer what the conversations say, which are asked when a label is`, async ({
		expect,
	}) => {
		const db = await database();
		const random = seededRandom(9);
		for (let place = 0; place < 150; place += 1) {
			const { conversation, entries } = randomLog(random, 900 + place);
			await flushConversation(db, { conversation, entries, leaseEpoch: 1 });
		}
		await answered(
			db.execute(
				sql`insert into labels (id, name, color, created_at) values (${LABEL}, 'all', 'blue', now())`,
			),
		);
		await answered(
			db.execute(
				sql`insert into conversation_labels (conversation_id, label_id, at) select id, ${LABEL}::uuid, now() from conversations`,
			),
		);
		const agents = await queryRows(
			db,
			z.string(),
			sql`select to_json(name) as row from conversation_facets where kind = 'agent' group by name order by name`,
		);
		expect(agents.length).toBeGreaterThan(0);
		expect(await countRows(db, "analytics_slices where slice = '+test' and returned + assumed > 0")).not.toBe(
			0,
		);
		for (const [asking, asked] of [
			...Object.entries(QUESTIONS),
			...agents.slice(0, 1).map((agentId) => ["an agent", { agentId }] as const),
		]) {
			const question = { ...PLAIN, ...asked };
			const answer = await everyReport(db, question);
			expect(answer, asking).toEqual(await everyReport(db, { ...question, labelId: LABEL }));
		}
	}, 240_000);
}
