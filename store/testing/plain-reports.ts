/** Every report of the desk, counted here conversation by conversation: by nothing that the store's reports are made of. */
import { sql } from "drizzle-orm";
import { z } from "zod";
import { readAgents } from "../analytics/agents.ts";
import { readBusyHours } from "../analytics/calendar.ts";
import { type Bins, durationOf, figuresOf, MEASURE_COLUMNS, pointOf, Sums } from "../analytics/figures.ts";
import { readForms } from "../analytics/forms.ts";
import { readIntents } from "../analytics/intents.ts";
import { readBreakdown, readOverview } from "../analytics/overview.ts";
import type { AnalyticsQuestion, OpenSpan } from "../analytics/question.ts";
import { type Database, queryRows } from "../database.ts";

const Talk = z.object({
	/** Its day, its weekday and its hour by the zone's clock. */
	day: z.string(),
	dayMs: z.number(),
	weekday: z.int(),
	hour: z.int(),
	channel: z.string(),
	language: z.string(),
	measures: z.array(z.number()),
	bins: z.record(z.string(), z.number()),
	rating: z.int().nullable(),
	resolver: z.string().nullable(),
	facets: z.array(
		z.object({ kind: z.string(), name: z.string(), detail: z.string(), n: z.number(), m: z.number() }),
	),
});
type Talk = z.infer<typeof Talk>;
type Facet = Talk["facets"][number];

/** SQL of which conversations `f` are asked for, as one would write it. */
export function conditionOf(question: AnalyticsQuestion): string {
	const { fromMs, toMs, channel, language, intent, agentId, labelId, modelId, hours, withTests } = question;
	const at = (ms: number): string => `'${new Date(ms).toISOString()}'::timestamptz`;
	const has = (kind: string, name: string): string =>
		`f.conversation_id in (select conversation_id from conversation_facets where kind = '${kind}' and name = '${name}')`;
	const local = `(f.started_at at time zone '${hours?.zone ?? "UTC"}')`;
	const during = ({ opens, closes }: OpenSpan): string =>
		`to_char(${local}, 'HH24:MI') >= '${opens}' and to_char(${local}, 'HH24:MI') < '${closes}'`;
	const open = (hours?.weekly ?? []).map(
		(span) =>
			`(extract(isodow from ${local}) >= ${span.fromWeekday} and extract(isodow from ${local}) <= ${span.toWeekday} and ${during(span)})`,
	);
	const closed = (hours?.exceptions ?? []).map(({ date }) => `${local}::date <> '${date}'`);
	return [
		`f.started_at >= ${at(fromMs)} and f.started_at < ${at(toMs)}`,
		withTests ? "true" : "not f.is_test",
		channel === null ? "true" : `f.channel = '${channel}'`,
		language === null ? "true" : `f.language = '${language}'`,
		modelId === null ? "true" : `f.model_id = '${modelId}'`,
		intent === null ? "true" : has("intent", intent),
		agentId === null ? "true" : has("agent", agentId),
		labelId === null
			? "true"
			: `f.conversation_id in (select conversation_id from conversation_labels where label_id = '${labelId}')`,
		hours === null ? "true" : `(${open.join(" or ")})`,
		...closed,
	].join(" and ");
}

function talksOf(db: Database, question: AnalyticsQuestion): Promise<readonly Talk[]> {
	const { zone } = question;
	const local = `(f.started_at at time zone '${zone}')`;
	const bins = [
		["botResponse", "bot_response"],
		["personResponse", "person_response"],
		["waiting", "waiting"],
		["resolution", "resolution"],
	].map(([name, column]) => `'${name}', case when m.${column}_n = 1 then analytics_bin(m.${column}_ms) end`);
	return queryRows(
		db,
		Talk,
		sql.raw(`select json_build_object('day', ${local}::date, 'dayMs', extract(epoch from ${local}::date::timestamp at time zone '${zone}') * 1000,
				'weekday', extract(isodow from ${local})::int, 'hour', extract(hour from ${local})::int,
				'channel', f.channel, 'language', f.language, 'measures', json_build_array(${MEASURE_COLUMNS.map((column) => `m.${column}`).join(", ")}),
				'bins', json_strip_nulls(json_build_object(${bins.join(", ")})), 'rating', f.rating,
				'resolver', case when f.resolved_at is not null then f.resolved_by end,
				'facets', (select coalesce(json_agg(to_json(t)), '[]') from conversation_facets t where t.conversation_id = f.conversation_id)) as row
			from conversation_facts f join conversation_measures m using (conversation_id) where ${conditionOf(question)}`),
	);
}

const sumsOf = (talks: readonly Talk[]): Sums =>
	Sums.parse(
		MEASURE_COLUMNS.map((_, place) => talks.reduce((sum, { measures }) => sum + (measures[place] ?? 0), 0)),
	);

function figures(talks: readonly Talk[]) {
	const bins = new Map<string, Bins>();
	for (const name of ["botResponse", "personResponse", "waiting", "resolution"])
		bins.set(
			name,
			talks.flatMap((talk) => (talk.bins[name] === undefined ? [] : [[talk.bins[name], 1] as const])),
		);
	return figuresOf(sumsOf(talks), bins);
}

function grouped<Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, Item[]> {
	const groups = new Map<string, Item[]>();
	for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
	return groups;
}

