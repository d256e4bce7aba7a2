import { OpenAPIHono } from "@hono/zod-openapi";
import { InboxQuestion } from "../../../contracts/inbox.ts";
import {
	MAX_SAVED_VIEWS,
	NotificationSettings,
	SavedView,
	SavedViewList,
	SavedViewPath,
} from "../../../contracts/own-settings.ts";
import {
	forgetSavedView,
	keepSavedView,
	listSavedViews,
	readNotificationSettings,
	writeNotificationSettings,
} from "../../../store/desk/own-settings.ts";
import { AppError } from "../../errors.ts";
import type { HonoEnv } from "../../hono-env.ts";
import { refuseInvalid } from "../../middleware/validation.ts";
import { jsonBody } from "../auth/json-body.ts";
import { answer, defineRoute, refusals } from "../define-route.ts";

/** Each caller's own, and nobody else's: no id is asked for. */
const admission = { access: "conversations:write", limit: null } as const;
const tags = ["desk"];

const listViews = defineRoute(admission, {
	method: "get",
	path: "/views",
	operationId: "listSavedViews",
	summary: "The caller's own lists of the inbox, by name",
	tags,
	responses: { 200: answer(SavedViewList, "All of them."), ...refusals(401, 403, 429, 503) },
});

const keepView = defineRoute(admission, {
	method: "put",
	path: "/views/{name}",
	operationId: "keepSavedView",
	summary: "Keeps a list of the inbox under a name, in the place of the one that has it",
	tags,
	request: { params: SavedViewPath, ...jsonBody(InboxQuestion) },
	responses: { 200: answer(SavedView, "As it is kept."), ...refusals(400, 401, 403, 409, 415, 429, 503) },
});

const forgetView = defineRoute(admission, {
	method: "delete",
	path: "/views/{name}",
	operationId: "forgetSavedView",
	summary: "Forgets a list of the inbox",
	tags,
	request: { params: SavedViewPath },
	responses: { 204: { description: "Gone." }, ...refusals(400, 401, 403, 404, 429, 503) },
});

const readNotifications = defineRoute(admission, {
	method: "get",
	path: "/notifications",
	operationId: "readNotificationSettings",
	summary: "What the caller wants to hear of, and how",
	tags,
	responses: { 200: answer(NotificationSettings, "By event and channel."), ...refusals(401, 403, 429, 503) },
});

const writeNotifications = defineRoute(admission, {
	method: "put",
	path: "/notifications",
	operationId: "writeNotificationSettings",
	summary: "Says anew what the caller wants to hear of; what is left out is as the product comes",
	tags,
	request: jsonBody(NotificationSettings),
	responses: {
		200: answer(NotificationSettings, "As they are now."),
		...refusals(400, 401, 403, 415, 429, 503),
	},
});

export const ownSettings = new OpenAPIHono<HonoEnv>({ defaultHook: refuseInvalid })
	.openapi(listViews, async (c) =>
		c.json({ views: await listSavedViews(c.var.services.database, c.var.principal.user.id) }, 200),
	)
	.openapi(keepView, async (c) => {
		const view = { ...c.req.valid("param"), question: c.req.valid("json") };
		const bounds = { most: MAX_SAVED_VIEWS, nowMs: c.var.surroundings.nowMs() };
		if (!(await keepSavedView(c.var.services.database, c.var.principal.user.id, view, bounds)))
			throw new AppError(
				"conflict",
				`There are ${MAX_SAVED_VIEWS} views, which is the most. Forget one first.`,
			);
		return c.json(view, 200);
	})
	.openapi(forgetView, async (c) => {
		const { name } = c.req.valid("param");
		if (!(await forgetSavedView(c.var.services.database, c.var.principal.user.id, name)))
			throw new AppError("not_found", "There is no view of this name.");
		return c.body(null, 204);
	})
	.openapi(readNotifications, async (c) =>
		c.json(await readNotificationSettings(c.var.services.database, c.var.principal.user.id), 200),
	)
	.openapi(writeNotifications, async (c) => {
		const settings = c.req.valid("json");
		const nowMs = c.var.surroundings.nowMs();
		await writeNotificationSettings(c.var.services.database, c.var.principal.user.id, settings, nowMs);
		return c.json(settings, 200);
	});
