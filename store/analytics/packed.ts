/**
 * Reports from packed days, in which each conversation is a bit: whatever filters are asked for, one `and` of two strings of
 * bits answers for a thousand conversations. Days that are not packed, and conversations that changed since, are looked at.
 * All of it is one statement: it sees which days are packed, and what is in them, at the same time.
 */
import { type SQL, sql } from "drizzle-orm";
import { storableText } from "../storable.ts";
import { partsOf, type Timed } from "./parts.ts";
import type { Span } from "./plan.ts";
import { type AnalyticsQuestion, filtersOf } from "./question.ts";

export type Key = "channel" | "language";

/** Of a row: which conversations it counts, and what of them. */
interface Asked {
	readonly by: Key | null;
	readonly timed: Timed;
	/** Measures. */
	readonly columns: readonly string[];
}

const MINUTE_MS = 60_000;
const DAY_MINUTES = 1_440;
/** Days whose strings of bits are put together, for a median: then as little is spent on each string as on its bits. */
const BUNCH_DAYS = 16;

/** Kinds whose names are many, and have few conversations each. */
const LISTED: readonly string[] = ["confused", "reply", "rating"];
/** SQL of a table expression with `at`, `channel`, `language` and these measures. */
export function packedMeasures(question: AnalyticsQuestion, asked: Asked): SQL {
	const columns = asked.columns.map((column) => `m.${column}`).join(", ");
	const sums = asked.columns
		.map((column) => `coalesce(sum(v.n) filter (where v.name = '${column}'), 0)::bigint as ${column}`)
		.join(", ");
	return sql`(${packed(question, asked)}
		select v.at, v.channel, v.language, ${sql.raw(sums)}
		from (select c.at, c.channel, c.language, c.name, sum(c.n) as n from (select f.at, f.channel, f.language, b.name,
					case b.part when '-' then -1 else 1 end * bit_count(f.bits & ${ofPart("b.bits")}) * (1::bigint << b.power) as n
				from f join analytics_packed_bits b on b.kind = 'measure' and b.day = f.day and ${daysOf(question, "b.day")}
				and b.name = ${anyOf(asked.columns)} offset 0) c group by 1, 2, 3, 4) v group by 1, 2, 3
		${lookedAt(question, (rows) => sql`select m.started_at, m.channel, m.language, ${sql.raw(columns)} ${rows}`)})`;
}

/** SQL of a table expression with `kind`, `name`, `detail`, `conversations`, `n`, `m`. @param own - SQL of what a conversation `m` has of it */
export function packedDetails(question: AnalyticsQuestion, kinds: readonly string[], own: SQL): SQL {
	const part = (name: string): SQL => sql`coalesce(sum(c.n) filter (where c.part = ${name}), 0)::bigint`;
	const dense = kinds.filter((kind) => !LISTED.includes(kind));
	const listed = kinds.filter((kind) => LISTED.includes(kind));
	// sums of plain numbers (ms are exact far beyond any that people can wait): with those of `bigint`, which need memory for each
	// group, PostgreSQL sorts a million rows instead
	return sql`(${packed(question, { by: null, timed: null })}
		select c.kind, c.name, c.detail, ${part("has")} as conversations, ${part("n")} as n, ${part("m")} as m
		from (select b.kind, b.name, b.detail, b.part, bit_count(f.bits & ${ofPart("b.bits")}) * (1::bigint << b.power) as n
			from f join analytics_packed_bits b on b.kind = ${anyOf(dense)} and b.day = f.day and ${daysOf(question, "b.day")} offset 0) c
		group by 1, 2, 3
		union all
		select d.kind, d.name, d.detail, count(*), sum(d.n::int), sum(d.m::float8)::bigint
		from (select f.low, f.size, f.bits, l.kind, l.name, unnest(l.places) as place, unnest(l.details) as detail, unnest(l.n) as n,
				unnest(l.m) as m
			from f join analytics_packed_lists l on l.kind = ${anyOf(listed)} and l.day = f.day and ${daysOf(question, "l.day")}) d
		where d.place >= d.low and d.place < d.low + d.size and get_bit(d.bits, d.place - d.low) <> 0 group by 1, 2, 3
		${lookedAt(question, (rows) => sql`select d.kind, d.name, d.detail, 1, d.n, d.m from (select m.conversation_id ${rows}) m cross join lateral (${own}) d`)})`;
}

/**
 * SQL of a table expression with `channel`, `language`, `name` (which time), `bin`, `n`: not each bin, but that of the median and that of the
 * 90th percentile, with so many in each that these are where they are in all.
 */
