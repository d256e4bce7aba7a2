/** Trains a project's dialogue: plain JSON that `loadAssistant` makes an assistant of (SPEC TT9). */
import { z } from "zod";
import type { TypedArray } from "../nlu/model-file.ts";
import type { FaultList } from "../project/fault.ts";
import { DomainSpec } from "./domain.ts";
import { MemoizationPolicyData } from "./policies/memoization-policy.ts";
import { Place } from "./policies/prediction.ts";
import { RulePolicyData } from "./policies/rule-policy.ts";
import { TedPolicyData } from "./policies/ted-policy.ts";
import { UnexpectedIntentPolicyData } from "./policies/unexpected-intent-policy.ts";
import type { PolicyConfig } from "./project/read-policies.ts";
import type { DialogueProject } from "./read-project.ts";
import { generateTrackers, type TrainingTracker } from "./training/generate-trackers.ts";
import { PlaceTable } from "./training/place-table.ts";
import { trainTed, trainUnexpectedIntent } from "./training/train-learned-policies.ts";
import { trainMemoization } from "./training/train-memoization.ts";
import { trainRules } from "./training/train-rules.ts";

/** Rises when the shape changes: an engine refuses what it doesn't know. */
export const DIALOGUE_FORMAT = 1;

const PolicyData = z.discriminatedUnion("kind", [
	RulePolicyData,
	MemoizationPolicyData,
	TedPolicyData,
	UnexpectedIntentPolicyData,
]);
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

/** What training gives: the JSON part of the model and the arrays that its policies name. */
export interface DialogueTraining {
	readonly dialogue: TrainedDialogue;
	readonly arrays: ReadonlyMap<string, TypedArray>;
}

export interface DialogueTrainingOptions {
	/** Makes the same bytes of the same data; 1 when absent. */
	readonly seed?: number;
	/** Policies that are not trained, by their Rasa names. */
	readonly leaveOut?: readonly string[];
	/** Learnt policies learn from so many actions of stories; `MOST_LEARNT_ACTIONS` when absent. */
	readonly mostActions?: number;
}

/** What is learnt from in seconds and in a few hundred megabytes. */
const MOST_LEARNT_ACTIONS = 30_000;

/** The policies that learn weights: Rasa's recordings were made without them, and they take the longest. */
export const LEARNED_POLICIES: readonly string[] = ["TEDPolicy", "UnexpecTEDIntentPolicy"];

/**
 * Trains the policies of a project.
 *
 * @param faults - takes contradictions, incomplete rules and whatever else keeps the bot from doing what was meant
 */
export function trainDialogue(
	project: DialogueProject,
	faults: FaultList,
	{ seed = 1, leaveOut = [], mostActions = MOST_LEARNT_ACTIONS }: DialogueTrainingOptions = {},
): DialogueTraining {
	const { domain } = project;
	const stories = generateTrackers(project.stories, domain, faults);
	const rules = generateTrackers(project.rules, domain, faults);
	const places = new PlaceTable();
	const store = new Map<string, TypedArray>();
	const policies = project.policies
		.filter(({ name }) => !leaveOut.includes(name))
		.flatMap((config, index) => {
			const arrays = `dialogue.${index}`;
			const training = { project, stories, rules, places, faults, seed, store, arrays, mostActions };
			return trainPolicy(config, training) ?? [];
		});
	const dialogue: TrainedDialogue = {
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
	return { dialogue, arrays: store };
}

interface PolicyTraining {
	readonly project: DialogueProject;
	readonly stories: readonly TrainingTracker[];
	readonly rules: readonly TrainingTracker[];
	readonly places: PlaceTable;
	readonly faults: FaultList;
	readonly seed: number;
	readonly store: Map<string, TypedArray>;
	readonly arrays: string;
	readonly mostActions: number;
}

function trainPolicy(config: PolicyConfig, training: PolicyTraining): PolicyData | null {
	const { stories, places, project } = training;
	switch (config.name) {
		case "RulePolicy":
			return trainRules(config.options, { ...training, domain: project.domain });
		case "MemoizationPolicy":
		case "AugmentedMemoizationPolicy":
			return trainMemoization(config.name, config.options, stories, places);
		case "TEDPolicy":
			return trainTed(config.options, { ...training, domain: project.domain, position: config.position });
		case "UnexpecTEDIntentPolicy":
			return trainUnexpectedIntent(config.options, {
				...training,
				domain: project.domain,
				position: config.position,
			});
		default:
			throw new Error(`There is no policy ${config.name}: read-policies lets none through.`);
	}
}

function countNames(steps: DialogueProject["stories"]): number {
	return new Set(steps.map((step) => `${step.place.file}:${step.place.line}`)).size;
}
