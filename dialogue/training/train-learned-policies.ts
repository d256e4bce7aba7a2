/** Trains the policies that generalise: TEDPolicy and UnexpecTEDIntentPolicy (SPEC LP1–LP16). */
import type { TypedArray } from "../../nlu/model-file.ts";
import { seededRandom } from "../../nlu/random.ts";
import type { FaultList, SourcePosition } from "../../project/fault.ts";
import type { YamlNode } from "../../project/yaml-node.ts";
import { appliedEvents } from "../applied-events.ts";
import type { Domain } from "../domain.ts";
import { ActionRelations } from "../learning/action-relations.ts";
import { historyFeatures, historyWindow, type HistoryFeature } from "../learning/history-features.ts";
import { learnWeights, type LearningExample } from "../learning/learn-weights.ts";
import { trainTextEntities } from "../learning/text-entities.ts";
import { arraysToStore, LearnedWeights } from "../learning/weights.ts";
import { ACTION_LISTEN } from "../names.ts";
import type { TedPolicyData } from "../policies/ted-policy.ts";
import { logShares, type UnexpectedIntentPolicyData } from "../policies/unexpected-intent-policy.ts";
import { augmentStories } from "./augment-stories.ts";
import type { Example } from "./examples.ts";
import { LivedExamples } from "./lived-examples.ts";
import { asStrangers } from "./stranger-examples.ts";
import type { TrainingTracker } from "./generate-trackers.ts";
import { booleanOption, numberOption, historyOption } from "./policy-options.ts";
import type { PlaceTable } from "./place-table.ts";

export interface LearnedTraining {
	readonly domain: Domain;
	readonly stories: readonly TrainingTracker[];
	readonly places: PlaceTable;
	readonly faults: FaultList;
	readonly position: SourcePosition;
	readonly seed: number;
	/** Name of the policy's arrays. */
	readonly arrays: string;
	/** Takes the arrays for the model file. */
	readonly store: Map<string, TypedArray>;
	/** So many actions of stories are learnt from at most. */
	readonly mostActions: number;
}

const TED_PRIORITY = 1;
const UNEXPECTED_INTENT_PRIORITY = 2;
const TEXT_THRESHOLD = 0.5;

/** Null, with a warning, for a project without stories: there is nothing to learn from. */
export function trainTed(options: YamlNode | null, training: LearnedTraining): TedPolicyData | null {
	const maxHistory = historyOption(options);
	const stories = bearable("TEDPolicy", training.stories, training);
	const { own, told } = learnable(stories, training, historyWindow(maxHistory));
	const examples = [...own, ...told];
	if (examples.length === 0) return nothingToLearn("TEDPolicy", training);
	const actions = [...new Set(examples.map(({ action }) => action))].toSorted();
	const columns = new Map(actions.map((action, column) => [action, column]));
	const forms = new Set(training.domain.forms.keys());
	const relations = new ActionRelations(actions, forms);
	const seen = examples.map(({ states, action, place }): LearningExample => ({
		features: historyFeatures(states, forms),
		related: relations.of(states),
		column: columns.get(action) ?? 0,
		story: training.places.indexOf(place),
	}));
	const learnt = learnWeights(
		[...seen, ...asStrangers(seen, seen.slice(0, own.length))],
		actions.length,
		seededRandom(training.seed),
	);
	for (const [name, array] of arraysToStore(training.arrays, learnt)) training.store.set(name, array);
	const messages = examples.flatMap(({ states }) => states.flatMap(({ user }) => user ?? []));
	return {
		kind: "TEDPolicy",
		priority: numberOption(options, "priority") ?? TED_PRIORITY,
		maxHistory,
		arrays: training.arrays,
		actions,
		forms: [...forms],
		intents: [...new Set(messages.flatMap(({ intent }) => intent ?? []))].toSorted(),
		readsTexts: messages.some(({ intent, text }) => intent === null && text !== null),
		textThreshold: numberOption(options, "e2e_confidence_threshold") ?? TEXT_THRESHOLD,
		entities:
			booleanOption(options, "entity_recognition") === false
				? null
				: trainTextEntities({
						...training,
						splitByComma: booleanOption(options, "split_entities_by_comma") ?? true,
					}),
	};
}

