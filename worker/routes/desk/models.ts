import { OpenAPIHono } from "@hono/zod-openapi";
import type { Context } from "hono";
import { z } from "zod";
import { DeskModel, ModelFileId, ModelList, PublishModel, UploadQuery } from "../../../contracts/models.ts";
import { AssistantUnavailable } from "../../../durable-objects/assistant-unavailable.ts";
import { readAuditLog } from "../../../store/audit-log.ts";
import type { Database } from "../../../store/database.ts";
import { deleteModel, findModel, type ListedModel, listModels } from "../../../store/models.ts";
import { assistantWorld } from "../../assistant-world.ts";
import { actorOf, audit } from "../../auth/audit.ts";
import { AppError } from "../../errors.ts";
import type { HonoEnv } from "../../hono-env.ts";
import { refuseInvalid } from "../../middleware/validation.ts";
import {
	keepModel,
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

const upload = defineRoute(
	{
		access: "models:publish",
		limit: null,
		repeat: { how: "harmless", why: "the same file again is the same model" },
	},
	{
		method: "post",
		path: "/",
		operationId: "uploadModel",
		summary: "Keeps a model file; it does not answer before it is published",
		description:
			"The body is the file, as `care train` and `/model/train` make it. It is opened first: one that can't answer is not kept.",
		tags: ["desk"],
		request: {
			query: UploadQuery,
			body: { required: true, content: { "application/octet-stream": { schema: z.string() } } },
		},
		responses: {
			201: answer(DeskModel, "The model, kept."),
			...refusals(400, 401, 403, 409, 413, 415, 429, 503),
		},
	},
);

const remove = defineRoute(
	{ access: "models:publish", limit: null },
	{
		method: "delete",
		path: "/{id}",
		operationId: "deleteModel",
		summary: "Lets go of a model that does not answer",
		description: "Conversations that began with it go on with the one that new conversations begin with.",
		tags: ["desk"],
		request: { params: z.object({ id: ModelFileId }) },
		responses: {
			204: { description: "It is kept no longer." },
			...refusals(400, 401, 403, 404, 409, 429, 503),
		},
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
	.openapi(upload, async (c) => {
		if (!(c.req.header("Content-Type") ?? "").startsWith("application/octet-stream"))
			throw new AppError(
				"unsupported_media_type",
				"The body must be the model file, sent as application/octet-stream.",
			);
		const { fileName } = c.req.valid("query");
		const file = new Uint8Array(await c.req.arrayBuffer());
		const id = await fit("bad_request", () => keepModel(file, fileName, publishingOf(c)));
		const kept = (await listModels(c.var.services.database)).find((model) => model.id === id);
		if (kept === undefined)
			throw new AppError("conflict", "Others came meanwhile: only the newest are kept.");
		await audit(c, { action: "model.uploaded", target: { kind: "model", id }, details: { fileName } });
		return c.json(toDeskModel(kept), 201);
	})
	.openapi(remove, async (c) => {
		const { id } = c.req.valid("param");
		const outcome = await deleteModel(c.var.services.database, id);
		if (outcome === "missing") throw noSuchModel();
		if (outcome === "active")
			throw new AppError(
				"conflict",
				"New conversations begin with this model: let another one answer first.",
			);
		await audit(c, { action: "model.deleted", target: { kind: "model", id } });
		return c.body(null, 204);
	})
	.openapi(publish, async (c) => {
		await activate(c, c.req.valid("json").id);
		return c.json(await allModels(c), 200);
	})
	.openapi(rollBack, async (c) => {
		const before = await activeBefore(c.var.services.database);
		if (before === null) throw new AppError("conflict", "No other model has answered before this one.");
		await activate(c, before.id);
		return c.json(await allModels(c), 200);
	});

async function allModels(c: Context<HonoEnv>): Promise<ModelList> {
	const { services, surroundings } = c.var;
	const [stored, before, answering] = await Promise.all([
		listModels(services.database),
		activeBefore(services.database),
		surroundings.assistant(assistantWorld(c)).catch((error: unknown) => {
			if (error instanceof AssistantUnavailable) return null;
			throw error;
		}),
	]);
	return {
		models: stored.map(toDeskModel),
		answering: answering === null ? null : { modelId: answering.modelId, assistantId: answering.assistantId },
		before,
		canPublish: services.models !== null,
	};
}

function toDeskModel({ pieces: _pieces, createdAtMs, ...model }: ListedModel): DeskModel {
	return { ...model, createdAt: new Date(createdAtMs).toISOString() };
}

function publishingOf(c: Context<HonoEnv>): Publishing {
	const { services, surroundings, requestId } = c.var;
	if (services.models === null)
		throw new AppError(
			"conflict",
			"Models can't be published here: HTTP_API is off (docs/configuration.md).",
		);
	return {
		db: services.database,
		nowMs: surroundings.nowMs(),
		actor: actorOf(c),
		requestId,
		open: (file) => surroundings.openModel(file, assistantWorld(c)),
		changed: surroundings.activeModelChanged,
	};
}

/** @throws AppError when models are not published here, or this one is not kept or can't answer */
async function activate(c: Context<HonoEnv>, id: string | null): Promise<void> {
	const publishing = publishingOf(c);
	if (id === null) return unpublishModel(publishing);
	const model = await findModel(publishing.db, id);
	if (model === null) throw noSuchModel();
	await fit("conflict", () => publishKept(model, publishing));
}

/** @throws AppError of this code when the model can't answer */
async function fit<Value>(code: "bad_request" | "conflict", use: () => Promise<Value>): Promise<Value> {
	try {
		return await use();
	} catch (error) {
		if (!(error instanceof UnfitModel)) throw error;
		throw new AppError(code, error.message, { cause: error });
	}
}

function noSuchModel(): AppError {
	return new AppError("not_found", "There is no such model: only the newest are kept.");
}

/** What was active before what is active now, as the audit log has it; null when nothing was ever published. */
async function activeBefore(db: Database): Promise<ModelList["before"]> {
	const changes = await Promise.all(
		[PUBLISHED, UNPUBLISHED].map((action) => readAuditLog(db, { action, limit: LOOK_BACK })),
	);
	const targets = changes
		.flat()
		.toSorted((one, other) => other.seq - one.seq)
		.map(({ target }) => target?.id ?? null);
	const [now] = targets;
	if (now === undefined) return null;
	// before the first change of all the release's model answered
	const before = [...targets, null].find((target) => target !== now);
	return before === undefined ? null : { id: before };
}
