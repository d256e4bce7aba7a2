/** The reports of the desk in Node, on a real Postgres: each number against a count of its own, and the list behind it. */
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, test } from "vitest";
import { z } from "zod";
import { migrateDatabase } from "../cli/migrate-database.ts";
import {
	AgentsReport,
	BreakdownReport,
	BusyHoursReport,
	CohortsReport,
	type Figures,
	FormsReport,
	IntentsReport,
	OverviewReport,
} from "../contracts/analytics.ts";
import { BehindList } from "../contracts/analytics-behind.ts";
import { AnalyticsChoices, UNKNOWN_LANGUAGE } from "../contracts/analytics-filter.ts";
import { Site } from "../contracts/api.ts";
import { BusinessHours, isOpen } from "../contracts/business-hours.ts";
import { startTestGateway, type TestGateway } from "../gateway/testing/test-gateway.ts";
import { flushConversation } from "../store/conversation-log.ts";
import { queryRows } from "../store/database.ts";
import { createRole } from "../store/roles.ts";
import { seededRandom } from "../store/seed/random.ts";
import { randomLog } from "../store/testing/random-log.ts";
import { addUser, signInAs } from "./testing/account-world.ts";
import { type AnalyticsWorld, analyticsWorld } from "./testing/analytics-world.ts";

/** Three zones, one of them a quarter of an hour off; the ends are not midnight of any. */
const ZONES = ["UTC", "America/New_York", "Asia/Kathmandu"];
const RANGE = "from=2026-10-04T06:15:00Z&to=2026-10-17T19:30:00Z";
const IN_RANGE =
	"f.started_at >= '2026-10-04T06:15:00Z' and f.started_at < '2026-10-17T19:30:00Z' and not f.is_test";

let gateway: TestGateway;
let world: AnalyticsWorld;
beforeAll(async () => {
	gateway = await startTestGateway("embedded");
	world = await analyticsWorld(gateway, async (database) => {
		await migrateDatabase(database);
		const random = seededRandom(11);
		for (let number = 0; number < 150; number += 1) {
			const { conversation, entries } = randomLog(random, number);
			await flushConversation(database, { conversation, entries, leaseEpoch: 1 });
		}
	});
});
afterAll(() => gateway.close());

/** A number, by SQL over facts. */
async function count(statement: string): Promise<number> {
	const [row] = await queryRows(
		world.database,
		z.coerce.number().nullable(),
		sql.raw(`select to_json(${statement}) as row`),
	);
	return row ?? 0;
}

const ofFacts = (what: string, more = ""): Promise<number> =>
	count(`(select ${what} from conversation_facts f where ${IN_RANGE}${more})`);

const CONTAINED = "f.handoffs = 0 and f.agent_messages = 0";
const CONFIRMED = `${CONTAINED} and case when f.rating is not null then f.rating >= 4 else f.thumbs_down = 0 and (f.thumbs_up > 0 or f.is_thanks) end`;
const ASSUMED = `${CONTAINED} and not (${CONFIRMED}) and f.rating is null and f.thumbs_down = 0 and f.is_answered and not f.is_fallback and f.active_form is null`;

