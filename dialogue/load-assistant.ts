import type { Assistant } from "./assistant.ts";
import type { TypedArray } from "../nlu/model-file.ts";
import { createDomain } from "./domain.ts";
import type { RuleOnlyData } from "./dialogue-state.ts";
import { arraysFromStore } from "./learning/weights.ts";
import { TextEntities } from "./learning/text-entities.ts";
import type { Policy } from "./policies/ensemble.ts";
import { MemoizationPolicy } from "./policies/memoization-policy.ts";
import { RulePolicy } from "./policies/rule-policy.ts";
import { TedPolicy } from "./policies/ted-policy.ts";
import { UnexpectedIntentPolicy } from "./policies/unexpected-intent-policy.ts";
import { assertNever } from "./assert-never.ts";
import type { Place } from "./policies/prediction.ts";
import { TrainedDialogue, type PolicyData } from "./train.ts";

export type { Assistant } from "./assistant.ts";

/**
 * Makes a trained dialogue ready to talk.
 *
 * @param model - `dialogue` is what `trainDialogue` gave, after any trip through JSON; `arrays` are the model file's
 * @throws ZodError when it has another shape, Error when weights are missing: the model is damaged or of another version
 */
export function loadAssistant(model: {
	readonly modelId: string;
	readonly assistantId: string;
	readonly dialogue: unknown;
	readonly arrays?: ReadonlyMap<string, TypedArray>;
}): Assistant {
	const trained = TrainedDialogue.parse(model.dialogue);
	const context = {
		places: trained.places,
		ruleOnly: ruleOnlyData(trained.policies),
		arrays: model.arrays ?? new Map<string, TypedArray>(),
	};
	return {
		modelId: model.modelId,
		assistantId: model.assistantId,
		domain: createDomain(trained.domain),
		policies: trained.policies.map((policy) => loadPolicy(policy, context)),
		places: trained.places,
	};
}

interface PolicyContext {
	readonly places: readonly Place[];
	readonly ruleOnly: RuleOnlyData;
	readonly arrays: ReadonlyMap<string, TypedArray>;
}

function loadPolicy(policy: PolicyData, { places, ruleOnly, arrays }: PolicyContext): Policy {
	switch (policy.kind) {
		case "RulePolicy":
			return new RulePolicy(policy, places);
		case "MemoizationPolicy":
		case "AugmentedMemoizationPolicy":
			return new MemoizationPolicy(policy, places, ruleOnly);
		case "TEDPolicy":
			return new TedPolicy(
				policy,
				arraysFromStore(policy.arrays, arrays),
				policy.entities === null ? null : new TextEntities(policy.entities, arrays),
				{ places, ruleOnly },
			);
		case "UnexpecTEDIntentPolicy":
			return new UnexpectedIntentPolicy(policy, arraysFromStore(policy.arrays, arrays), ruleOnly);
		default:
			return assertNever(policy);
	}
}

/** What only rules know, as the project's RulePolicy found it. */
function ruleOnlyData(policies: readonly PolicyData[]): RuleOnlyData {
	const rules = policies.find((policy) => policy.kind === "RulePolicy");
	return { slots: new Set(rules?.ruleOnlySlots), loops: new Set(rules?.ruleOnlyLoops) };
}
