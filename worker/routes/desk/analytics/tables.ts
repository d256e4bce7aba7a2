/** Reports as tables. */
import {
	type AgentsReport,
	type BreakdownReport,
	type BusyHoursReport,
	type CohortsReport,
	Counts,
	type Figures,
	type FormsReport,
	type IntentsReport,
	type OverviewReport,
	Rates,
	type SeriesPoint,
	TIMES,
} from "../../../../contracts/analytics.ts";
import type { BehindConversation } from "../../../../contracts/analytics-behind.ts";
import type { Cell } from "../../../csv.ts";

type Table = readonly (readonly Cell[])[];

const COUNTS = Counts.omit({ ratings: true }).keyof().options;
const RATINGS = ["rated1", "rated2", "rated3", "rated4", "rated5"];
const RATES = Rates.keyof().options;

const COMMON_HEAD = [...COUNTS, ...RATINGS, ...RATES.map((rate) => `${rate}Rate`)];

function commonCells(figures: SeriesPoint | Figures): Cell[] {
	return [
		...COUNTS.map((name) => figures[name]),
		...figures.ratings,
		...RATES.map((name) => figures.rates[name]),
	];
}

/** A row for each group of the range. */
export function overviewTable({ series }: OverviewReport): Table {
	return [
		["from", ...COMMON_HEAD, ...TIMES.map((name) => `${name}MeanMs`)],
		...series.map((point) => [point.at, ...commonCells(point), ...TIMES.map((name) => point.meanMs[name])]),
	];
}

export function breakdownTable({ rows }: BreakdownReport): Table {
	return [
		[
			"name",
			...COMMON_HEAD,
			...TIMES.flatMap((name) => [`${name}MeanMs`, `${name}MedianMs`, `${name}P90Ms`]),
		],
		...rows.map(({ name, total }) => [
			name,
			...commonCells(total),
			...TIMES.flatMap((time) => {
				const { meanMs, medianMs, p90Ms } = total.times[time];
				return [meanMs, medianMs, p90Ms];
			}),
		]),
	];
}

export function intentsTable(
	{ top, rising, confused }: IntentsReport,
	list: "top" | "rising" | "confused",
): Table {
	if (list === "confused")
		return [
			["intent", "other", "conversations", "messages"],
			...confused.map((row) => [row.intent, row.other, row.conversations, row.messages]),
		];
	return [
		["intent", "conversations", "messages", "share", "messagesBefore"],
		...(list === "top" ? top : rising).map((row) => [
			row.intent,
			row.conversations,
			row.messages,
			row.share,
			row.messagesBefore,
		]),
	];
}

export function agentsTable({ rows }: AgentsReport): Table {
	return [
		[
			"agentId",
			"name",
			"conversations",
			"messages",
			"resolved",
			"replies",
			"replyMeanMs",
			"replyMedianMs",
			"replyP90Ms",
			...RATINGS,
		],
		...rows.map(({ agentId, name, conversations, messages, resolved, replies, ratings }) => [
			agentId,
			name,
			conversations,
			messages,
			resolved,
			replies.count,
			replies.meanMs,
			replies.medianMs,
			replies.p90Ms,
			...ratings,
		]),
	];
}

export function busyHoursTable({ cells }: BusyHoursReport): Table {
	return [
		[
			"weekday",
			"hour",
			"conversations",
			"visitorMessages",
			"handedOff",
			"conversationsBefore",
			"visitorMessagesBefore",
			"handedOffBefore",
		],
		...cells.map(({ weekday, hour, conversations, visitorMessages, handedOff, before }) => [
			weekday,
			hour,
			conversations,
			visitorMessages,
			handedOff,
			before?.conversations ?? null,
			before?.visitorMessages ?? null,
			before?.handedOff ?? null,
		]),
	];
}

/** A form's own row has no slot. */
export function formsTable({ forms }: FormsReport): Table {
	return [
		["form", "slot", "begun", "done", "abandoned"],
		...forms.flatMap(({ form, started, completed, abandoned, slots }) => [
			[form, null, started, completed, abandoned],
			...slots.map((slot) => [form, slot.slot, slot.asked, slot.filled, slot.abandoned]),
		]),
	];
}

export function cohortsTable({ cohorts }: CohortsReport): Table {
	return [
		["cohort", "week", "customers"],
		...cohorts.flatMap(({ week, customers, weeks }) => [
			[week, 0, customers],
			...weeks.map((later) => [week, later.week, later.customers]),
		]),
	];
}

export function behindTable(conversations: readonly BehindConversation[]): Table {
	const columns = [
		"id",
		"startedAt",
		"lastMessageAt",
		"channel",
		"language",
		"modelId",
		"outcome",
		"visitorMessages",
		"botMessages",
		"agentMessages",
		"fallbacks",
		"handoffs",
		"rating",
		"thumbsUp",
		"thumbsDown",
		"botResponseMs",
		"personResponseMs",
		"waitingMs",
		"resolutionMs",
	] as const satisfies readonly (keyof BehindConversation)[];
	return [
		[...columns, "returned"],
		...conversations.map((row) => [...columns.map((name) => row[name]), row.isReturned ? "yes" : "no"]),
	];
}
