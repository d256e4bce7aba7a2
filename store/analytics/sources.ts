/**
 * Where reports take their rows from. A question that asks for a range, open hours, and a channel, a language or one thing
 * more, is answered from sums, whose number does not grow with the conversations; what else can be asked, from packed days.
 */
import { type SQL, sql } from "drizzle-orm";
import { allOf } from "../desk/page.ts";
import { storableText } from "../storable.ts";
import { MEASURE_COLUMNS } from "./figures.ts";
import { type Key, packedDetails, packedMeasures, packedTimes } from "./packed.ts";
import type { Timed } from "./parts.ts";
import { type Grain, isHourly, type Plan, planOf, type Span } from "./plan.ts";
import { type AnalyticsQuestion, isSummedByQuarter, within } from "./question.ts";

/**
 * SQL of a table expression with `at`, `channel`, `language` and every measure.
 *
 * @param by - rows of each channel or language
 * @param timed - `at` is asked for, in the question's zone: of each row its hour, or its day at least; otherwise of no use
 * @param columns - the measures that are asked for
 */
export function measures(
	question: AnalyticsQuestion,
	{
		by = null,
		timed = null,
		columns = MEASURE_COLUMNS,
	}: { readonly by?: Key | null; readonly timed?: Timed; readonly columns?: readonly string[] } = {},
): SQL {
	const slice = sliceOf(question, by);
	const isOdd = timed !== null && !isHourly(question.zone, question);
	const plan = slice === null || isOdd ? null : planOf(question, grainsOf(question, by, timed !== null));
	if (plan === null && isSummedByQuarter(question)) return quartersOf(question, by);
	if (plan === null) return packedMeasures(question, { by, timed, columns });
	const { summed, looked } = plan;
	return unionOf([
		...summed.map(
			({ grain, condition }) =>
				sql`select s.at, s.channel, s.language, ${columnsOf("s", columns)} from analytics_slices s
					where s.grain = ${grain} and ${slice} and ${condition}`,
		),
		...looked.map(
			(rows) => sql`select m.started_at as at, m.channel, m.language, ${columnsOf("m", columns)} ${rows}`,
		),
	]);
}

/** What is named has sums of its channels and languages by day alone; of a label by hour too. */
function grainsOf(question: AnalyticsQuestion, by: Key | null, isTimed: boolean): readonly Grain[] {
	const isByDay =
		namedSlicesOf(question).length > 0 && question.labelId === null && partsOf(question, by).size > 0;
	const grains = isByDay ? (["day"] as const) : (["day", "hour"] as const);
	return isTimed ? grains.filter((grain) => grain === "hour") : grains;
}

const columnsOf = (row: string, columns: readonly string[]): SQL =>
	sql.raw(columns.map((column) => `${row}.${column}`).join(", "));

/** Sums by quarter, for zones whose hours begin within one of UTC. */
function quartersOf(question: AnalyticsQuestion, by: Key | null): SQL {
	return sql`(select q.*, q.quarter as at from analytics_quarters q
		where ${allOf([keysOf(question, by !== null, "q"), within(question, "q.quarter")])})`;
}

/** Bins of a row of `analytics_times`, in their order. */
const BINS = sql.raw(
	Array.from({ length: 32 }, (_, bin) => `sum(s.b${String(bin).padStart(2, "0")})`).join(", "),
);

/**
 * SQL of a table expression with `channel`, `language`, `name` (which time), `bin`, `n`. Of packed days the bins that count
 * for a median and a 90th percentile, no others.
 */
export function times(question: AnalyticsQuestion, by: Key | null = null): SQL {
	return timesByBin(question, by) ?? packedTimes(question, by);
}

/** The same, with every bin; null where no sums tell them. */
export function timesByBin(question: AnalyticsQuestion, by: Key | null = null): SQL | null {
	const slice = sliceOf(question, by);
	const isOfAll = namedSlicesOf(question).length === 0;
	const plan = slice === null ? null : planOf(question, isOfAll ? ["day", "hour"] : ["day"]);
	if (plan === null || slice === null) return null;
	const { summed, looked } = plan;
	return unionOf([
		...summed.map(
			({ grain, condition }) =>
				sql`select t.channel, t.language, t.name, t.doubling * 32 + b.place::int - 1 as bin, b.n
					from (select s.channel, s.language, s.name, s.doubling, array[${BINS}] as bins from analytics_times s
						where s.grain = ${grain} and ${slice} and ${condition} group by 1, 2, 3, 4) t
					cross join lateral unnest(t.bins) with ordinality b(n, place) where b.n <> 0`,
		),
		...looked.map(
			(rows) => sql`select m.channel, m.language, t.name, analytics_bin(t.ms) as bin, t.n
				from (select m.* ${rows}) m
				cross join lateral (values ('botResponse', m.bot_response_n, m.bot_response_ms),
					('personResponse', m.person_response_n, m.person_response_ms), ('waiting', m.waiting_n, m.waiting_ms),
					('resolution', m.resolution_n, m.resolution_ms)) t(name, n, ms)
				where t.n = 1`,
		),
	]);
}

