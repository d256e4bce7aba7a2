import "./zod-settings.ts";
import "./chat/chat.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import type { Site } from "../contracts/api.ts";
import { createApiClient } from "./api/client.ts";
import {
	browserChance,
	browserClock,
	createBrowserStore,
	exclusively,
	openBrowserSocket,
} from "./chat/browser-ports.ts";
import { ChatPage } from "./chat/chat-page.tsx";
import { ChatSession } from "./chat/chat-session.ts";
import { ConversationClient } from "./chat/conversation-client.ts";
import { readSite, SiteContext } from "./chat/site.ts";
import { ConversationContext } from "./chat/use-conversation.ts";
import { watchBrowser } from "./chat/watch-browser.ts";

const store = createBrowserStore(() => localStorage);
const tabStore = createBrowserStore(() => sessionStorage);
const api = createApiClient((path, init) => fetch(path, init));
const session = new ChatSession({ api, store, tabStore, now: () => Date.now(), exclusively });
const client = new ConversationClient({
	clock: browserClock,
	chance: browserChance,
	store,
	session,
	openSocket: openBrowserSocket,
	isDeviceOnline: () => navigator.onLine,
});

watchBrowser(client);
void client.resume();

const root = document.getElementById("root");
if (root === null) throw new Error("index.html has lost its root");
const page = createRoot(root);
const draw = (site: Site | null): void =>
	page.render(
		<StrictMode>
			<ConversationContext value={client}>
				<SiteContext value={site}>
					<ChatPage />
				</SiteContext>
			</ConversationContext>
		</StrictMode>,
	);
draw(null);
void readSite(api, browserClock).then(draw);
