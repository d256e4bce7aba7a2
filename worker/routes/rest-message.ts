import type { Context } from "hono";
import { base64url } from "jose";
import { z } from "zod";
import { MessageMetadata } from "../../contracts/metadata.ts";
import { MAX_TEXT_CHARS } from "../../contracts/protocol.ts";
import type { PostMessageCall } from "../../durable-objects/conversation-rpc.ts";
import { freshId } from "../../store/fresh-id.ts";
import type { HonoEnv } from "../hono-env.ts";
import { IDEMPOTENCY_KEY_HEADER } from "../middleware/idempotency.ts";

/** What Rasa's REST and callback channels take: keys that we don't know are left alone. */
export const RestMessage = z.object({
	sender: z.string().min(1).max(256).default("default"),
	message: z.string().min(1).max(MAX_TEXT_CHARS),
	metadata: MessageMetadata.nullish(),
	input_channel: z.string().min(1).max(64).nullish(),
});

/** Messages of these channels have no id of their own: an Idempotency-Key is one, and the conversation knows it again. */
export const KEY_IS_ID = {
	how: "known",
	why: "the key is the message's id in the sender's conversation",
} as const;

/** The message as a conversation takes it. */
export async function channelMessage(
	c: Context<HonoEnv>,
	{ sender, message, metadata, input_channel }: z.infer<typeof RestMessage>,
	channel: string,
): Promise<PostMessageCall> {
	const key = c.req.header(IDEMPOTENCY_KEY_HEADER);
	return {
		id: key === undefined ? freshId(c.var.surroundings.nowMs()) : await idOfKey(key),
		text: message,
		inputChannel: input_channel ?? channel,
		sender,
		...(metadata === null || metadata === undefined ? {} : { metadata }),
	};
}

/** Whatever stands in a key, as a message's id. */
async function idOfKey(key: string): Promise<string> {
	const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(key));
	return `key-${base64url.encode(new Uint8Array(hash))}`;
}
