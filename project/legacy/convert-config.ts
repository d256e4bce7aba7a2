import { isMap, isScalar, isSeq, type YAMLSeq } from "yaml";
import type { OldConstructs } from "./old-construct.ts";
import {
	COMPONENT_NAMES,
	FALLBACK_POLICIES,
	KEPT_NETWORK_OPTIONS,
	lastName,
	LEARNING_POLICIES,
	PIPELINE_TEMPLATES,
	REPLACED_NETWORKS,
	RULE_POLICIES,
} from "./old-names.ts";
import type { WrittenStory } from "./write-training-data.ts";
import { itemsOf, keyOf, pairOf, pairsOf, removeKey, textOf, valueOf, type YamlFile } from "./yaml-file.ts";

/** Renews pipeline and policies; returns the rules that take a policy's place. */
export function convertConfig(config: YamlFile, needsRules: boolean, found: OldConstructs): WrittenStory[] {
	convertPipeline(config, found);
	const policies = pairOf(config.root, "policies")?.value;
	if (!isSeq(policies)) return [];
	renameLearningPolicies(config, policies, found);
	const rules = replaceFallbackPolicies(config, policies, found);
	let isRuled = false;
	for (const item of policies.items.slice()) {
		const name = policyName(item);
		if (!RULE_POLICIES.includes(name)) continue;
		found.done(
			"rasa_2_policy",
			config.at(item),
			name === "FormPolicy"
				? "FormPolicy is gone. Write RulePolicy, which runs forms."
				: "MappingPolicy is gone. Write RulePolicy, and a rule for each intent that had triggers.",
		);
		drop(config, policies, item);
		isRuled = true;
	}
	if (isRuled || rules.length > 0 || needsRules) addRulePolicy(config, policies);
	return rules;
}

function policyName(item: unknown): string {
	return lastName(textOf(item) ?? textOf(valueOf(item, "name")) ?? "");
}

function drop(config: YamlFile, policies: YAMLSeq, item: unknown): void {
	policies.items.splice(policies.items.indexOf(item), 1);
	config.touch();
}

function addRulePolicy(config: YamlFile, policies: YAMLSeq): void {
	if (policies.items.some((item) => policyName(item) === "RulePolicy")) return;
	policies.items.push(config.node({ name: "RulePolicy" }));
	config.touch();
}

function convertPipeline(config: YamlFile, found: OldConstructs): void {
	const pair = pairOf(config.root, "pipeline");
	if (pair === null) return;
	const template = textOf(pair.value);
	const components = PIPELINE_TEMPLATES.get(template ?? "");
	if (template !== null && components !== undefined) {
		found.done(
			"rasa_1_pipeline_template",
			config.at(pair),
			`pipeline: ${template} names a template of Rasa 1.x. List its components: ${components.map(({ name }) => name).join(", ")}.`,
		);
		pair.value = config.node(components);
		config.touch();
	}
	if (!isSeq(pair.value)) return;
	for (const item of pair.value.items.slice()) convertComponent(config, pair.value, item, found);
}

function convertComponent(config: YamlFile, pipeline: YAMLSeq, item: unknown, found: OldConstructs): void {
	const scalar = isScalar(item) ? item : valueOf(item, "name");
	const old = lastName(textOf(scalar) ?? "");
	const name = COMPONENT_NAMES.get(old);
	if (name === undefined || !isScalar(scalar)) return;
	const isUsed = name !== null && hasTokenizer(pipeline, item, name);
	if (name === null || isUsed) {
		found.done("rasa_1_component", config.at(item), `The component ${old} is gone. Take it out.`);
		drop(config, pipeline, item);
		return;
	}
	found.done("rasa_1_component", config.at(item), `The component ${old} is gone. Write ${name}.`);
	scalar.value = name;
	config.touch();
	if (!REPLACED_NETWORKS.includes(old) || !isMap(item)) return;
	// it found intents only: entities had a component of their own
	item.set("entity_recognition", false);
	for (const pair of pairsOf(item)) {
		const key = keyOf(pair);
		if (KEPT_NETWORK_OPTIONS.includes(key) || key === "entity_recognition") continue;
		found.done(
			"rasa_1_component_option",
			config.at(pair),
			`The option ${key} of ${old} shaped a network that is gone. Take it out.`,
		);
		removeKey(item, key);
	}
}

/** A pipeline has one tokenizer. */
function hasTokenizer(pipeline: YAMLSeq, self: unknown, name: string): boolean {
	if (!name.endsWith("Tokenizer")) return false;
	return pipeline.items.some(
		(item) =>
			item !== self && policyName(item).endsWith("Tokenizer") && !COMPONENT_NAMES.has(policyName(item)),
	);
}

