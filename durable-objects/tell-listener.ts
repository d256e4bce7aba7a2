import type { ConversationEvent } from "../contracts/protocol.ts";
import type { Listener } from "./conversation-ports.ts";
import { callbackEndpoint } from "./callback-endpoint.ts";
import { endpointRequest } from "./endpoint-settings.ts";
import type { ObjectEnv } from "./object-env.ts";
import { outgoingNetwork, outgoingRules } from "./outgoing-network.ts";
import { restReplies } from "./rest-replies.ts";

/** Tells a client of one of Rasa's channels what its conversation gained. False when the client is gone for good. */
export async function tellListener(
	env: Omit<ObjectEnv, "ASSETS">,
	listener: Listener,
	events: readonly ConversationEvent[],
): Promise<boolean> {
	if (listener.kind === "callback") return callBack(env, listener.name, events);
	const sessions = env.SOCKETIO_SESSIONS;
	return sessions === undefined ? false : sessions.getByName(listener.name).tell(events);
}

/** Each message by itself and in order, as Rasa posts them. */
async function callBack(
	env: Omit<ObjectEnv, "ASSETS">,
	recipient: string,
	events: readonly ConversationEvent[],
): Promise<boolean> {
	const endpoint = callbackEndpoint(env);
	if (endpoint === null) return false;
	const network = outgoingNetwork(env, outgoingRules(env));
	for (const reply of restReplies(recipient, events)) {
		// the bot's sentences arrive in their order
		const response = await network.fetch(await endpointRequest(endpoint, reply));
		// the line is free again only when the answer is let go
		await response.body?.cancel();
		if (!response.ok) throw new Error(`the callback's address answered with status ${response.status}`);
	}
	return true;
}
