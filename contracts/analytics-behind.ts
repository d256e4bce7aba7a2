/** The conversations behind a number of a report: exactly those that it counts. */
import { z } from "zod";
import { Count, Instant, TIMES } from "./analytics.ts";
import { AnalyticsFilter, Flag, Name, ReportFormat } from "./analytics-filter.ts";
import { ConversationId } from "./ids.ts";

/** What a number counts, for the list of the conversations behind it. */
export const AnalyticsFigure = z.enum([
	"conversations",
	"contained",
	"confirmed",
	"assumed",
	"returned",
	"lasting",
	"resolvedByPerson",
	"handedOff",
	"fallbacks",
	"agentMessages",
	"thumbsUp",
	"thumbsDown",
	/** With `rating`: of that rating. */
	"rated",
	...TIMES,
]);
export type AnalyticsFigure = z.infer<typeof AnalyticsFigure>;
export const FormStep = z.enum(["started", "completed", "abandoned", "asked", "filled"]);
export type FormStep = z.infer<typeof FormStep>;

/** Two hundred years. */
const MAX_WEEKS = 10_000;

/** Beside the filters of the report: which of its numbers was clicked. */
export const BehindQuery = AnalyticsFilter.extend({
	figure: AnalyticsFigure.default("conversations"),
	rating: z.coerce.number().int().min(1).max(5).optional(),
	/** Times at or above, in milliseconds, of a figure that is a time. */
	minMs: z.coerce.number().int().nonnegative().optional(),
	/** With `intent`: messages that could have meant this as well. */
	confusedWith: Name.optional(),
	/** With `agentId`: conversations that this person resolved. */
	isResolvedByAgent: Flag,
	form: Name.optional(),
	/** Of `form`; `asked`, `filled` and `abandoned` with a slot are about the slot. */
	step: FormStep.default("started"),
	slot: Name.optional(),
	weekday: z.coerce.number().int().min(1).max(7).optional(),
	hour: z.coerce.number().int().min(0).max(23).optional(),
	/** A cohort's Monday: conversations of customers who first wrote in that week of the zone. Of the range, its end alone counts then: for them. */
	cohort: z.iso.date().optional(),
	/** With `cohort`: only the conversations by which they are counted in this week; 0 is their first one. */
	cohortWeek: z.coerce.number().int().nonnegative().max(MAX_WEEKS).optional(),
	cursor: z.string().max(64).optional(),
	limit: z.coerce.number().int().min(1).max(100).default(20),
	format: ReportFormat,
});
export type BehindQuery = z.infer<typeof BehindQuery>;

/** A conversation behind a number, by its figures. */
export const BehindConversation = z.object({
	id: ConversationId,
	startedAt: Instant,
	lastMessageAt: Instant,
	/** What was said last; null for who may not read conversations. */
	preview: z.string().nullable(),
	channel: z.string(),
	language: z.string(),
	modelId: z.string().nullable(),
	outcome: z.enum(["confirmed", "assumed", "unresolved", "resolved_by_person", "with_people"]),
	isReturned: z.boolean(),
	visitorMessages: Count,
	botMessages: Count,
	agentMessages: Count,
	fallbacks: Count,
	handoffs: Count,
	rating: z.int().min(1).max(5).nullable(),
	thumbsUp: Count,
	thumbsDown: Count,
	botResponseMs: z.number().nullable(),
	personResponseMs: z.number().nullable(),
	waitingMs: z.number().nullable(),
	resolutionMs: z.number().nullable(),
});
export type BehindConversation = z.infer<typeof BehindConversation>;
export const BehindList = z.object({
	/** Newest first. */
	conversations: z.array(BehindConversation),
	/** How many there are in all. */
	total: Count,
	nextCursor: z.string().nullable(),
});
export type BehindList = z.infer<typeof BehindList>;
