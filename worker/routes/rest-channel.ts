import { OpenAPIHono } from "@hono/zod-openapi";
import { createMiddleware } from "hono/factory";
import { z } from "zod";
import { AppError } from "../errors.ts";
import type { HonoEnv } from "../hono-env.ts";
import { refuseInvalid } from "../middleware/validation.ts";
import { answer, defineRoute, jsonContent, refusals } from "./define-route.ts";
import { postedOrRefused, refusalOf } from "./messages.ts";
import { conversationOfSender } from "../../durable-objects/sender-conversation.ts";
import { channelMessage, KEY_IS_ID, RestMessage } from "./rest-message.ts";
import { RestReply, restReplies } from "../../durable-objects/rest-replies.ts";

const status = defineRoute(
	{ access: "public", limit: null },
	{
		method: "get",
		path: "/",
		operationId: "restChannelStatus",
		summary: "Whether Rasa's REST channel is there",
		tags: ["channels"],
		responses: {
			200: answer(z.object({ status: z.literal("ok") }), "It is."),
			...refusals(404, 429),
		},
	},
);

const webhook = defineRoute(
	{ access: "public", limit: "rest", repeat: KEY_IS_ID },
	{
		method: "post",
		path: "/webhook",
		operationId: "restChannelWebhook",
		summary: "Says something as Rasa's REST clients do",
		description:
			"One sender is one conversation. With `?stream=true` the replies come as lines of JSON, each as soon as it is made.",
		tags: ["channels"],
		request: {
			query: z.object({ stream: z.string().max(8).optional() }),
			body: { required: true, ...jsonContent(RestMessage) },
		},
		responses: {
			200: {
				description: "The bot's replies, in order.",
				content: {
					"application/json": { schema: z.array(RestReply) },
					"text/event-stream": { schema: z.string() },
				},
			},
			...refusals(400, 403, 404, 413, 415, 429, 503),
		},
	},
);

/** The channel has no sign-in: where the configuration does not open it, it is not there. */
const whenOpen = createMiddleware<HonoEnv>(async (c, next) => {
	if (c.var.services.config.REST_CHANNEL === "off") throw new AppError("not_found", "There is nothing here.");
	await next();
});

const channel = new OpenAPIHono<HonoEnv>({ defaultHook: refuseInvalid });
channel.use(whenOpen);

export const restChannel = channel
	.openapi(status, (c) => c.json({ status: "ok" as const }, 200))
	.openapi(webhook, async (c) => {
		const message = c.req.valid("json");
		const { sender } = message;
		const id = await conversationOfSender(sender);
		const conversation = c.env.CONVERSATIONS.getByName(id);
		if ((await conversation.access()) === null)
			await conversation.create({ id, visitorId: null, channel: "rest" });
		const call = await channelMessage(c, message, "rest");
		if (c.req.valid("query").stream?.toLowerCase() === "true") {
			const streamed = await conversation.streamMessage({ ...call, recipient: sender });
			if (!streamed.ok) throw refusalOf(streamed);
			return c.body(streamed.lines, 200, { "Content-Type": "text/event-stream" });
		}
		const result = await conversation.postMessage(call);
		return c.json(restReplies(sender, postedOrRefused(result).events), 200);
	});
