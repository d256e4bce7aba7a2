/** What people ask of the figures: each report, over each span, with each switch and filter, and the conversations behind numbers. */
import { binEdge } from "../../contracts/time-bins.ts";
import { readAgents } from "../../store/analytics/agents.ts";
import { listBehind } from "../../store/analytics/behind.ts";
import { type BehindQuestion, EVERY_CONVERSATION } from "../../store/analytics/behind-question.ts";
import { readBusyHours, readCohorts } from "../../store/analytics/calendar.ts";
import { readForms } from "../../store/analytics/forms.ts";
import { readIntents } from "../../store/analytics/intents.ts";
import { readBreakdown, readOverview } from "../../store/analytics/overview.ts";
import { ALL, type AnalyticsQuestion, spanBefore } from "../../store/analytics/question.ts";
import type { Database } from "../../store/database.ts";
import { AGENT, DAYS, FIRST_MS, LABEL } from "./generate.ts";

export type Report = (db: Database, question: AnalyticsQuestion) => Promise<unknown>;

/** As the routes ask for it: with the span before, beside each other. */
const compared =
	(report: Report): Report =>
	(db, question) =>
		Promise.all([report(db, question), report(db, spanBefore(question))]);
const overview =
	(group: "hour" | "day" | "week" | "month"): Report =>
	(db, question) =>
		readOverview(db, question, group);
const channels: Report = (db, question) => readBreakdown(db, question, "channel");
const languages: Report = (db, question) => readBreakdown(db, question, "language");

export const REPORTS: Readonly<Record<string, Report>> = {
	overview: overview("day"),
	"overview, compared": compared(overview("day")),
	"overview by week": overview("week"),
	"overview by month": overview("month"),
	channels,
	"channels, compared": compared(channels),
	languages,
	"languages, compared": compared(languages),
	// asks for the span before in any case: what rises
	intents: (db, question) => readIntents(db, question, { compare: true, limit: 50 }),
	agents: readAgents,
	"agents, compared": compared(readAgents),
	"busy hours": readBusyHours,
	"busy hours, compared": compared(readBusyHours),
	forms: readForms,
	"forms, compared": compared(readForms),
};

const DAY_MS = 86_400_000;
/** `2026-11-23`; the first day of the epoch was a Thursday. */
const mondayBefore = (atMs: number): string => {
	const day = Math.floor(atMs / DAY_MS);
	return new Date((day - ((day + 3) % 7)) * DAY_MS).toISOString().slice(0, 10);
};

const behind =
	(asked: Partial<BehindQuestion>): Report =>
	(db, question) =>
		listBehind(db, { ...question, ...EVERY_CONVERSATION, limit: 20, withPreview: true, ...asked });

/** Reports that take no filter, and what opens when a number is clicked. */
export const UNFILTERED: Readonly<Record<string, Report>> = {
	cohorts: readCohorts,
	"behind: conversations": behind({ figure: "conversations" }),
	"behind: returned": behind({ figure: "returned" }),
	"behind: lasting": behind({ figure: "lasting" }),
	"behind: fallbacks": behind({ figure: "fallbacks" }),
	"behind: messages of people": behind({ figure: "agentMessages" }),
	"behind: thumbs down": behind({ figure: "thumbsDown" }),
	"behind: rated 1": behind({ figure: "rated", rating: 1 }),
	"behind: slow answers": behind({ figure: "waiting", minMs: binEdge(400_000) }),
	"behind: slow bot": behind({ figure: "botResponse", minMs: binEdge(2_500) }),
	"behind: slow to resolve": behind({ figure: "resolution", minMs: binEdge(10_000_000) }),
	"behind: customers of a week": (db, question) =>
		behind({ cohort: mondayBefore(question.toMs - 21 * DAY_MS), cohortWeek: 0 })(db, question),
	"behind: an hour of the week": behind({ figure: "conversations", weekday: 2, hour: 10 }),
	"behind: an intent": behind({ intent: "intent_20" }),
	"behind: two intents": behind({ intent: "intent_20", confusedWith: "intent_0" }),
	"behind: a form left": behind({ form: "form_1", step: "abandoned" }),
	"behind: a slot left": behind({ form: "form_1", slot: "email", step: "abandoned" }),
	"behind: resolved by": behind({ agentId: AGENT, isResolvedByAgent: true }),
};

const workdays = (opens: string, closes: string): AnalyticsQuestion["hours"] => ({
	zone: "Europe/Berlin",
	weekly: [{ fromWeekday: 1, toWeekday: 5, opens, closes }],
	exceptions: [],
});

/** Switches and filters. */
export const ASKED: Readonly<Record<string, Partial<AnalyticsQuestion>>> = {
	"nothing else": {},
	"open hours": { hours: workdays("09:00", "17:00") },
	"open hours to half past": { hours: workdays("09:00", "17:30") },
	"a channel": { channel: "chat" },
	"a language": { language: "de" },
	"a channel and a language": { channel: "chat", language: "de" },
	"an intent": { intent: "intent_20" },
	"the most frequent intent": { intent: "intent_0" },
	"an agent": { agentId: AGENT },
	"a label": { labelId: LABEL },
	"a label and a channel": { labelId: LABEL, channel: "chat" },
	"a model": { modelId: "model-a" },
	"tests too": { withTests: true },
	"a language, open hours": { language: "de", hours: workdays("09:00", "17:00") },
	"a channel, open hours to half past": { channel: "chat", hours: workdays("09:00", "17:30") },
	"an intent, open hours": { intent: "intent_20", hours: workdays("09:00", "17:00") },
	"a label, open hours to half past": { labelId: LABEL, hours: workdays("08:30", "17:30") },
	"an intent, a channel": { intent: "intent_0", channel: "chat" },
	"an intent, a language": { intent: "intent_20", language: "de" },
	"an intent, a model": { intent: "intent_0", modelId: "model-a" },
	"an intent, a label": { intent: "intent_0", labelId: LABEL },
	"an intent, an agent": { intent: "intent_0", agentId: AGENT },
	"an agent, a channel": { agentId: AGENT, channel: "chat" },
	"a model, a language": { modelId: "model-a", language: "en" },
	"a model, a channel": { modelId: "model-a", channel: "chat" },
	"a label, a channel, an intent": { labelId: LABEL, channel: "chat", intent: "intent_0" },
};

/** Days of each span. */
export const SPANS: Readonly<Record<string, number>> = { "30 days": 30, "90 days": 90, "365 days": DAYS };

/** The span of one round: it ends on another day each time, at six in the morning. */
export function questionOf(
	days: number,
	round: number,
	asked: Partial<AnalyticsQuestion>,
): AnalyticsQuestion {
	const lastMs = FIRST_MS + DAYS * DAY_MS;
	const toMs = days >= DAYS ? lastMs : lastMs - (round % 10) * 20 * DAY_MS + 6 * 3_600_000;
	return { ...ALL, zone: "Europe/Berlin", fromMs: toMs - days * DAY_MS, toMs, ...asked };
}
