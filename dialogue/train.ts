/** Trains a project's dialogue: plain JSON that `loadAssistant` makes an assistant of (SPEC TT9). */
import { z } from "zod";
import type { FaultList } from "../project/fault.ts";
import { DomainSpec } from "./domain.ts";
import { MemoizationPolicyData } from "./policies/memoization-policy.ts";
import { Place } from "./policies/prediction.ts";
import { RulePolicyData } from "./policies/rule-policy.ts";
import type { PolicyConfig } from "./project/read-policies.ts";
import type { DialogueProject } from "./read-project.ts";
import { generateTrackers, type TrainingTracker } from "./training/generate-trackers.ts";
import { PlaceTable } from "./training/place-table.ts";
import { trainMemoization } from "./training/train-memoization.ts";
import { trainRules } from "./training/train-rules.ts";

/** Rises when the shape changes: an engine refuses what it doesn't know. */
export const DIALOGUE_FORMAT = 1;

const PolicyData = z.discriminatedUnion("kind", [RulePolicyData, MemoizationPolicyData]);
export type PolicyData = z.infer<typeof PolicyData>;

export const TrainedDialogue = z.object({
	format: z.literal(DIALOGUE_FORMAT),
	domain: DomainSpec,
	places: z.array(Place),
	policies: z.array(PolicyData),
	counts: z.object({
		stories: z.number(),
		rules: z.number(),
		slots: z.number(),
		forms: z.number(),
		actions: z.number(),
		responses: z.number(),
	}),
});
/** A trained dialogue, as it stands in the model file. */
export type TrainedDialogue = z.infer<typeof TrainedDialogue>;

/**
 * Trains the policies of a project.
 *
 * @param faults - takes contradictions, incomplete rules and whatever else keeps the bot from doing what was meant
 */
export function trainDialogue(project: DialogueProject, faults: FaultList): TrainedDialogue {
	const { domain } = project;
	const stories = generateTrackers(project.stories, domain, faults);
	const rules = generateTrackers(project.rules, domain, faults);
	const places = new PlaceTable();
	const policies = project.policies.flatMap(
		(config) => trainPolicy(config, { project, stories, rules, places, faults }) ?? [],
	);
	return {
		format: DIALOGUE_FORMAT,
		domain: domain.spec,
		places: places.places,
		policies,
		counts: {
			stories: countNames(project.stories),
			rules: countNames(project.rules),
			slots: domain.spec.slots.length,
			forms: domain.spec.forms.length,
			actions: domain.actionNames.length,
			responses: domain.spec.responses.length,
		},
	};
}

interface PolicyTraining {
	readonly project: DialogueProject;
	readonly stories: readonly TrainingTracker[];
	readonly rules: readonly TrainingTracker[];
	readonly places: PlaceTable;
	readonly faults: FaultList;
}

function trainPolicy(config: PolicyConfig, training: PolicyTraining): PolicyData | null {
	const { stories, places, faults } = training;
	switch (config.name) {
		case "RulePolicy":
			return trainRules(config.options, { ...training, domain: training.project.domain });
		case "MemoizationPolicy":
		case "AugmentedMemoizationPolicy":
			return trainMemoization(config.name, config.options, stories, places);
		default:
			faults.warning(
				"policy_left_out",
				config.position,
				`${config.name} is accepted and left out: rules and memorised stories decide. Conversations that no story foresees get the fallback.`,
			);
			return null;
	}
}

function countNames(steps: DialogueProject["stories"]): number {
	return new Set(steps.map((step) => `${step.place.file}:${step.place.line}`)).size;
}
