import { createContext, useContext, useSyncExternalStore } from "react";
import type { ConversationClient } from "./conversation-client.ts";
import type { ConversationState } from "./conversation-state.ts";

export const ConversationContext = createContext<ConversationClient | null>(null);

export function useConversationClient(): ConversationClient {
	const client = useContext(ConversationContext);
	if (client === null) throw new Error("A chat component stands outside of ConversationContext");
	return client;
}

export function useConversation(): ConversationState {
	const client = useConversationClient();
	return useSyncExternalStore(
		(listener) => client.subscribe(listener),
		() => client.state,
	);
}
