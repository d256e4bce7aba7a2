import { OpenAPIHono } from "@hono/zod-openapi";
import { z } from "zod";
import { ChangeLabel, Label, LabelList, LabelQuery, NewLabel } from "../../../contracts/desk.ts";
import { changeLabel, createLabel, deleteLabel, listLabels } from "../../../store/desk/labels.ts";
import { freshId } from "../../../store/fresh-id.ts";
import { audit } from "../../auth/audit.ts";
import { AppError } from "../../errors.ts";
import type { HonoEnv } from "../../hono-env.ts";
import type { Services } from "../../services.ts";
import { refuseInvalid } from "../../middleware/validation.ts";
import { jsonBody } from "../auth/json-body.ts";
import { answer, defineRoute, refusals } from "../define-route.ts";

/** The cache of the list, and the tag that ends it. */
const LABELS = "labels";
const LabelPath = z.object({ id: z.uuid() });

const list = defineRoute(
	{ access: "conversations:read", limit: null },
	{
		method: "get",
		path: "/",
		operationId: "listLabels",
		summary: "Labels, by name",
		tags: ["desk"],
		request: { query: LabelQuery },
		responses: {
			200: answer(LabelList, "All of them, or a page; `nextCursor` asks for the next."),
			...refusals(400, 401, 403, 429, 503),
		},
	},
);

const create = defineRoute(
	{ access: "settings:write", limit: null },
	{
		method: "post",
		path: "/",
		operationId: "createLabel",
		summary: "Makes a label",
		tags: ["desk"],
		request: jsonBody(NewLabel),
		responses: { 201: answer(Label, "The label."), ...refusals(400, 401, 403, 409, 415, 429, 503) },
	},
);

const change = defineRoute(
	{ access: "settings:write", limit: null },
	{
		method: "patch",
		path: "/{id}",
		operationId: "changeLabel",
		summary: "Renames or recolours a label, wherever it is",
		tags: ["desk"],
		request: { params: LabelPath, ...jsonBody(ChangeLabel) },
		responses: {
			200: answer(Label, "As it is now."),
			...refusals(400, 401, 403, 404, 409, 415, 429, 503),
		},
	},
);

const remove = defineRoute(
	{ access: "settings:write", limit: null },
	{
		method: "delete",
		path: "/{id}",
		operationId: "deleteLabel",
		summary: "Takes a label from all conversations and forgets it",
		tags: ["desk"],
		request: { params: LabelPath },
		responses: { 204: { description: "Gone." }, ...refusals(400, 401, 403, 404, 429, 503) },
	},
);

export const labels = new OpenAPIHono<HonoEnv>({ defaultHook: refuseInvalid })
	.openapi(list, async (c) => {
		const { cursor = null, limit = null } = c.req.valid("query");
		const isAll = cursor === null && limit === null;
		const { services } = c.var;
		const labelList = isAll
			? await allLabels(services)
			: await listLabels(services.database, { after: cursor, limit });
		return c.json(labelList, 200);
	})
	.openapi(create, async (c) => {
		const nowMs = c.var.surroundings.nowMs();
		const label = {
			id: freshId(nowMs),
			...c.req.valid("json"),
		};
		if (!(await createLabel(c.var.services.database, label, nowMs))) throw nameTaken();
		await c.var.services.cache.forget(LABELS);
		await audit(c, { action: "label.created", target: { kind: "label", id: label.id } });
		return c.json(label, 201);
	})
	.openapi(change, async (c) => {
		const { id } = c.req.valid("param");
		const { name = null, color = null } = c.req.valid("json");
		const label = await changeLabel(c.var.services.database, id, { name, color });
		if (label === "taken") throw nameTaken();
		if (label === "missing") throw noSuchLabel();
		await c.var.services.cache.forget(LABELS);
		await audit(c, { action: "label.changed", target: { kind: "label", id } });
		return c.json(label, 200);
	})
	.openapi(remove, async (c) => {
		const { id } = c.req.valid("param");
		if (!(await deleteLabel(c.var.services.database, id))) throw noSuchLabel();
		await c.var.services.cache.forget(LABELS);
		await audit(c, { action: "label.deleted", target: { kind: "label", id } });
		return c.body(null, 204);
	});

/** The company's own, the same for everybody who may read them: each page of the desk asks for them. */
async function allLabels({ cache, database }: Services): Promise<z.infer<typeof LabelList>> {
	return cache.get({
		name: LABELS,
		of: "",
		schema: LabelList,
		freshSeconds: 60,
		staleSeconds: 300,
		tags: [LABELS],
		make: async () => listLabels(database, { after: null, limit: null }),
	});
}

function nameTaken(): AppError {
	return new AppError("conflict", "There is a label of this name.");
}

function noSuchLabel(): AppError {
	return new AppError("not_found", "There is no such label.");
}