test("[AY1] every number of the overview is what a count over the facts says, whatever the zone", async ({
	expect,
}) => {
	const { total } = await world.get(OverviewReport, `/overview?${RANGE}`);
	const numbers: Record<string, [number, string]> = {
		conversations: [total.conversations, "count(*)"],
		contained: [total.contained, `count(*) filter (where ${CONTAINED})`],
		confirmed: [total.confirmed, `count(*) filter (where ${CONFIRMED})`],
		assumed: [total.assumed, `count(*) filter (where ${ASSUMED})`],
		returned: [
			total.returned,
			`count(*) filter (where (${CONFIRMED} or ${ASSUMED}) and (f.is_returned_here or exists (select from conversation_facts n
				where n.contact_id = f.contact_id and not n.is_test and (n.started_at, n.conversation_id) > (f.started_at, f.conversation_id)
				and n.started_at <= f.last_message_at + interval '72 hours')))`,
		],
		handedOff: [total.handedOff, "count(*) filter (where f.handoffs > 0)"],
		handoffs: [total.handoffs, "sum(f.handoffs)"],
		visitorMessages: [total.visitorMessages, "sum(f.visitor_messages)"],
		botMessages: [total.botMessages, "sum(f.bot_messages)"],
		agentMessages: [total.agentMessages, "sum(f.agent_messages)"],
		asked: [total.asked, "sum(f.asked)"],
		fallbacks: [total.fallbacks, "sum(f.fallbacks)"],
		thumbsUp: [total.thumbsUp, "sum(f.thumbs_up)"],
		thumbsDown: [total.thumbsDown, "sum(f.thumbs_down)"],
		resolvedByPerson: [
			total.resolvedByPerson,
			`count(*) filter (where not (${CONTAINED}) and f.resolved_at is not null)`,
		],
	};
	for (const [name, [shown, statement]] of Object.entries(numbers)) {
		expect(shown, name).toBe(await ofFacts(statement));
		expect(shown, `${name} is not tested by this data`).toBeGreaterThan(0);
	}
	expect(total.lasting).toBe(total.confirmed + total.assumed - total.returned);
	expect(total.rates.containment).toBe(total.contained / total.conversations);
	for (const rating of [1, 2, 3, 4, 5])
		expect(total.ratings[rating - 1]).toBe(await ofFacts("count(*)", ` and f.rating = ${rating}`));
	for (const [name, column] of [
		["botResponse", "bot_response_ms"],
		["personResponse", "person_response_ms"],
		["waiting", "waiting_ms"],
	] as const) {
		const { count: times, meanMs, medianMs, p90Ms } = total.times[name];
		expect(times, name).toBe(await ofFacts(`count(f.${column})`));
		expect(meanMs, name).toBeCloseTo(await ofFacts(`avg(f.${column})`), 3);
		for (const [shown, share] of [
			[medianMs, 0.5],
			[p90Ms, 0.9],
		] as const) {
			const exact = await ofFacts(`percentile_disc(${share}) within group (order by f.${column})`);
			expect(Math.abs((shown ?? 0) - exact), `${name} ${share}`).toBeLessThanOrEqual(exact * 0.016);
		}
	}
	for (const zone of ZONES)
		for (const group of ["hour", "day", "week", "month"]) {
			const report = await world.get(OverviewReport, `/overview?${RANGE}&zone=${zone}&groupBy=${group}`);
			expect(report.total, zone).toEqual(total);
			const sum = (pick: (figures: Pick<Figures, "conversations" | "asked">) => number): number =>
				report.series.reduce((all, point) => all + pick(point), 0);
			expect(
				sum(({ conversations }) => conversations),
				`${zone} ${group}`,
			).toBe(total.conversations);
			expect(
				sum(({ asked }) => asked),
				`${zone} ${group}`,
			).toBe(total.asked);
			for (const point of report.series.slice(0, 40))
				expect(point.conversations, `${zone} ${group} ${point.at}`).toBe(
					await ofFacts("count(*)", ` and date_trunc('${group}', f.started_at, '${zone}') = '${point.at}'`),
				);
		}
}, 120_000);

test("[AY2] the sums and the conversations themselves give the same reports", async ({ expect }) => {
	const reports = ["overview", "channels", "languages", "intents", "agents", "busy-hours", "forms"];
	const filters = [
		"",
		"&channel=chat",
		"&language=de",
		"&channel=rest&language=en",
		"&zone=Asia/Kathmandu&hours=1-5 09:15-17:30; 7 00:00-24:00",
	];
	await world.database.execute(
		sql`insert into labels (id, name, color, created_at) values ('019ab000-0000-7001-8000-0000000000ff', 'all', 'gray', now())`,
	);
	await world.database.execute(
		sql`insert into conversation_labels select id, '019ab000-0000-7001-8000-0000000000ff', now() from conversations`,
	);
	for (const report of reports)
		for (const filter of filters) {
			const path = `/${report}?${RANGE}&compare=true${filter}`;
			const summed = await world.get(z.json(), path);
			// a label that all conversations have: the same conversations, found one by one
			expect(await world.get(z.json(), `${path}&labelId=019ab000-0000-7001-8000-0000000000ff`), path).toEqual(
				summed,
			);
			expect(JSON.stringify(summed).length, path).toBeGreaterThan(150);
		}
}, 120_000);

