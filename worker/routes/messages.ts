import { OpenAPIHono } from "@hono/zod-openapi";
import { HistoryPage, HistoryQuery, PostedMessage, PostMessage } from "../../contracts/api.ts";
import type { PostResult } from "../../durable-objects/conversation-rpc.ts";
import { AppError } from "../errors.ts";
import type { HonoEnv } from "../hono-env.ts";
import { refuseInvalid } from "../middleware/validation.ts";
import { ConversationPath } from "./conversations.ts";
import { answer, defineRoute, jsonContent, refusals } from "./define-route.ts";

const list = defineRoute(
	{ access: "own-conversation", limit: null },
	{
		method: "get",
		path: "/{id}/messages",
		operationId: "listMessages",
		summary: "A page of a conversation's history, oldest first",
		tags: ["messages"],
		request: { params: ConversationPath, query: HistoryQuery },
		responses: {
			200: answer(HistoryPage, "The newest page, or the one before `before`."),
			...refusals(400, 401, 404, 429, 503),
		},
	},
);

const post = defineRoute(
	{
		access: "own-conversation",
		limit: "messages",
		repeat: { how: "known", why: "the message's own `id` names it" },
	},
	{
		method: "post",
		path: "/{id}/messages",
		operationId: "postMessage",
		summary: "Says something and waits for the answer",
		description:
			"`id` is the caller's and makes the call repeatable: the same id twice gets the first answer again.",
		tags: ["messages"],
		request: { params: ConversationPath, body: { required: true, ...jsonContent(PostMessage) } },
		responses: {
			200: answer(PostedMessage, "What the conversation gained: the message itself, then the answers."),
			...refusals(400, 401, 403, 404, 409, 413, 415, 429, 503),
		},
	},
);

export const messages = new OpenAPIHono<HonoEnv>({ defaultHook: refuseInvalid })
	.openapi(list, async (c) => {
		const { before, limit } = c.req.valid("query");
		const conversation = c.env.CONVERSATIONS.getByName(c.req.valid("param").id);
		const page = await conversation.history({ limit, ...(before === undefined ? {} : { before }) });
		if (page === null) throw new AppError("not_found", "There is no such conversation.");
		return c.json(page, 200);
	})
	.openapi(post, async (c) => {
		const conversation = c.env.CONVERSATIONS.getByName(c.req.valid("param").id);
		const result = await conversation.postMessage({ ...c.req.valid("json"), inputChannel: "chat" });
		return c.json(postedOrRefused(result), 200);
	});

/** @throws AppError with the object's own words when it refused */
export function postedOrRefused(result: PostResult): PostedMessage {
	if (result.ok) return result.posted;
	throw refusalOf(result);
}

/** What an object refuses, in its own words. */
export function refusalOf({ code, message, retryAfterMs }: Extract<PostResult, { ok: false }>): AppError {
	const retryAfterSeconds =
		retryAfterMs === undefined ? undefined : Math.max(1, Math.ceil(retryAfterMs / 1_000));
	return new AppError(code, message, { retryAfterSeconds });
}