/** Kinds of rows that are no facets of one conversation but follow from them. */
const DERIVED: Readonly<Record<string, SQL>> = {
	rating: sql`select m.conversation_id, 'rating' as kind, t.name, f.rating::text as detail, 1::bigint as n, 0::bigint as m
		from conversation_facts f join conversation_facets t on t.conversation_id = f.conversation_id and t.kind = 'agent'
		where f.conversation_id = m.conversation_id and f.rating is not null`,
	resolver: sql`select m.conversation_id, 'resolver' as kind, f.resolved_by as name, '' as detail, 1::bigint as n, 0::bigint as m
		from conversation_facts f
		where f.conversation_id = m.conversation_id and f.resolved_by is not null and f.resolved_at is not null`,
};

/** SQL of a table expression with `kind`, `name`, `detail`, `conversations`, `n`, `m`. */
export function details(question: AnalyticsQuestion, kinds: readonly string[]): SQL {
	const { withTests, hours } = question;
	const isPlain =
		namedSlicesOf(question).length === 0 && partsOf(question, null).size === 0 && hours === null;
	if (withTests && isPlain)
		return unionOf([
			sql`select * from ${details({ ...question, withTests: false }, kinds)} d`,
			sql`select * from ${detailsOf(question, kinds, "+test")} d`,
		]);
	return detailsOf(question, kinds, onlySliceOf(question));
}

/** @param slice - of whose sums by day and month; null: of those of all, each channel and each language */
function detailsOf(question: AnalyticsQuestion, kinds: readonly string[], slice: string | null): SQL {
	const wanted = oneOf(kinds);
	const own = sql.join(
		[
			sql`select t.conversation_id, t.kind, t.name, t.detail, t.n, t.m from conversation_facets t
				where t.conversation_id = m.conversation_id and t.kind in ${wanted}`,
			...kinds.flatMap((kind) => DERIVED[kind] ?? []),
		],
		sql` union all `,
	);
	const plan = slice === null ? planOfDetails(question, kinds) : planOf(question, ["month", "day"]);
	if (plan === null) return packedDetails(question, kinds, own);
	const { summed, looked } = plan;
	return unionOf([
		...summed.map(({ grain, span, condition }) => {
			if (slice !== null) return slicesOf(slice, { grain, span, wanted });
			return grain !== "hour"
				? sql`select d.kind, d.name, d.detail, d.conversations, d.n, d.m from ${sql.raw(`analytics_${grain}s`)} d
					where d.kind in ${wanted} and ${keysOf(question, false, "d")} and ${inDates(`d.${grain}`, span)}`
				: sql`select s.kind, s.name, s.detail, s.conversations, s.n, s.m from analytics_hours s
					where s.kind in ${wanted} and ${condition}`;
		}),
		...looked.map(
			(rows) => sql`select d.kind, d.name, d.detail, 1::bigint as conversations, d.n, d.m
				from (select m.conversation_id ${rows} and ${slice === "+test" ? sql`m.is_test` : sql`true`}) m
				cross join lateral (${own}) d`,
		),
	]);
}

/** SQL: the rows of a slice of whole months or days. A month that is not summed (yet) is made of its days. */
function slicesOf(
	slice: string,
	{ grain, span, wanted }: { readonly grain: Grain; readonly span: Span; readonly wanted: SQL },
): SQL {
	const columns = sql`d.kind, d.name, d.detail, d.conversations, d.n, d.m`;
	if (grain !== "month")
		return sql`select ${columns} from analytics_slice_days d
			where d.slice = ${slice} and d.kind in ${wanted} and ${inDates("d.day", span)}`;
	const isSummed = sql`exists (select from analytics_summed_months s where s.month = p.month)`;
	const months = sql`(select generate_series(${dateOf(span.fromMs)}::timestamp, ${dateOf(span.toMs)} - interval '1 day', interval '1 month')::date as month) p`;
	return sql`select ${columns} from ${months} cross join lateral (select * from analytics_slice_months d
			where d.slice = ${slice} and d.kind in ${wanted} and d.month = p.month offset 0) d where ${isSummed}
		union all select ${columns} from ${months} cross join lateral (select * from analytics_slice_days d
			where d.slice = ${slice} and d.kind in ${wanted} and d.day >= p.month and d.day < p.month + interval '1 month' offset 0) d
		where not ${isSummed}`;
}

/** What `analytics_months` has: people's replies are too many by day. */
export const BY_MONTH: readonly string[] = ["agent", "reply", "rating", "resolver"];

