/** The figures by name: what each one is to the letter, how it is written, and which conversations are behind it. */
import { type Figures, type SeriesPoint, TIMES } from "../../../contracts/analytics.ts";
import type { AnalyticsFigure } from "../../../contracts/analytics-behind.ts";
import type { Format } from "./numbers.ts";

export interface Metric {
	readonly id: string;
	readonly label: string;
	/** The formula, as docs/analytics.md has it. */
	readonly about: string;
	readonly format: Format;
	/** Which direction is good news; null: neither. */
	readonly better: "up" | "down" | null;
	readonly of: (figures: Figures | SeriesPoint) => number | null;
	/** The conversations that it counts, or that its parts are counted in. */
	readonly figure: AnalyticsFigure;
	/** The name of its column in the report's table file. */
	readonly column: string;
}

type Count = keyof Figures & keyof SeriesPoint & Exclude<keyof SeriesPoint, "ratings" | "rates">;

const counted = (
	id: Exclude<Count, "at">,
	label: string,
	about: string,
	more: Partial<Pick<Metric, "better" | "figure">> = {},
): Metric => ({
	id,
	label,
	about,
	format: "count",
	better: more.better ?? null,
	of: (figures) => figures[id],
	figure: more.figure ?? "conversations",
	column: id,
});

const rate = (
	id: keyof Figures["rates"],
	label: string,
	about: string,
	more: Pick<Metric, "better" | "figure"> & { format?: Format },
): Metric => ({
	id: `${id}Rate`,
	label,
	about,
	format: more.format ?? "share",
	better: more.better,
	of: (figures) => figures.rates[id],
	figure: more.figure,
	column: `${id}Rate`,
});

const mean = (id: keyof SeriesPoint["meanMs"], label: string, about: string): Metric => ({
	id: `${id}MeanMs`,
	label,
	about,
	format: "time",
	better: "down",
	of: (figures) => ("times" in figures ? figures.times[id].meanMs : figures.meanMs[id]),
	figure: id,
	column: `${id}MeanMs`,
});

/** In the order of the table that shows them all. */
export const METRICS = {
	conversations: counted(
		"conversations",
		"Conversations",
		"Conversations in which the customer has written, counted where the first message was sent.",
	),
	contained: counted(
		"contained",
		"Contained",
		"The bot never gave the conversation away and no person wrote in it.",
		{ better: "up", figure: "contained" },
	),
	confirmed: counted(
		"confirmed",
		"Confirmed",
		"Contained, and the customer said that it helped: rated 4 or 5; or, without a rating and without a thumb down, a thumb up or thanks as the last message.",
		{ better: "up", figure: "confirmed" },
	),
	assumed: counted(
		"assumed",
		"Assumed",
		"Contained, not confirmed, no rating, no thumb down, the last message understood and answered, no form left open: the customer left without asking more.",
		{ better: "up", figure: "assumed" },
	),
	returned: counted(
		"returned",
		"Returned within 72 h",
		"Of the confirmed and assumed: within 72 hours of the last message the customer began another conversation, or came back to this one after an hour of silence or more.",
		{ better: "down", figure: "returned" },
	),
	lasting: counted("lasting", "Lasting", "Confirmed + assumed − returned within 72 h.", {
		better: "up",
		figure: "lasting",
	}),
	resolvedByPerson: counted(
		"resolvedByPerson",
		"Resolved by a person",
		"Not contained, and resolved; the customer's next message opens it again.",
		{ figure: "resolvedByPerson" },
	),
	handedOff: counted("handedOff", "Handed off", "The bot gave the conversation away at least once.", {
		better: "down",
		figure: "handedOff",
	}),
	handoffs: counted("handoffs", "Handoffs", "How often the bot gave a conversation away, in all.", {
		better: "down",
		figure: "handedOff",
	}),
	visitorMessages: counted("visitorMessages", "Customer messages", "Messages that customers wrote."),
	botMessages: counted("botMessages", "Bot messages", "Messages that the bot wrote."),
	agentMessages: counted(
		"agentMessages",
		"Messages of people",
		"Messages that people of the company wrote.",
		{
			figure: "agentMessages",
		},
	),
	asked: counted("asked", "Asked the bot", "Customer messages while the bot answered."),
	fallbacks: counted(
		"fallbacks",
		"Not understood",
		"Of the messages to the bot: not understood, by the intent nlu_fallback or one of the fallback actions.",
		{ better: "down", figure: "fallbacks" },
	),
	thumbsUp: counted("thumbsUp", "Thumbs up", "Messages of the bot with a thumb up, as it stands now.", {
		better: "up",
		figure: "thumbsUp",
	}),
	thumbsDown: counted(
		"thumbsDown",
		"Thumbs down",
		"Messages of the bot with a thumb down, as it stands now.",
		{
			better: "down",
			figure: "thumbsDown",
		},
	),
	containment: rate("containment", "Containment", "Contained ÷ conversations.", {
		better: "up",
		figure: "contained",
	}),
	lastingRate: rate(
		"lasting",
		"Lasting resolution",
		"(Confirmed + assumed − returned within 72 h) ÷ conversations.",
		{
			better: "up",
			figure: "lasting",
		},
	),
	handoff: rate("handoff", "Handoff rate", "Conversations that were handed off ÷ conversations.", {
		better: "down",
		figure: "handedOff",
	}),
	fallback: rate(
		"fallback",
		"Fallback rate",
		"Messages to the bot that were not understood ÷ messages to the bot.",
		{
			better: "down",
			figure: "fallbacks",
		},
	),
	satisfied: rate(
		"satisfied",
		"Satisfied",
		"Ratings of 4 and 5 ÷ all ratings: a conversation's last one counts.",
		{
			better: "up",
			figure: "rated",
		},
	),
	meanRating: rate("meanRating", "Mean rating", "The mean of all ratings, 1 to 5.", {
		better: "up",
		figure: "rated",
		format: "rating",
	}),
	botResponse: mean(
		"botResponse",
		"Bot response",
		"From the customer's first message to the bot's first answer.",
	),
	personResponse: mean(
		"personResponse",
		"Person’s first response",
		"From the first handoff to the first answer of a person after it.",
	),
	waiting: mean(
		"waiting",
		"Waiting for people",
		"From each handoff, or first unanswered message to people, to the next answer of a person; all spans of a conversation together.",
	),
	resolution: mean(
		"resolution",
		"Resolution time",
		"From the customer's first message until the last one before the first silence of 72 hours (contained and resolved), or until a person resolved it.",
	),
} as const satisfies Readonly<Record<string, Metric>>;
export type MetricId = keyof typeof METRICS;

export const metricOf = (id: MetricId): Metric => METRICS[id];

/** The six that are looked at each morning. */
export const KEY_FIGURES = [
	"conversations",
	"containment",
	"lastingRate",
	"fallback",
	"handoff",
	"satisfied",
] as const satisfies readonly MetricId[];

/** What the chart of the overview can show, first the one that it begins with. */
export const CHARTED: readonly MetricId[] = [
	...KEY_FIGURES,
	"handoffs",
	"visitorMessages",
	"botMessages",
	"agentMessages",
	...TIMES,
];
export const MEDIAN_ABOUT =
	"Half of them took no longer (median), nine in ten no longer (90th percentile): nearest ranks, to within 1.6 %. The mean is exact.";
