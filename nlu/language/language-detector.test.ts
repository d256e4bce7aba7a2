import { test } from "vitest";
import { trainModel } from "../test-project.ts";
import { loadInterpreter } from "../load-interpreter.ts";
import { readPipelineConfig } from "../pipeline-config.ts";
import { FaultList } from "../../project/fault.ts";
import { parseProjectFiles } from "../../project/project-files.ts";
import { partArrays } from "../trained-part.ts";
import { NEUTRAL, SENTENCES } from "./detection-sentences.ts";
import { LanguageDetector } from "./language-detector.ts";
import { type LanguageSample, trainLanguageDetector } from "./train-language-detector.ts";

const CODES = Object.keys(SENTENCES);
const EXAMPLES = `
nlu:
- intent: order
  examples: |
    - i would like to order a lamp
    - please send me two chairs
- intent: order
  metadata: {language: de}
  examples: |
    - ich möchte eine Lampe bestellen
    - schicken Sie mir bitte zwei Stühle
- intent: greet
  examples: |
    - hello there
    - good morning
- intent: greet
  metadata: {language: de}
  examples: |
    - guten Morgen
    - hallo zusammen
`;
const config = (languages: string): string => `
language: en
${languages}
pipeline:
  - name: WhitespaceTokenizer
  - name: CountVectorsFeaturizer
  - name: LogisticRegressionClassifier
  - name: BuiltinEntityExtractor
    dimensions: [number, date]
`;

function detectorOf(samples: readonly LanguageSample[]): LanguageDetector {
	const part = trainLanguageDetector(samples);
	if (part === null) throw new Error("two languages are needed");
	return new LanguageDetector(part.config, partArrays(part.arrays, ""));
}

const german = (language: string): LanguageSample => ({ language, texts: ["guten Morgen"] });
const wordsOnly = detectorOf(CODES.map((language) => ({ language, texts: [] })));

test("[LD1] any language may stand in the configuration, in any case", ({ expect }) => {
	expect(trainLanguageDetector([{ language: "constructor", texts: [] }, german("de")])).not.toBeNull();
	const [upper, lower] = ["DE-AT", "de"].map((language) =>
		trainLanguageDetector([{ language: "en", texts: ["hello"] }, german(language)]),
	);
	expect(upper?.arrays).toEqual(lower?.arrays);
});

test("[LD1] a bot of one language detects none, one of several always says one with a confidence", ({
	expect,
}) => {
	const single = loadInterpreter(trainModel(EXAMPLES, config("")).model);
	expect(single.parse("hello there", { nowMs: 0 }).language).toBeUndefined();
	const both = loadInterpreter(trainModel(EXAMPLES, config("additional_languages: [de]")).model);
	const german = both.parse("wann kommt denn meine Lampe", { nowMs: 0 }).language;
	expect(german?.code).toBe("de");
	expect(german?.confidence).toBeGreaterThan(0.9);
	expect(both.parse("", { nowMs: 0 }).language).toEqual({ code: "en", confidence: 0.5 });
	expect(trainLanguageDetector([{ language: "en", texts: ["hello"] }])).toBeNull();
});

test("[LD2] forty characters of other text are enough for 96 of 100, with common words alone", ({
	expect,
}) => {
	const wrong = CODES.flatMap((code) =>
		(SENTENCES[code] ?? [])
			.map((text) => text.slice(0, 40))
			.filter((text) => wordsOnly.detect(text).code !== code),
	);
	const count = CODES.flatMap((code) => SENTENCES[code] ?? []).length;
	expect(count).toBeGreaterThanOrEqual(180);
	expect(wrong.length, wrong.join("\n")).toBeLessThanOrEqual(0.04 * count);
});

test("[LD3] who is sure is right, and what says nothing is not sure", ({ expect }) => {
	for (const text of NEUTRAL) {
		const { confidence } = wordsOnly.detect(text);
		expect(confidence, text).toBeGreaterThanOrEqual(1 / CODES.length);
		expect(confidence, text).toBeLessThan(0.8);
	}
	const sure = CODES.flatMap((code) =>
		(SENTENCES[code] ?? []).map((text) => ({ expected: code, ...wordsOnly.detect(text.slice(0, 20)) })),
	).filter(({ confidence }) => confidence >= 0.8);
	expect(sure.length).toBeGreaterThan(120);
	const right = sure.filter(({ expected, code }) => expected === code).length;
	expect(right / sure.length).toBeGreaterThanOrEqual(0.97);
});

test("[LD4] few sentences of one language do not lose against many of another", ({ expect }) => {
	const many = (SENTENCES["en"] ?? []).flatMap((text) => [text, `${text} please`, `so ${text}`]);
	const detector = detectorOf([
		{ language: "en", texts: many },
		{ language: "de", texts: ["guten Tag"] },
	]);
	const german = SENTENCES["de"] ?? [];
	const right = german.filter((text) => detector.detect(text.slice(0, 40)).code === "de").length;
	expect(right).toBeGreaterThanOrEqual(29);
});

test("[LD5] numbers and dates are read in the language of the text, else in that of the conversation", ({
	expect,
}) => {
	const interpreter = loadInterpreter(trainModel(EXAMPLES, config("additional_languages: [de]")).model);
	const numbers = (text: string, language?: string): unknown[] =>
		interpreter
			.parse(text, { nowMs: 0, ...(language === undefined ? {} : { language }) })
			.entities.filter(({ entity }) => entity === "number")
			.map(({ value }) => value);
	expect(numbers("bitte schicken Sie mir doch 1.299 Stück davon")).toEqual([1299]);
	expect(numbers("please could you send me 1.299 of them")).toEqual([1.299]);
	expect(numbers("1.299", "de")).toEqual([1299]);
	expect(numbers("1.299")).toEqual([1.299]);
});

test("[LD6] any text gets an answer, however long or broken", ({ expect }) => {
	for (const text of ["\ud800", "\u202e abc", "a".repeat(100_000), "\0\0", "😀".repeat(5_000)])
		expect(CODES).toContain(wordsOnly.detect(text).code);
	const parsed = parseProjectFiles([
		{ path: "config.yml", text: config("additional_languages: [de, de, en]") },
	]);
	const faults = new FaultList();
	expect(readPipelineConfig(parsed.files[0] ?? null, faults).languages.additional).toEqual(["de"]);
});
