/**
 * The figures of the desk. A conversation counts at the instant of the customer's first message, with all that came of it
 * later; what each figure means stands in docs/analytics.md. Every number opens the conversations behind it: the same
 * filters and its `figure` at `/api/desk/analytics/conversations` list exactly those.
 */
import { z } from "zod";

export const Instant = z.iso.datetime();
export const Count = z.int().nonnegative();
/** In [0, 1]; null where there is nothing to divide by. */
const Share = z.number().min(0).max(1).nullable();

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

const BusyHour = z.object({ conversations: Count, visitorMessages: Count, handedOff: Count });
export const BusyHoursReport = z.object({
	range: Range,
	/** 7 × 24, Monday at 0 o'clock first. */
	cells: z.array(
		z.object({
			/** ISO: 1 is Monday. */
			weekday: z.int().min(1).max(7),
			hour: z.int().min(0).max(23),
			...BusyHour.shape,
			/** The same hour of the week in the span before; null where no comparison was asked for. */
			before: BusyHour.nullable(),
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
