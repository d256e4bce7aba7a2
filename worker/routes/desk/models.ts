import { OpenAPIHono } from "@hono/zod-openapi";
import type { Context } from "hono";
import { ModelList, PublishModel } from "../../../contracts/models.ts";
import { AssistantUnavailable } from "../../../durable-objects/assistant-unavailable.ts";
import { readAuditLog } from "../../../store/audit-log.ts";
import type { Database } from "../../../store/database.ts";
import { findModel, listModels } from "../../../store/models.ts";
import { assistantWorld } from "../../assistant-world.ts";
import { actorOf } from "../../auth/audit.ts";
import { AppError } from "../../errors.ts";
import type { HonoEnv } from "../../hono-env.ts";
import { refuseInvalid } from "../../middleware/validation.ts";
import {
	PUBLISHED,
	type Publishing,
	publishKept,
	UnfitModel,
	UNPUBLISHED,
	unpublishModel,
} from "../../models/publish-model.ts";
import { jsonBody } from "../auth/json-body.ts";
import { answer, defineRoute, refusals } from "../define-route.ts";

/** So far back a rollback looks for what answered before. */
const LOOK_BACK = 50;

const list = defineRoute(
	{ access: "models:read", limit: null },
	{
		method: "get",
		path: "/",
		operationId: "listModels",
		summary: "The models that are kept, and which one answers",
		tags: ["desk"],
		responses: { 200: answer(ModelList, "Newest first."), ...refusals(401, 403, 429, 503) },
	},
);

const publish = defineRoute(
	{ access: "models:publish", limit: null },
	{
		method: "put",
		path: "/active",
		operationId: "publishModel",
		summary: "Lets new conversations begin with a kept model, or with that of the release",
		description:
			"It is opened first: one that can't answer replaces nothing. Conversations that have begun go on with their own.",
		tags: ["desk"],
		request: jsonBody(PublishModel),
		responses: {
			200: answer(ModelList, "As it is now."),
			...refusals(400, 401, 403, 404, 409, 415, 429, 503),
		},
	},
);

const rollBack = defineRoute(
	{ access: "models:publish", limit: null },
	{
		method: "post",
		path: "/rollback",
		operationId: "rollBackModel",
		summary: "Goes back to the model that answered before this one",
		description: "Done twice it is undone: an Idempotency-Key keeps a repeat from that.",
		tags: ["desk"],
		responses: { 200: answer(ModelList, "As it is now."), ...refusals(401, 403, 409, 429, 503) },
	},
);

export const models = new OpenAPIHono<HonoEnv>({ defaultHook: refuseInvalid })
	.openapi(list, async (c) => c.json(await allModels(c), 200))
	.openapi(publish, async (c) => {
		await activate(c, c.req.valid("json").id);
		return c.json(await allModels(c), 200);
	})
	.openapi(rollBack, async (c) => {
		const before = await activeBefore(c.var.services.database);
		if (before === undefined) throw new AppError("conflict", "No other model has answered before this one.");
		await activate(c, before);
		return c.json(await allModels(c), 200);
	});

async function allModels(c: Context<HonoEnv>): Promise<ModelList> {
	const { services, surroundings } = c.var;
	const stored = await listModels(services.database);
	const answering = await surroundings.assistant(assistantWorld(c)).catch((error: unknown) => {
		if (error instanceof AssistantUnavailable) return null;
		throw error;
	});
	return {
		models: stored.map(({ pieces: _pieces, createdAtMs, ...model }) => ({
			...model,
			createdAt: new Date(createdAtMs).toISOString(),
		})),
		answering: answering === null ? null : { modelId: answering.modelId, assistantId: answering.assistantId },
		canPublish: services.models !== null,
	};
}

/** @throws AppError when models are not published here, or this one is not kept or can't answer */
async function activate(c: Context<HonoEnv>, id: string | null): Promise<void> {
	const { services, surroundings, requestId } = c.var;
	if (services.models === null)
		throw new AppError(
			"conflict",
			"Models can't be published here: HTTP_API is off (docs/configuration.md).",
		);
	const publishing: Publishing = {
		db: services.database,
		nowMs: surroundings.nowMs(),
		actor: actorOf(c),
		requestId,
		open: (file) => surroundings.openModel(file, assistantWorld(c)),
		changed: surroundings.activeModelChanged,
	};
	if (id === null) return unpublishModel(publishing);
	const model = await findModel(services.database, id);
	if (model === null) throw new AppError("not_found", "There is no such model: only the newest are kept.");
	try {
		await publishKept(model, publishing);
	} catch (error) {
		if (!(error instanceof UnfitModel)) throw error;
		throw new AppError("conflict", error.message, { cause: error });
	}
}

/** What was active before what is active now, null for the release's: as the audit log has it. Undefined when nothing was. */
async function activeBefore(db: Database): Promise<string | null | undefined> {
	const changes = await Promise.all(
		[PUBLISHED, UNPUBLISHED].map((action) => readAuditLog(db, { action, limit: LOOK_BACK })),
	);
	const targets = changes
		.flat()
		.toSorted((one, other) => other.seq - one.seq)
		.map(({ target }) => target?.id ?? null);
	const [now] = targets;
	// before the first change of all the release's model answered
	return now === undefined ? undefined : [...targets, null].find((target) => target !== now);
}
