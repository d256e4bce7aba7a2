/**
 * The figures of the desk. A conversation counts at the instant of the customer's first message, with all that came of it
 * later; what each figure means stands in docs/analytics.md. Every number opens the conversations behind it: the same
 * filters and its `figure` at `/api/desk/analytics/conversations` list exactly those.
 */
import { z } from "zod";
import { ConversationId } from "./ids.ts";
import { TimeZone } from "./time-zone.ts";

const Instant = z.iso.datetime();
const QueryInstant = z.iso.datetime({ offset: true });
const Name = z.string().min(1).max(256);
const Count = z.int().nonnegative();
/** In [0, 1]; null where there is nothing to divide by. */
const Share = z.number().min(0).max(1).nullable();

/** An offset is none of them: PostgreSQL reads its sign the other way round. */
export const AnalyticsZone = TimeZone.regex(/^[A-Za-z][\w+/-]*$/, "is not a time zone such as Europe/Berlin");

/** Longest span of one report. */
export const MAX_ANALYTICS_DAYS = 1_830;
/** Most points of a series; a longer one wants a coarser group. */
export const MAX_ANALYTICS_POINTS = 1_000;

export const AnalyticsGroup = z.enum(["hour", "day", "week", "month"]);
export type AnalyticsGroup = z.infer<typeof AnalyticsGroup>;

/** `1-5 09:00-17:30; 6 10:00-14:00`: ISO weekdays (1 is Monday), times of the report's zone in whole quarters of an hour. */
export const AnalyticsHours = z
	.string()
	.max(400)
	.regex(
		/^[1-7](-[1-7])? ([01]\d|2[0-3]):(00|15|30|45)-(([01]\d|2[0-3]):(00|15|30|45)|24:00)(; ?[1-7](-[1-7])? ([01]\d|2[0-3]):(00|15|30|45)-(([01]\d|2[0-3]):(00|15|30|45)|24:00))*$/,
		"is written 1-5 09:00-17:00; 6 10:00-14:00",
	);

const Flag = z.stringbool({ truthy: ["true"], falsy: ["false"] }).default(false);

/** In the filter: conversations whose language is not known, which have none in reports (BCP 47: undetermined). */
export const UNKNOWN_LANGUAGE = "und";

/** What every report takes. All filters must hold; they choose conversations, not messages. */
export const AnalyticsFilter = z.object({
	/** The range: conversations that began at or after `from` and before `to`, in whole quarters of an hour. Default: the last 30 days. */
	from: QueryInstant.optional(),
	to: QueryInstant.optional(),
	/** In which days, weeks and hours are counted. */
	zone: AnalyticsZone.default("UTC"),
	channel: Name.optional(),
	language: z.string().min(1).max(35).optional(),
	/** Conversations in which a message was taken to mean this. */
	intent: Name.optional(),
	/** A user's id: conversations that this person answered in. */
	agentId: z.string().min(1).max(64).optional(),
	labelId: z.uuid().optional(),
	modelId: Name.optional(),
	/** Only conversations that began within these hours. */
	hours: AnalyticsHours.optional(),
	/** Only conversations that began within the business hours of this site, by its own clock. */
	siteId: z.uuid().optional(),
	/** Test conversations too. */
	tests: Flag,
});
export type AnalyticsFilter = z.infer<typeof AnalyticsFilter>;

export const ReportFormat = z.enum(["json", "csv"]).default("json");
export const AnalyticsQuery = AnalyticsFilter.extend({
	/** The span of the same length before as well. */
	compare: Flag,
	/** `csv`: the report's table, for spreadsheets. */
	format: ReportFormat,
});
export type AnalyticsQuery = z.infer<typeof AnalyticsQuery>;
export const OverviewQuery = AnalyticsQuery.extend({ groupBy: AnalyticsGroup.default("day") });

const Span = z.object({ from: Instant, to: Instant });
const Range = z.object({
	...Span.shape,
	zone: z.string(),
	/** Null where no comparison was asked for. */
	before: Span.nullable(),
});

