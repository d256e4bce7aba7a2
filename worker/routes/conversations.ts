import { OpenAPIHono } from "@hono/zod-openapi";
import { z } from "zod";
import { ConversationList, ConversationSummary } from "../../contracts/api.ts";
import { ConversationId } from "../../contracts/ids.ts";
import { listVisitorConversations, type StoredConversation } from "../../store/conversations.ts";
import { freshId } from "../../store/fresh-id.ts";
import { AppError } from "../errors.ts";
import type { HonoEnv } from "../hono-env.ts";
import { refuseInvalid } from "../middleware/validation.ts";
import { answer, defineRoute, refusals } from "./define-route.ts";

export const ConversationPath = z.object({ id: ConversationId });
const ListQuery = z.object({
	cursor: z.string().max(64).optional(),
	limit: z.coerce.number().int().min(1).max(100).default(20),
});

const create = defineRoute(
	{ access: "visitor", limit: "conversations" },
	{
		method: "post",
		path: "/",
		operationId: "createConversation",
		summary: "Begins a conversation",
		tags: ["conversations"],
		responses: {
			201: answer(ConversationSummary, "The new conversation, with nothing said yet."),
			...refusals(401, 403, 429, 503),
		},
	},
);

const list = defineRoute(
	{ access: "visitor", limit: null },
	{
		method: "get",
		path: "/",
		operationId: "listConversations",
		summary: "The visitor's own conversations, newest activity first",
		description: "Read from the archive, which a conversation reaches within a second of each turn.",
		tags: ["conversations"],
		request: { query: ListQuery },
		responses: {
			200: answer(ConversationList, "One page; `nextCursor` asks for the next."),
			...refusals(400, 401, 429, 503),
		},
	},
);

const read = defineRoute(
	{ access: "own-conversation", limit: null },
	{
		method: "get",
		path: "/{id}",
		operationId: "readConversation",
		summary: "One conversation as it is now",
		tags: ["conversations"],
		request: { params: ConversationPath },
		responses: {
			200: answer(ConversationSummary, "The conversation."),
			...refusals(401, 404, 429, 503),
		},
	},
);

export const conversations = new OpenAPIHono<HonoEnv>({ defaultHook: refuseInvalid })
	.openapi(create, async (c) => {
		const id = freshId(c.var.surroundings.nowMs());
		const conversation = c.env.CONVERSATIONS.getByName(id);
		const { visitorId, visitorSiteKey: siteKey, verifiedVisitor: visitor } = c.var;
		await conversation.create({ id, visitorId, channel: "chat", siteKey });
		if (visitor !== null) await conversation.identify({ visitorId, from: null, visitor });
		const summary = await conversation.summary();
		if (summary === null) throw new Error("a conversation that was just made is unknown");
		c.header("Location", `/api/conversations/${id}`);
		return c.json(summary, 201);
	})
	.openapi(list, async (c) => {
		const { cursor, limit } = c.req.valid("query");
		const page = await listVisitorConversations(
			c.var.services.database,
			c.var.visitorId,
			cursor ?? null,
			limit,
		);
		return c.json({ conversations: page.conversations.map(toSummary), nextCursor: page.nextCursor }, 200);
	})
	.openapi(read, async (c) => {
		const summary = await c.env.CONVERSATIONS.getByName(c.req.valid("param").id).summary();
		if (summary === null) throw new AppError("not_found", "There is no such conversation.");
		return c.json(summary, 200);
	});

function toSummary(stored: StoredConversation): ConversationSummary {
	return {
		id: stored.id,
		createdAt: new Date(stored.createdAtMs).toISOString(),
		lastActivityAt: new Date(stored.lastActivityAtMs).toISOString(),
		owner: stored.owner,
		preview: stored.preview,
		lastSeq: stored.lastSeq,
	};
}
