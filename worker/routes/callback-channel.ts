import { OpenAPIHono } from "@hono/zod-openapi";
import { createMiddleware } from "hono/factory";
import { z } from "zod";
import { AppError } from "../errors.ts";
import type { HonoEnv } from "../hono-env.ts";
import { refuseInvalid } from "../middleware/validation.ts";
import { conversationOfSender } from "../../durable-objects/sender-conversation.ts";
import { answer, defineRoute, jsonContent, refusals } from "./define-route.ts";
import { postedOrRefused } from "./messages.ts";
import { channelMessage, KEY_IS_ID, RestMessage } from "./rest-message.ts";

const status = defineRoute(
	{ access: "public", limit: null },
	{
		method: "get",
		path: "/",
		operationId: "callbackChannelStatus",
		summary: "Whether Rasa's callback channel is there",
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
		operationId: "callbackChannelWebhook",
		summary: "Says something; the replies are posted to the address that is configured",
		description:
			"What the conversation gains later (reminders, a person's words) is posted there too. One sender is one conversation.",
		tags: ["channels"],
		request: { body: { required: true, ...jsonContent(RestMessage) } },
		responses: {
			200: {
				description: "The message was taken and answered.",
				content: { "text/plain": { schema: z.literal("success") } },
			},
			...refusals(400, 403, 404, 413, 415, 429, 503),
		},
	},
);

/** The channel has no sign-in: where no address is configured, it is not there. */
const whenOpen = createMiddleware<HonoEnv>(async (c, next) => {
	if (c.var.services.config.CALLBACK_CHANNEL === null)
		throw new AppError("not_found", "There is nothing here.");
	await next();
});

const channel = new OpenAPIHono<HonoEnv>({ defaultHook: refuseInvalid });
channel.use(whenOpen);

export const callbackChannel = channel
	.openapi(status, (c) => c.json({ status: "ok" as const }, 200))
	.openapi(webhook, async (c) => {
		const message = c.req.valid("json");
		const id = await conversationOfSender(message.sender);
		const conversation = c.env.CONVERSATIONS.getByName(id);
		await conversation.listen({
			id,
			channel: "callback",
			listener: { kind: "callback", name: message.sender },
		});
		const call = await channelMessage(c, message, "callback");
		postedOrRefused(await conversation.postMessage(call));
		return c.text("success" as const, 200);
	});
