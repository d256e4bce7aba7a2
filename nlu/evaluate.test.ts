import { test } from "vitest";
import type { ParseData } from "../contracts/parse-data.ts";
import { FaultList } from "../project/fault.ts";
import { crossValidateNlu } from "./cross-validate.ts";
import { evaluateNlu } from "./evaluate.ts";
import {
	calibrationErrorOfChance,
	confidenceBins,
	expectedCalibrationError,
} from "./evaluation/calibration-bins.ts";
import { compareModels, mcNemar } from "./evaluation/compare-models.ts";
import { outOfScopeReport } from "./evaluation/out-of-scope.ts";
import type { Interpreter } from "./interpreter.ts";
import { readPipelineConfig } from "./pipeline-config.ts";
import { NLU, readData } from "./test-project.ts";

/** Answers from a table: text → intent, confidence and entities. */
function table(answers: Record<string, Pick<ParseData, "intent" | "entities">>): Interpreter {
	return {
		parse(text) {
			const answer = answers[text] ?? { intent: { name: null, confidence: 0 }, entities: [] };
			return { text, ...answer, intent_ranking: [answer.intent] };
		},
	};
}

test("[EV1] computes the textbook's figures", ({ expect }) => {
	const data = readData(`nlu:
- intent: a
  examples: |
    - a1
    - a2
    - a3
- intent: b
  examples: |
    - b1
`);
	const says = (name: string, confidence: number) => ({ intent: { name, confidence }, entities: [] });
	const report = evaluateNlu(
		table({ a1: says("a", 1), a2: says("a", 1), a3: says("b", 1), b1: says("b", 1) }),
		data.examples,
	);
	expect(report.intent.accuracy).toBe(0.75);
	expect(report.intent.perIntent).toEqual({
		a: { precision: 1, recall: 2 / 3, f1: 0.8, support: 3 },
		b: { precision: 0.5, recall: 1, f1: 2 / 3, support: 1 },
	});
	expect(report.intent.macroF1).toBeCloseTo((0.8 + 2 / 3) / 2);
	expect(report.intent.weightedF1).toBeCloseTo((3 * 0.8 + 2 / 3) / 4);
	expect(report.confusions).toEqual([{ expected: "a", predicted: "b", count: 1, examples: ["a3"] }]);
	expect(report.calibration.ece).toBeCloseTo(0.25);
});

test("[EV1] looks behind the fallback for the first real intent", ({ expect }) => {
	const data = readData("nlu:\n- intent: a\n  examples: |\n    - a1\n    - a2\n");
	const interpreter: Interpreter = {
		parse(text) {
			const real = { name: text === "a1" ? "a" : "b", confidence: 0.2 };
			const fallback = { name: "nlu_fallback", confidence: 0.3 };
			return { text, intent: fallback, entities: [], intent_ranking: [fallback, real] };
		},
	};
	const report = evaluateNlu(interpreter, data.examples);
	expect(report.intent.accuracy).toBe(0.5);
	expect(report.fallback).toEqual({ rate: 1, justified: 0.5, acceptedAccuracy: 0 });
});

test("[EV1] takes the intent where nothing is ranked, as of keywords", ({ expect }) => {
	const { examples } = readData("nlu:\n- intent: a\n  examples: |\n    - a\n    - nlu_fallback\n");
	const interpreter: Interpreter = {
		parse: (text) => ({ text, intent: { name: text, confidence: 1 }, entities: [], intent_ranking: [] }),
	};
	const { intent, errors } = evaluateNlu(interpreter, examples);
	expect(intent.accuracy).toBe(0.5);
	expect(errors).toMatchObject([{ text: "nlu_fallback", predicted: "" }]);
});

