/**
 * From which rows a report is made: sums of whole hours and days as far as they reach, and for what is left the
 * conversations themselves.
 */
import { type SQL, sql } from "drizzle-orm";
import { offsetMs } from "../../contracts/business-hours.ts";
import { openSpans } from "./open-spans.ts";
import { type AnalyticsQuestion, filtersOf, type OpenHours, within } from "./question.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
export type Grain = "month" | "day" | "hour";

export interface Span {
	readonly fromMs: number;
	readonly toMs: number;
}

/** Rows of sums of one grain. */
export interface Summed {
	readonly grain: Grain;
	readonly span: Span;
	/** SQL: which of them. */
	readonly condition: SQL;
}

export interface Plan {
	readonly summed: readonly Summed[];
	/** SQL of `from … where …`: the conversations that are in none of these sums, as rows `m`. */
	readonly looked: readonly SQL[];
}

/**
 * @param grains - of which there are sums, coarsest first
 * @returns null where there are open hours of which these sums tell nothing: hours alone do, and of whole hours; or no sums
 */
export function planOf(question: AnalyticsQuestion, grains: readonly Grain[]): Plan | null {
	const { hours } = question;
	if (grains.length === 0) return null;
	if (hours !== null) return grains.includes("hour") ? planOfHours(question, hours) : null;
	const { whole, rest } = split(question, grains);
	return {
		summed: whole.map(({ grain, ...span }) => ({ grain, span, condition: within(span, "s.at") })),
		looked: rest.map((span) => conversationsOf(question, span)),
	};
}

/** Hours that are open from end to end have sums. */
function planOfHours(question: AnalyticsQuestion, hours: OpenHours): Plan | null {
	const parts = openSpans(hours, question).map((span) => split(span, ["hour"]));
	if (parts.some(({ rest }) => rest.length > 0)) return null;
	const whole = sql`s.at = any(${hoursOf(parts.flatMap((part) => part.whole))})`;
	return { summed: [{ grain: "hour", span: question, condition: whole }], looked: [] };
}

/** Whether hours of the zone are hours of UTC, all the time. */
export function isHourly(zone: string, { fromMs, toMs }: Span): boolean {
	for (let atMs = fromMs; atMs < toMs; atMs += 28 * DAY_MS)
		if (offsetMs(zone, atMs) % HOUR_MS !== 0) return false;
	return offsetMs(zone, toMs) % HOUR_MS === 0;
}

/** Whole days and hours of a span, and what is left at its ends. */
function split(span: Span, grains: readonly Grain[]): { whole: (Span & { grain: Grain })[]; rest: Span[] } {
	const [grain, ...finer] = grains;
	if (span.fromMs >= span.toMs) return { whole: [], rest: [] };
	if (grain === undefined) return { whole: [], rest: [{ fromMs: span.fromMs, toMs: span.toMs }] };
	const fromMs = endOf(grain, span.fromMs - 1);
	const toMs = startOf(grain, span.toMs);
	if (fromMs >= toMs) return split(span, finer);
	const ends = [split({ ...span, toMs: fromMs }, finer), split({ ...span, fromMs: toMs }, finer)];
	return {
		whole: [{ grain, fromMs, toMs }, ...ends.flatMap(({ whole }) => whole)],
		rest: ends.flatMap(({ rest }) => rest),
	};
}

/** Where the month, day or hour of UTC begins that an instant lies in. */
function startOf(grain: Grain, atMs: number): number {
	const at = new Date(atMs);
	if (grain === "month") return Date.UTC(at.getUTCFullYear(), at.getUTCMonth());
	const ms = grain === "day" ? DAY_MS : HOUR_MS;
	return Math.floor(atMs / ms) * ms;
}

/** Where it ends. */
function endOf(grain: Grain, atMs: number): number {
	const startMs = startOf(grain, atMs);
	// no month is longer
	if (grain === "month") return startOf(grain, startMs + 31 * DAY_MS);
	return startMs + (grain === "day" ? DAY_MS : HOUR_MS);
}

function conversationsOf(question: AnalyticsQuestion, span: Span): SQL {
	return sql`from conversation_measures m where ${within(span, "m.started_at")} and ${filtersOf(question)}`;
}

/** SQL of rows `p`: a JSON array with the beginning and the end of each span, in seconds. */
function rowsOf(spans: readonly Span[]): SQL {
	const seconds = spans.map(({ fromMs, toMs }) => [fromMs / 1_000, toMs / 1_000]);
	return sql`(select to_timestamp((r.value ->> 0)::float8) as since, to_timestamp((r.value ->> 1)::float8) as until
		from json_array_elements(${JSON.stringify(seconds)}::json) r) p`;
}

/** SQL of an array of the hours of spans: named, they let PostgreSQL go straight to their rows. */
function hoursOf(spans: readonly Span[]): SQL {
	return sql`array(select generate_series(p.since, p.until - interval '1 hour', interval '1 hour') from ${rowsOf(spans)})`;
}