test("[AY3] every number opens exactly the conversations behind it", async ({ expect }) => {
	const total = async (more: string): Promise<number> =>
		(await world.get(BehindList, `/conversations?${RANGE}&limit=1&${more}`)).total;
	const { total: figures } = await world.get(OverviewReport, `/overview?${RANGE}`);
	for (const name of [
		"conversations",
		"contained",
		"confirmed",
		"assumed",
		"returned",
		"lasting",
		"resolvedByPerson",
		"handedOff",
	] as const)
		expect(await total(`figure=${name}`), name).toBe(figures[name]);
	for (const name of ["botResponse", "personResponse", "waiting", "resolution"] as const)
		expect(await total(`figure=${name}`), name).toBe(figures.times[name].count);
	for (const rating of [1, 2, 3, 4, 5])
		expect(await total(`figure=rated&rating=${rating}`)).toBe(figures.ratings[rating - 1]);

	const everyPage: z.infer<typeof BehindList>["conversations"] = [];
	for (let cursor: string | null = ""; cursor !== null;) {
		const page: z.infer<typeof BehindList> = await world.get(
			BehindList,
			`/conversations?${RANGE}&limit=7${cursor === "" ? "" : `&cursor=${cursor}`}`,
		);
		everyPage.push(...page.conversations);
		cursor = page.nextCursor;
	}
	expect(new Set(everyPage.map(({ id }) => id)).size).toBe(figures.conversations);
	expect(everyPage.map(({ startedAt }) => startedAt)).toEqual(
		everyPage
			.map(({ startedAt }) => startedAt)
			.toSorted()
			.toReversed(),
	);
	for (const name of [
		"visitorMessages",
		"botMessages",
		"agentMessages",
		"fallbacks",
		"handoffs",
		"thumbsUp",
		"thumbsDown",
	] as const)
		expect(
			everyPage.reduce((sum, row) => sum + row[name], 0),
			name,
		).toBe(figures[name]);

	for (const by of ["channel", "language"] as const)
		for (const row of (await world.get(BreakdownReport, `/${by}s?${RANGE}`)).rows)
			if (row.name !== "") expect(await total(`${by}=${row.name}`)).toBe(row.total.conversations);
	const intents = await world.get(IntentsReport, `/intents?${RANGE}`);
	for (const { intent, conversations } of intents.top)
		expect(await total(`intent=${intent}`)).toBe(conversations);
	for (const { intent, other, conversations } of intents.confused)
		expect(await total(`intent=${intent}&confusedWith=${other}`), `${intent} ${other}`).toBe(conversations);
	expect(intents.confused.length).toBeGreaterThan(2);
	const agents = await world.get(AgentsReport, `/agents?${RANGE}`);
	for (const { agentId, conversations, resolved } of agents.rows) {
		expect(await total(`agentId=${agentId}`)).toBe(conversations);
		expect(await total(`agentId=${agentId}&isResolvedByAgent=true`)).toBe(resolved);
	}
	expect(agents.rows.map(({ agentId }) => agentId).toSorted()).toEqual(["Ana", "Ben", "ana"]);
	const { forms } = await world.get(FormsReport, `/forms?${RANGE}`);
	expect(forms.length).toBe(2);
	for (const { form, started, completed, abandoned, slots } of forms) {
		expect([await total(`form=${form}`), await total(`form=${form}&step=completed`)]).toEqual([
			started,
			completed,
		]);
		expect(await total(`form=${form}&step=abandoned`)).toBe(abandoned);
		for (const { slot, asked, filled, abandoned: left } of slots)
			expect([
				await total(`form=${form}&slot=${slot}&step=asked`),
				await total(`form=${form}&slot=${slot}&step=filled`),
				await total(`form=${form}&slot=${slot}&step=abandoned`),
			]).toEqual([asked, filled, left]);
	}
	const busy = await world.get(BusyHoursReport, `/busy-hours?${RANGE}&zone=Asia/Kathmandu`);
	expect(busy.cells).toHaveLength(168);
	for (const { weekday, hour, conversations } of busy.cells
		.filter((cell) => cell.conversations > 0)
		.slice(0, 30))
		expect(await total(`zone=Asia/Kathmandu&weekday=${weekday}&hour=${hour}`)).toBe(conversations);
	const { cohorts } = await world.get(
		CohortsReport,
		`/cohorts?from=2026-09-28T00:00:00Z&to=2026-11-01T00:00:00Z&zone=America/New_York`,
	);
	expect(cohorts.length).toBeGreaterThan(0);
	for (const { week, customers, weeks } of cohorts)
		for (const cell of [{ week: 0, customers }, ...weeks])
			expect(await total(`zone=America/New_York&cohort=${week}&cohortWeek=${cell.week}`)).toBe(
				cell.customers,
			);
}, 120_000);

test("[AY4] test conversations count only when they are asked for", async ({ expect }) => {
	const without = await world.get(OverviewReport, `/overview?${RANGE}`);
	const withTests = await world.get(OverviewReport, `/overview?${RANGE}&tests=true`);
	const tests = await count(
		`(select count(*) from conversation_facts f where ${IN_RANGE.replace("not f.is_test", "f.is_test")})`,
	);
	expect(tests).toBeGreaterThan(3);
	expect(withTests.total.conversations).toBe(without.total.conversations + tests);
});