test("[EV2] counts an entity as right when name, span, role and group are", ({ expect }) => {
	const data = readData(`nlu:
- intent: move
  examples: |
    - to [Bonn]{"entity": "city", "role": "to"}
    - from [Ulm]{"entity": "city", "role": "from"}
    - see [Kiel](city)
`);
	const intent = { name: "move", confidence: 1 };
	const city = (start: number, end: number, role?: string) => ({
		entity: "city",
		value: "x",
		start,
		end,
		...(role === undefined ? {} : { role }),
	});
	const number = { entity: "number", value: 1, start: 0, end: 1 };
	const report = evaluateNlu(
		table({
			"to Bonn": { intent, entities: [city(3, 7, "to"), city(3, 7, "to"), number] },
			"from Ulm": { intent, entities: [city(5, 8, "to")] },
			"see Kiel": { intent, entities: [] },
		}),
		data.examples,
	);
	expect(report.entity).toMatchObject({ precision: 1 / 2, recall: 1 / 3, support: 3 });
	expect(report.entity.f1).toBeCloseTo(0.4);
	expect(Object.keys(report.entity.perEntity)).toEqual(["city"]);
	expect(report.entity.errors).toEqual([
		{
			kind: "wrong",
			text: "from Ulm",
			expected: { entity: "city", words: "Ulm", start: 5, end: 8, role: "from", group: null },
			predicted: { entity: "city", words: "Ulm", start: 5, end: 8, role: "to", group: null },
			file: "data/nlu.yml",
			line: 5,
		},
		expect.objectContaining({ kind: "missed", text: "see Kiel", predicted: null, line: 6 }),
	]);
});

test("[EV3] finds no error in a confidence that is the accuracy", ({ expect }) => {
	const judged = (confidence: number, right: boolean) => ({
		text: "",
		expected: "a",
		predicted: right ? "a" : "b",
		confidence,
		isFallback: false,
	});
	const honest = [judged(0.5, true), judged(0.5, false), judged(1, true)];
	expect(expectedCalibrationError(honest)).toBe(0);
	expect(expectedCalibrationError([judged(0.9, false)])).toBeCloseTo(0.9);
});

test("[EV3] of a calibration error it tells how much chance alone shows on so many messages", ({
	expect,
}) => {
	const message = (confidence: number) => ({
		text: "",
		expected: "a",
		predicted: "a",
		confidence,
		isFallback: false,
	});
	const of = (messages: number, confidence: number): number =>
		calibrationErrorOfChance(Array.from({ length: messages }, () => message(confidence)));
	expect(of(100, 1)).toBe(0);
	// of n throws of a fair coin: sqrt(1 / (2 pi n)) from the middle in the mean
	expect(of(1, 0.5)).toBe(0.5);
	expect(of(400, 0.5)).toBeGreaterThan(0.012);
	expect(of(400, 0.5)).toBeLessThan(0.028);
	expect(of(40_000, 0.5)).toBeLessThan(0.004);
	expect(calibrationErrorOfChance([])).toBe(0);
});

test("[EV3] names the errors by falling confidence, with file and line, and fills the bins", ({ expect }) => {
	const data = readData("nlu:\n- intent: a\n  examples: |\n    - one\n    - two\n    - three\n");
	const says = (name: string, confidence: number) => ({ intent: { name, confidence }, entities: [] });
	const report = evaluateNlu(
		table({ one: says("b", 0.4), two: says("a", 1), three: says("b", 0.9) }),
		data.examples,
	);
	expect(report.errors).toEqual([
		{ text: "three", expected: "a", predicted: "b", confidence: 0.9, file: "data/nlu.yml", line: 6 },
		{ text: "one", expected: "a", predicted: "b", confidence: 0.4, file: "data/nlu.yml", line: 4 },
	]);
	const { bins } = report.calibration;
	expect(bins).toHaveLength(15);
	expect(bins.at(-1)).toMatchObject({ right: 1, wrong: 0, to: 1, meanConfidence: 1 });
	expect(bins.reduce((sum, bin) => sum + bin.right + bin.wrong, 0)).toBe(3);
	expect(confidenceBins([], 4).map(({ from }) => from)).toEqual([0, 0.25, 0.5, 0.75]);
});

test("[EV4] judges each example by a model that did not see it", ({ expect }) => {
	const data = readData(NLU);
	const pipeline = readPipelineConfig(null, new FaultList());
	const { report, folds } = crossValidateNlu({ data, pipeline, language: "en", seed: 1 }, 3);
	expect(report.intent.support).toBe(data.examples.length);
	expect(folds.length).toBe(3);
	expect(report.intent.accuracy).toBeLessThan(1);
	expect(report.intent.accuracy).toBeGreaterThan(0.6);
});

test("[EV6] sets the threshold for what is out of scope on messages in scope alone", ({ expect }) => {
	const message = (confidence: number, predicted = "a") => ({
		text: "",
		expected: "a",
		predicted,
		confidence,
		isFallback: false,
	});
	const inScope = [0.1, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95].map((confidence) => message(confidence));
	inScope.push(message(0.2, "b")); // refusing what is wrong costs nothing
	const strange = [0.05, 0.25, 0.35, 0.39].map((confidence) => message(confidence));
	expect(outOfScopeReport(inScope, strange, 0.1)).toEqual({ threshold: 0.3, recall: 0.5, lost: 0.1 });
	expect(outOfScopeReport(inScope, strange, 0.2)).toEqual({ threshold: 0.4, recall: 1, lost: 0.2 });
	expect(outOfScopeReport(inScope, [], 0)).toEqual({ threshold: 0.1, recall: 0, lost: 0 });
});

