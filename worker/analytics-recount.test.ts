/** Each number of each report of the desk, as the API gives it, against a count by SQL over the facts of conversations. */
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, test } from "vitest";
import { z } from "zod";
import { migrateDatabase } from "../cli/migrate-database.ts";
import {
	AgentsReport,
	BreakdownReport,
	BusyHoursReport,
	Counts,
	type Figures,
	FormsReport,
	IntentsReport,
	OverviewReport,
	TIMES,
} from "../contracts/analytics.ts";
import { figuresJob } from "../durable-objects/scheduler-ports.ts";
import * as recounts from "../e2e/testing/recounts.ts";
import { startTestGateway, type TestGateway } from "../gateway/testing/test-gateway.ts";
import { queryRows } from "../store/database.ts";
import { eraseConversationRows } from "../store/erase-rows.ts";
import { countRows } from "../store/testing/count-rows.ts";
import { storeTalks } from "../store/testing/spread-talks.ts";
import { type AnalyticsWorld, analyticsWorld } from "./testing/analytics-world.ts";

type Numbers = readonly (number | null)[];

/** Four whole weeks, in which the clocks of Europe and of America go back, and the four before. */
const [BEFORE, FROM, TO] = ["2026-09-14T00:00:00Z", "2026-10-12T00:00:00Z", "2026-11-09T00:00:00Z"];
/** What is asked, and the same of a row of facts `f`. */
const ASKED: readonly { zone: string; query: string; condition: string }[] = [
	{ zone: "Europe/Berlin", query: "", condition: "true" },
	{ zone: "America/New_York", query: "&channel=chat", condition: "f.channel = 'chat'" },
	{ zone: "Asia/Kathmandu", query: "&language=de", condition: "f.language = 'de'" },
	{
		zone: "Europe/Berlin",
		query: "&hours=1-5 09:15-17:30",
		condition: `extract(isodow from f.started_at at time zone 'Europe/Berlin') < 6
			and (f.started_at at time zone 'Europe/Berlin')::time >= '09:15' and (f.started_at at time zone 'Europe/Berlin')::time < '17:30'`,
	},
	{
		zone: "America/New_York",
		query: "&intent=order_status&channel=rest",
		condition: `f.channel = 'rest' and exists (select from conversation_facets i
			where i.conversation_id = f.conversation_id and i.kind = 'intent' and i.name = 'order_status')`,
	},
];

let gateway: TestGateway;
let world: AnalyticsWorld;
beforeAll(async () => {
	gateway = await startTestGateway("embedded");
	world = await analyticsWorld(gateway, async (database) => {
		await migrateDatabase(database);
		await storeTalks(database, 13, 240);
	});
}, 120_000);
afterAll(() => gateway.close());

/** Rows of numbers by their key. */
async function recount(statement: string): Promise<ReadonlyMap<string, Numbers>> {
	const rows = await queryRows(
		world.database,
		z.tuple([z.string(), z.array(z.number().nullable())]),
		sql.raw(`select json_build_array(key, numbers) as row from (${statement}) r`),
	);
	return new Map(rows.map(([key, numbers]) => [key, recounts.roundedRow(numbers)]));
}

const within = (from: string, to: string, condition: string): string =>
	`f.started_at >= '${from}' and f.started_at < '${to}' and not f.is_test and ${condition}`;

const COUNTS = Counts.omit({ ratings: true }).keyof().options;
/** As a row of `recounts.total`. */
function totalOf(figures: Figures): Numbers {
	const { containment, lasting, handoff, fallback, satisfied, meanRating } = figures.rates;
	return recounts.roundedRow([
		...COUNTS.map((name) => figures[name]),
		containment,
		lasting,
		handoff,
		fallback,
		satisfied,
		meanRating,
		...TIMES.map((name) => figures.times[name].meanMs),
	]);
}

/** The counts of a row of `recounts.breakdown`. */
const breakdownOf = ({ rates, ...figures }: Figures): Numbers =>
	recounts.roundedRow([
		figures.conversations,
		rates.containment,
		rates.lasting,
		rates.fallback,
		rates.handoff,
		rates.satisfied,
		rates.meanRating,
		figures.contained,
		figures.confirmed,
		figures.assumed,
		figures.returned,
		figures.lasting,
		figures.resolvedByPerson,
		figures.handoffs,
		figures.visitorMessages,
		figures.fallbacks,
	]);

const agents = (range: string): string =>
	`select t.name as key, json_build_array(count(*), sum(t.n), coalesce(min(s.n), 0), coalesce(min(p.n), 0), min(p.mean),
			${[1, 2, 3, 4, 5].map((rating) => `count(*) filter (where f.rating = ${rating})`).join(", ")}) as numbers
		from conversation_facts f join conversation_facets t on t.conversation_id = f.conversation_id and t.kind = 'agent'
		left join (select f.resolved_by, count(*) as n from conversation_facts f
			where ${range} and f.resolved_at is not null group by 1) s on s.resolved_by = t.name
		left join (select t.name, sum(t.n) as n, sum(t.m)::float8 / sum(t.n) as mean from conversation_facts f
			join conversation_facets t on t.conversation_id = f.conversation_id and t.kind = 'reply'
			where ${range} group by 1) p on p.name = t.name
		where ${range} group by t.name`;

