import { test } from "vitest";
import { FaultList } from "../project/fault.ts";
import { parseProjectFiles } from "../project/project-files.ts";
import { checkComponents } from "./check-components.ts";
import { readPipelineConfig } from "./pipeline-config.ts";
import { readData } from "./test-project.ts";

const DATA = readData(`nlu:
- intent: greet
  examples: |
    - hello
- intent: order
  examples: |
    - a [pizza](dish)
    - a [big](size:large) one
- intent: faq/hours
  examples: |
    - when do you open
- synonym: pizza
  examples: |
    - pizzas
- lookup: dish
  examples: |
    - soup
- regex: zip
  examples: |
    - \\d{5}
`);

function told(pipeline: string): string[] {
	const faults = new FaultList();
	const parsed = parseProjectFiles([{ path: "config.yml", text: `pipeline: ${pipeline}\n` }]);
	const config = readPipelineConfig(parsed.files[0] ?? null, new FaultList());
	checkComponents(config, DATA, faults);
	return faults
		.sorted()
		.filter(({ code }) => code === "unused_training_data")
		.map(({ severity, line, message }) => `${line} ${severity} ${message}`);
}

test("[PC9] training data that no component reads is named, as Rasa does", ({ expect }) => {
	expect(told("[]")).toEqual([
		"4 warning Nothing learns the intents of the examples: the pipeline has no classifier such as DIETClassifier.",
		"7 warning Nothing learns annotated entities such as `dish`: add DIETClassifier or CRFEntityExtractor to the pipeline, or patterns of its name for a RegexEntityExtractor.",
		'8 warning Nothing maps "big" to `large`: add `EntitySynonymMapper` behind the extractors of the pipeline.',
		"11 warning Nothing tells responses such as `faq/hours` apart: add `ResponseSelector` to the pipeline.",
		"20 warning Nothing reads regular expressions and lookup tables such as `zip`: add `RegexFeaturizer` or `RegexEntityExtractor` to the pipeline.",
	]);
	expect(
		told("[{name: DIETClassifier, intent_classification: false, entity_recognition: false}]").length,
	).toBe(5);
	const whole =
		"[{name: RegexFeaturizer}, {name: DIETClassifier}, {name: EntitySynonymMapper}, {name: ResponseSelector}]";
	expect(told(whole)).toEqual([]);
});

test("[PC9] patterns of an entity's name find it too; of what could not be read nothing is said", ({
	expect,
}) => {
	const found =
		"[{name: KeywordIntentClassifier}, {name: RegexEntityExtractor}, {name: EntitySynonymMapper}, {name: ResponseSelector}]";
	expect(told(found).map((fault) => fault.slice(0, 57))).toEqual([
		"8 warning Nothing learns annotated entities such as `size",
	]);
	expect(told("[{name: DIETClasifier}]")).toEqual([]);
});
