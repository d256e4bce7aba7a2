import { test } from "vitest";
import { FaultList } from "../project/fault.ts";
import { parseProjectFiles } from "../project/project-files.ts";
import { checkComponents } from "./check-components.ts";
import { COMPONENTS } from "./component-catalogue.ts";
import { NLU, readData, trainInterpreter } from "./test-project.ts";
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
		"RegexEntityExtractor EntitySynonymMapper ResponseSelector RegexMessageHandler",
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

test("[PC7] names examples that KeywordIntentClassifier can't read as the patterns that they are to it", ({
	expect,
}) => {
	const data = readData(`nlu:
- intent: complain
  examples: |
    - it is (urgent
    - really? yes!
    - colou?r
    - (o+)+ never
    - are you there?
`);
	const { config, faults } = read("pipeline:\n- name: KeywordIntentClassifier\n");
	checkComponents(config, data, faults);
	expect(
		faults
			.sorted()
			.map(({ severity, code, line, message }) => [severity, code, line, message.split(" as a")[0]]),
	).toEqual([
		["warning", "unreadable_keyword", 4, '`KeywordIntentClassifier` reads "it is (urgent"'],
		["warning", "unreadable_keyword", 7, '`KeywordIntentClassifier` reads "(o+)+ never"'],
	]);
});

test("[PC7] names components that can do nothing: an error where Rasa refuses them, else a warning", ({
	expect,
}) => {
	const data = readData(`nlu:
- {intent: faq/hours, examples: [open]}
- {intent: greet, examples: ["hello [Ann](name)"]}
- {regex: code, examples: ["x1"]}
- {lookup: name, examples: [Bo]}
`);
	const check = (pipeline: string): string[] => {
		const { config, faults } = read(`pipeline:\n${pipeline}`);
		checkComponents(config, data, faults);
		return faults
			.sorted()
			.filter(
				({ code }) => !["component_replaced", "unknown_component", "unused_training_data"].includes(code),
			)
			.map(({ severity, code, line, message }) => `${line} ${severity} ${code}: ${message}`);
	};
	expect(
		check(`- name: EntitySynonymMapper
- name: FallbackClassifier
- name: DIETClassifier
- name: ResponseSelector
  retrieval_intent: nope
- name: ResponseSelector
  retrieval_intent: fac
- name: RegexEntityExtractor
  use_lookup_tables: false
`),
	).toEqual([
		"2 error missing_component: `EntitySynonymMapper` maps what extractors before it find, and there is none: add one such as DIETClassifier before it.",
		"3 error missing_component: `FallbackClassifier` judges the intent of a classifier before it, and there is none: add one such as DIETClassifier before it.",
		"5 warning unknown_retrieval_intent: `ResponseSelector`: `nope` is no retrieval intent: no example is of `nope/…`, so nothing is ever selected. There are faq.",
		"7 warning unknown_retrieval_intent: `ResponseSelector`: `fac` is no retrieval intent: no example is of `fac/…`, so nothing is ever selected. Did you mean `faq`?",
		"9 warning idle_component: `RegexEntityExtractor` finds nothing: no `regex` and no `lookup` has the name of an entity that an example annotates.",
	]);
	expect(check("- name: DIETClassifier\n- name: RegexFeaturizer\n")).toEqual([
		"3 warning idle_component: `RegexFeaturizer` does nothing: its features are for what learns behind it. Put it before the classifiers and extractors.",
	]);
	expect(check("- name: RegexFeaturizer\n- name: CRFEntityExtractor\n")).toEqual([]);
	expect(check("- name: DIETClasifier\n- name: FallbackClassifier\n")).toEqual([]); // said already
	const halves = `- name: DIETClassifier
  entity_recognition: false
  intent_classification: false
- name: EntitySynonymMapper
- name: FallbackClassifier
`;
	expect(check(halves).map((fault) => fault.split(":")[0])).toEqual([
		"5 warning idle_component",
		"6 warning idle_component",
	]);
	const selected = "- name: ResponseSelector\n- name: EntitySynonymMapper\n- name: FallbackClassifier\n";
	expect(check(selected).map((fault) => fault.split(":")[0])).toEqual([
		"3 warning idle_component",
		"4 warning idle_component",
	]);
	expect(
		check(`- name: KeywordIntentClassifier
- name: FallbackClassifier
- name: RegexEntityExtractor
- name: EntitySynonymMapper
- name: ResponseSelector
  retrieval_intent: faq
- name: ResponseSelector
`),
	).toEqual([]);
});

