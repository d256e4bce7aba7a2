import { OpenAPIHono } from "@hono/zod-openapi";
import { z } from "zod";
import { EraseMyDataQuery, Erasure, ExportQuery } from "../../contracts/privacy.ts";
import { findErasure } from "../../store/erasures.ts";
import { AppError } from "../errors.ts";
import type { HonoEnv } from "../hono-env.ts";
import { refuseInvalid } from "../middleware/validation.ts";
import { eraseNow, toErasure } from "../privacy/erase.ts";
import { EXPORT_CONTENT, exportAnswer } from "../privacy/export-answer.ts";
import { answer, defineRoute, refusals } from "./define-route.ts";

const erase = defineRoute(
	{ access: "visitor", limit: "conversations" },
	{
		method: "delete",
		path: "/",
		operationId: "eraseMyData",
		summary: "Erases everything that the visitor who calls has said and done",
		description:
			"Conversations, feedback, tickets and the contact, wherever they are. An account stays: it is erased by `DELETE /api/auth/me`, with all of this. Asked for again, it answers with the same erasure.",
		tags: ["personal data"],
		request: { query: EraseMyDataQuery },
		responses: {
			200: answer(Erasure, "Everything is erased; `receipt` proves it."),
			202: answer(Erasure, "A part was away, or there is much: it goes on by itself."),
			...refusals(400, 401, 403, 429, 503),
		},
	},
);

const exportMine = defineRoute(
	{ access: "visitor", limit: "conversations" },
	{
		method: "get",
		path: "/",
		operationId: "exportMyData",
		summary: "Everything of the visitor who calls, to take along",
		description:
			"Streamed. The archive is read, which a conversation reaches within a second of each turn. The shape is described in docs/data.md.",
		tags: ["personal data"],
		request: { query: ExportQuery },
		responses: {
			200: { description: "A file.", ...EXPORT_CONTENT },
			...refusals(400, 401, 429, 503),
		},
	},
);

const readErasure = defineRoute(
	{ access: "public", limit: null },
	{
		method: "get",
		path: "/{id}",
		operationId: "readErasure",
		summary: "How far an erasure is, and its receipt",
		description: "Without a token: whoever asked for the erasure may have none any more, and knows its id.",
		tags: ["personal data"],
		request: { params: z.object({ id: z.uuid() }) },
		responses: { 200: answer(Erasure, "The erasure."), ...refusals(400, 404, 429, 503) },
	},
);

export const myData = new OpenAPIHono<HonoEnv>({ defaultHook: refuseInvalid })
	.openapi(exportMine, async (c) => exportAnswer(c, c.var.visitorId, c.req.valid("query").format))
	.openapi(erase, async (c) => {
		const { visitorId } = c.var;
		const { conversation } = c.req.valid("query");
		const conversationIds = conversation === undefined ? [] : [conversation];
		const own = await Promise.all(
			conversationIds.map(
				async (id) => (await c.env.CONVERSATIONS.getByName(id).access())?.visitorId === visitorId,
			),
		);
		const erasure = await eraseNow(c, {
			contactId: visitorId,
			scope: "data",
			conversationIds: conversationIds.filter((_id, index) => own[index]),
			actor: { kind: "visitor", id: visitorId },
		});
		return c.json(erasure, erasure.status === "done" ? 200 : 202);
	});

export const erasures = new OpenAPIHono<HonoEnv>({ defaultHook: refuseInvalid }).openapi(
	readErasure,
	async (c) => {
		const job = await findErasure(c.var.services.database, c.req.valid("param").id);
		if (job === null) throw new AppError("not_found", "There is no such erasure.");
		return c.json(await toErasure(c, job), 200);
	},
);
