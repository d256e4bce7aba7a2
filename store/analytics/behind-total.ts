/** How many conversations are behind a number, and in which hours they began, from sums as far as these tell. */
import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { TIMES } from "../../contracts/analytics.ts";
import type { AnalyticsFigure, FormStep } from "../../contracts/analytics-behind.ts";
import { binEdge } from "../../contracts/time-bins.ts";
import { type Database, queryRows } from "../database.ts";
import { storableText } from "../storable.ts";
import { conversationsBehind, hourOfWeek, otherFilters } from "./behind-conditions.ts";
import type { BehindQuestion } from "./behind-question.ts";
import { MEASURE_COLUMNS } from "./figures.ts";
import { details, measures, timesByBin } from "./sources.ts";

/** How many conversations of a figure there are, where sums tell it: of the others they tell how often it happened. */
const SUMMED_FIGURES: Partial<Record<AnalyticsFigure, string>> = {
	conversations: "s.conversations",
	contained: "s.contained",
	confirmed: "s.confirmed",
	assumed: "s.assumed",
	returned: "s.returned",
	lasting: "s.confirmed + s.assumed - s.returned",
	resolvedByPerson: "s.resolved_by_person",
	handedOff: "s.handed_off",
	rated: "s.rated_1 + s.rated_2 + s.rated_3 + s.rated_4 + s.rated_5",
	botResponse: "s.bot_response_n",
	personResponse: "s.person_response_n",
	waiting: "s.waiting_n",
	resolution: "s.resolution_n",
};

/** Of how many conversations each step of a form or a slot is. */
const STEP_SUMS: Readonly<Record<FormStep, string>> = {
	started: "s.n",
	asked: "s.n",
	completed: "s.m",
	filled: "s.m",
	abandoned: "s.n - s.m",
};

export async function countBehind(db: Database, question: BehindQuestion): Promise<number> {
	const [total] = await queryRows(
		db,
		z.number(),
		summedTotal(question) ??
			namedTotal(question) ??
			timedTotal(question) ??
			sql`select to_json(count(*)) as row ${conversationsBehind(question, true)}`,
	);
	return total ?? 0;
}

/** SQL of the measure that counts what is asked for; null where none does. */
function measureOf({ figure, rating, ...question }: BehindQuestion): string | null {
	const { minMs, form, confusedWith, cohort, isResolvedByAgent } = question;
	const isMore = isResolvedByAgent || [minMs, form, confusedWith, cohort].some((asked) => asked !== null);
	const isOfRating = figure === "rated" && rating !== null;
	const column = isOfRating ? `s.rated_${Math.trunc(rating)}` : SUMMED_FIGURES[figure];
	return isMore || column === undefined || (rating !== null && !isOfRating) ? null : `(${column})`;
}

/** Which measures are in an SQL of them. */
const columnsIn = (measure: string): readonly string[] =>
	MEASURE_COLUMNS.filter((column) => new RegExp(`\\b${column}\\b`, "u").test(measure));

function summedTotal(question: BehindQuestion): SQL | null {
	const { weekday, hour } = question;
	const measure = measureOf(question);
	if (measure === null) return null;
	const timed = weekday !== null || hour !== null ? ("hour" as const) : null;
	return sql`select to_json(coalesce(sum(${sql.raw(measure)}), 0)::bigint) as row
		from ${measures(question, { timed, columns: columnsIn(measure) })} s where ${hourOfWeek(question, "s.at")}`;
}

/** SQL of how many have a named thing, where only that is asked for. */
function namedTotal(question: BehindQuestion): SQL | null {
	const { figure, rating, minMs, weekday, hour, cohort } = question;
	const others = otherFilters(question);
	const { intent, agentId, labelId, modelId, withTests } = others;
	const isMore =
		withTests ||
		figure !== "conversations" ||
		[rating, minMs, weekday, hour, cohort, labelId, modelId, intent, agentId].some((asked) => asked !== null);
	const named = isMore ? [] : namedThings(question);
	const [only] = named;
	if (only === undefined || named.length > 1) return null;
	const { kind, name, detail, sum } = only;
	return sql`select to_json(coalesce(sum(${sql.raw(sum)}), 0)::bigint) as row
		from ${details(others, [kind])} s
		where s.name = ${storableText(name)} and s.detail = ${storableText(detail)}`;
}

/** SQL of how many took as long, where the limit is one between bins. */
function timedTotal(question: BehindQuestion): SQL | null {
	const { figure, minMs, rating, weekday, hour, form, confusedWith, cohort, isResolvedByAgent } = question;
	const isMore =
		isResolvedByAgent || [rating, weekday, hour, form, confusedWith, cohort].some((asked) => asked !== null);
	const isTime = TIMES.some((time) => time === figure);
	if (isMore || !isTime || minMs === null || binEdge(minMs) !== minMs) return null;
	const summed = timesByBin(question);
	if (summed === null) return null;
	return sql`select to_json(coalesce(sum(s.n), 0)::bigint) as row from ${summed} s
		where s.name = ${figure} and s.bin >= analytics_bin(${minMs}::bigint)`;
}

function namedThings({ form, slot, step, intent, confusedWith, agentId, isResolvedByAgent }: BehindQuestion) {
	return [
		form === null
			? null
			: { kind: slot === null ? "form" : "slot", name: form, detail: slot ?? "", sum: STEP_SUMS[step] },
		intent === null || confusedWith === null
			? null
			: { kind: "confused", name: intent, detail: confusedWith, sum: "s.conversations" },
		agentId === null || !isResolvedByAgent
			? null
			: { kind: "resolver", name: agentId, detail: "", sum: "s.conversations" },
	].filter((named) => named !== null);
}

/**
 * SQL of the newest hours, before an instant, in which conversations of the figure began: a page of a few lies in as many hours at
 * most, however many there are in which none began. Null where sums don't tell.
 */
export function hoursBehind(question: BehindQuestion, before: SQL, limit: number): SQL | null {
	const measure = measureOf(question);
	if (measure === null) return null;
	return sql`select date_bin('1 hour', s.at, '2000-01-01 00:00:00+00') as at from ${measures(question, { timed: "hour", columns: columnsIn(measure) })} s
		where ${sql.raw(measure)} > 0 and ${hourOfWeek(question, "s.at")} and s.at <= ${before} group by 1 order by 1 desc limit ${limit}`;
}
