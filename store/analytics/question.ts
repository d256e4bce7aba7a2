/** Of which conversations a report is. */
import { type SQL, sql } from "drizzle-orm";
import { allOf, instantOf } from "../desk/page.ts";
import { storableText } from "../storable.ts";

/** From `opens` until right before `closes`: `09:00`, up to `24:00`. */
export interface OpenSpan {
	readonly opens: string;
	readonly closes: string;
}

/** When somebody is there, by the wall clock of a zone. */
export interface OpenHours {
	readonly zone: string;
	/** ISO weekdays, the last one included. */
	readonly weekly: readonly (OpenSpan & { readonly fromWeekday: number; readonly toWeekday: number })[];
	/** Dates on which these hold in the place of the weekday's. */
	readonly exceptions: readonly { readonly date: string; readonly spans: readonly OpenSpan[] }[];
}

/** What is null is not asked for. Instants in epoch milliseconds, on whole quarters of an hour. */
export interface AnalyticsQuestion {
	readonly fromMs: number;
	readonly toMs: number;
	/** IANA name. */
	readonly zone: string;
	readonly channel: string | null;
	readonly language: string | null;
	readonly intent: string | null;
	readonly agentId: string | null;
	readonly labelId: string | null;
	readonly modelId: string | null;
	readonly hours: OpenHours | null;
	readonly withTests: boolean;
}

/** Of all conversations but those of tests, in the hours of UTC. */
export const ALL: Omit<AnalyticsQuestion, "fromMs" | "toMs"> = {
	zone: "UTC",
	channel: null,
	language: null,
	intent: null,
	agentId: null,
	labelId: null,
	modelId: null,
	hours: null,
	withTests: false,
};

/** Whether the sums by quarter can answer. */
export function isSummedByQuarter(question: AnalyticsQuestion): boolean {
	const { intent, agentId, labelId, modelId, hours, withTests } = question;
	return [intent, agentId, labelId, modelId, hours].every((filter) => filter === null) && !withTests;
}

/** The span of the same length right before. */
export function spanBefore<Question extends AnalyticsQuestion>(question: Question): Question {
	const { fromMs, toMs } = question;
	return { ...question, fromMs: fromMs - (toMs - fromMs), toMs: fromMs };
}

/** SQL: an instant of a row is one of the open hours. */
export function withinHours({ hours }: AnalyticsQuestion, at: string): SQL | null {
	if (hours === null) return null;
	const local = sql`(${sql.raw(at)} at time zone ${hours.zone})`;
	const during = ({ opens, closes }: OpenSpan): SQL =>
		sql`(${local}::time >= ${opens}::time and ${local}::time < ${closes}::time)`;
	const weekly = hours.weekly.map(
		(span) =>
			sql`(extract(isodow from ${local}) between ${span.fromWeekday}::int and ${span.toWeekday}::int and ${during(span)})`,
	);
	const exceptions = hours.exceptions.map(
		({ date, spans }) => sql`when ${local}::date = ${date}::date then ${anyOf(spans.map(during))}`,
	);
	return exceptions.length === 0
		? anyOf(weekly)
		: sql`case ${sql.join(exceptions, sql` `)} else ${anyOf(weekly)} end`;
}

function anyOf(conditions: readonly SQL[]): SQL {
	return conditions.length === 0 ? sql`false` : sql`(${sql.join([...conditions], sql` or `)})`;
}

/**
 * SQL: everything that is asked of a conversation, but for the range.
 *
 * @param row - of `conversation_measures`
 * @param isProbed - of few conversations: each is looked up, where PostgreSQL would read all that have a label for each day
 */
export function filtersOf(
	question: AnalyticsQuestion,
	{ row = "m", isProbed = false }: { readonly row?: string; readonly isProbed?: boolean } = {},
): SQL {
	const { channel, language, intent, agentId, labelId, modelId, withTests } = question;
	const column = (name: string): SQL => sql.raw(`${row}.${name}`);
	const each = isProbed ? sql`offset 0` : sql``;
	const facet = (kind: string, name: string): SQL =>
		sql`exists (select from conversation_facets t where t.conversation_id = ${column("conversation_id")}
			and t.kind = ${kind} and t.name = ${storableText(name)} ${each})`;
	return allOf([
		withTests ? null : sql`not ${column("is_test")}`,
		channel === null ? null : sql`${column("channel")} = ${storableText(channel)}`,
		language === null ? null : sql`${column("language")} = ${storableText(language)}`,
		modelId === null ? null : sql`${column("model_id")} = ${storableText(modelId)}`,
		intent === null ? null : facet("intent", intent),
		agentId === null ? null : facet("agent", agentId),
		labelId === null
			? null
			: sql`exists (select from conversation_labels l where l.conversation_id = ${column("conversation_id")}
				and l.label_id = ${labelId}::uuid ${each})`,
		withinHours(question, `${row}.started_at`),
	]);
}

/** SQL: a conversation began in the range. */
export function within({ fromMs, toMs }: Pick<AnalyticsQuestion, "fromMs" | "toMs">, at: string): SQL {
	return sql`(${sql.raw(at)} >= ${instantOf(fromMs)} and ${sql.raw(at)} < ${instantOf(toMs)})`;
}
