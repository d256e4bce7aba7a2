import { OpenAPIHono } from "@hono/zod-openapi";
import { z } from "zod";
import {
	CannedReply,
	CannedReplyList,
	CannedReplyQuery,
	ChangeCannedReply,
	NewCannedReply,
} from "../../../contracts/desk.ts";
import {
	changeCannedReply,
	createCannedReply,
	deleteCannedReply,
	type KeptReply,
	listCannedReplies,
} from "../../../store/desk/canned-replies.ts";
import { freshId } from "../../../store/fresh-id.ts";
import { audit } from "../../auth/audit.ts";
import { AppError } from "../../errors.ts";
import type { HonoEnv } from "../../hono-env.ts";
import { refuseInvalid } from "../../middleware/validation.ts";
import { jsonBody } from "../auth/json-body.ts";
import { answer, defineRoute, refusals } from "../define-route.ts";

const ReplyPath = z.object({ id: z.uuid() });

const list = defineRoute(
	{ access: "knowledge:read", limit: null },
	{
		method: "get",
		path: "/",
		operationId: "listCannedReplies",
		summary: "Answers that agents keep ready, by shortcut",
		tags: ["desk"],
		request: { query: CannedReplyQuery },
		responses: {
			200: answer(CannedReplyList, "Those that match; `nextCursor` asks for the next."),
			...refusals(400, 401, 403, 429, 503),
		},
	},
);

const create = defineRoute(
	{ access: "knowledge:write", limit: null },
	{
		method: "post",
		path: "/",
		operationId: "createCannedReply",
		summary: "Keeps an answer ready",
		tags: ["desk"],
		request: jsonBody(NewCannedReply),
		responses: { 201: answer(CannedReply, "The answer."), ...refusals(400, 401, 403, 409, 415, 429, 503) },
	},
);

const change = defineRoute(
	{ access: "knowledge:write", limit: null },
	{
		method: "patch",
		path: "/{id}",
		operationId: "changeCannedReply",
		summary: "Changes shortcut or text",
		tags: ["desk"],
		request: { params: ReplyPath, ...jsonBody(ChangeCannedReply) },
		responses: {
			200: answer(CannedReply, "As it is now."),
			...refusals(400, 401, 403, 404, 409, 415, 429, 503),
		},
	},
);

const remove = defineRoute(
	{ access: "knowledge:write", limit: null },
	{
		method: "delete",
		path: "/{id}",
		operationId: "deleteCannedReply",
		summary: "Forgets an answer",
		tags: ["desk"],
		request: { params: ReplyPath },
		responses: { 204: { description: "Gone." }, ...refusals(400, 401, 403, 404, 429, 503) },
	},
);

export const cannedReplies = new OpenAPIHono<HonoEnv>({ defaultHook: refuseInvalid })
	.openapi(list, async (c) => {
		const { search = null, cursor = null, limit } = c.req.valid("query");
		const question = { search, after: cursor, limit: limit + 1 };
		const replies = await listCannedReplies(c.var.services.database, question);
		const page = replies.slice(0, limit);
		const nextCursor = replies.length > limit ? (page.at(-1)?.shortcut ?? null) : null;
		return c.json({ replies: page.map(toReply), nextCursor }, 200);
	})
	.openapi(create, async (c) => {
		const nowMs = c.var.surroundings.nowMs();
		const id = freshId(nowMs);
		const made = await createCannedReply(c.var.services.database, { id, ...c.req.valid("json") }, nowMs);
		if (made === null) throw shortcutTaken();
		await audit(c, { action: "canned_reply.created", target: { kind: "canned_reply", id } });
		return c.json(toReply(made), 201);
	})
	.openapi(change, async (c) => {
		const { id } = c.req.valid("param");
		const { shortcut = null, text = null } = c.req.valid("json");
		const nowMs = c.var.surroundings.nowMs();
		const changed = await changeCannedReply(c.var.services.database, id, { shortcut, text }, nowMs);
		if (changed === "taken") throw shortcutTaken();
		if (changed === "missing") throw noSuchReply();
		await audit(c, { action: "canned_reply.changed", target: { kind: "canned_reply", id } });
		return c.json(toReply(changed), 200);
	})
	.openapi(remove, async (c) => {
		const { id } = c.req.valid("param");
		if (!(await deleteCannedReply(c.var.services.database, id))) throw noSuchReply();
		await audit(c, { action: "canned_reply.deleted", target: { kind: "canned_reply", id } });
		return c.body(null, 204);
	});

function toReply({ updatedAtMs, ...rest }: KeptReply): CannedReply {
	return { ...rest, updatedAt: new Date(updatedAtMs).toISOString() };
}

function shortcutTaken(): AppError {
	return new AppError("conflict", "Another answer has this shortcut.");
}

function noSuchReply(): AppError {
	return new AppError("not_found", "There is no such answer.");
}