test("[AY5] what can't be asked is refused, and says what to ask instead", async ({ expect }) => {
	for (const [query, path] of [
		["from=2026-10-02T00:00:00Z&to=2026-10-01T00:00:00Z", "query.from"],
		["from=2000-10-02T00:00:00Z", "query.from"],
		[`from=2026-01-01T00:00:00Z&to=2026-12-01T00:00:00Z&groupBy=hour`, "query.groupBy"],
		["zone=%2B05:30", "query.zone"],
		["zone=Nowhere/Land", "query.zone"],
		["hours=1-5 17:00-09:00", "query.hours"],
		["hours=1-5 09:10-17:00", "query.hours"],
		["labelId=x", "query.labelId"],
		["from=yesterday", "query.from"],
	] as const) {
		const response = await world.ask(`/overview?${query}`);
		expect(response.status, query).toBe(400);
		expect(await response.json(), query).toMatchObject({ error: { fields: [{ path }] } });
	}
	const odd = await world.get(
		OverviewReport,
		`/overview?${RANGE}&channel=${encodeURIComponent("'; drop table x; --\0")}`,
	);
	expect(odd.total.conversations).toBe(0);
	expect(odd.total.times.waiting).toEqual({ count: 0, meanMs: null, medianMs: null, p90Ms: null });
	const far = await world.get(OverviewReport, `/overview?${RANGE.replaceAll("2026", "2031")}&compare=true`);
	expect(far.before?.conversations).toBe(0);
	expect(far.series.length).toBe(14);
});

test("[AY6] every report is a table for spreadsheets too", async ({ expect }) => {
	for (const report of [
		"overview",
		"channels",
		"languages",
		"intents",
		"agents",
		"busy-hours",
		"forms",
		"cohorts",
		"conversations",
	]) {
		const response = await world.ask(
			`/${report}?${report === "cohorts" ? "from=2026-09-28T00:00:00Z&to=2026-11-01T00:00:00Z" : RANGE}&format=csv`,
		);
		expect(response.headers.get("Content-Type"), report).toBe("text/csv; charset=utf-8");
		expect(response.headers.get("Content-Disposition")).toMatch(/^attachment; filename="[\w-]+\.csv"$/);
		const lines = (await response.text()).trimEnd().split("\r\n");
		expect(lines.length, report).toBeGreaterThan(2);
		expect(new Set(lines.map((line) => line.split(",").length)).size, report).toBe(1);
	}
	const report = await world.get(IntentsReport, `/intents?${RANGE}&limit=200`);
	for (const list of ["top", "rising", "confused"] as const) {
		const lines = (await (await world.ask(`/intents?${RANGE}&limit=200&list=${list}&format=csv`)).text())
			.trimEnd()
			.split("\r\n");
		expect(lines.length - 1, list).toBe(report[list].length);
		expect(lines[1], list).toContain(String(report[list][0]?.messages));
	}
});

test("[AY8] the filters can be set to what the last 90 days had, and to what is not known", async ({
	expect,
}) => {
	const choices = await world.get(AnalyticsChoices, "/choices");
	const names = (report: { rows: { name: string }[] }): string[] => report.rows.map(({ name }) => name);
	const [channels, languages, intents, agents] = await Promise.all([
		world.get(BreakdownReport, `/channels?${RANGE}`),
		world.get(BreakdownReport, `/languages?${RANGE}`),
		world.get(IntentsReport, `/intents?${RANGE}&limit=200`),
		world.get(AgentsReport, `/agents?${RANGE}`),
	]);
	expect(choices.channels).toEqual(expect.arrayContaining(names(channels)));
	expect(choices.languages).toEqual(expect.arrayContaining(names(languages).filter((name) => name !== "")));
	expect(choices.languages).not.toContain("*");
	expect(choices.channels, "of tests").not.toContain("test");
	expect(choices.intents).toEqual(expect.arrayContaining(intents.top.map(({ intent }) => intent)));
	expect(choices.agents.map(({ id }) => id)).toEqual(
		expect.arrayContaining(
			agents.rows.filter(({ conversations }) => conversations > 0).map(({ agentId }) => agentId),
		),
	);
	const unknown = languages.rows.find(({ name }) => name === "")?.total.conversations ?? 0;
	expect(unknown, "not tested by this data").toBeGreaterThan(0);
	const { total } = await world.get(BehindList, `/conversations?${RANGE}&language=${UNKNOWN_LANGUAGE}`);
	expect(total).toBe(unknown);
});