export function packedTimes(question: AnalyticsQuestion, by: Key | null): SQL {
	const looked = lookedAt(
		question,
		(
			rows,
		) => sql`select ${keyOf("channel", by, "m.channel")}, ${keyOf("language", by, "m.language")}, t.name, analytics_bin(t.ms), t.n
				from (select m.* ${rows}) m cross join lateral (values ('botResponse', m.bot_response_n, m.bot_response_ms),
					('personResponse', m.person_response_n, m.person_response_ms), ('waiting', m.waiting_n, m.waiting_ms),
					('resolution', m.resolution_n, m.resolution_ms)) t(name, n, ms) where t.n = 1`,
	);
	const bunch = (day: string): SQL => sql.raw(`(${day} - date '2000-01-01') / ${BUNCH_DAYS}`);
	return sql`(${packed(question, { by, timed: null })}, d as materialized (
			select distinct f.day, f.low, f.size from f
		), s as materialized (
			select s.name, array_agg(s.slice order by s.power, s.bunch) as slices from (
				select b.name, b.power, ${bunch("d.day")} as bunch,
					analytics_concat(${ofPart("b.bits", "d")} order by d.day, d.low) as slice
				from d join analytics_packed_bits b on b.kind = 'time' and b.part = 'n' and b.day = d.day and ${daysOf(question, "b.day")}
				group by 1, 2, 3) s group by 1
		), t as materialized (
			select k.channel, k.language, h.name, array_agg(k.bits & h.bits order by k.bunch) as has
			from (select f.channel, f.language, ${bunch("f.day")} as bunch, analytics_concat(f.bits order by f.day, f.low) as bits
				from f group by 1, 2, 3) k
			join (select h.name, ${bunch("d.day")} as bunch,
					analytics_concat(${ofPart("h.bits", "d")} order by d.day, d.low) as bits
				from d join analytics_packed_bits h on h.kind = 'time' and h.part = 'has' and h.day = d.day and ${daysOf(question, "h.day")}
				group by 1, 2) h on h.bunch = k.bunch
			group by 1, 2, 3
		), l as materialized (
			select m.channel, m.language, m.name, array_agg(m.bin) as bins, array_agg(m.n) as counts from (
				select m.channel, m.language, m.name, m.bin, sum(m.n)::bigint as n
				from (select '' as channel, '' as language, '' as name, 0 as bin, 0 as n where false ${looked}) m group by 1, 2, 3, 4) m
			group by 1, 2, 3
		), c as (
			select channel, language, name, t.has, l.bins, l.counts, (select coalesce(sum(bit_count(u)), 0) from unnest(t.has) u)
				+ (select coalesce(sum(u), 0) from unnest(l.counts) u) as n
			from t full join l using (channel, language, name)
		), r as materialized (
			select c.channel, c.language, c.name, c.n::bigint, analytics_ranked_bins(c.has, s.slices, c.bins, c.counts,
				array[ceil(c.n::float8 * 0.5), ceil(c.n::float8 * 0.9)]::bigint[]) as found
			from c left join s using (name) where c.n > 0
		)
		select r.channel, r.language, r.name, r.found[1] as bin, ceil(r.n::float8 * 0.5)::bigint as n from r
		union all select r.channel, r.language, r.name, r.found[2], r.n - ceil(r.n::float8 * 0.5)::bigint from r)`;
}

/** SQL of what an equation with one of these takes. */
const anyOf = (names: readonly string[]): SQL =>
	sql`any(array(select json_array_elements_text(${JSON.stringify(names)}::json)))`;

/** SQL, in a row of `f` or another with `low` and `size`: the bits of a day that are of its part. */
const ofPart = (bits: string, row = "f"): SQL =>
	sql.raw(`substring(${bits} from ${row}.low + 1 for ${row}.size)`);

/** SQL of a row's channel or language: its own where rows are by it. */
const keyOf = (key: Key, by: Key | null, own: string): SQL => (key === by ? sql.raw(own) : sql`'*'`);

/** SQL: a day is one of the range; told once more, it lets PostgreSQL know how many rows there will be. */
function daysOf({ fromMs, toMs }: Span, column: string): SQL {
	const day = (ms: number): SQL => sql`${new Date(ms).toISOString().slice(0, 10)}::date`;
	return sql`${sql.raw(column)} between ${day(fromMs)} and ${day(toMs - 1)}`;
}

/**
 * SQL of `with`: `p`, the parts of the range; `g`, of each packed day the bits of those that are asked for and have not changed; `f`,
 * these for each part, `size` of them from `low` on.
 */
