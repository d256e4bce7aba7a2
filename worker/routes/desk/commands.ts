import { OpenAPIHono, type z } from "@hono/zod-openapi";
import type { Context } from "hono";
import * as desk from "../../../contracts/desk-commands.ts";
import type { DeskCommand } from "../../../durable-objects/desk/desk-commands.ts";
import { AppError } from "../../errors.ts";
import type { HonoEnv } from "../../hono-env.ts";
import { refuseInvalid } from "../../middleware/validation.ts";
import { jsonBody } from "../auth/json-body.ts";
import { ConversationPath } from "../conversations.ts";
import { answer, defineRoute, refusals } from "../define-route.ts";
import { COMMAND_HAS_ID } from "../repeats.ts";
import { agentsOf, auditCommand, type DeskOrder, perform, wakeMs } from "./perform-command.ts";

/** A command's route: they differ in what their bodies say and in what happens. */
function commandRoute<const Name extends string, const Id extends string, Body extends z.ZodType>(
	name: Name,
	operationId: Id,
	words: { summary: string; description?: string },
	body: Body,
) {
	return defineRoute(
		{
			access: "conversations:write",
			limit: null,
			repeat: COMMAND_HAS_ID,
		},
		{
			method: "post",
			path: `/{id}/${name}`,
			operationId,
			...words,
			tags: ["desk"],
			request: { params: ConversationPath, ...jsonBody(body) },
			responses: {
				200: answer(
					desk.DeskOutcome,
					"Done, now or when it came the first time; how the conversation stands.",
				),
				...refusals(400, 401, 403, 404, 413, 415, 429, 503),
				409: answer(desk.DeskConflict, "Somebody was faster; `standing` says who has it now."),
			},
		},
	);
}

const takeOver = commandRoute(
	"take-over",
	"takeOverConversation",
	{
		summary: "Answers the customer oneself from now on",
		description: "What the bot is computing meanwhile is kept as a draft and never shown.",
	},
	desk.TakeOver,
);
const handBack = commandRoute(
	"hand-back",
	"handBackConversation",
	{ summary: "Lets the bot answer again" },
	desk.HandBack,
);
const enqueue = commandRoute(
	"queue",
	"enqueueConversation",
	{ summary: "Puts it into the queue for whoever is free" },
	desk.Enqueue,
);
const assign = commandRoute(
	"assign",
	"assignConversation",
	{ summary: "Gives it to somebody, or back into the queue" },
	desk.Assign,
);
const message = commandRoute(
	"messages",
	"sendAgentMessage",
	{ summary: "Says something to the customer, as the one who has taken it over" },
	desk.AgentMessage,
);
const note = commandRoute(
	"notes",
	"addNote",
	{
		summary: "A note for colleagues",
		description: "Customers never see it. Who is mentioned finds it in their inbox.",
	},
	desk.Note,
);
const snooze = commandRoute(
	"snooze",
	"snoozeConversation",
	{ summary: "Puts it away until then, or until the customer writes" },
	desk.Snooze,
);
const resolve = commandRoute(
	"resolve",
	"resolveConversation",
	{
		summary: "Closes it",
		description: "It is the bot's from then on, and opens again when the customer writes.",
	},
	desk.Resolve,
);
const reopen = commandRoute(
	"reopen",
	"reopenConversation",
	{ summary: "Opens it again, in the hands that it was in" },
	desk.Reopen,
);
const prioritize = commandRoute(
	"priority",
	"prioritizeConversation",
	{ summary: "Says how urgent it is" },
	desk.SetPriority,
);

/** Lets the conversation's object do it, and says how it stands; a conflict is a 409. */
async function run(c: Context<HonoEnv>, order: DeskOrder) {
	const result = await perform(c, order);
	if (result === null) throw new AppError("not_found", "There is no such conversation.");
	if (!result.ok) {
		const { message: said, standing } = result;
		const error = { code: "conflict" as const, message: said, requestId: c.var.requestId, standing };
		return c.json({ error }, 409);
	}
	await auditCommand(c, order, result);
	return c.json(result.outcome, 200);
}

export const deskCommands = new OpenAPIHono<HonoEnv>({ defaultHook: refuseInvalid })
	.openapi(takeOver, (c) => simple(c, c.req.valid("param").id, c.req.valid("json"), "take_over"))
	.openapi(handBack, (c) => simple(c, c.req.valid("param").id, c.req.valid("json"), "hand_back"))
	.openapi(enqueue, (c) => simple(c, c.req.valid("param").id, c.req.valid("json"), "enqueue"))
	.openapi(resolve, (c) => simple(c, c.req.valid("param").id, c.req.valid("json"), "resolve"))
	.openapi(reopen, (c) => simple(c, c.req.valid("param").id, c.req.valid("json"), "reopen"))
	.openapi(assign, async (c) => {
		const body = c.req.valid("json");
		const [to = null] = await agentsOf(c, body.userId === null ? [] : [body.userId], "body.userId");
		return run(c, { conversationId: c.req.valid("param").id, body, command: { do: "assign", to } });
	})
	.openapi(message, (c) => {
		const body = c.req.valid("json");
		const { text, resolve: closes } = body;
		const command = { do: "message", text, resolve: closes } as const;
		return run(c, { conversationId: c.req.valid("param").id, body, command });
	})
	.openapi(note, async (c) => {
		const body = c.req.valid("json");
		const mentions = [...new Set(body.mentions)];
		await agentsOf(c, mentions, "body.mentions");
		const command = { do: "note", text: body.text, mentions } as const;
		return run(c, { conversationId: c.req.valid("param").id, body, command });
	})
	.openapi(snooze, (c) => {
		const body = c.req.valid("json");
		const untilMs = wakeMs(c, body.until, "body.until");
		return run(c, { conversationId: c.req.valid("param").id, body, command: { do: "snooze", untilMs } });
	})
	.openapi(prioritize, (c) => {
		const body = c.req.valid("json");
		const command = { do: "prioritize", priority: body.priority } as const;
		return run(c, { conversationId: c.req.valid("param").id, body, command });
	});

function simple(
	c: Context<HonoEnv>,
	conversationId: string,
	body: DeskOrder["body"],
	verb: Extract<DeskCommand, { do: "take_over" | "hand_back" | "enqueue" | "resolve" | "reopen" }>["do"],
) {
	return run(c, { conversationId, body, command: { do: verb } });
}
