import type { ChatSession } from "./chat-session.ts";
import type { Chance, Clock, KeyStore, OpenSocket } from "./ports.ts";

/** What a conversation's client stands on; tests bring their own. */
export interface ClientDeps {
	clock: Clock;
	chance: Chance;
	store: KeyStore;
	session: ChatSession;
	openSocket: OpenSocket;
	isDeviceOnline: () => boolean;
	/** What the page speaks: the bot follows where a message itself does not tell. */
	language: () => string;
}
