/** Of which conversations a report is. */
import { type SQL, sql } from "drizzle-orm";
import { allOf, instantOf } from "../desk/page.ts";
import { storableText } from "../storable.ts";

/** Times of the zone in which conversations began: ISO weekdays and minutes of the day, the last ones not included. */
export interface OpenHours {
	readonly fromWeekday: number;
	readonly toWeekday: number;
	/** `09:00` */
	readonly opens: string;
	/** `17:00`, up to `24:00`. */
	readonly closes: string;
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
	readonly hours: readonly OpenHours[] | null;
	readonly withTests: boolean;
}

/** Whether the sums by quarter can answer: everything that they don't have is looked up conversation by conversation. */
export function isSummed(question: AnalyticsQuestion): boolean {
	const { intent, agentId, labelId, modelId, withTests } = question;
	return [intent, agentId, labelId, modelId].every((filter) => filter === null) && !withTests;
}

/** The span of the same length right before. */
export function spanBefore<Question extends AnalyticsQuestion>(question: Question): Question {
	const { fromMs, toMs } = question;
	return { ...question, fromMs: fromMs - (toMs - fromMs), toMs: fromMs };
}

/** SQL: an instant of a row is one of the open hours. */
export function withinHours({ hours, zone }: AnalyticsQuestion, at: string): SQL | null {
	if (hours === null) return null;
	const local = sql`(${sql.raw(at)} at time zone ${zone})`;
	const spans = hours.map(
		({ fromWeekday, toWeekday, opens, closes }) =>
			sql`(extract(isodow from ${local}) between ${fromWeekday}::int and ${toWeekday}::int
				and ${local}::time >= ${opens}::time and ${local}::time < ${closes}::time)`,
	);
	return sql`(${sql.join(spans, sql` or `)})`;
}

/** SQL: everything that is asked of a conversation, but for the range. @param row - of `conversation_measures` */
export function filtersOf(question: AnalyticsQuestion, row = "m"): SQL {
	const { channel, language, intent, agentId, labelId, modelId, withTests } = question;
	const column = (name: string): SQL => sql.raw(`${row}.${name}`);
	const facet = (kind: string, name: string): SQL =>
		sql`exists (select from conversation_facets t where t.conversation_id = ${column("conversation_id")}
			and t.kind = ${kind} and t.name = ${storableText(name)})`;
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
				and l.label_id = ${labelId}::uuid)`,
		withinHours(question, `${row}.started_at`),
	]);
}

/** SQL: a conversation began in the range. */
export function within({ fromMs, toMs }: Pick<AnalyticsQuestion, "fromMs" | "toMs">, at: string): SQL {
	return sql`(${sql.raw(at)} >= ${instantOf(fromMs)} and ${sql.raw(at)} < ${instantOf(toMs)})`;
}