function renameLearningPolicies(config: YamlFile, policies: YAMLSeq, found: OldConstructs): void {
	for (const item of policies.items.slice()) {
		const old = policyName(item);
		if (!LEARNING_POLICIES.includes(old)) continue;
		found.done("rasa_2_policy", config.at(item), `${old} is gone. Write TEDPolicy.`);
		if (policies.items.some((other) => policyName(other) === "TEDPolicy")) {
			drop(config, policies, item);
			continue;
		}
		const options = ["max_history", "epochs"].flatMap((key) => {
			const value = Number(textOf(valueOf(item, key)) ?? Number.NaN);
			return Number.isFinite(value) ? [[key, value] as const] : [];
		});
		policies.items[policies.items.indexOf(item)] = config.node({
			name: "TEDPolicy",
			...Object.fromEntries(options),
		});
		config.touch();
	}
}

function replaceFallbackPolicies(config: YamlFile, policies: YAMLSeq, found: OldConstructs): WrittenStory[] {
	const rules: WrittenStory[] = [];
	for (const item of policies.items.slice()) {
		const name = policyName(item);
		if (!FALLBACK_POLICIES.includes(name)) continue;
		const isTwoStage = name === "TwoStageFallbackPolicy";
		const action = textOf(valueOf(item, "fallback_action_name")) ?? "action_default_fallback";
		const coreAction = isTwoStage
			? (textOf(valueOf(item, "fallback_core_action_name")) ?? "action_default_fallback")
			: action;
		found.done(
			"rasa_2_policy",
			config.at(item),
			`${name} is gone. Write FallbackClassifier in the pipeline, core_fallback_threshold and core_fallback_action_name at RulePolicy, and a rule that answers the intent nlu_fallback with ${isTwoStage ? "action_two_stage_fallback" : action}.`,
		);
		reportTwoStage(config, item, found);
		addFallbackClassifier(config, item, found);
		drop(config, policies, item);
		addRulePolicy(config, policies);
		const rule = policies.items.find((other) => policyName(other) === "RulePolicy");
		if (isMap(rule)) {
			if (!rule.has("core_fallback_threshold"))
				rule.set("core_fallback_threshold", numberAt(item, "core_threshold") ?? 0.3);
			if (!rule.has("core_fallback_action_name")) rule.set("core_fallback_action_name", coreAction);
		}
		if (rules.length === 0) rules.push(fallbackRule(name, isTwoStage ? null : action));
	}
	return rules;
}

/** What the two-stage fallback of today always does in one way. */
function reportTwoStage(config: YamlFile, item: unknown, found: OldConstructs): void {
	const deny = pairOf(item, "deny_suggestion_intent_name");
	if (deny !== null && textOf(deny.value) !== "out_of_scope")
		found.byHand(
			"rasa_2_two_stage_option",
			config.at(deny),
			`deny_suggestion_intent_name: ${textOf(deny.value) ?? ""}: the intent that denies is always out_of_scope now. Rename it.`,
		);
	const nluAction = pairOf(item, "fallback_nlu_action_name");
	if (nluAction !== null && textOf(nluAction.value) !== "action_default_fallback")
		found.byHand(
			"rasa_2_two_stage_option",
			config.at(nluAction),
			`fallback_nlu_action_name: ${textOf(nluAction.value) ?? ""}: two-stage fallback ends with action_default_fallback now. Override that action.`,
		);
}

function addFallbackClassifier(config: YamlFile, item: unknown, found: OldConstructs): void {
	const pipeline = pairOf(config.root, "pipeline")?.value;
	if (!isSeq(pipeline)) {
		found.byHand(
			"rasa_2_fallback_threshold",
			config.at(item),
			"No pipeline is written out: Rasa's suggestion has a FallbackClassifier with threshold 0.3. Write the pipeline out where that is not the nlu_threshold you had.",
		);
		return;
	}
	if (itemsOf(pipeline).some((component) => policyName(component) === "FallbackClassifier")) return;
	const threshold = numberAt(item, "nlu_threshold") ?? 0.3;
	const ambiguity = numberAt(item, "ambiguity_threshold") ?? 0.1;
	pipeline.items.push(config.node({ name: "FallbackClassifier", threshold, ambiguity_threshold: ambiguity }));
	config.touch();
}

function numberAt(map: unknown, key: string): number | null {
	const value = Number(textOf(valueOf(map, key)) ?? Number.NaN);
	return Number.isFinite(value) ? value : null;
}

function fallbackRule(policy: string, action: string | null): WrittenStory {
	const steps =
		action === null
			? [{ action: "action_two_stage_fallback" }, { active_loop: "action_two_stage_fallback" }]
			: [{ action }];
	return {
		title: "rule",
		name: `A message that is not understood (in place of ${policy})`,
		comments: [],
		condition: [],
		steps: [{ intent: "nlu_fallback" }, ...steps].map((value) => ({ value, comments: [] })),
		flags: {},
	};
}
