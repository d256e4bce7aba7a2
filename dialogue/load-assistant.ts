import type { Assistant } from "./assistant.ts";
import { createDomain } from "./domain.ts";
import type { RuleOnlyData } from "./dialogue-state.ts";
import type { Policy } from "./policies/ensemble.ts";
import { MemoizationPolicy } from "./policies/memoization-policy.ts";
import { RulePolicy } from "./policies/rule-policy.ts";
import { TrainedDialogue, type PolicyData } from "./train.ts";

export type { Assistant } from "./assistant.ts";

/**
 * Makes a trained dialogue ready to talk.
 *
 * @param model - `dialogue` is what `trainDialogue` gave, after any trip through JSON
 * @throws ZodError when it has another shape: the model is damaged or of another version
 */
export function loadAssistant(model: {
	readonly modelId: string;
	readonly assistantId: string;
	readonly dialogue: unknown;
}): Assistant {
	const trained = TrainedDialogue.parse(model.dialogue);
	const ruleOnly = ruleOnlyData(trained.policies);
	return {
		modelId: model.modelId,
		assistantId: model.assistantId,
		domain: createDomain(trained.domain),
		policies: trained.policies.map((policy): Policy =>
			policy.kind === "RulePolicy"
				? new RulePolicy(policy, trained.places)
				: new MemoizationPolicy(policy, trained.places, ruleOnly),
		),
		places: trained.places,
	};
}

/** What only rules know, as the project's RulePolicy found it. */
function ruleOnlyData(policies: readonly PolicyData[]): RuleOnlyData {
	const rules = policies.find((policy) => policy.kind === "RulePolicy");
	return { slots: new Set(rules?.ruleOnlySlots), loops: new Set(rules?.ruleOnlyLoops) };
}