/** What talks have of a kind, by name and detail: each with those that have it. */
const facetsOf = (talks: readonly Talk[], kind: string): Map<string, (Facet & { talk: Talk })[]> =>
	grouped(
		talks.flatMap((talk) =>
			talk.facets.filter((facet) => facet.kind === kind).map((facet) => ({ ...facet, talk })),
		),
		({ name, detail }) => JSON.stringify([name, detail]),
	);

const total = (facets: readonly Facet[], of: "n" | "m"): number =>
	facets.reduce((sum, facet) => sum + facet[of], 0);

/** What the reports of a question must be; rows in the order of their names. */
function counted(talks: readonly Talk[]): object {
	const agents = facetsOf(talks, "agent");
	const resolvers = grouped(talks, ({ resolver }) => resolver ?? "");
	const repliers = grouped([...facetsOf(talks, "reply").values()].flat(), ({ name }) => name);
	const agentIds = new Set([
		...[...agents.keys()].map((key) => z.tuple([z.string(), z.string()]).parse(JSON.parse(key))[0]),
		...[...resolvers.keys()].filter((name) => name !== ""),
		...repliers.keys(),
	]);
	const rowsBy = (key: "channel" | "language"): object =>
		Object.fromEntries([...grouped(talks, (talk) => talk[key])].map(([name, of]) => [name, figures(of)]));
	const detailsOf = (kind: string): object =>
		Object.fromEntries(
			[...facetsOf(talks, kind)].map(([key, of]) => [key, [of.length, total(of, "n"), total(of, "m")]]),
		);
	return {
		total: figures(talks),
		series: [...grouped(talks, ({ day }) => day).values()]
			.map((of) => pointOf(of[0]?.dayMs ?? 0, sumsOf(of)))
			.toSorted((one, other) => (one.at < other.at ? -1 : 1)),
		channels: rowsBy("channel"),
		languages: rowsBy("language"),
		busy: Object.fromEntries(
			[...grouped(talks, ({ weekday, hour }) => `${weekday} ${hour}`)].map(([key, of]) => {
				const { conversations, visitorMessages, handedOff } = sumsOf(of);
				return [key, [conversations, visitorMessages, handedOff]];
			}),
		),
		intents: detailsOf("intent"),
		confused: detailsOf("confused"),
		forms: detailsOf("form"),
		slots: detailsOf("slot"),
		agents: Object.fromEntries(
			[...agentIds].map((name) => {
				const own = agents.get(JSON.stringify([name, ""])) ?? [];
				const replies = repliers.get(name) ?? [];
				return [
					name,
					{
						conversations: own.length,
						messages: total(own, "n"),
						resolved: resolvers.get(name)?.length ?? 0,
						replies: durationOf(
							replies.map(({ detail, n }) => [Number(detail), n] as const),
							total(replies, "m"),
						),
						ratings: [1, 2, 3, 4, 5].map((rating) => own.filter(({ talk }) => talk.rating === rating).length),
					},
				];
			}),
		),
	};
}

/** What the reports of a question are, in the same shape. */
async function reported(db: Database, question: AnalyticsQuestion): Promise<object> {
	const overview = await readOverview(db, question, "day");
	const rowsBy = async (key: "channel" | "language"): Promise<object> =>
		Object.fromEntries((await readBreakdown(db, question, key)).map(({ name, total }) => [name, total]));
	const { top, confused } = await readIntents(db, question, { compare: false, limit: 1_000 });
	const forms = await readForms(db, question);
	return {
		total: overview.total,
		series: overview.series.filter(({ conversations }) => conversations > 0),
		channels: await rowsBy("channel"),
		languages: await rowsBy("language"),
		busy: Object.fromEntries(
			(await readBusyHours(db, question))
				.filter(({ conversations }) => conversations > 0)
				.map(({ weekday, hour, conversations, visitorMessages, handedOff }) => [
					`${weekday} ${hour}`,
					[conversations, visitorMessages, handedOff],
				]),
		),
		intents: Object.fromEntries(
			top.map((row) => [JSON.stringify([row.intent, ""]), [row.conversations, row.messages, 0]]),
		),
		confused: Object.fromEntries(
			confused.map((row) => [JSON.stringify([row.intent, row.other]), [row.conversations, row.messages, 0]]),
		),
		// of a form and a slot no report tells in how many conversations: each has it once
		forms: Object.fromEntries(
			forms.map((row) => [JSON.stringify([row.form, ""]), [row.started, row.started, row.completed]]),
		),
		slots: Object.fromEntries(
			forms.flatMap((row) =>
				row.slots.map(({ slot, asked, filled }) => [
					JSON.stringify([row.form, slot]),
					[asked, asked, filled],
				]),
			),
		),
		agents: Object.fromEntries(
			(await readAgents(db, question)).map(
				({ agentId, conversations, messages, resolved, replies, ratings }) => [
					agentId,
					{ conversations, messages, resolved, replies, ratings },
				],
			),
		),
	};
}

/** What the reports say, and what they have to say. */
export async function reportsAndCounts(
	db: Database,
	question: AnalyticsQuestion,
): Promise<{ readonly reported: object; readonly counted: object; readonly conversations: number }> {
	const talks = await talksOf(db, question);
	return { reported: await reported(db, question), counted: counted(talks), conversations: talks.length };
}
