/** What the bot would do next, without doing it: the answer of Rasa's `/predict` (SPEC TV3). */
import type { Assistant } from "./assistant.ts";
import { nextAction } from "./next-action.ts";
import type { Tracker } from "./tracker.ts";

export interface NextPrediction {
	/** Every action of the domain, the likeliest first; of equals by name. */
	readonly scores: readonly { readonly action: string; readonly score: number }[];
	/** Null where no policy had to be asked: a follow-up action. */
	readonly policy: string | null;
	readonly confidence: number;
}

export function predictNext(assistant: Assistant, tracker: Tracker): NextPrediction {
	const { choice } = nextAction(assistant, tracker);
	const { actionNames, actionIndex } = tracker.domain;
	const chosen = actionIndex.get(choice.action);
	const scores = actionNames.map((action, index) => ({
		action,
		score: choice.scores?.get(index) ?? (index === chosen ? choice.confidence : 0),
	}));
	return {
		scores: scores.toSorted((a, b) => b.score - a.score || compareNames(a.action, b.action)),
		policy: choice.policy,
		confidence: choice.confidence,
	};
}

function compareNames(a: string, b: string): number {
	if (a === b) return 0;
	return a < b ? -1 : 1;
}
