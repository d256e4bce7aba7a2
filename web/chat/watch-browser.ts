import { identityIn } from "./identity-message.ts";
import type { ConversationClient } from "./conversation-client.ts";

/** Tells the chat what happens around it: the network, the tab, another tab, a page that knows who the visitor is. */
export function watchBrowser(client: ConversationClient): void {
	addEventListener("online", () => client.wake());
	addEventListener("offline", () => client.sleep());
	addEventListener("storage", () => client.joinOtherTab());
	addEventListener("message", (message) => {
		const identity = identityIn(message, location.origin);
		if (identity !== null) void client.identify(identity);
	});
	document.addEventListener("visibilitychange", () => {
		if (document.visibilityState === "visible") client.wake();
	});
}
