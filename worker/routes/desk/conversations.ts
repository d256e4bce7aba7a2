import { OpenAPIHono } from "@hono/zod-openapi";
import {
	DeskConversation,
	DeskConversationList,
	DeskEventPage,
	DeskEventsQuery,
	DeskQuery,
	SearchChoices,
	SetLabels,
} from "../../../contracts/desk.ts";
import { UNKNOWN_LANGUAGE } from "../../../contracts/analytics-filter.ts";
import { readChoices } from "../../../store/analytics/choices.ts";
import { loadConversationLog } from "../../../store/conversation-log.ts";
import {
	findConversation,
	type ListedConversation,
	searchConversations,
	setLabels,
} from "../../../store/desk/conversations.ts";
import { audit } from "../../auth/audit.ts";
import { INBOX } from "../../auth/end-sessions.ts";
import { AppError } from "../../errors.ts";
import type { HonoEnv } from "../../hono-env.ts";
import { refuseInvalid } from "../../middleware/validation.ts";
import { jsonBody } from "../auth/json-body.ts";
import { ConversationPath } from "../conversations.ts";
import { answer, defineRoute, refusals } from "../define-route.ts";

const list = defineRoute(
	{ access: "conversations:read", limit: null },
	{
		method: "get",
		path: "/",
		operationId: "searchConversations",
		summary: "Everybody's conversations, newest activity first",
		description:
			"All filters must hold. Read from the archive, which a conversation reaches within a second of each turn.",
		tags: ["desk"],
		request: { query: DeskQuery },
		responses: {
			200: answer(DeskConversationList, "One page; `nextCursor` asks for the next."),
			...refusals(400, 401, 403, 429, 503),
		},
	},
);

const choices = defineRoute(
	{ access: "conversations:read", limit: null },
	{
		method: "get",
		path: "/choices",
		operationId: "readSearchChoices",
		summary: "What a search can be narrowed by",
		description: "Channels, languages, intents and people are those of the last 90 days, most first.",
		tags: ["desk"],
		responses: { 200: answer(SearchChoices, "The choices."), ...refusals(401, 403, 429, 503) },
	},
);

const read = defineRoute(
	{ access: "conversations:read", limit: null },
	{
		method: "get",
		path: "/{id}",
		operationId: "readDeskConversation",
		summary: "One conversation as the archive has it",
		tags: ["desk"],
		request: { params: ConversationPath },
		responses: {
			200: answer(DeskConversation, "The conversation."),
			...refusals(400, 401, 403, 404, 429, 503),
		},
	},
);

const events = defineRoute(
	{ access: "conversations:read", limit: null },
	{
		method: "get",
		path: "/{id}/events",
		operationId: "readConversationEvents",
		summary: "The log of a conversation: messages, and what the bot thought and did",
		tags: ["desk"],
		request: { params: ConversationPath, query: DeskEventsQuery },
		responses: {
			200: answer(DeskEventPage, "In order; `after` asks for what follows."),
			...refusals(400, 401, 403, 404, 429, 503),
		},
	},
);

const label = defineRoute(
	{ access: "conversations:write", limit: null },
	{
		method: "put",
		path: "/{id}/labels",
		operationId: "setConversationLabels",
		summary: "Gives a conversation exactly these labels",
		tags: ["desk"],
		request: { params: ConversationPath, ...jsonBody(SetLabels) },
		responses: {
			200: answer(DeskConversation, "As it is now."),
			...refusals(400, 401, 403, 404, 415, 429, 503),
		},
	},
);

export const deskConversations = new OpenAPIHono<HonoEnv>({ defaultHook: refuseInvalid })
	.openapi(list, async (c) => {
		const { from, to, cursor, ...query } = c.req.valid("query");
		const page = await searchConversations(c.var.services.database, {
			search: query.search ?? null,
			owner: query.owner ?? null,
			status: query.status ?? null,
			assigneeId: query.assigneeId ?? null,
			channel: query.channel ?? null,
			contactId: query.contactId ?? null,
			labelId: query.labelId ?? null,
			intent: query.intent ?? null,
			language: query.language === UNKNOWN_LANGUAGE ? "" : (query.language ?? null),
			agentId: query.agentId ?? null,
			fromMs: from === undefined ? null : Date.parse(from),
			toMs: to === undefined ? null : Date.parse(to),
			cursor: cursor ?? null,
			limit: query.limit,
		});
		const conversations = page.rows.map(({ hit, ...row }) => ({ ...toConversation(row), hit }));
		return c.json({ conversations, nextCursor: page.nextCursor }, 200);
	})
	.openapi(choices, async (c) => {
		const today = new Date(c.var.surroundings.nowMs()).toISOString().slice(0, 10);
		const { sites: _, ...all } = await readChoices(c.var.services.database, today);
		return c.json(all, 200);
	})
	.openapi(read, async (c) => {
		const found = await findConversation(c.var.services.database, c.req.valid("param").id);
		if (found === null) throw noSuchConversation();
		return c.json(toConversation(found), 200);
	})
	.openapi(events, async (c) => {
		const { database } = c.var.services;
		const { id } = c.req.valid("param");
		const { after, limit } = c.req.valid("query");
		if ((await findConversation(database, id)) === null) throw noSuchConversation();
		const rows = await loadConversationLog(database, id, after, limit + 1);
		const page = rows.slice(0, limit);
		return c.json(
			{
				events: page.map(({ seq, atMs, kind, event }) => ({
					seq,
					at: new Date(atMs).toISOString(),
					kind,
					event,
				})),
				after: rows.length > limit ? (page.at(-1)?.seq ?? null) : null,
			},
			200,
		);
	})
	.openapi(label, async (c) => {
		const { database } = c.var.services;
		const { id } = c.req.valid("param");
		const { labelIds } = c.req.valid("json");
		const outcome = await setLabels(database, id, labelIds, c.var.surroundings.nowMs());
		if (outcome === "unknown")
			throw new AppError("bad_request", "One of the labels does not exist.", {
				fields: [{ path: "body.labelIds", message: "names a label that does not exist" }],
			});
		const found = outcome === "missing" ? null : await findConversation(database, id);
		if (found === null) throw noSuchConversation();
		await c.env.INBOXES.getByName(INBOX)
			.labelled(id, found.labels)
			.catch(() => undefined); // its lists have the old labels until it is built anew; Postgres has the new ones
		await audit(c, {
			action: "conversation.labelled",
			target: { kind: "conversation", id },
			details: { labelIds },
		});
		return c.json(toConversation(found), 200);
	});

function noSuchConversation(): AppError {
	return new AppError("not_found", "There is no such conversation.");
}

function toConversation({ createdAtMs, lastActivityAtMs, ...rest }: ListedConversation): DeskConversation {
	return {
		...rest,
		createdAt: new Date(createdAtMs).toISOString(),
		lastActivityAt: new Date(lastActivityAtMs).toISOString(),
	};
}
