/** The conversations behind a number. */
import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import type { AnalyticsFigure, BehindConversation, FormStep } from "../../contracts/analytics-behind.ts";
import { type Database, queryRows } from "../database.ts";
import { allOf, behindCursor, instantOf, type Page, pageOf, type PageQuestion } from "../desk/page.ts";
import { msOf } from "../orders.ts";
import { storableText } from "../storable.ts";
import { type AnalyticsQuestion, filtersOf, within } from "./question.ts";
import { measures } from "./sources.ts";

/** Which number was clicked, beside the filters of its report; null where that is not asked for. */
export interface BehindQuestion extends AnalyticsQuestion, PageQuestion {
	readonly figure: AnalyticsFigure;
	readonly rating: number | null;
	readonly minMs: number | null;
	readonly confusedWith: string | null;
	readonly isResolvedByAgent: boolean;
	readonly form: string | null;
	readonly step: FormStep;
	readonly slot: string | null;
	readonly weekday: number | null;
	readonly hour: number | null;
	/** `2026-11-23` */
	readonly cohort: string | null;
	readonly cohortWeek: number | null;
	/** Whether what was said last may be read. */
	readonly withPreview: boolean;
}

/** The first of all conversations of a report. */
export const EVERY_CONVERSATION: Omit<BehindQuestion, keyof AnalyticsQuestion | "limit" | "withPreview"> = {
	figure: "conversations",
	rating: null,
	minMs: null,
	confusedWith: null,
	isResolvedByAgent: false,
	form: null,
	step: "started",
	slot: null,
	weekday: null,
	hour: null,
	cohort: null,
	cohortWeek: null,
	cursor: null,
};

/** What a conversation of each figure has. */
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
	botResponse: "m.bot_response_n = 1",
	personResponse: "m.person_response_n = 1",
	waiting: "m.waiting_n = 1",
	resolution: "m.resolution_n = 1",
};

const TIME_COLUMNS: Partial<Record<AnalyticsFigure, string>> = {
	botResponse: "m.bot_response_ms",
	personResponse: "m.person_response_ms",
	waiting: "m.waiting_ms",
	resolution: "m.resolution_ms",
};

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

/** What of a slot or a form: n was begun, m was brought to an end. */
const STEPS: Readonly<Record<FormStep, string>> = {
	started: "t.n = 1",
	completed: "t.m = 1",
	asked: "t.n = 1",
	filled: "t.m = 1",
	abandoned: "t.m = 0",
};

const Found = z.object({
	id: z.string(),
	startedAtMs: z.number(),
	lastMessageAtMs: z.number(),
	preview: z.string().nullable(),
	channel: z.string(),
	language: z.string(),
	modelId: z.string().nullable(),
	outcome: z.enum(["confirmed", "assumed", "unresolved", "resolved_by_person", "with_people"]),
	isReturned: z.boolean(),
	visitorMessages: z.int(),
	botMessages: z.int(),
	agentMessages: z.int(),
	fallbacks: z.int(),
	handoffs: z.int(),
	rating: z.int().nullable(),
	thumbsUp: z.int(),
	thumbsDown: z.int(),
	botResponseMs: z.number().nullable(),
	personResponseMs: z.number().nullable(),
	waitingMs: z.number().nullable(),
	resolutionMs: z.number().nullable(),
});

/** Beside `FOUND`: words of a conversation, which figures have none of. */
const PREVIEW = sql`jsonb_build_object('preview', (select c.preview from conversations c where c.id = m.conversation_id))`;

const FOUND: SQL = sql`jsonb_build_object('id', m.conversation_id, 'startedAtMs', ${msOf("m.started_at")},
	'lastMessageAtMs', ${msOf("f.last_message_at")}, 'channel', m.channel, 'language', m.language, 'modelId', f.model_id,
	'outcome', case when m.confirmed = 1 then 'confirmed' when m.assumed = 1 then 'assumed'
		when m.contained = 1 then 'unresolved' when m.resolved_by_person = 1 then 'resolved_by_person' else 'with_people' end,
	'isReturned', m.returned = 1, 'visitorMessages', f.visitor_messages, 'botMessages', f.bot_messages,
	'agentMessages', f.agent_messages, 'fallbacks', f.fallbacks, 'handoffs', f.handoffs, 'rating', f.rating,
	'thumbsUp', f.thumbs_up, 'thumbsDown', f.thumbs_down, 'botResponseMs', f.bot_response_ms,
	'personResponseMs', f.person_response_ms, 'waitingMs', f.waiting_ms,
	'resolutionMs', case when m.resolution_n = 1 then m.resolution_ms end)`;

