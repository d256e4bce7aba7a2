import { OpenAPIHono } from "@hono/zod-openapi";
import type { Context } from "hono";
import {
	AgentsReport,
	BreakdownReport,
	BusyHoursReport,
	CohortsReport,
	FormsReport,
	IntentsReport,
	OverviewReport,
} from "../../../../contracts/analytics.ts";
import {
	AnalyticsQuery,
	CohortsQuery,
	IntentsQuery,
	OverviewQuery,
} from "../../../../contracts/analytics-filter.ts";
import { readAgents } from "../../../../store/analytics/agents.ts";
import { readBusyHours, readCohorts } from "../../../../store/analytics/calendar.ts";
import { readForms } from "../../../../store/analytics/forms.ts";
import { readIntents } from "../../../../store/analytics/intents.ts";
import { readBreakdown, readOverview } from "../../../../store/analytics/overview.ts";
import { spanBefore } from "../../../../store/analytics/question.ts";
import type { HonoEnv } from "../../../hono-env.ts";
import { refuseInvalid } from "../../../middleware/validation.ts";
import { csvFile, defineReport } from "./define-report.ts";
import { checkPoints, questionOf, rangeOf, readQuestion } from "./question.ts";
import * as tables from "./tables.ts";

type BusyHour = BusyHoursReport["cells"][number];

/** How far back cohorts go where no beginning is named. */
const COHORT_DAYS = 84;

const overview = defineReport("/overview", OverviewQuery, OverviewReport, {
	operationId: "readOverview",
	summary: "Conversations, outcomes, messages, opinions and times, in all and by hour, day, week or month",
	answer: "The figures; `format=csv` gives the series as a table.",
});
const channels = defineReport("/channels", AnalyticsQuery, BreakdownReport, {
	operationId: "readChannels",
	summary: "The figures of each channel",
	answer: "Most conversations first.",
});
const languages = defineReport("/languages", AnalyticsQuery, BreakdownReport, {
	operationId: "readLanguages",
	summary: "The figures of each language",
	answer: "Most conversations first.",
});
const intents = defineReport("/intents", IntentsQuery, IntentsReport, {
	operationId: "readIntents",
	summary: "What customers wanted: most, rising, and hard to tell apart",
	answer: "The intents; `format=csv` gives the one that `list` names as a table.",
});
const agents = defineReport("/agents", AnalyticsQuery, AgentsReport, {
	operationId: "readAgents",
	summary: "What people of the company did, and how long customers waited for them",
	answer: "Most conversations first.",
});
const busyHours = defineReport("/busy-hours", AnalyticsQuery, BusyHoursReport, {
	operationId: "readBusyHours",
	summary: "Conversations by weekday and hour",
	answer: "All hours of a week.",
});
const forms = defineReport("/forms", AnalyticsQuery, FormsReport, {
	operationId: "readForms",
	summary: "How far customers come in each form, slot by slot",
	answer: "Most started first.",
});
const cohorts = defineReport("/cohorts", CohortsQuery, CohortsReport, {
	operationId: "readCohorts",
	summary: "Customers by the week in which they first wrote, and whether they wrote again",
	description: "The beginning is rounded back to a Monday; without one it lies twelve weeks back.",
	answer: "Oldest week first.",
});

