import { z } from "zod";
import type { DialogueEvent } from "../../contracts/dialogue-event.ts";
import type { DialogueState } from "../dialogue-state.ts";
import type { Domain } from "../domain.ts";

export const Place = z.object({ name: z.string(), file: z.string(), line: z.number().nullable() });
/** Where a rule or story stands: its name, file and line. */
export type Place = z.infer<typeof Place>;

/** Why a policy chose what it chose. */
export interface PredictionSource {
	readonly kind: "rule" | "story" | "loop" | "default_intent" | "fallback" | "learned" | "unlikely_intent";
	/** For what was learnt: a story that taught it. */
	readonly place: Place | null;
	/** What of the history spoke for the choice, in words. */
	readonly evidence?: readonly string[];
	/** The states that a rule asks for, or that a story has word for word. */
	readonly states?: readonly DialogueState[];
}

/** What one policy says of the next action. Actions that `scores` doesn't name have 0. */
export interface PolicyPrediction {
	readonly policy: string;
	readonly priority: number;
	/** By the action's index in the domain. */
	readonly scores: ReadonlyMap<number, number>;
	/** Made without looking at the user's message: a form that goes on. */
	readonly isNoUser: boolean;
	/** Made from the message's text, not its intent. */
	readonly isEndToEnd: boolean;
	/** The turn is known to rules only: policies that learn from stories shall not see it. */
	readonly hideRuleTurn: boolean;
	/** Events that precede the action whatever policy wins. */
	readonly events: readonly DialogueEvent[];
	/** Events that precede the action where this policy wins. */
	readonly ownEvents?: readonly DialogueEvent[];
	readonly source: PredictionSource | null;
}

/** The action of the highest score; of equals the first in the domain's order. */
export function bestAction(
	domain: Domain,
	scores: ReadonlyMap<number, number>,
): { name: string; confidence: number } {
	let bestIndex = 0;
	let bestScore = 0;
	for (const [index, score] of scores) {
		if (score > bestScore || (score === bestScore && score > 0 && index < bestIndex)) {
			bestIndex = index;
			bestScore = score;
		}
	}
	return { name: domain.actionNames[bestIndex] ?? "", confidence: bestScore };
}
