/** Which conversations are behind a number, as SQL of facts `f` (and measures `m`, where a figure asks for them). */
import { type SQL, sql } from "drizzle-orm";
import type { AnalyticsFigure, FormStep } from "../../contracts/analytics-behind.ts";
import { allOf, instantOf } from "../desk/page.ts";
import { storableText } from "../storable.ts";
import type { BehindQuestion } from "./behind-question.ts";
import { type AnalyticsQuestion, filtersOf, within } from "./question.ts";

/** What a conversation of each figure has. What facts say is asked of them: rows of facts are read faster than worked out. */
const FIGURES: Readonly<Record<AnalyticsFigure, string>> = {
	conversations: "true",
	contained: "m.contained = 1",
	confirmed: "m.confirmed = 1",
	assumed: "m.assumed = 1",
	returned: "m.returned = 1",
	lasting: "m.confirmed + m.assumed - m.returned = 1",
	resolvedByPerson: "m.resolved_by_person = 1",
	handedOff: "m.handed_off = 1",
	fallbacks: "f.fallbacks > 0",
	agentMessages: "f.agent_messages > 0",
	thumbsUp: "(f.thumbs_up > 0 and f.thumbs_up + f.thumbs_down > 0)",
	thumbsDown: "(f.thumbs_down > 0 and f.thumbs_up + f.thumbs_down > 0)",
	rated: "f.rating is not null",
	botResponse: "f.bot_response_ms is not null",
	personResponse: "f.person_response_ms is not null",
	waiting: "f.waiting_ms is not null",
	resolution: "m.resolution_n = 1",
};

const TIME_COLUMNS: Partial<Record<AnalyticsFigure, string>> = {
	botResponse: "f.bot_response_ms",
	personResponse: "f.person_response_ms",
	waiting: "f.waiting_ms",
	resolution: "m.resolution_ms",
};

/** What of a slot or a form: n was begun, m was brought to an end. */
const STEPS: Readonly<Record<FormStep, string>> = {
	started: "t.n = 1",
	completed: "t.m = 1",
	asked: "t.n = 1",
	filled: "t.m = 1",
	abandoned: "t.m = 0",
};

/** SQL of `from … where …`. @param isSparse - a named thing that few have: these are looked up, not met along the way */
export function conversationsBehind(question: BehindQuestion, isSparse: boolean, more: SQL = sql`true`): SQL {
	return sql`from ${rowsFor(question)} where ${conditionsOf(question, isSparse)} and ${more}`;
}

/** Measures have what filters ask of facts, but for a few columns: rows that are read once are read in half the time. */
function rowsFor({ figure, rating, cohort, isResolvedByAgent }: BehindQuestion): SQL {
	if (!FIGURES[figure].includes("m.")) return sql`conversation_facts f`;
	return rating !== null || cohort !== null || isResolvedByAgent
		? sql`conversation_facts f join conversation_measures m on m.conversation_id = f.conversation_id`
		: sql`conversation_measures f cross join lateral (select f.*) m`;
}

function conditionsOf(question: BehindQuestion, isSparse: boolean): SQL {
	const { figure, rating, minMs, cohort } = question;
	const time = TIME_COLUMNS[figure];
	return allOf([
		cohort === null ? within(question, "f.started_at") : cohortOf(question, cohort),
		filtersOf(otherFilters(question), { row: "f" }),
		sql.raw(FIGURES[figure]),
		rating === null ? null : sql`f.rating = ${rating}::int`,
		minMs === null || time === undefined ? null : sql`${sql.raw(time)} >= ${minMs}::bigint`,
		hourOfWeek(question, "f.started_at"),
		...facetsOf(question, isSparse),
	]);
}

/** SQL: an instant is of the hour of the week that was clicked. */
export function hourOfWeek({ weekday, hour, zone }: BehindQuestion, at: string): SQL {
	const local = sql`(${sql.raw(at)} at time zone ${zone})`;
	return allOf([
		weekday === null ? null : sql`extract(isodow from ${local}) = ${weekday}::int`,
		hour === null ? null : sql`extract(hour from ${local}) = ${hour}::int`,
	]);
}

/** A message that was hard to take, and who resolved, are asked for below in the place of these filters. */
export function otherFilters(question: BehindQuestion): AnalyticsQuestion {
	const { intent, confusedWith, agentId, isResolvedByAgent } = question;
	return {
		...question,
		intent: confusedWith === null ? intent : null,
		agentId: isResolvedByAgent ? null : agentId,
	};
}

function facetsOf(question: BehindQuestion, isSparse: boolean) {
	const { intent, confusedWith, agentId, isResolvedByAgent, form, slot, step } = question;
	// without the offset PostgreSQL is free to begin with all conversations that ever had it
	const whole = isSparse ? sql`` : sql`offset 0`;
	const facet = (kind: string, name: string, detail: string, more: SQL): SQL =>
		sql`exists (select from conversation_facets t where t.conversation_id = f.conversation_id and t.kind = ${kind}
			and t.name = ${storableText(name)} and t.detail = ${storableText(detail)} and ${more} ${whole})`;
	return [
		intent === null || confusedWith === null ? null : facet("confused", intent, confusedWith, sql`t.n > 0`),
		agentId === null || !isResolvedByAgent
			? null
			: sql`(f.resolved_by = ${storableText(agentId)} and f.resolved_at is not null)`,
		form === null ? null : facet(slot === null ? "form" : "slot", form, slot ?? "", sql.raw(STEPS[step])),
	];
}

/** The report leaves out who first wrote after its end, also within its last week. */
function cohortOf({ zone, toMs, cohortWeek }: BehindQuestion, week: string): SQL {
	const first = sql`f.contact_started_at`;
	return allOf([
		sql`f.started_at is not null`,
		sql`${first} >= (${week}::date::timestamp at time zone ${zone})`,
		sql`${first} < ((${week}::date + 7)::timestamp at time zone ${zone})`,
		sql`${first} < ${instantOf(toMs)}`,
		cohortWeek === null ? null : sql`(f.opens_week and f.contact_week = ${cohortWeek}::int)`,
	]);
}
