/** UnexpecTEDIntentPolicy: says when a message's intent is unlikely at this point of a conversation (SPEC LP10–LP12). */
import { z } from "zod";
import { readByIntent, type RuleOnlyData } from "../dialogue-state.ts";
import { historyFeatures, historyWindow, type HistoryFeature } from "../learning/history-features.ts";
import { LearnedWeights, softmax, type LearnedArrays } from "../learning/weights.ts";
import { ACTION_LISTEN, ACTION_UNLIKELY_INTENT } from "../names.ts";
import type { ConversationView } from "./conversation-view.ts";
import type { PolicyPrediction, PredictionSource } from "./prediction.ts";

export const UnexpectedIntentPolicyData = z.object({
	kind: z.literal("UnexpecTEDIntentPolicy"),
	priority: z.number(),
	maxHistory: z.number().nullable(),
	arrays: z.string(),
	forms: z.array(z.string()),
	/** Intents that a story has, one a column of the weights. */
	intents: z.array(z.string()),
	/** How unlikely an intent may be, by intent, in the logarithm of its share. */
	thresholds: z.array(z.number()),
	/** Rasa's `ignore_intents_list`. */
	ignoredIntents: z.array(z.string()),
});
/** A trained UnexpecTEDIntentPolicy. */
export type UnexpectedIntentPolicyData = z.infer<typeof UnexpectedIntentPolicyData>;

/** A trained UnexpecTEDIntentPolicy, ready to predict. */
export class UnexpectedIntentPolicy {
	readonly #data: UnexpectedIntentPolicyData;
	readonly #weights: LearnedWeights;
	readonly #ruleOnly: RuleOnlyData;
	readonly #columns: ReadonlyMap<string, number>;
	readonly #forms: ReadonlySet<string>;

	constructor(data: UnexpectedIntentPolicyData, arrays: LearnedArrays, ruleOnly: RuleOnlyData) {
		this.#data = data;
		this.#weights = new LearnedWeights(arrays, data.intents.length);
		this.#ruleOnly = ruleOnly;
		this.#forms = new Set(data.forms);
		this.#columns = new Map(data.intents.map((intent, column) => [intent, column]));
	}

	predict(view: ConversationView): PolicyPrediction {
		const source = this.#surprise(view);
		const index = view.domain.actionIndex.get(ACTION_UNLIKELY_INTENT);
		return {
			policy: "UnexpecTEDIntentPolicy",
			priority: this.#data.priority,
			scores: source === null || index === undefined ? new Map() : new Map([[index, 1]]),
			isNoUser: false,
			isEndToEnd: false,
			hideRuleTurn: false,
			events: [],
			source,
		};
	}

	/** Only right after a message whose intent the stories know and the project doesn't ignore (SPEC LP10). */
	#surprise(view: ConversationView): PredictionSource | null {
		const intent = view.latestMessage?.intent ?? null;
		if (intent === null || view.latestAction?.name !== ACTION_LISTEN) return null;
		const column = this.#columns.get(intent);
		if (column === undefined || this.#data.ignoredIntents.includes(intent)) return null;
		const states = view.storyStates(historyWindow(this.#data.maxHistory) + 1, this.#ruleOnly);
		if (states.at(-1)?.action?.name !== ACTION_LISTEN) return null;
		const history = readByIntent(states.slice(0, -1), false);
		const likelihoods = logShares(this.#weights, historyFeatures(history, this.#forms));
		const likelihood = likelihoods[column] ?? 0;
		const expected = mostLikely(likelihoods);
		if (likelihood >= (this.#data.thresholds[column] ?? 0) || expected === column) return null;
		const name = this.#data.intents[expected] ?? "";
		const percent = (Math.exp(likelihood) * 100).toFixed(1);
		return {
			kind: "unlikely_intent",
			place: null,
			evidence: [`said ${intent} has ${percent} % here; said ${name} is most likely`],
		};
	}
}

/** Logarithms of the intents' shares after a history. */
export function logShares(weights: LearnedWeights, features: readonly HistoryFeature[]): Float64Array {
	return softmax(weights.scores(features, [])).map((share) => Math.log(Math.max(share, 1e-300)));
}

function mostLikely(shares: Float64Array): number {
	let best = 0;
	for (const [column, share] of shares.entries()) if (share > (shares[best] ?? 0)) best = column;
	return best;
}
