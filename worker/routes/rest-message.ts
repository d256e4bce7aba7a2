import { z } from "zod";
import { MessageMetadata } from "../../contracts/metadata.ts";
import { MAX_TEXT_CHARS } from "../../contracts/protocol.ts";
import type { PostMessageCall } from "../../durable-objects/conversation-rpc.ts";
import { freshId } from "../../store/fresh-id.ts";

/** What Rasa's REST and callback channels take: keys that we don't know are left alone. */
export const RestMessage = z.object({
	sender: z.string().min(1).max(256).default("default"),
	message: z.string().min(1).max(MAX_TEXT_CHARS),
	metadata: MessageMetadata.nullish(),
	input_channel: z.string().min(1).max(64).nullish(),
});

/** The message as a conversation takes it, under an id of its own: these channels know no repeats. */
export function channelMessage(
	{ sender, message, metadata, input_channel }: z.infer<typeof RestMessage>,
	channel: string,
	nowMs: number,
): PostMessageCall {
	return {
		id: freshId(nowMs),
		text: message,
		inputChannel: input_channel ?? channel,
		sender,
		...(metadata === null || metadata === undefined ? {} : { metadata }),
	};
}
