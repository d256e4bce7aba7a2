import "../zod-settings.ts";
import "../ui/base.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { createBrowserStore } from "../chat/browser-ports.ts";
import { createAccountApi } from "./account-api.ts";
import { AccountPage } from "./account-page.tsx";
import { AccountSession } from "./account-session.ts";
import { WorldContext } from "./frame.tsx";
import { goTo, readPlace } from "./place.ts";

const api = createAccountApi((path, init) => fetch(path, init));
const session = new AccountSession({
	api,
	store: createBrowserStore(() => localStorage),
	tabStore: createBrowserStore(() => sessionStorage),
	now: () => Date.now(),
	// a browser without locks has to do with one tab
	exclusively: async (run) => ("locks" in navigator ? navigator.locks.request("care.account", run) : run()),
});
const isBack = readPlace(location.hash).view === "welcome";
if (isBack) goTo("");
void (isBack ? session.arrive() : session.resume());

const root = document.getElementById("root");
if (root === null) throw new Error("account.html has lost its root");
const page = createRoot(root);
const draw = (siteName: string | null): void =>
	page.render(
		<StrictMode>
			<WorldContext value={{ api, session, siteName }}>
				<AccountPage />
			</WorldContext>
		</StrictMode>,
	);
draw(null);
void api.site().then((answer) => draw(answer.ok ? answer.value.name : null));
