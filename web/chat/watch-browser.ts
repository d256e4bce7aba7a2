import type { ConversationClient } from "./conversation-client.ts";

/** Tells the chat what happens around it: the network, the tab, another tab. */
export function watchBrowser(client: ConversationClient): void {
	addEventListener("online", () => client.wake());
	addEventListener("offline", () => client.sleep());
	addEventListener("storage", () => client.joinOtherTab());
	document.addEventListener("visibilitychange", () => {
		if (document.visibilityState === "visible") client.wake();
	});
}
