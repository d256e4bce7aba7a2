/** RulePolicy's training: what rules say, whether they agree with each other and with the stories (SPEC RT1–RT7). */
import type { FaultList } from "../../project/fault.ts";
import type { YamlNode } from "../../project/yaml-node.ts";
import type { DialogueState } from "../dialogue-state.ts";
import type { Domain } from "../domain.ts";
import { ACTION_DEFAULT_FALLBACK, ACTION_LISTEN, RULE_SNIPPET, SHOULD_NOT_BE_SET } from "../names.ts";
import { RuleLookup } from "../policies/rule-lookup.ts";
import {
	RuleDecider,
	ruleKey,
	type LearnedRule,
	type RulePolicyData,
	type UnhappyPath,
} from "../policies/rule-policy.ts";
import { analyseRules } from "./analyse-rules.ts";
import { checkIncompleteRules } from "./check-incomplete-rules.ts";
import { examplesOf, type Example } from "./examples.ts";
import type { TrainingTracker } from "./generate-trackers.ts";
import { booleanOption, numberOption } from "./policy-options.ts";
import type { PlaceTable } from "./place-table.ts";

const RULE_PRIORITY = 4;
const DEFAULT_FALLBACK_THRESHOLD = 0.3;

export interface RuleTraining {
	readonly domain: Domain;
	readonly stories: readonly TrainingTracker[];
	readonly rules: readonly TrainingTracker[];
	readonly places: PlaceTable;
	readonly faults: FaultList;
}

export function trainRules(options: YamlNode | null, training: RuleTraining): RulePolicyData {
	const { domain, stories, rules, places, faults } = training;
	const scoring = {
		fallbackAction: options?.get("core_fallback_action_name")?.string() ?? ACTION_DEFAULT_FALLBACK,
		fallbackThreshold: numberOption(options, "core_fallback_threshold") ?? DEFAULT_FALLBACK_THRESHOLD,
		enableFallback: booleanOption(options, "enable_fallback_prediction") ?? true,
		useNluConfidence: booleanOption(options, "use_nlu_confidence_as_score") ?? false,
	};
	if (!domain.actionIndex.has(scoring.fallbackAction) && options !== null)
		faults.error(
			"unknown_fallback_action",
			options.position,
			`core_fallback_action_name: ${scoring.fallbackAction} is no action of the domain. Add it to actions.`,
		);
	const checks = booleanOption(options, "check_for_contradictions") ?? true;
	if (booleanOption(options, "restrict_rules") ?? true) checkSingleMessage(rules, faults);
	if (checks) checkIncompleteRules(rules, domain, faults);
	const ruleExamples = examplesOf(rules, { maxHistory: null, omitUnsetSlots: true });
	const storyExamples = examplesOf(stories, { maxHistory: null, omitUnsetSlots: false });
	const decider = new RuleDecider(
		new RuleLookup(learnRules(ruleExamples)),
		new RuleLookup(learnUnhappyPaths([...ruleExamples, ...storyExamples])),
	);
	const hiddenSources = checks ? analyseRules(decider, { domain, stories, rules, scoring, faults }) : [];
	const keys = decider.rules.keys();
	const indexOf = new Map(keys.map((key, index) => [key, index]));
	const ruleOnly = checks ? ruleOnlyNames(ruleExamples, storyExamples) : { slots: [], loops: [] };
	return {
		kind: "RulePolicy",
		priority: numberOption(options, "priority") ?? RULE_PRIORITY,
		...scoring,
		rules: keys.map((key) => {
			const rule = decider.rules.get(key);
			return [
				key,
				rule?.action ?? "",
				rule?.place === null || rule === undefined ? -1 : places.indexOf(rule.place),
			];
		}),
		unhappyPaths: decider.unhappyPaths
			.keys()
			.map((key) => [key, decider.unhappyPaths.get(key) ?? "loop_was_interrupted"]),
		hiddenSources: hiddenSources.map((source) => indexOf.get(source) ?? source),
		ruleOnlySlots: ruleOnly.slots,
		ruleOnlyLoops: ruleOnly.loops,
	};
}

function checkSingleMessage(rules: readonly TrainingTracker[], faults: FaultList): void {
	for (const { name, place, running } of rules) {
		const messages = running.events.filter((event) => event.event === "user").length;
		if (messages > 1)
			faults.error(
				"rule_with_many_messages",
				place,
				`The rule "${name}" has ${messages} user messages; a rule may have one. Make it a story.`,
			);
	}
}

/** Keys to actions; keys that lead to two actions, or to "whatever comes", are no rules. */
function learnRules(examples: readonly Example[]): [string, LearnedRule][] {
	const rules = new Map<string, LearnedRule | null>();
	for (const { states, action, place } of examples) {
		const key = ruleKey(states);
		if (key === null) continue;
		const known = rules.get(key);
		if (known === undefined) rules.set(key, { action, place });
		else if (known !== null && known.action !== action) rules.set(key, null);
	}
	return [...rules].flatMap(([key, rule]) =>
		rule === null || rule.action === RULE_SNIPPET ? [] : [[key, rule]],
	);
}

function learnUnhappyPaths(examples: readonly Example[]): Map<string, UnhappyPath> {
	const paths = new Map<string, UnhappyPath>();
	for (const { states, action } of examples) {
		const latest = states.at(-1);
		const loop = latest?.loop ?? null;
		if (latest === undefined || loop === null || loop === SHOULD_NOT_BE_SET) continue;
		const before = states.at(-2)?.action ?? null;
		const context: DialogueState[] =
			before === null ? [] : [{ user: null, slots: [], action: before, loop: null }];
		const key = ruleKey([...context, latest]);
		if (key === null) continue;
		const isListening = latest.action?.name === ACTION_LISTEN;
		if (isListening && action === loop) paths.set(key, "loop_was_interrupted");
		else if (!isListening && action !== loop) paths.set(key, "do_not_predict_loop_action");
	}
	return paths;
}

function ruleOnlyNames(
	rules: readonly Example[],
	stories: readonly Example[],
): { slots: string[]; loops: string[] } {
	const inRules = namesIn(rules);
	const inStories = namesIn(stories);
	return {
		slots: [...inRules.slots].filter((name) => !inStories.slots.has(name)),
		loops: [...inRules.loops].filter((name) => !inStories.loops.has(name) && name !== SHOULD_NOT_BE_SET),
	};
}

function namesIn(examples: readonly Example[]): { slots: Set<string>; loops: Set<string> } {
	const states = examples.flatMap((example) => example.states);
	return {
		slots: new Set(states.flatMap((state) => state.slots.map(([name]) => name))),
		loops: new Set(states.flatMap((state) => (state.loop === null ? [] : [state.loop]))),
	};
}