test("[EV7] tells the accuracy of each language, and nothing of the kind for one language", ({ expect }) => {
	const block = (language: string, lines: string): string =>
		`- intent: a\n  metadata: {language: ${language}}\n  examples: |\n${lines}`;
	const data = readData(`nlu:\n${block("de", "    - a1\n    - a2\n")}- intent: a\n  examples: |\n    - a3\n`);
	const interpreter: Interpreter = {
		parse: (text) => {
			const intent = { name: text === "a1" ? "a" : "b", confidence: 1 };
			return {
				text,
				intent,
				entities: [],
				intent_ranking: [intent],
				language: { code: "de", confidence: 1 },
			};
		},
	};
	expect(evaluateNlu(interpreter, data.examples, "fr").languages).toEqual({
		de: { accuracy: 0.5, detected: 1, support: 2 },
		fr: { accuracy: 0, detected: 0, support: 1 },
	});
	expect(evaluateNlu(interpreter, data.examples.slice(0, 2)).languages).toEqual({});
});

test("[EV8] compares two models message by message", ({ expect }) => {
	const judged = (...predicted: string[]) =>
		predicted.map((name, i) => ({
			text: `m${i}`,
			expected: i < 2 ? "a" : "b",
			predicted: name,
			confidence: 0.5,
			isFallback: false,
		}));
	const comparison = compareModels(judged("a", "c", "b", "c"), judged("a", "a", "a", "a"));
	expect(comparison).toMatchObject({
		accuracy: { first: 0.5, second: 0.5 },
		gained: 1,
		lost: 1,
		pValue: 1,
		perIntent: [
			{ intent: "a", gained: 0, lost: 1 },
			{ intent: "b", gained: 1, lost: 0 },
		],
	});
	expect(comparison.changed.map(({ text, change }) => [text, change])).toEqual([
		["m1", "lost"],
		["m2", "gained"],
		["m3", "wrong_otherwise"],
	]);
	expect(mcNemar(1, 9)).toBeCloseTo(0.021484375, 9); // 2 · (1 + 10) / 2^10
	expect(mcNemar(0, 0)).toBe(1);
	expect(mcNemar(900, 1_100)).toBeCloseTo(8.6e-6, 6); // where factorials no longer fit
});

test("[EV9] the selector of the annotated retrieval intent is judged, else the one for all, by the whole key", ({
	expect,
}) => {
	const { examples } = readData(
		"nlu:\n- {intent: faq/hours, examples: [open]}\n- {intent: faq/price, examples: [cost]}\n- {intent: chat/name, examples: [who]}\n- {intent: greet, examples: [hi]}\n",
	);
	const select = (key: string) => ({ response: { intent_response_key: key, confidence: 0.5 }, ranking: [] });
	const interpreter: Interpreter = {
		parse: (text) => ({
			text,
			intent: { name: "greet", confidence: 1 }, // a wrong intent is no error of the response
			entities: [],
			intent_ranking: [],
			response_selector: {
				all_retrieval_intents: ["faq", "chat"],
				default: select("chat/name"),
				faq: select("faq/hours"),
			},
		}),
	};
	expect(evaluateNlu(interpreter, examples).response).toMatchObject({
		accuracy: 2 / 3,
		support: 3,
		confusions: [{ expected: "faq/price", predicted: "faq/hours", count: 1 }],
		errors: [{ text: "cost", file: "data/nlu.yml", line: 3 }],
		calibration: { ece: expect.closeTo(1 / 6) },
	});
	expect(evaluateNlu(interpreter, examples.slice(3)).response).toBeNull();
	const named = readData("nlu:\n- {intent: constructor/name, examples: [who]}\n").examples;
	expect(evaluateNlu(interpreter, named).response?.errors).toMatchObject([{ predicted: "chat/name" }]);
	const data = readData(NLU);
	const pipeline = readPipelineConfig(null, new FaultList());
	const { report, folds } = crossValidateNlu({ data, pipeline, language: "en", seed: 1 }, 3);
	expect(report.response?.support).toBe(6);
	expect(folds.map(({ responseAccuracy }) => responseAccuracy)).not.toContain(null);
});
