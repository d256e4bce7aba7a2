import { OpenAPIHono } from "@hono/zod-openapi";
import { DeskSettings } from "../../../contracts/inbox.ts";
import { readDeskSettings, writeDeskSettings } from "../../../store/desk/inbox.ts";
import { audit } from "../../auth/audit.ts";
import { INBOX } from "../../auth/end-sessions.ts";
import type { HonoEnv } from "../../hono-env.ts";
import { refuseInvalid } from "../../middleware/validation.ts";
import { jsonBody } from "../auth/json-body.ts";
import { answer, defineRoute, refusals } from "../define-route.ts";

const read = defineRoute(
	{ access: "settings:read", limit: null },
	{
		method: "get",
		path: "/",
		operationId: "readDeskSettings",
		summary: "How the desk gives out conversations, and when the bot gives them away",
		tags: ["desk"],
		responses: { 200: answer(DeskSettings, "The settings."), ...refusals(401, 403, 429, 503) },
	},
);

const write = defineRoute(
	{ access: "settings:write", limit: null },
	{
		method: "put",
		path: "/",
		operationId: "writeDeskSettings",
		summary: "Says anew how the desk works; what is left out is as the product comes",
		tags: ["desk"],
		request: jsonBody(DeskSettings),
		responses: { 200: answer(DeskSettings, "As they are now."), ...refusals(400, 401, 403, 415, 429, 503) },
	},
);

export const deskSettings = new OpenAPIHono<HonoEnv>({ defaultHook: refuseInvalid })
	.openapi(read, async (c) => c.json(await readDeskSettings(c.var.services.database, INBOX), 200))
	.openapi(write, async (c) => {
		const settings = c.req.valid("json");
		await writeDeskSettings(c.var.services.database, INBOX, settings, c.var.surroundings.nowMs());
		await c.env.INBOXES.getByName(INBOX).settingsChanged(settings);
		await audit(c, {
			action: "desk.settings_changed",
			target: { kind: "team", id: INBOX },
			details: { ...settings },
		});
		return c.json(settings, 200);
	});
