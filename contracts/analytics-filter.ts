/** What the reports of the desk are asked for: which conversations, how they are grouped, and in which form. */
import { z } from "zod";
import { TimeZone } from "./time-zone.ts";

const QueryInstant = z.iso.datetime({ offset: true });
export const Name = z.string().min(1).max(256);

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

export const Flag = z.stringbool({ truthy: ["true"], falsy: ["false"] }).default(false);

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
export const IntentsQuery = AnalyticsQuery.extend({
	limit: z.coerce.number().int().min(1).max(200).default(50),
	/** Which of the lists the table is of; JSON has all three. */
	list: z.enum(["top", "rising", "confused"]).default("top"),
});
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