test("[AY9] what was said last stands in the list behind a number for those alone who may read conversations", async ({
	expect,
}) => {
	await queryRows(
		world.database,
		z.number(),
		sql`with said as (update conversations set preview = 'Where is it?' returning 1) select to_json(count(*)) as row from said`,
	);
	const previewsOf = async (headers: Record<string, string>): Promise<unknown[]> => {
		const response = await world.request(`/api/desk/analytics/conversations?${RANGE}`, { headers });
		return BehindList.parse(await response.json()).conversations.map(({ preview }) => preview);
	};
	expect(new Set(await previewsOf(world.auth))).toEqual(new Set(["Where is it?"]));
	const permissions = ["analytics:read"];
	await createRole(world.database, { name: "counter", description: "", permissions }, Date.now());
	const counter = await signInAs(world, await addUser(world, ["counter"]));
	expect(new Set(await previewsOf(counter.auth))).toEqual(new Set([null]));
});

test("[AY7] within a site's business hours: what began while somebody was there, holidays and all", async ({
	expect,
}) => {
	const spans = [
		{ opens: "08:10", closes: "12:00" },
		{ opens: "13:00", closes: "18:40" },
	];
	const businessHours = BusinessHours.parse({
		timeZone: "America/New_York",
		weekly: {
			monday: spans,
			tuesday: spans,
			wednesday: spans,
			friday: spans,
			sunday: [{ opens: "00:00", closes: "24:00" }],
		},
		exceptions: [
			{ date: "2026-10-07", spans: [] },
			{ date: "2026-10-08", spans: [{ opens: "02:00", closes: "20:00" }] },
		],
	});
	const admin = (await signInAs(world, await addUser(world, ["admin"]))).auth;
	const made = await world
		.browser()
		.call("POST", "/api/desk/sites", { key: "new-york", name: "New York", businessHours }, admin);
	const { id } = z.looseObject({ id: z.string() }).parse(await made.json());
	const starts: string[] = [];
	for (let cursor: string | null = ""; cursor !== null;) {
		const page: z.infer<typeof BehindList> = await world.get(
			BehindList,
			`/conversations?${RANGE}&limit=100${cursor === "" ? "" : `&cursor=${cursor}`}`,
		);
		starts.push(...page.conversations.map(({ startedAt }) => startedAt));
		cursor = page.nextCursor;
	}
	const attended = starts.filter((at) => isOpen(businessHours, Date.parse(at))).length;
	expect(attended).toBeGreaterThan(5);
	expect(attended).toBeLessThan(starts.length - 5);
	for (const zone of ZONES)
		expect(
			(await world.get(OverviewReport, `/overview?${RANGE}&siteId=${id}&zone=${zone}`)).total.conversations,
		).toBe(attended);
	expect((await world.get(BehindList, `/conversations?${RANGE}&siteId=${id}`)).total).toBe(attended);
	expect((await world.ask(`/overview?siteId=${id}&hours=1-5 09:00-17:00`)).status).toBe(400);
	expect((await world.ask("/overview?siteId=019ab000-0000-7001-8000-00000000aaaa")).status).toBe(400);
});

test("[SI4] a page is told within how many minutes a person usually answers, where that is known", async ({
	expect,
}) => {
	const { nowMs } = world.clock;
	const replyMinutes = async (at: string): Promise<number | undefined> => {
		world.clock.nowMs = Date.parse(at);
		return Site.parse(await (await world.request("/api/site")).json()).replyMinutes;
	};
	/** Answers of seven minutes and some, as the sums have them. */
	const bin = z
		.number()
		.parse(
			(await queryRows(world.database, z.unknown(), sql`select to_json(analytics_bin(430000)) as row`))[0],
		);
	const column = sql.raw(`b${String(bin % 32).padStart(2, "0")}`);
	const answer = async (day: string, n: number): Promise<unknown> =>
		world.database
			.execute(sql`insert into analytics_times (grain, slice, channel, language, at, name, doubling, ${column})
			values ('day', '', '*', '*', ${day}::timestamp at time zone 'UTC', 'personResponse', ${Math.floor(bin / 32)}, ${n})`);
	await answer("2027-03-01", 4);
	expect(await replyMinutes("2027-03-03T10:00:00Z"), "four answers say nothing").toBeUndefined();
	await answer("2027-03-02", 1);
	expect(await replyMinutes("2027-03-03T10:30:00Z"), "it is asked once an hour").toBeUndefined();
	expect(await replyMinutes("2027-03-03T12:00:00Z"), "in steps, upwards").toBe(10);
	expect(await replyMinutes("2027-04-20T10:00:00Z"), "nobody has answered of late").toBeUndefined();
	world.clock.nowMs = nowMs;
});
