import { test } from "vitest";
import { FaultList } from "../project/fault.ts";
import { parseProjectFiles } from "../project/project-files.ts";
import { COMPONENTS } from "./component-catalogue.ts";
import { NLU, trainInterpreter } from "./test-project.ts";
import { type PipelineConfig, readPipelineConfig } from "./pipeline-config.ts";

function read(text: string): { config: PipelineConfig; faults: FaultList } {
	const faults = new FaultList();
	const parsed = parseProjectFiles([{ path: "config.yml", text }]);
	return { config: readPipelineConfig(parsed.files[0] ?? null, faults), faults };
}

test("[PC1] accepts every component of Rasa by name or module path", ({ expect }) => {
	const names = [...COMPONENTS.keys()];
	const { config, faults } = read(`pipeline:\n${names.map((name) => `- name: ${name}`).join("\n")}\n`);
	expect(config.components.map((component) => component.name)).toEqual(names);
	expect(faults.hasErrors()).toBe(false);
	const path = read("pipeline:\n- name: rasa.nlu.classifiers.diet_classifier.DIETClassifier\n");
	expect(path.config.components[0]?.name).toBe("DIETClassifier");
});

test("[PC1] knows the components of Rasa 3.6, every one", ({ expect }) => {
	const names = [
		"MitieNLP SpacyNLP WhitespaceTokenizer JiebaTokenizer MitieTokenizer SpacyTokenizer MitieFeaturizer SpacyFeaturizer",
		"ConveRTFeaturizer LanguageModelFeaturizer RegexFeaturizer CountVectorsFeaturizer LexicalSyntacticFeaturizer",
		"MitieIntentClassifier LogisticRegressionClassifier SklearnIntentClassifier KeywordIntentClassifier DIETClassifier",
		"FallbackClassifier MitieEntityExtractor SpacyEntityExtractor CRFEntityExtractor DucklingEntityExtractor",
		"RegexEntityExtractor EntitySynonymMapper ResponseSelector",
	].flatMap((line) => line.split(" "));
	expect(names.filter((name) => !COMPONENTS.has(name))).toEqual([]);
});

test("[PC6] refuses a value that an option can't have", ({ expect }) => {
	const { config, faults } = read(`pipeline:
- name: FallbackClassifier
  threshold: "0.4"
  ambiguity_threshold: 0.2
- name: DucklingEntityExtractor
  url: duckling:8000
  timezone: Europe/Nowhere
  locale: null
  timeout: 0
  dimensions: [time, amount_of_money]
- name: RegexEntityExtractor
  use_word_boundaries: no thanks
- name: BuiltinEntityExtractor
  patterns: {fine: 'K-\\d{4}'}
- name: BuiltinEntityExtractor
  patterns: {slow: '(a+)+b'}
- name: BuiltinEntityExtractor
  patterns: {open: '(a'}
- name: DIETClassifier
  ranking_length: -1
  split_entities_by_comma: {address: false}
`);
	expect(
		faults
			.sorted()
			.filter(({ code }) => code !== "component_replaced")
			.map(({ severity, code, line }) => [severity, code, line]),
	).toEqual([
		["error", "option_value", 3],
		["error", "option_value", 6],
		["error", "option_value", 7],
		["error", "option_value", 9],
		["warning", "unknown_dimension", 10],
		["error", "option_value", 12],
		["error", "option_value", 16],
		["error", "option_value", 18],
		["error", "option_value", 20],
	]);
	expect(faults.sorted().find(({ line }) => line === 3)?.message).toBe(
		"`FallbackClassifier`: `threshold` must be a number from 0 to 1.",
	);
	expect(faults.sorted().find(({ line }) => line === 10)?.message).toContain(
		"Did you mean `amount-of-money`?",
	);
	expect(config.components.map(({ options }) => options)).toEqual([
		{ ambiguity_threshold: 0.2 },
		{ locale: null, dimensions: ["time", "amount_of_money"] },
		{},
		{ patterns: { fine: String.raw`K-\d{4}` } },
		{},
		{},
		{ split_entities_by_comma: { address: false } },
	]);
});

test("[PC4] switches off what DIETClassifier shall not do", ({ expect }) => {
	const parse = (option: string) =>
		trainInterpreter(NLU, `pipeline:\n- name: DIETClassifier\n  ${option}\n`).parse(
			"bring it from Kiel to Ulm",
			{
				nowMs: 0,
			},
		);
	expect(parse("entity_recognition: false")).toMatchObject({ intent: { name: "book_move" }, entities: [] });
	const entitiesOnly = parse("intent_classification: false");
	expect(entitiesOnly.intent).toEqual({ name: null, confidence: 0 });
	expect(entitiesOnly.entities.length).toBe(2);
});

test("[PC2] refuses an unknown component and names the nearest", ({ expect }) => {
	const { faults } = read(
		"pipeline:\n- name: WhitespaceTokenizer\n- name: DietClasifier\n- name: my.own.Thing\n",
	);
	expect(faults.sorted().map(({ severity, code, line, message }) => [severity, code, line, message])).toEqual(
		[
			[
				"error",
				"unknown_component",
				3,
				"There is no component `DietClasifier`. Did you mean `DIETClassifier`?",
			],
			[
				"error",
				"unknown_component",
				4,
				expect.stringContaining("There is no component `my.own.Thing`. Known are"),
			],
		],
	);
});

test("[PC3] [PC4] says what is replaced and which options have no effect", ({ expect }) => {
	const { config, faults } = read(`pipeline:
- name: SpacyNLP
  model: en_core_web_md
- name: DIETClassifier
  epochs: 100
  entity_recognition: false
  rankinglength: 5
`);
	expect(config.components[1]?.options).toEqual({ entity_recognition: false });
	expect(faults.sorted().map(({ code, line }) => [code, line])).toEqual([
		["component_replaced", 2],
		["option_without_effect", 2],
		["option_without_effect", 4],
		["unknown_option", 7],
	]);
	expect(faults.sorted().at(-1)?.message).toContain("Did you mean `ranking_length`?");
});

test("[PC5] falls back to Rasa's suggestion without a pipeline", ({ expect }) => {
	const { config } = read("language: de\nassistant_id: shop\n");
	expect(config).toMatchObject({ language: "de", assistantId: "shop" });
	expect(config.components.map((component) => component.name)).toContain("DIETClassifier");
	expect(readPipelineConfig(null, new FaultList()).components.length).toBe(config.components.length);
});