/** SQL of what `in` takes. */
export function oneOf(kinds: readonly string[]): SQL {
	return sql`(${sql.join(
		kinds.map((kind) => sql`${kind}`),
		sql`, `,
	)})`;
}

/** The slice of conversations of which one thing is asked and no more: it has sums of named things. */
function onlySliceOf(question: AnalyticsQuestion): string | null {
	const keys = (["channel", "language"] as const).flatMap((key) => {
		const name = question[key];
		return name === null ? [] : `${key} ${storableText(name)}`;
	});
	const [slice, ...others] = [...namedSlicesOf(question), ...keys];
	return others.length > 0 || question.withTests ? null : (slice ?? null);
}

/** Named things are summed by day (people's by month too) for each channel with each language, by hour for all of them. */
function planOfDetails(question: AnalyticsQuestion, kinds: readonly string[]): Plan | null {
	const { channel, language, withTests } = question;
	const isFiltered = withTests || namedSlicesOf(question).length > 0;
	const isOfAll = channel === null && language === null;
	const grains = [
		...(kinds.every((kind) => BY_MONTH.includes(kind)) ? (["month"] as const) : []),
		"day" as const,
		...(isOfAll ? (["hour"] as const) : []),
	];
	return isFiltered ? null : planOf(question, grains);
}

function inDates(column: string, { fromMs, toMs }: Span): SQL {
	return sql`${sql.raw(column)} >= ${dateOf(fromMs)} and ${sql.raw(column)} < ${dateOf(toMs)}`;
}

const dateOf = (ms: number): SQL => sql`${new Date(ms).toISOString().slice(0, 10)}::date`;

/** By what sums have to be divided. */
function partsOf({ channel, language }: AnalyticsQuestion, by: Key | null): ReadonlySet<Key> {
	return new Set([
		...(channel === null ? [] : ["channel" as const]),
		...(language === null ? [] : ["language" as const]),
		...(by === null ? [] : [by]),
	]);
}

/** The slices of conversations that have what is asked for, one for each named thing. */
function namedSlicesOf({ intent, agentId, labelId, modelId }: AnalyticsQuestion): readonly string[] {
	const label = labelId?.toLowerCase() ?? null;
	return Object.entries({ intent, agent: agentId, label, model: modelId }).flatMap(([kind, name]) =>
		name === null ? [] : `${kind} ${storableText(name)}`,
	);
}

/** SQL: the rows `s` of sums of slices that answer; null where no slice is what is asked for. */
function sliceOf(question: AnalyticsQuestion, by: Key | null): SQL | null {
	const { channel, language, withTests } = question;
	const named = namedSlicesOf(question);
	const isTooFine = question.labelId === null && partsOf(question, by).size > 1;
	if (named.length > 1 || (named.length === 1 && (isTooFine || withTests))) return null;
	const of = (key: Key, name: string | null): SQL => {
		const column = sql.raw(`s.${key}`);
		if (name !== null) return sql`${column} = ${storableText(name)}`;
		return by === key ? sql`${column} = any(${keysThatAre(key, question)})` : sql`${column} = '*'`;
	};
	return allOf([
		withTests ? sql`s.slice in ('', '+test')` : sql`s.slice = ${named[0] ?? ""}`,
		of("channel", channel),
		of("language", language),
	]);
}

/**
 * SQL of an array of all channels or languages that have sums, one look into the index for each: named, they let PostgreSQL go
 * straight to their rows, where "any but all" would have it read those of every slice.
 */
function keysThatAre(key: Key, { withTests }: AnalyticsQuestion): SQL {
	const column = sql.raw(key);
	const of = (slice: string): SQL => {
		const rows = sql`from analytics_slices where grain = 'day' and slice = ${slice} and ${key === "channel" ? sql`true` : sql`channel = '*'`}`;
		return sql`array(with recursive k(name) as (select min(${column}) ${rows}
			union all select (select min(${column}) ${rows} and ${column} > k.name) from k where k.name is not null)
			select k.name from k where k.name <> '*')`;
	};
	return withTests ? sql`(${of("")} || ${of("+test")})` : of("");
}

/** Which rows of sums by quarter and day count: those of all channels and languages where none is asked for. */
function keysOf({ channel, language }: AnalyticsQuestion, byKey: boolean, row: string): SQL {
	const column = (name: string): SQL => sql.raw(`${row}.${name}`);
	if (channel === null && language === null && !byKey)
		return sql`${column("channel")} = '*' and ${column("language")} = '*'`;
	return allOf([
		channel === null
			? sql`${column("channel")} <> '*'`
			: sql`${column("channel")} = ${storableText(channel)}`,
		language === null ? null : sql`${column("language")} = ${storableText(language)}`,
	]);
}

function unionOf(parts: readonly SQL[]): SQL {
	return sql`(${sql.join([...parts], sql` union all `)})`;
}
