import { OpenAPIHono } from "@hono/zod-openapi";
import type { Context } from "hono";
import { z } from "zod";
import { Retention, RetentionCounts, RetentionDue, RetentionSettings } from "../../../contracts/retention.ts";
import { SCHEDULER_NAME } from "../../../durable-objects/scheduler-host.ts";
import { readAuditLog } from "../../../store/audit-log.ts";
import { previewRetention } from "../../../store/retention.ts";
import { audit } from "../../auth/audit.ts";
import type { HonoEnv } from "../../hono-env.ts";
import { refuseInvalid } from "../../middleware/validation.ts";
import { answer, defineRoute, refusals } from "../define-route.ts";

/** The job of durable-objects/scheduler-ports.ts, and how its runs stand in the audit log. */
const JOB = "retention";
const RAN = "retention.ran";
const RECEIPTS = 10;

const readable = { access: "settings:read", limit: null } as const;
const tags = ["administration"];

const read = defineRoute(readable, {
	method: "get",
	path: "/",
	operationId: "readRetention",
	summary: "How long what is kept, when the next run is, and what the last ones let go",
	description: "The settings are the variable RETENTION: docs/configuration.md.",
	tags,
	responses: { 200: answer(Retention, "As it is now."), ...refusals(401, 403, 429, 503) },
});

const due = defineRoute(readable, {
	method: "get",
	path: "/due",
	operationId: "countRetention",
	summary: "Counts what a run would let go now, and changes nothing",
	tags,
	responses: { 200: answer(RetentionDue, "By kind."), ...refusals(401, 403, 429, 503) },
});

const run = defineRoute(
	{ access: "settings:write", limit: null },
	{
		method: "post",
		path: "/run",
		operationId: "runRetention",
		summary: "Lets go now what is over, instead of within the hour",
		tags,
		responses: { 204: { description: "The scheduler is awake." }, ...refusals(401, 403, 429, 503) },
	},
);

export const retention = new OpenAPIHono<HonoEnv>({ defaultHook: refuseInvalid })
	.openapi(read, async (c) => {
		const [jobs, runs] = await Promise.all([
			c.env.SCHEDULER.getByName(SCHEDULER_NAME).health(),
			readAuditLog(c.var.services.database, { action: RAN, limit: RECEIPTS }),
		]);
		const job = jobs.find(({ name }) => name === JOB);
		const receipts = runs.map(({ seq, atMs, actor, details }) => ({
			seq,
			at: instant(atMs),
			by: z.enum(["system", "operator"]).catch("operator").parse(actor.kind),
			counts: RetentionCounts.catch({}).parse(details),
		}));
		const answered: Retention = {
			settings: settingsOf(c),
			nextRunAt: job === undefined ? null : instant(job.nextRunAtMs),
			lastRunAt: job === undefined || job.lastRunAtMs === null ? null : instant(job.lastRunAtMs),
			lastError: job?.lastError ?? null,
			receipts,
		};
		return c.json(answered, 200);
	})
	.openapi(due, async (c) => {
		const { services, surroundings } = c.var;
		const question = { settings: settingsOf(c), nowMs: surroundings.nowMs() };
		const counts = RetentionCounts.parse(await previewRetention(services.database, question));
		return c.json({ counts }, 200);
	})
	.openapi(run, async (c) => {
		await c.env.SCHEDULER.getByName(SCHEDULER_NAME).wake(JOB);
		await audit(c, { action: "retention.requested", target: { kind: "job", id: JOB } });
		return c.body(null, 204);
	});

function settingsOf(c: Context<HonoEnv>): RetentionSettings {
	return c.var.services.config.RETENTION ?? RetentionSettings.parse({});
}

function instant(ms: number): string {
	return new Date(ms).toISOString();
}
