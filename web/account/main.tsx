import "../zod-settings.ts";
import "./account.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { createBrowserStore } from "../chat/browser-ports.ts";
import { createAccountApi } from "./account-api.ts";
import { AccountPage } from "./account-page.tsx";
import { AccountSession } from "./account-session.ts";
import { WorldContext } from "./frame.tsx";
import { goTo, readPlace } from "./place.ts";
import { keepWayBack, takeWayBack } from "./way-back.ts";

const tabStore = createBrowserStore(() => sessionStorage);
const api = createAccountApi((path, init) => fetch(path, init));
const session = new AccountSession({
	api,
	store: createBrowserStore(() => localStorage),
	tabStore,
	now: () => Date.now(),
	// a browser without locks has to do with one tab
	exclusively: async (run) => ("locks" in navigator ? navigator.locks.request("care.account", run) : run()),
});
const arrive = (): void => {
	const next = takeWayBack(tabStore);
	if (next === null) goTo("");
	else location.replace(next);
};
const headFor = (path: string): void => keepWayBack(tabStore, path);
const isBack = readPlace(location.hash).view === "welcome";
if (isBack) goTo("");
void (isBack
	? session.arrive().then(() => session.state().kind === "signed-in" && arrive())
	: session.resume());

const root = document.getElementById("root");
if (root === null) throw new Error("account.html has lost its root");
const page = createRoot(root);
const draw = (siteName: string | null): void =>
	page.render(
		<StrictMode>
			<WorldContext value={{ api, session, siteName, arrive, headFor }}>
				<AccountPage />
			</WorldContext>
		</StrictMode>,
	);
draw(null);
void api.site().then((answer) => draw(answer.ok ? answer.value.name : null));
