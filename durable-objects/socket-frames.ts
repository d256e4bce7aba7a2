import { type ClientFrame, PROTOCOL_VERSION } from "../contracts/protocol.ts";
import type { OpenConversation, Refusal } from "./open-conversation.ts";
import type { ConversationSockets } from "./sockets.ts";

/** Rasa's name of our own socket among the input channels. */
export const CHAT_CHANNEL = "chat";

/** Answers one frame of one socket. Does what the frame asks, and says so when it can't. */
export async function handleFrame(
	conversation: OpenConversation,
	sockets: ConversationSockets,
	socket: WebSocket,
	frame: ClientFrame,
): Promise<void> {
	if (frame.type === "hello") {
		if (frame.protocol !== PROTOCOL_VERSION) return sockets.close(socket, "protocol");
		return conversation.hello(socket, frame.lastSeq);
	}
	if (!sockets.memory(socket).isGreeted)
		return sockets.send(socket, {
			type: "error",
			code: "bad_frame",
			message: "The first frame of a socket is `hello`.",
			...(frame.type === "message" ? { id: frame.id } : {}),
		});
	switch (frame.type) {
		case "message": {
			const { id } = frame;
			const refusal = await conversation.take({ ...frame, inputChannel: CHAT_CHANNEL }, (seq) =>
				sockets.send(socket, { type: "ack", id, seq }),
			);
			return refuse(sockets, socket, refusal, id);
		}
		case "feedback":
			return refuse(
				sockets,
				socket,
				conversation.giveFeedback({
					seq: frame.seq,
					rating: frame.rating,
					...(frame.reason === undefined ? {} : { reason: frame.reason }),
				}),
			);
		case "csat":
			return refuse(
				sockets,
				socket,
				conversation.giveFeedback({
					seq: frame.seq,
					csat: frame.rating,
					...(frame.comment === undefined ? {} : { comment: frame.comment }),
				}),
			);
		case "read":
			return conversation.markRead(socket, frame.seq);
		case "typing":
			return conversation.visitorTypes(socket);
		case "leave_queue":
			return conversation.desk.leaveQueue();
		default:
			return assertNever(frame);
	}
}

function refuse(sockets: ConversationSockets, socket: WebSocket, refusal: Refusal | null, id?: string): void {
	if (refusal === null) return;
	sockets.send(socket, { type: "error", ...refusal, ...(id === undefined ? {} : { id }) });
}

function assertNever(frame: never): never {
	throw new Error(`unhandled frame ${JSON.stringify(frame)}`);
}
