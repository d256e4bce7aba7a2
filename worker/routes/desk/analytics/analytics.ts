import { OpenAPIHono } from "@hono/zod-openapi";
import { BehindList, BehindQuery } from "../../../../contracts/analytics-behind.ts";
import { AnalyticsChoices } from "../../../../contracts/analytics-filter.ts";
import { listBehind } from "../../../../store/analytics/behind.ts";
import { readChoices } from "../../../../store/analytics/choices.ts";
import type { HonoEnv } from "../../../hono-env.ts";
import { refuseInvalid } from "../../../middleware/validation.ts";
import { answer, defineRoute, refusals } from "../../define-route.ts";
import { csvFile, defineReport } from "./define-report.ts";
import { readQuestion } from "./question.ts";
import { reports } from "./reports.ts";
import { behindTable } from "./tables.ts";

const behind = defineReport("/conversations", BehindQuery, BehindList, {
	operationId: "listConversationsBehind",
	summary: "The conversations behind a number of a report",
	description:
		"The report's own filters, and which number: exactly the conversations that it counts. A number of messages is that of these conversations together.",
	answer: "One page, newest first; `nextCursor` asks for the next. `format=csv` gives the page as a table.",
});

const choices = defineRoute(
	{ access: "analytics:read", limit: null },
	{
		method: "get",
		path: "/choices",
		operationId: "readAnalyticsChoices",
		summary: "What the filters of reports can be set to",
		description: "Channels, languages, intents and people are those of the last 90 days, most first.",
		tags: ["analytics"],
		responses: { 200: answer(AnalyticsChoices, "The choices."), ...refusals(401, 403, 429, 503) },
	},
);

/** The figures of the desk: docs/analytics.md. */
export const analytics = new OpenAPIHono<HonoEnv>({ defaultHook: refuseInvalid })
	.openapi(behind, async (c) => {
		const { format, ...query } = c.req.valid("query");
		const page = await listBehind(c.var.services.database, {
			...(await readQuestion(c, query)),
			figure: query.figure,
			rating: query.rating ?? null,
			minMs: query.minMs ?? null,
			confusedWith: query.confusedWith ?? null,
			isResolvedByAgent: query.isResolvedByAgent,
			form: query.form ?? null,
			step: query.step,
			slot: query.slot ?? null,
			weekday: query.weekday ?? null,
			hour: query.hour ?? null,
			cohort: query.cohort ?? null,
			cohortWeek: query.cohortWeek ?? null,
			cursor: query.cursor ?? null,
			limit: query.limit,
			withPreview: c.var.principal.permissions.has("conversations:read"),
		});
		const { rows, total, nextCursor } = page;
		if (format === "csv") return csvFile(c, "conversations", behindTable(rows));
		return c.json({ conversations: [...rows], total, nextCursor }, 200);
	})
	.openapi(choices, async (c) => {
		const today = new Date(c.var.surroundings.nowMs()).toISOString().slice(0, 10);
		return c.json(await readChoices(c.var.services.database, today), 200);
	})
	.route("/", reports);