/** Times of conversations; null where there is none. */
export const Duration = z.object({
	count: Count,
	meanMs: z.number().nullable(),
	/** To within 1.6 % of the value. */
	medianMs: z.number().nullable(),
	p90Ms: z.number().nullable(),
});
export type Duration = z.infer<typeof Duration>;

export const Counts = z.object({
	conversations: Count,
	/** No person had a part in them. */
	contained: Count,
	/** Contained, and the customer said that it helped. */
	confirmed: Count,
	/** Contained, and the customer left without asking more. */
	assumed: Count,
	/** Of the confirmed and assumed: the customer came back within 72 hours. */
	returned: Count,
	/** Confirmed and assumed without the returned. */
	lasting: Count,
	/** A person resolved them. */
	resolvedByPerson: Count,
	/** The bot gave them away at least once. */
	handedOff: Count,
	/** How often the bot gave one away. */
	handoffs: Count,
	visitorMessages: Count,
	botMessages: Count,
	agentMessages: Count,
	/** Messages to the bot. */
	asked: Count,
	/** Of these: not understood. */
	fallbacks: Count,
	thumbsUp: Count,
	thumbsDown: Count,
	/** How many conversations were rated 1, 2, 3, 4, 5. */
	ratings: z.tuple([Count, Count, Count, Count, Count]),
});

export const Rates = z.object({
	/** contained ÷ conversations */
	containment: Share,
	confirmed: Share,
	assumed: Share,
	lasting: Share,
	/** handedOff ÷ conversations */
	handoff: Share,
	/** fallbacks ÷ asked */
	fallback: Share,
	/** Ratings of 4 and 5 ÷ ratings. */
	satisfied: Share,
	/** 1 to 5. */
	meanRating: z.number().nullable(),
	/** thumbsUp ÷ thumbs */
	thumbsUp: Share,
});

/** What takes time: `times` and `meanMs` have each of them. */
export const TIMES = ["botResponse", "personResponse", "waiting", "resolution"] as const;
export type TimeName = (typeof TIMES)[number];

/** The numbers of a set of conversations. */
export const Figures = z.object({
	...Counts.shape,
	rates: Rates,
	times: z.object({
		/** From the customer's first message to the bot's first answer. */
		botResponse: Duration,
		/** From the first handoff to a person's first answer. */
		personResponse: Duration,
		/** How long the customer waited for people in all. */
		waiting: Duration,
		/** From the customer's first message until it was resolved. */
		resolution: Duration,
	}),
});
export type Figures = z.infer<typeof Figures>;

/** A point of a chart: means, but no median of so few. */
export const SeriesPoint = z.object({
	/** Where the hour, day, week or month begins in the zone. */
	at: Instant,
	...Counts.shape,
	rates: Rates,
	meanMs: z.object({
		botResponse: z.number().nullable(),
		personResponse: z.number().nullable(),
		waiting: z.number().nullable(),
		resolution: z.number().nullable(),
	}),
});
export type SeriesPoint = z.infer<typeof SeriesPoint>;

export const OverviewReport = z.object({
	range: Range,
	total: Figures,
	before: Figures.nullable(),
	/** Every group of the range, also those without conversations. */
	series: z.array(SeriesPoint),
	seriesBefore: z.array(SeriesPoint).nullable(),
});
export type OverviewReport = z.infer<typeof OverviewReport>;

/** Figures by channel or by language, most conversations first. */
export const BreakdownReport = z.object({
	range: Range,
	rows: z.array(
		z.object({
			/** A channel's name or a language's code; `""` where the language is not known. */
			name: z.string(),
			total: Figures,
			before: Figures.nullable(),
		}),
	),
});
export type BreakdownReport = z.infer<typeof BreakdownReport>;