const ROWS = sql.raw(
	"conversation_measures m join conversation_facts f on f.conversation_id = m.conversation_id",
);

/** Exactly those that the number counts, newest first. */
export async function listBehind(
	db: Database,
	question: BehindQuestion,
): Promise<Page<BehindConversation> & { readonly total: number }> {
	const { cursor, limit, withPreview } = question;
	const preview = withPreview ? PREVIEW : sql`jsonb_build_object('preview', null)`;
	const conditions = conditionsOf(question);
	const [rows, [total]] = await Promise.all([
		queryRows(
			db,
			Found,
			sql`select ${FOUND} || ${preview} as row from ${ROWS}
				where ${conditions} and ${behindCursor(cursor, { at: "m.started_at", key: "m.conversation_id" }, "uuid")}
				order by m.started_at desc, m.conversation_id desc limit ${limit + 1}`,
		),
		queryRows(
			db,
			z.number(),
			summedTotal(question) ?? sql`select to_json(count(*)) as row from ${ROWS} where ${conditions}`,
		),
	]);
	const page = pageOf(rows, limit, ({ startedAtMs, id }) => ({ atMs: startedAtMs, key: id }));
	return {
		rows: page.rows.map(({ startedAtMs, lastMessageAtMs, ...rest }) => ({
			...rest,
			startedAt: new Date(startedAtMs).toISOString(),
			lastMessageAt: new Date(lastMessageAtMs).toISOString(),
		})),
		nextCursor: page.nextCursor,
		total: total ?? 0,
	};
}

/** SQL of how many there are, from sums; null where these don't have what is asked for. */
function summedTotal(question: BehindQuestion): SQL | null {
	const { figure, rating, minMs, weekday, hour, zone, form, confusedWith, cohort, labelId } = question;
	const isTimed = weekday !== null || hour !== null;
	const isMore =
		question.isResolvedByAgent ||
		[minMs, form, confusedWith, cohort, labelId].some((asked) => asked !== null);
	const isOfRating = figure === "rated" && rating !== null;
	const column = isOfRating ? `s.rated_${Math.trunc(rating)}` : SUMMED_FIGURES[figure];
	if (isMore || column === undefined || (rating !== null && !isOfRating)) return null;
	const local = sql`(s.at at time zone ${zone})`;
	return sql`select to_json(coalesce(sum(${sql.raw(column)}), 0)::bigint) as row from ${measures(question, { isTimed })} s
		where ${allOf([
			weekday === null ? null : sql`extract(isodow from ${local}) = ${weekday}::int`,
			hour === null ? null : sql`extract(hour from ${local}) = ${hour}::int`,
		])}`;
}

function conditionsOf(question: BehindQuestion): SQL {
	const { figure, rating, minMs, cohort, weekday, hour, zone } = question;
	const local = sql`(m.started_at at time zone ${zone})`;
	const time = TIME_COLUMNS[figure];
	return allOf([
		cohort === null ? within(question, "m.started_at") : cohortOf(question, cohort),
		filtersOf(otherFilters(question)),
		sql.raw(FIGURES[figure]),
		rating === null ? null : sql`f.rating = ${rating}::int`,
		minMs === null || time === undefined ? null : sql`${sql.raw(time)} >= ${minMs}::bigint`,
		weekday === null ? null : sql`extract(isodow from ${local}) = ${weekday}::int`,
		hour === null ? null : sql`extract(hour from ${local}) = ${hour}::int`,
		...facetsOf(question),
	]);
}

/** A message that was hard to take, and who resolved, are asked for below in the place of these filters. */
function otherFilters(question: BehindQuestion): AnalyticsQuestion {
	const { intent, confusedWith, agentId, isResolvedByAgent } = question;
	return {
		...question,
		intent: confusedWith === null ? intent : null,
		agentId: isResolvedByAgent ? null : agentId,
	};
}

function facetsOf({ intent, confusedWith, agentId, isResolvedByAgent, form, slot, step }: BehindQuestion) {
	const facet = (kind: string, name: string, detail: string, more: SQL): SQL =>
		sql`exists (select from conversation_facets t where t.conversation_id = m.conversation_id and t.kind = ${kind}
			and t.name = ${storableText(name)} and t.detail = ${storableText(detail)} and ${more})`;
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
		sql`${first} >= (${week}::date::timestamp at time zone ${zone})`,
		sql`${first} < ((${week}::date + 7)::timestamp at time zone ${zone})`,
		sql`${first} < ${instantOf(toMs)}`,
		cohortWeek === null ? null : sql`(f.opens_week and f.contact_week = ${cohortWeek}::int)`,
	]);
}