function packed(question: AnalyticsQuestion, { by, timed }: Omit<Asked, "columns">): SQL {
	// looked up day by day, and not joined: so PostgreSQL takes them for as many days as there are, and not for one
	const ands = sql.join(
		filterBits(question).map(
			({ kind, name }) =>
				sql`& (select x.bits from analytics_packed_bits x where ${has("x", kind)} and x.name = ${name})`,
		),
		sql` `,
	);
	const tests = sql`& coalesce((select ~x.bits from analytics_packed_bits x where ${has("x", "test")} and x.name = ''), k.every)`;
	// each key with each day, be it with none: so all keys have the same days
	const keys =
		by === null
			? { join: sql``, and: sql`` }
			: {
					join: sql`cross join (select distinct z.name from analytics_packed_bits z where z.kind = ${by} and ${daysOf(question, "z.day")}) z`,
					and: sql`& coalesce((select x.bits from analytics_packed_bits x where ${has("x", by, "g")} and x.name = z.name), g.bits # g.bits)`,
				};
	const placeOf = (minute: string): SQL =>
		sql.raw(
			`case when ${minute} % 15 = 0 then g.quarters[${minute} / 15 + 1] else width_bucket(${minute} - 1, g.minutes) end`,
		);
	return sql`with p as materialized (${partRows(question, timed)}), g as materialized (
			select k.day, k.quarters, k.minutes, k.every & coalesce(~(select bit_or(set_bit(~k.every, c.place, 1)) from analytics_packed_changes c
				where c.day = k.day and c.place is not null), k.every) ${ands} ${question.withTests ? sql`` : tests} as bits
			from analytics_packs k
			where ${daysOf(question, "k.day")}
		), f as materialized (
			select ${timed === null ? sql`null::timestamptz` : sql`p.since`} as at, ${keyOf("channel", by, "z.name")} as channel,
				${keyOf("language", by, "z.name")} as language, g.day, x.low, x.high - x.low as size,
				substring(g.bits ${keys.and} from x.low + 1 for x.high - x.low) as bits
			from p join g on g.day = p.day ${keys.join}
			cross join lateral (select ${placeOf("p.low")} as low, ${placeOf("p.high")} as high offset 0) x
			where x.high > x.low and g.bits is not null
		)`;
}

/** SQL: a row of packed bits says which conversations of a day have what is of this kind. */
const has = (row: string, kind: string, day = "k"): SQL =>
	sql`${sql.raw(`${row}.kind`)} = ${kind} and ${sql.raw(`${row}.day = ${day}.day and ${row}.detail = '' and ${row}.part = 'has'`)}`;

/** What is asked of conversations, one string of bits each. */
function filterBits({ channel, language, intent, agentId, labelId, modelId }: AnalyticsQuestion) {
	const label = labelId?.toLowerCase() ?? null;
	return Object.entries({ channel, language, intent, agent: agentId, label, model: modelId }).flatMap(
		([kind, name]) => (name === null ? [] : [{ kind, name: storableText(name) }]),
	);
}

/** SQL of a row for each part: its day, its first minute and the one after its last, as such and as instants. */
function partRows(question: AnalyticsQuestion, timed: Timed): SQL {
	const parts = partsOf(question, timed);
	const array = (of: (part: Span) => number): SQL => sql`${`{${parts.map(of).join(",")}}`}::int[]`;
	const minuteOf = (ms: number): number => Math.floor(ms / MINUTE_MS);
	const dayOf = ({ fromMs }: Span): number => Math.floor(minuteOf(fromMs) / DAY_MINUTES);
	const low = array((part) => minuteOf(part.fromMs) - dayOf(part) * DAY_MINUTES);
	const high = array((part) => minuteOf(part.toMs) - dayOf(part) * DAY_MINUTES);
	return sql`select d.day, q.low, q.high, d.since + q.low * interval '1 minute' as since, d.since + q.high * interval '1 minute' as until
		from unnest(${array(dayOf)}, ${low}, ${high}) q(day, low, high)
		cross join lateral (select '1970-01-01'::date + q.day as day, to_timestamp(q.day * 86400::float8) as since) d`;
}

/**
 * SQL of `union all` with the conversations `m` that are in no packed day, and those that changed since theirs was packed: not of a
 * day whose pack a rebuild took away, for they are among the first.
 */
function lookedAt(question: AnalyticsQuestion, select: (rows: SQL) => SQL): SQL {
	const filters = filtersOf({ ...question, hours: null }, { isProbed: true });
	const unpacked = sql`from (select p.since, p.until from p where not exists (select from analytics_packs k where k.day = p.day)) p
		cross join lateral (select * from conversation_measures m where m.started_at >= p.since and m.started_at < p.until
			and ${filters} offset 0) m where true`;
	const changed = sql`from analytics_packed_changes c
		cross join lateral (select * from conversation_measures m where m.conversation_id = c.conversation_id and ${filters} offset 0) m
		join p on p.day = c.day and m.started_at >= p.since and m.started_at < p.until
		where ${daysOf(question, "c.day")} and exists (select from analytics_packs k where k.day = c.day)`;
	return sql`union all ${select(unpacked)} union all ${select(changed)}`;
}