test("[AY10] every number of every report, and of the span before, is what SQL counts: filters, hours, zones whose clocks change; also when days are packed, and conversations were erased", async ({
	expect,
}) => {
	const agree = async ({ zone, query, condition }: (typeof ASKED)[number], when: string): Promise<void> => {
		const name = `${when}, ${zone}${query}`;
		const asked = `from=${FROM}&to=${TO}&zone=${zone}&compare=true${query}`;
		const [now, then] = [within(FROM, TO, condition), within(BEFORE, FROM, condition)];
		const is = async (shown: readonly (readonly [string, Numbers])[], statement: string, part: string) =>
			expect(new Map(shown), `${name}: ${part}`).toEqual(await recount(statement));
		const overview = await world.get(OverviewReport, `/overview?${asked}`);
		expect(overview.total.conversations, `${name} is not tested by this data`).toBeGreaterThan(5);
		await is([["total", totalOf(overview.total)]], recounts.total(now), "overview");
		expect(overview.before).not.toBeNull();
		if (overview.before !== null)
			await is([["total", totalOf(overview.before)]], recounts.total(then), "overview before");
		for (const by of ["channel", "language"] as const) {
			const { rows } = await world.get(BreakdownReport, `/${by}s?${asked}`);
			const counted = await recount(recounts.breakdown(now, by));
			const before = await recount(recounts.breakdown(then, by));
			expect(new Map(rows.map((row) => [row.name, breakdownOf(row.total)])), `${name}: ${by}`).toEqual(
				new Map([...counted].map(([key, numbers]) => [key, numbers.slice(0, 16)])),
			);
			for (const row of rows)
				expect(
					row.before === null ? undefined : breakdownOf(row.before),
					`${name}: ${row.name} before`,
				).toEqual(before.get(row.name)?.slice(0, 16));
		}
		const intents = await world.get(IntentsReport, `/intents?${asked}&limit=200`);
		await is(
			intents.top.map((row) => [
				row.intent,
				recounts.roundedRow([row.messages, row.conversations, row.share]),
			]),
			recounts.intents(now),
			"intents",
		);
		const intentsBefore = await recount(recounts.intents(then));
		for (const row of intents.top)
			expect(row.messagesBefore, row.intent).toBe(intentsBefore.get(row.intent)?.[0] ?? 0);
		const { rows } = await world.get(AgentsReport, `/agents?${asked}`);
		const agentsBefore = await recount(agents(then));
		await is(
			rows
				.filter(({ conversations }) => conversations > 0)
				.map((row) => [
					row.agentId,
					recounts.roundedRow([
						row.conversations,
						row.messages,
						row.resolved,
						row.replies.count,
						row.replies.meanMs,
						...row.ratings,
					]),
				]),
			agents(now),
			"agents",
		);
		for (const row of rows)
			expect(row.conversationsBefore, row.agentId).toBe(agentsBefore.get(row.agentId)?.[0] ?? 0);
		const { cells } = await world.get(BusyHoursReport, `/busy-hours?${asked}`);
		const days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
		const busy = (pick: (cell: (typeof cells)[number]) => (typeof cells)[number]["before"]) =>
			cells.flatMap((cell): [string, Numbers][] => {
				const counts = pick(cell);
				if (counts === null || counts.conversations === 0) return [];
				const key = `${days[cell.weekday - 1]}, ${String(cell.hour).padStart(2, "0")}:00`;
				return [[key, [counts.conversations, counts.visitorMessages, counts.handedOff]]];
			});
		await is(
			busy((cell) => cell),
			recounts.busyHours(now, zone),
			"busy hours",
		);
		await is(
			busy(({ before }) => before),
			recounts.busyHours(then, zone),
			"busy hours before",
		);
		const { forms } = await world.get(FormsReport, `/forms?${asked}`);
		const formsBefore = await recount(recounts.forms(then));
		await is(
			forms.map(({ form, started, completed, abandoned }) => [
				form,
				recounts.roundedRow([started, completed, abandoned, completed / started]),
			]),
			recounts.forms(now),
			"forms",
		);
		for (const row of forms)
			expect([row.startedBefore, row.completedBefore], row.form).toEqual(
				formsBefore.get(row.form)?.slice(0, 2) ?? [0, 0],
			);
	};
	/** The scheduler's job, as its alarm runs it two months later. */
	const pack = async (): Promise<void> => {
		const nowMs = Date.parse(TO) + 60 * 86_400_000;
		await figuresJob(() => ({ database: world.database, nowMs: () => nowMs })).run(
			nowMs + 120_000,
			() => undefined,
		);
		expect(await countRows(world.database, "analytics_packs")).toBeGreaterThan(20);
		expect(await countRows(world.database, "analytics_packed_changes")).toBe(0);
	};
	for (const asked of ASKED) await agree(asked, "as stored");
	await pack();
	for (const asked of ASKED) await agree(asked, "packed");
	const gone = await queryRows(
		world.database,
		z.string(),
		sql`select to_json(conversation_id) as row from conversation_facts order by md5(conversation_id::text) limit 60`,
	);
	await eraseConversationRows(world.database, crypto.randomUUID(), gone);
	expect(await countRows(world.database, "analytics_packed_changes")).toBeGreaterThan(50);
	for (const asked of ASKED) await agree(asked, "after an erasure");
	await pack();
	for (const asked of ASKED) await agree(asked, "packed anew");
}, 300_000);
