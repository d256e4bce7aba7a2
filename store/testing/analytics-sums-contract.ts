import { sql } from "drizzle-orm";
import { test } from "vitest";
import { z } from "zod";
import { TIMES } from "../../contracts/analytics.ts";
import { AnalyticsFigure } from "../../contracts/analytics-behind.ts";
import { binEdge } from "../../contracts/time-bins.ts";
import { readAgents } from "../analytics/agents.ts";
import { listBehind } from "../analytics/behind.ts";
import { type BehindQuestion, EVERY_CONVERSATION } from "../analytics/behind-question.ts";
import { readBusyHours } from "../analytics/calendar.ts";
import { readForms } from "../analytics/forms.ts";
import { readIntents } from "../analytics/intents.ts";
import { readBreakdown, readOverview } from "../analytics/overview.ts";
import { ALL, type AnalyticsQuestion } from "../analytics/question.ts";
import { type Database, answered, queryRows } from "../database.ts";
import { countRows } from "./count-rows.ts";
import { storeTalks, SPREAD } from "./spread-talks.ts";

/** Of every conversation, of every one that is no test, and of some. */
export const label = (number: number): string => `019ab000-0000-7009-8000-00000000000${number}`;
const [EVERY, REAL, SOME, SOME_REAL] = [label(1), label(2), label(3), label(4)];
export const PLAIN: AnalyticsQuestion = { ...ALL, ...SPREAD };
export const workdays = (zone: string, opens: string, closes: string, dates: readonly string[] = []) => ({
	zone,
	weekly: [{ fromWeekday: 1, toWeekday: 5, opens, closes }],
	exceptions: dates.map((date) => ({ date, spans: [] })),
});

/** Of each kind that sums of another kind answer. */
export const QUESTIONS: Readonly<Record<string, Partial<AnalyticsQuestion>>> = {
	"whole days": {},
	"a zone": { zone: "Europe/Berlin" },
	"another zone": { zone: "America/New_York", fromMs: Date.parse("2026-10-25T05:00:00Z") },
	"a month and more": {
		fromMs: Date.parse("2026-09-20T06:15:00Z"),
		toMs: Date.parse("2026-11-14T00:00:00Z"),
	},
	"a month, a channel": { fromMs: Date.parse("2026-10-01T00:00:00Z"), channel: "chat" },
	"a zone of half hours": { zone: "Asia/Kolkata" },
	"ends within an hour": { fromMs: SPREAD.fromMs + 900_000, toMs: SPREAD.toMs - 900_000 },
	"less than an hour": { fromMs: SPREAD.fromMs + 900_000, toMs: SPREAD.fromMs + 2_700_000 },
	"some hours": { fromMs: SPREAD.fromMs + 900_000, toMs: SPREAD.fromMs + 5 * 3_600_000 },
	"a channel": { channel: "chat" },
	"a language": { language: "de" },
	"an unknown language": { language: "" },
	"a channel and a language": { channel: "rest", language: "en", zone: "Asia/Kolkata" },
	"an intent": { intent: "order_status" },
	"an intent, ends within a day": { intent: "greet", zone: "Europe/Berlin", fromMs: SPREAD.fromMs + 900_000 },
	"an intent, a zone of half hours": { intent: "greet", zone: "Asia/Kolkata" },
	"an intent and a channel": { intent: "order_status", channel: "chat" },
	"a model": { modelId: "m1" },
	"tests too": { withTests: true },
	"tests too, a channel": { withTests: true, channel: "chat", zone: "Europe/Berlin" },
	"tests too, an intent": { withTests: true, intent: "order_status" },
	"open hours": { hours: workdays("Europe/Berlin", "09:00", "17:00"), zone: "Europe/Berlin" },
	"open to half past, a day off": {
		hours: workdays("Europe/Berlin", "09:15", "17:30", ["2026-10-08"]),
		fromMs: SPREAD.fromMs + 900_000,
	},
	"open hours of a zone of half hours": { hours: workdays("Asia/Kolkata", "09:00", "17:00"), zone: "UTC" },
	"open hours, an intent": { hours: workdays("Europe/Berlin", "09:00", "24:00"), intent: "greet" },
	"open hours, a language": { hours: workdays("Europe/Berlin", "09:00", "24:00"), language: "en" },
	"a label": { labelId: SOME },
	"a label, ends within a day": { labelId: SOME, fromMs: SPREAD.fromMs + 900_000, zone: "Europe/Berlin" },
	"a label and a channel": { labelId: SOME, channel: "chat" },
	"a label and an intent": { labelId: SOME, intent: "order_status" },
	"a label, open hours": { labelId: SOME, hours: workdays("Europe/Berlin", "09:00", "24:00") },
};

async function everyReport(db: Database, question: AnalyticsQuestion): Promise<unknown> {
	return { ...(await everyFigure(db, question)), ...(await everyList(db, question)) };
}

