/**
 * From which rows a report is made: sums of whole hours and days as far as they reach, and for what is left the
 * conversations themselves.
 */
import { type SQL, sql } from "drizzle-orm";
import { offsetMs } from "../../contracts/business-hours.ts";
import { allOf, instantOf } from "../desk/page.ts";
import {
	type AnalyticsQuestion,
	filtersOf,
	type OpenHours,
	spansOf,
	within,
	withinHours,
} from "./question.ts";

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

/** Every conversation is looked at. */
export function lookedAt(question: AnalyticsQuestion): Plan {
	return { summed: [], looked: [conversationsOf(question, question)] };
}

/**
 * @param grains - of which there are sums, coarsest first
 * @returns null where hours of UTC don't fit the open hours
 */
export function planOf(question: AnalyticsQuestion, grains: readonly Grain[]): Plan | null {
	const { hours } = question;
	if (hours !== null && (!isHourly(hours.zone, question) || !grains.includes("hour"))) return null;
	const { whole, rest } = split(question, hours === null ? grains : ["hour"]);
	const odd = hours === null ? [] : oddHours(hours);
	return {
		summed: whole.map(({ grain, ...span }) => ({
			grain,
			span,
			condition: allOf([
				within(span, "s.at"),
				withinHours(question, "s.at"),
				hours === null || odd.length === 0 ? null : sql`not ${hourIn(hours, "s.at", odd)}`,
			]),
		})),
		looked: [
			...rest.map((span) => conversationsOf(question, span)),
			...(hours === null || odd.length === 0
				? []
				: whole.map((span) => conversationsOfHours(question, hours, { ...span, odd }))),
		],
	};
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

/** Hours of the wall clock in the middle of which a span of open hours begins or ends. */
function oddHours(hours: OpenHours): number[] {
	const times = spansOf(hours).flatMap(({ opens, closes }) => [opens, closes]);
	return [...new Set(times.filter((time) => !time.endsWith(":00")).map((time) => Number(time.slice(0, 2))))];
}

function hourIn({ zone }: OpenHours, at: string, odd: readonly number[]): SQL {
	return sql`(extract(hour from ${sql.raw(at)} at time zone ${zone}) = any(array[${sql.join(
		odd.map((hour) => sql`${hour}::int`),
		sql`, `,
	)}]))`;
}

/** The conversations of open hours that are open in part. */
function conversationsOfHours(
	question: AnalyticsQuestion,
	hours: OpenHours,
	{ odd, fromMs, toMs }: Span & { readonly odd: readonly number[] },
): SQL {
	return sql`from (select p.at from generate_series(${instantOf(fromMs)}, ${instantOf(toMs - 1)}, interval '1 hour') p(at)
			where ${hourIn(hours, "p.at", odd)}) p
		-- hour by hour, by the index: PostgreSQL takes an hour for a ninth of the table
		cross join lateral (select * from conversation_measures m
			where m.started_at >= p.at and m.started_at < p.at + interval '1 hour' offset 0) m
		where ${filtersOf(question)}`;
}
