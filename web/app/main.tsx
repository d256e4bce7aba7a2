import "../zod-settings.ts";
import "./app.css";
import { QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { createAccountApi } from "../account/account-api.ts";
import { AccountSession } from "../account/account-session.ts";
import { keepWayBack } from "../account/way-back.ts";
import { callApi, fetchFile } from "../api/call-api.ts";
import { browserClock, createBrowserStore, openBrowserSocket } from "../chat/browser-ports.ts";
import { App } from "./app.tsx";
import { InboxLive } from "./live/inbox-live.ts";
import { WindowTitle } from "./notices/window-title.ts";
import { createQueryClient, hasUnsavedForm } from "./reading.ts";
import { CommandRegistry } from "./shell/command-registry.ts";
import { ToastStore } from "./shell/toast-store.ts";
import type { Ask, AskFile } from "./world.ts";

const api = createAccountApi((path, init) => fetch(path, init));
const store = createBrowserStore(() => localStorage);
const tabStore = createBrowserStore(() => sessionStorage);
const session = new AccountSession({
	api,
	store,
	tabStore,
	now: () => Date.now(),
	// a browser without locks has to do with one tab
	exclusively: async (run) => ("locks" in navigator ? navigator.locks.request("care.account", run) : run()),
});
const ask: Ask = (schema, path, call = {}) =>
	session.withToken((token) => callApi((to, init) => fetch(to, init), schema, path, { ...call, token }));
const askFile: AskFile = (path) =>
	session.withToken((token) => fetchFile((to, init) => fetch(to, init), path, token));
const onSignedOut = (): void => {
	keepWayBack(tabStore, `${location.pathname}${location.search}`);
	location.replace("/account#/sign-in");
};
void session.resume();

const root = document.getElementById("root");
if (root === null) throw new Error("app.html has lost its root");
const page = createRoot(root);
const queries = createQueryClient();
addEventListener("beforeunload", (leaving) => {
	// the browser asks in its own words
	if (hasUnsavedForm(queries)) leaving.preventDefault();
});
const live = {
	ask,
	clock: browserClock,
	random: () => Math.random(),
	openSocket: openBrowserSocket,
	isDeviceOnline: () => navigator.onLine,
};
const world = {
	ask,
	askFile,
	session,
	store,
	toasts: new ToastStore(browserClock),
	windowTitle: new WindowTitle((title) => {
		document.title = title;
	}),
	commands: new CommandRegistry(),
	inbox: new InboxLive(live, queries),
	live,
	onSignedOut,
};
const draw = (siteName: string | null): void =>
	page.render(
		<StrictMode>
			<QueryClientProvider client={queries}>
				<App {...world} siteName={siteName} />
			</QueryClientProvider>
		</StrictMode>,
	);
draw(null);
void api.site().then((answer) => draw(answer.ok ? answer.value.name : null));