export const IntentRow = z.object({
	intent: z.string(),
	conversations: Count,
	messages: Count,
	/** Of all understood messages. */
	share: Share,
	/** In the span before; null where no comparison was asked for. */
	messagesBefore: Count.nullable(),
});
export const IntentsQuery = AnalyticsQuery.extend({
	limit: z.coerce.number().int().min(1).max(200).default(50),
	/** Which of the lists the table is of; JSON has all three. */
	list: z.enum(["top", "rising", "confused"]).default("top"),
});
export const IntentsReport = z.object({
	/** With the span before, for what rises. */
	range: Range,
	/** Most messages first. */
	top: z.array(IntentRow),
	/** Those that grew most in messages since the span before, which is always looked at. */
	rising: z.array(IntentRow.extend({ messagesBefore: Count })),
	/** Messages whose two best intents were nearly alike: confidences less than 0.2 apart. */
	confused: z.array(
		z.object({ intent: z.string(), other: z.string(), conversations: Count, messages: Count }),
	),
});
export type IntentsReport = z.infer<typeof IntentsReport>;

export const AgentsReport = z.object({
	range: Range,
	rows: z.array(
		z.object({
			agentId: z.string(),
			/** Null for somebody who is gone. */
			name: z.string().nullable(),
			/** In which the agent answered. */
			conversations: Count,
			messages: Count,
			/** That the agent resolved. */
			resolved: Count,
			/** From the customer's first unanswered message, or the handoff, to the agent's answer. */
			replies: Duration,
			ratings: z.tuple([Count, Count, Count, Count, Count]),
			conversationsBefore: Count.nullable(),
		}),
	),
});
export type AgentsReport = z.infer<typeof AgentsReport>;

export const BusyHoursReport = z.object({
	range: Range,
	/** 7 × 24, Monday at 0 o'clock first. */
	cells: z.array(
		z.object({
			/** ISO: 1 is Monday. */
			weekday: z.int().min(1).max(7),
			hour: z.int().min(0).max(23),
			conversations: Count,
			visitorMessages: Count,
			handedOff: Count,
		}),
	),
});
export type BusyHoursReport = z.infer<typeof BusyHoursReport>;

export const FormsReport = z.object({
	range: Range,
	forms: z.array(
		z.object({
			form: z.string(),
			started: Count,
			completed: Count,
			/** Started and not completed, as it stands. */
			abandoned: Count,
			startedBefore: Count.nullable(),
			completedBefore: Count.nullable(),
			/** Most asked first. */
			slots: z.array(z.object({ slot: z.string(), asked: Count, filled: Count, abandoned: Count })),
		}),
	),
});
export type FormsReport = z.infer<typeof FormsReport>;

export const CohortsQuery = AnalyticsFilter.omit({
	channel: true,
	language: true,
	intent: true,
	agentId: true,
	labelId: true,
	modelId: true,
	hours: true,
	siteId: true,
	tests: true,
}).extend({ format: ReportFormat });
export const CohortsReport = z.object({
	range: Range,
	cohorts: z.array(
		z.object({
			/** The Monday, in the zone, of the week in which these customers first wrote. */
			week: z.iso.date(),
			customers: Count,
			/** How many wrote again in the n-th seven days after their first conversation began; the first is 1. */
			weeks: z.array(z.object({ week: z.int().positive(), customers: Count })),
		}),
	),
});
export type CohortsReport = z.infer<typeof CohortsReport>;

/** What the filters can be set to: what the last 90 days had, most first. */
export const AnalyticsChoices = z.object({
	channels: z.array(z.string()),
	/** Without `""`, the unknown one. */
	languages: z.array(z.string()),
	intents: z.array(z.string()),
	agents: z.array(z.object({ id: z.string(), name: z.string().nullable() })),
	labels: z.array(z.object({ id: z.uuid(), name: z.string() })),
	/** Those with business hours. */
	sites: z.array(z.object({ id: z.uuid(), name: z.string() })),
});
export type AnalyticsChoices = z.infer<typeof AnalyticsChoices>;

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
	cohortWeek: z.coerce.number().int().nonnegative().optional(),
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