export async function everyFigure(db: Database, question: AnalyticsQuestion): Promise<object> {
	return {
		byDay: await readOverview(db, question, "day"),
		byMonth: await readOverview(db, question, "month"),
		channels: await readBreakdown(db, question, "channel"),
		languages: await readBreakdown(db, question, "language"),
		busyHours: await readBusyHours(db, question),
		intents: await readIntents(db, question, { compare: true, limit: 50 }),
		agents: await readAgents(db, question),
		forms: await readForms(db, question),
	};
}

/** Of the conversations behind numbers. */
export async function everyList(db: Database, question: AnalyticsQuestion): Promise<object> {
	const list = async (asked: Partial<BehindQuestion>) => idsBehind(db, { ...question, ...asked });
	return {
		behind: await Promise.all(AnalyticsFigure.options.map((figure) => list({ figure }))),
		rated: await Promise.all([1, 5].map((rating) => list({ figure: "rated", rating }))),
		anHour: await list({ weekday: 3, hour: 10 }),
		slow: await Promise.all(TIMES.map((figure) => list({ figure, minMs: 60_000 }))),
		slowByBins: await Promise.all(TIMES.map((figure) => list({ figure, minMs: binEdge(60_000) }))),
		named: await Promise.all(NAMED.map(list)),
	};
}

const NAMED: readonly Partial<BehindQuestion>[] = [
	{ form: "lookup_form" },
	{ form: "lookup_form", step: "completed" },
	{ form: "return_form", step: "abandoned" },
	{ form: "lookup_form", slot: "email", step: "asked" },
	{ form: "lookup_form", slot: "email", step: "abandoned" },
	{ form: "lookup_form", slot: "email", step: "filled", figure: "handedOff" },
	{ intent: "order_status", confusedWith: "inform" },
	{ agentId: "ana", isResolvedByAgent: true },
	{ agentId: "ana", isResolvedByAgent: true, form: "lookup_form" },
];

/** How many there are, and which are on the first page. */
async function idsBehind(
	db: Database,
	asked: Partial<BehindQuestion> & AnalyticsQuestion,
	sparseBelow?: number,
) {
	const question = { ...EVERY_CONVERSATION, limit: 100, withPreview: false, ...asked };
	const { total, rows, nextCursor } = await listBehind(db, question, sparseBelow);
	return { total, ids: rows.map(({ id }) => id), nextCursor };
}

async function idsByPages(db: Database, question: Partial<BehindQuestion> & AnalyticsQuestion) {
	const paged: string[] = [];
	let cursor: string | null = null;
	do {
		const page: Awaited<ReturnType<typeof idsBehind>> = await idsBehind(db, {
			...question,
			cursor,
			limit: 7,
		});
		paged.push(...page.ids);
		cursor = page.nextCursor;
	} while (cursor !== null);
	return paged;
}

/** Sums and the conversations that they are of say the same. @param database - with the schema, for each test its own */
export function analyticsSumsContract(name: string, database: () => Promise<Database>): void {
	test(`[AN7] ${name}: whatever is asked, sums answer what the conversations say, which are asked when a label is, and tests too`, async ({
		expect,
	}) => {
		const db = await database();
		await storeTalks(db, 9, 150);
		const isSome = "conversation_id::text ~ '[1-6]$'";
		for (const [id, condition] of [
			[EVERY, "true"],
			[REAL, "not is_test"],
			[SOME, isSome],
			[SOME_REAL, `not is_test and ${isSome}`],
		] as const) {
			await answered(
				db.execute(
					sql`insert into labels (id, name, color, created_at) values (${id}, ${id}, 'blue', now())`,
				),
			);
			await answered(
				db.execute(sql`insert into conversation_labels (conversation_id, label_id, at)
					select conversation_id, ${id}::uuid, now() from conversation_facts where ${sql.raw(condition)}`),
			);
		}
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
			const { withTests, labelId } = question;
			const sameLabel = labelId === null ? REAL : SOME_REAL;
			const looked = { ...question, withTests: true, labelId: withTests ? EVERY : sameLabel };
			expect(await everyReport(db, question), asking).toEqual(await everyReport(db, looked));
		}
	}, 240_000);
}

/** Lists behind numbers. @param database - with the schema, for each test its own */
export function analyticsBehindContract(name: string, database: () => Promise<Database>): void {
	test(`[AN8] ${name}: whatever the list behind a number is made from, its pages have each conversation once, newest first`, async ({
		expect,
	}) => {
		const db = await database();
		await storeTalks(db, 10, 90);
		const asked: Partial<BehindQuestion>[] = [
			...AnalyticsFigure.options.map((figure) => ({ figure })),
			...NAMED,
			{ weekday: 4, zone: "Asia/Kolkata" },
		];
		for (const one of asked) {
			const question = { ...PLAIN, ...one };
			const { total, ids } = await idsBehind(db, question);
			const text = JSON.stringify(one);
			expect(ids.length, text).toBe(total);
			expect((await idsBehind(db, question, 0)).ids, `${text}, on the way`).toEqual(ids);
			expect(await idsByPages(db, question), text).toEqual(ids);
		}
	}, 120_000);
}
