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
import { accentColors } from "./chat/accent-colors.ts";
import { ChatPage } from "./chat/chat-page.tsx";
import { ChatSession } from "./chat/chat-session.ts";
import { ConversationClient } from "./chat/conversation-client.ts";
import {
	chooseLanguage,
	englishSpeech,
	languageOf,
	type Language,
	speak,
	type Speech,
} from "./chat/languages/languages.ts";
import { SpeechProvider } from "./chat/languages/use-texts.tsx";
import { readSite, SiteContext, siteKeyOf } from "./chat/site.ts";
import { ConversationContext } from "./chat/use-conversation.ts";
import { watchBrowser } from "./chat/watch-browser.ts";

const LANGUAGE_KEY = "care.chat.language";

const siteKey = siteKeyOf(location.search);
const scope = siteKey === null ? "" : `${siteKey}/`;
const store = createBrowserStore(() => localStorage, scope);
const tabStore = createBrowserStore(() => sessionStorage, scope);
const api = createApiClient((path, init) => fetch(path, init));
const session = new ChatSession({ api, store, tabStore, now: () => Date.now(), siteKey, exclusively });
const client = new ConversationClient({
	clock: browserClock,
	chance: browserChance,
	store,
	session,
	openSocket: openBrowserSocket,
	isDeviceOnline: () => navigator.onLine,
	language: () => chooseLanguage([document.documentElement.lang]),
});

watchBrowser(client);
void client.resume();

const root = document.getElementById("root");
if (root === null) throw new Error("index.html has lost its root");
const page = createRoot(root);
const keepLanguage = (language: Language): void => store.set(LANGUAGE_KEY, language);
const draw = (speech: Speech, site: Site | null): void => {
	for (const [name, value] of Object.entries(site?.accentColor ? accentColors(site.accentColor) : {}))
		document.documentElement.style.setProperty(name, value);
	page.render(
		<StrictMode>
			<SpeechProvider initial={speech} keep={keepLanguage}>
				<ConversationContext value={client}>
					<SiteContext value={site}>
						<ChatPage />
					</SiteContext>
				</ConversationContext>
			</SpeechProvider>
		</StrictMode>,
	);
};

const { languages } = navigator;
const asked = new URLSearchParams(location.search).get("lang");
const site = readSite(api, browserClock, siteKey);
/** What the visitor chose here, then what the link asks for, what the browser is set to, what the site speaks. */
const pickLanguage = async (): Promise<Language> => {
	const wishes = [store.get(LANGUAGE_KEY), asked, ...languages];
	const isKnown = wishes.some((wish) => languageOf(wish) !== null);
	return chooseLanguage(isKnown ? wishes : [(await site).locale]);
};
/** Without its catalogue the page is better off in English than empty. */
const speakFirst = async (): Promise<Speech> =>
	speak(await pickLanguage(), languages).catch(() => englishSpeech(languages));
const begin = async (): Promise<void> => {
	const speech = await speakFirst();
	draw(speech, null);
	draw(speech, await site);
};
void begin();
