import { readFileSync, readdirSync } from "node:fs";
import type { ActionContext } from "../../dialogue/action-sdk.ts";
import { phrase } from "../../dialogue/actions/responses.ts";
import { readDialogueProject } from "../../dialogue/read-project.ts";
import { appendEvents, createTracker } from "../../dialogue/tracker.ts";
import { FaultList } from "../../project/fault.ts";
import { parseProjectFiles } from "../../project/project-files.ts";
import { NOW_MS } from "./test-day.ts";
import { type Wording, wordingOf } from "../actions/wording.ts";

const PROJECT = new URL("../", import.meta.url);
const files = readdirSync(new URL("domain", PROJECT), { recursive: true, encoding: "utf8" })
	.filter((path) => path.endsWith(".yml"))
	.map((path) => ({ path, text: readFileSync(new URL(`domain/${path}`, PROJECT), "utf8") }));
const { domain } = readDialogueProject(parseProjectFiles(files).files, new FaultList());

/** The shop's own words in one language, as an action gets them. */
export function phraseIn(language: string): ActionContext<unknown>["phrase"] {
	const tracker = appendEvents(createTracker(domain, "conversation-1"), [
		{ event: "slot", name: "language", value: language },
	]);
	return (response, values) =>
		phrase(response, tracker, { outputChannel: "chat", random: () => 0 }, values ?? {});
}

/** How the shop words its answers in one language, on the tests' day. */
export function wordingIn(language: string): Wording {
	return wordingOf({ language, nowMs: NOW_MS, phrase: phraseIn(language) });
}
