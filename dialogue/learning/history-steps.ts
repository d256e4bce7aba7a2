/** A history in words: its steps, and what has just happened (SPEC LP3). */
import type { DialogueState } from "../dialogue-state.ts";
import { ACTION_LISTEN } from "../names.ts";

/** A history as a sequence of what was said and done: `said greet`, `did utter_greet`. */
export function stepsOf(states: readonly DialogueState[]): string[] {
	return states.flatMap((state) => {
		const { action, user } = state;
		if (action === null) return ["start"];
		const name = action.name ?? `"${action.text ?? ""}"`;
		if (name !== ACTION_LISTEN) return [`did ${name}`];
		if (user === null) return [];
		return [`said ${user.intent ?? `"${user.text ?? ""}"`}`];
	});
}

/** What has just happened, whatever its name: what comes next differs most by this. */
export function momentOf(states: readonly DialogueState[], forms: ReadonlySet<string>): string {
	const latest = states.at(-1);
	const name = latest?.action?.name ?? null;
	const loop = latest?.loop ?? null;
	if (name !== null && forms.has(name)) return name === loop ? "after a form" : "after a form's end";
	const within = loop === null ? "" : " in a form";
	if (name === ACTION_LISTEN) return `after a message${within}`;
	return `after an ${name === null || name.startsWith("utter_") ? "answer" : "action"}${within}`;
}