export const reports = new OpenAPIHono<HonoEnv>({ defaultHook: refuseInvalid })
	.openapi(overview, async (c) => {
		const { compare, format, groupBy, ...filter } = c.req.valid("query");
		const question = await readQuestion(c, filter);
		checkPoints(question, groupBy);
		const { database } = c.var.services;
		const [now, before] = await Promise.all([
			readOverview(database, question, groupBy),
			compare ? readOverview(database, spanBefore(question), groupBy) : null,
		]);
		const report: OverviewReport = {
			range: rangeOf(question, compare),
			total: now.total,
			before: before?.total ?? null,
			series: [...now.series],
			seriesBefore: before === null ? null : [...before.series],
		};
		return format === "csv" ? csvFile(c, "overview", tables.overviewTable(report)) : c.json(report, 200);
	})
	.openapi(channels, async (c) => {
		const report = await breakdown(c, c.req.valid("query"), "channel");
		return c.req.valid("query").format === "csv"
			? csvFile(c, "channels", tables.breakdownTable(report))
			: c.json(report, 200);
	})
	.openapi(languages, async (c) => {
		const report = await breakdown(c, c.req.valid("query"), "language");
		return c.req.valid("query").format === "csv"
			? csvFile(c, "languages", tables.breakdownTable(report))
			: c.json(report, 200);
	})
	.openapi(intents, async (c) => {
		const { compare, format, limit, list, ...filter } = c.req.valid("query");
		const question = await readQuestion(c, filter);
		const found = await readIntents(c.var.services.database, question, { compare, limit });
		const report: IntentsReport = { range: rangeOf(question, true), ...found };
		return format === "csv" ? csvFile(c, "intents", tables.intentsTable(report, list)) : c.json(report, 200);
	})
	.openapi(agents, async (c) => {
		const { compare, format, ...filter } = c.req.valid("query");
		const question = await readQuestion(c, filter);
		const { database } = c.var.services;
		const [now, before] = await Promise.all([
			readAgents(database, question),
			compare ? readAgents(database, spanBefore(question)) : null,
		]);
		const report: AgentsReport = {
			range: rangeOf(question, compare),
			rows: now.map((row) => ({
				...row,
				conversationsBefore:
					before === null
						? null
						: (before.find(({ agentId }) => agentId === row.agentId)?.conversations ?? 0),
			})),
		};
		return format === "csv" ? csvFile(c, "agents", tables.agentsTable(report)) : c.json(report, 200);
	})
	.openapi(busyHours, async (c) => {
		const { compare, format, ...filter } = c.req.valid("query");
		const question = await readQuestion(c, filter);
		const { database } = c.var.services;
		const [now, before] = await Promise.all([
			readBusyHours(database, question),
			compare ? readBusyHours(database, spanBefore(question)) : null,
		]);
		const report: BusyHoursReport = {
			range: rangeOf(question, compare),
			// both have all hours of a week in the same order
			cells: now.map((cell, place) => ({ ...cell, before: countsOf(before?.[place]) })),
		};
		return format === "csv" ? csvFile(c, "busy-hours", tables.busyHoursTable(report)) : c.json(report, 200);
	})
	.openapi(forms, async (c) => {
		const { compare, format, ...filter } = c.req.valid("query");
		const question = await readQuestion(c, filter);
		const { database } = c.var.services;
		const [now, before] = await Promise.all([
			readForms(database, question),
			compare ? readForms(database, spanBefore(question)) : null,
		]);
		const report: FormsReport = {
			range: rangeOf(question, compare),
			forms: now.map((form) => {
				const then = before?.find((other) => other.form === form.form);
				return {
					...form,
					startedBefore: before === null ? null : (then?.started ?? 0),
					completedBefore: before === null ? null : (then?.completed ?? 0),
				};
			}),
		};
		return format === "csv" ? csvFile(c, "forms", tables.formsTable(report)) : c.json(report, 200);
	})
	.openapi(cohorts, async (c) => {
		const { format, ...filter } = c.req.valid("query");
		const question = questionOf({ ...filter, tests: false }, c.var.surroundings.nowMs(), COHORT_DAYS);
		const report: CohortsReport = {
			range: rangeOf(question, false),
			cohorts: await readCohorts(c.var.services.database, question),
		};
		return format === "csv" ? csvFile(c, "cohorts", tables.cohortsTable(report)) : c.json(report, 200);
	});

function countsOf(cell: Omit<BusyHour, "before"> | undefined): BusyHour["before"] {
	if (cell === undefined) return null;
	const { conversations, visitorMessages, handedOff } = cell;
	return { conversations, visitorMessages, handedOff };
}

async function breakdown(
	c: Context<HonoEnv>,
	query: AnalyticsQuery,
	by: "channel" | "language",
): Promise<BreakdownReport> {
	const question = await readQuestion(c, query);
	const { database } = c.var.services;
	const [now, before] = await Promise.all([
		readBreakdown(database, question, by),
		query.compare ? readBreakdown(database, spanBefore(question), by) : null,
	]);
	return {
		range: rangeOf(question, query.compare),
		rows: now.map((row) => ({
			...row,
			before: before?.find(({ name }) => name === row.name)?.total ?? null,
		})),
	};
}
