/**
 * Where reports take their rows from. A question that asks for a range, a channel, a language or open hours is answered
 * from sums, whose number does not grow with the conversations; what else can be asked, from the conversations themselves.
 */
import { type SQL, sql } from "drizzle-orm";
import { allOf } from "../desk/page.ts";
import { storableText } from "../storable.ts";
import { type AnalyticsQuestion, filtersOf, isSummed, within, withinHours } from "./question.ts";

const DAY_MS = 86_400_000;

/** SQL of a table expression with `quarter`, `channel`, `language` and every measure. @param byKey - rows of each channel and language */
export function measures(question: AnalyticsQuestion, byKey = false): SQL {
	return isSummed(question)
		? sql`(select q.* from analytics_quarters q
			where ${allOf([keysOf(question, byKey, "q"), within(question, "q.quarter"), withinHours(question, "q.quarter")])})`
		: sql`(select m.* from conversation_measures m where ${within(question, "m.started_at")} and ${filtersOf(question)})`;
}

/** SQL of a table expression with `channel`, `language`, `name` (which time), `bin`, `n`. */
export function times(question: AnalyticsQuestion, byKey = false): SQL {
	const days = wholeDays(question);
	const summed =
		days === null
			? null
			: sql`select d.channel, d.language, d.name, d.detail::int as bin, d.n from analytics_days d
				where d.kind = 'time' and ${keysOf(question, byKey, "d")} and ${inDays(days)}`;
	return unionOf(
		summed,
		edgesOf(question, days).map(
			(span) =>
				sql`select m.channel, m.language, t.name, analytics_bin(t.ms) as bin, t.n from conversation_measures m
					cross join lateral (values ('botResponse', m.bot_response_n, m.bot_response_ms),
						('personResponse', m.person_response_n, m.person_response_ms), ('waiting', m.waiting_n, m.waiting_ms),
						('resolution', m.resolution_n, m.resolution_ms)) t(name, n, ms)
					where t.n = 1 and ${within(span, "m.started_at")} and ${filtersOf(question)}`,
		),
	);
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
	const days = wholeDays(question);
	const wanted = sql.join(
		kinds.map((kind) => sql`${kind}`),
		sql`, `,
	);
	const summed =
		days === null
			? null
			: sql`select d.kind, d.name, d.detail, d.conversations, d.n, d.m from analytics_days d
				where d.kind in (${wanted}) and ${keysOf(question, false, "d")} and ${inDays(days)}`;
	const own = sql.join(
		[
			sql`select t.conversation_id, t.kind, t.name, t.detail, t.n, t.m from conversation_facets t
				where t.conversation_id = m.conversation_id and t.kind in (${wanted})`,
			...kinds.flatMap((kind) => DERIVED[kind] ?? []),
		],
		sql` union all `,
	);
	return unionOf(
		summed,
		edgesOf(question, days).map(
			(span) =>
				sql`select d.kind, d.name, d.detail, 1::bigint as conversations, d.n, d.m
					from conversation_measures m cross join lateral (${own}) d
					where ${within(span, "m.started_at")} and ${filtersOf(question)}`,
		),
	);
}

interface Span {
	readonly fromMs: number;
	readonly toMs: number;
}

/** The days (UTC) that lie wholly in the range, when their sums can answer. */
function wholeDays(question: AnalyticsQuestion): Span | null {
	if (!isSummed(question) || question.hours !== null) return null;
	const fromMs = Math.ceil(question.fromMs / DAY_MS) * DAY_MS;
	const toMs = Math.floor(question.toMs / DAY_MS) * DAY_MS;
	return fromMs < toMs ? { fromMs, toMs } : null;
}

/** What of the range is not in these days: hours at its ends, or all of it. */
function edgesOf({ fromMs, toMs }: AnalyticsQuestion, days: Span | null): Span[] {
	if (days === null) return [{ fromMs, toMs }];
	return [
		{ fromMs, toMs: days.fromMs },
		{ fromMs: days.toMs, toMs },
	].filter((span) => span.fromMs < span.toMs);
}

function inDays({ fromMs, toMs }: Span): SQL {
	const day = (ms: number): SQL => sql`${new Date(ms).toISOString().slice(0, 10)}::date`;
	return sql`d.day >= ${day(fromMs)} and d.day < ${day(toMs)}`;
}

/** Which rows of sums count: those of all channels and languages where none is asked for. */
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

function unionOf(summed: SQL | null, edges: readonly SQL[]): SQL {
	return sql`(${sql.join(summed === null ? [...edges] : [summed, ...edges], sql` union all `)})`;
}