test("[PC8] names locales that there are not, and those whose words are not read", ({ expect }) => {
	const { faults } = read(`pipeline:
- {name: BuiltinEntityExtractor, locale: xx_YY}
- {name: BuiltinEntityExtractor, locale: de_XX}
- {name: BuiltinEntityExtractor, locale: it_IT}
- {name: DucklingEntityExtractor, url: "http://localhost:8000", locale: it_IT}
- {name: BuiltinEntityExtractor, locale: de_AT}
- {name: BuiltinEntityExtractor, locale: fr}
`);
	const told = faults.sorted().filter(({ code }) => code !== "component_replaced");
	expect(told.map(({ line, severity, message }) => `${line} ${severity}: ${message}`)).toEqual([
		"2 warning: `BuiltinEntityExtractor`: `xx_YY`: there is no language `xx`. Write a locale such as en_US or de_DE; words of numbers and times are read in en, de, fr, es.",
		"3 warning: `BuiltinEntityExtractor`: `de_XX`: there is no region `XX`. Write a locale such as en_US or de_DE; words of numbers and times are read in en, de, fr, es.",
		"4 warning: `BuiltinEntityExtractor`: words of numbers and times are read in en, de, fr, es; in `it_IT`, without a Duckling server, only what stands in digits.",
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
	const { faults } = read("pipeline:\n- name: WhitespaceTokenizer\n- name: DietClasifier\n- name: Thing\n");
	expect(faults.sorted().map(({ severity, code, line, message }) => [severity, code, line, message])).toEqual(
		[
			[
				"error",
				"unknown_component",
				3,
				"There is no component `DietClasifier`. Did you mean `DIETClassifier`?",
			],
			["error", "unknown_component", 4, expect.stringContaining("There is no component `Thing`. Known are")],
		],
	);
});

test("[PC2] a class of the project's own is refused, also where it is called as one of Rasa's", ({
	expect,
}) => {
	const { config, faults } = read(`pipeline:
- name: rasa.nlu.tokenizers.whitespace_tokenizer.WhitespaceTokenizer
- name: components.tokens.WhitespaceTokenizer
- name: rasa_nlu_examples.featurizers.dense.FastTextFeaturizer
- name: RulePolicy
- name: rasa.nlu.classifiers.diet.DietClassifier
`);
	expect(config).toMatchObject({ components: [{ name: "WhitespaceTokenizer" }], isComplete: false });
	expect(faults.sorted().map(({ severity, line, message }) => `${severity} ${line} ${message}`)).toEqual([
		"error 3 `components.tokens.WhitespaceTokenizer` is a component of its own in Python, and none runs here: take it out of the pipeline, or write `WhitespaceTokenizer` for Rasa's own. What it found, an action or entities of the training data must find.",
		"error 4 `rasa_nlu_examples.featurizers.dense.FastTextFeaturizer` is a component of its own in Python, and none runs here: take it out of the pipeline. What it found, an action or entities of the training data must find.",
		"error 5 `RulePolicy` is a policy: write it under `policies`.",
		"error 6 There is no component `rasa.nlu.classifiers.diet.DietClassifier`. Did you mean `DIETClassifier`?",
	]);
});

test("[PC2] a component of an older Rasa is named with what took its place", ({ expect }) => {
	const { faults } = read("pipeline:\n- name: EmbeddingIntentClassifier\n- name: NGramFeaturizer\n");
	expect(faults.sorted().map(({ severity, line, message }) => `${severity} ${line} ${message}`)).toEqual([
		"error 2 `EmbeddingIntentClassifier` is of an older Rasa. Write `DIETClassifier`.",
		"error 3 `NGramFeaturizer` is of an older Rasa. Nothing takes its place: leave it out.",
	]);
});

test("[PC2] a name with words of another is near to it, as long as only one has them", ({ expect }) => {
	const hintOf = (name: string): string | undefined =>
		/Did you mean `(\w+)`|Known are/.exec(
			read(`pipeline:\n- name: ${name}\n`).faults.sorted()[0]?.message ?? "",
		)?.[1];
	for (const [name, meant] of [
		["KeywordClassifier", "KeywordIntentClassifier"],
		["KeywordsIntent", "KeywordIntentClassifier"],
		["RegexExtractor", "RegexEntityExtractor"],
		["SynonymMapper", "EntitySynonymMapper"],
		["CountFeaturizer", "CountVectorsFeaturizer"],
		["Duckling", "DucklingEntityExtractor"],
		["diet", "DIETClassifier"],
		["Fallback", "FallbackClassifier"],
		["LogisticRegression", "LogisticRegressionClassifier"],
		["Thing", undefined],
		["Tokenizer", undefined],
		["Extractor", undefined],
		["SentimentAnalyzer", undefined],
		["Ü", undefined],
	] as const)
		expect(hintOf(name), name).toBe(meant);
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
