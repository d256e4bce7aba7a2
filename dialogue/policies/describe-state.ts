/** States in words, for the reasons of decisions (SPEC EN5, EN6). */
import type { DialogueState } from "../dialogue-state.ts";
import { ACTION_LISTEN, SHOULD_NOT_BE_SET } from "../names.ts";

/** States that a reason writes out; of a longer history the newest. */
const MOST_DESCRIBED = 3;

/** The newest of these states in words, oldest first, and how many there are. */
export function describeStates(states: readonly DialogueState[]): {
	readonly count: number;
	readonly newest: readonly string[];
} {
	return { count: states.length, newest: states.slice(-MOST_DESCRIBED).map(describeState) };
}

function describeState({ action, user, slots, loop }: DialogueState): string {
	const parts: string[] = [];
	if (action === null) parts.push("at the beginning");
	else if (action.name !== ACTION_LISTEN) parts.push(`after ${action.name ?? `"${action.text ?? ""}"`}`);
	if (user !== null) {
		const entities = user.entities.length === 0 ? "" : ` with ${user.entities.join(" and ")}`;
		parts.push(`${user.intent ?? `"${user.text ?? ""}"`}${entities} was said`);
	}
	if (loop !== null) parts.push(loop === SHOULD_NOT_BE_SET ? "in no form" : `in ${loop}`);
	for (const [name, feature] of slots)
		parts.push(feature === SHOULD_NOT_BE_SET ? `${name} is not set` : `${name} is set`);
	return parts.length === 0 ? "anything" : parts.join(", ");
}
