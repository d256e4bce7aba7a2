import "../zod-settings.ts";
import "./reference.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { createAccountApi } from "../account/account-api.ts";
import { SessionToken } from "./session-token.ts";
import { readReference } from "./openapi.ts";
import { ReferencePage } from "./reference-page.tsx";

const root = document.getElementById("root");
if (root === null) throw new Error("api-docs.html has lost its root");
const page = createRoot(root);

const api = createAccountApi((path, init) => fetch(path, init));
const session = new SessionToken({
	refresh: () => api.refresh(),
	now: () => Date.now(),
	// the account's page in another tab renews by the same cookie: one at a time
	exclusively: async (run) => ("locks" in navigator ? navigator.locks.request("care.account", run) : run()),
});

async function load(): Promise<void> {
	try {
		const response = await fetch("/api/openapi.json");
		if (!response.ok) throw new Error(`it answered ${response.status}`);
		const reference = readReference(await response.json());
		document.title = `API · ${reference.title}`;
		page.render(
			<StrictMode>
				<ReferencePage reference={reference} session={session} />
			</StrictMode>,
		);
	} catch (error) {
		page.render(
			<main className="mx-auto max-w-190 px-4 py-14">
				<h1 className="text-2xl font-semibold">The reference can't be shown</h1>
				<p role="alert" className="mt-2 text-muted">
					/api/openapi.json can't be read just now: {error instanceof Error ? error.message : "it is away"}.
					Reload to try again.
				</p>
			</main>,
		);
	}
}
void load();