/** Learns which intents come after which histories, and how unlikely an intent of a story ever is. */
export function trainUnexpectedIntent(
	options: YamlNode | null,
	training: LearnedTraining,
): UnexpectedIntentPolicyData | null {
	const maxHistory = historyOption(options);
	const window = historyWindow(maxHistory) + 1;
	const forms = new Set(training.domain.forms.keys());
	const stories = bearable("UnexpecTEDIntentPolicy", training.stories.filter(isByIntents), training);
	const { own, told } = learnable(stories, training, window);
	const messages = [...own, ...told].flatMap((example) => messageExample(example, forms));
	if (messages.length === 0) return nothingToLearn("UnexpecTEDIntentPolicy", training);
	const intents = [...new Set(messages.map(({ intent }) => intent))].toSorted();
	const columns = new Map(intents.map((intent, column) => [intent, column]));
	const learnt = learnWeights(
		messages.map(({ features, intent, place }): LearningExample => ({
			features,
			related: [],
			column: columns.get(intent) ?? 0,
			story: training.places.indexOf(place),
		})),
		intents.length,
		seededRandom(training.seed),
	);
	for (const [name, array] of arraysToStore(training.arrays, learnt)) training.store.set(name, array);
	const weights = new LearnedWeights(learnt, intents.length);
	return {
		kind: "UnexpecTEDIntentPolicy",
		priority: numberOption(options, "priority") ?? UNEXPECTED_INTENT_PRIORITY,
		maxHistory,
		arrays: training.arrays,
		forms: [...forms],
		intents,
		thresholds: thresholds(messages, {
			columns,
			weights,
			tolerance: numberOption(options, "tolerance") ?? 0,
		}),
		ignoredIntents: (options?.get("ignore_intents_list")?.items() ?? []).flatMap(
			(item) => item.string() ?? [],
		),
	};
}

/** The examples of stories as they stand, and those that only stories told after others have. */
function learnable(
	stories: readonly TrainingTracker[],
	{ domain, seed }: LearnedTraining,
	maxHistory: number,
): { readonly own: readonly Example[]; readonly told: readonly Example[] } {
	const examples = new LivedExamples(domain, maxHistory);
	return { own: examples.of(stories), told: examples.of(augmentStories(stories, seededRandom(seed))) };
}

/** Of more stories than can be learnt in seconds it takes every second, every third … (SPEC LP16). */
function bearable(
	policy: string,
	stories: readonly TrainingTracker[],
	{ faults, position, mostActions }: LearnedTraining,
): readonly TrainingTracker[] {
	const actions = stories.reduce(
		(sum, { running }) => sum + running.events.filter(({ event }) => event === "action").length,
		0,
	);
	const stride = Math.ceil(actions / mostActions);
	if (stride <= 1) return stories;
	const taken = stories.filter((_story, index) => index % stride === 0);
	const message = `The stories have ${actions} actions, more than the ${mostActions} that ${policy} learns from: it takes ${taken.length} of ${stories.length} stories.`;
	faults.warning("more_than_is_learnt", position, message);
	return taken;
}

function nothingToLearn(policy: string, { faults, position }: LearnedTraining): null {
	faults.warning(
		"nothing_to_learn",
		position,
		`${policy} learns from stories, and the project has none that it can use: it is left out.`,
	);
	return null;
}

/** Stories with messages or answers that are known by their text say nothing of intents. */
function isByIntents({ running }: TrainingTracker): boolean {
	return appliedEvents(running.events).every((event) => {
		if (event.event === "user") return (event.parse_data.intent?.name ?? null) !== null;
		return event.event !== "action" || event.name !== null;
	});
}

interface MessageExample extends Pick<Example, "place"> {
	readonly features: readonly HistoryFeature[];
	readonly intent: string;
}

/** An answer to a message tells which message came after the history before it. */
function messageExample({ states, place }: Example, forms: ReadonlySet<string>): MessageExample[] {
	const latest = states.at(-1);
	const intent = latest?.user?.intent ?? null;
	if (latest?.action?.name !== ACTION_LISTEN || intent === null) return [];
	return [{ features: historyFeatures(states.slice(0, -1), forms), intent, place }];
}

/**
 * The likelihood below which an intent surprises: the least that it has where a story says it, or, where that is less,
 * the most that it has elsewhere. `tolerance` leaves out that share of the elsewheres, the most likely first.
 */
function thresholds(
	messages: readonly MessageExample[],
	options: {
		readonly columns: ReadonlyMap<string, number>;
		readonly weights: LearnedWeights;
		readonly tolerance: number;
	},
): number[] {
	const likelihoods = messages.map(({ features }) => logShares(options.weights, features));
	return [...options.columns].map(([intent, column]) => {
		const own: number[] = [];
		const others: number[] = [];
		for (const [index, message] of messages.entries())
			(message.intent === intent ? own : others).push(likelihoods[index]?.[column] ?? 0);
		others.sort((a, b) => a - b);
		const least = Math.min(...own);
		const at = Math.floor((1 - options.tolerance) * (others.length - 1));
		return Math.min(least, others[Math.max(0, at)] ?? least);
	});
}
