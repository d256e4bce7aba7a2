import { test } from "vitest";
import { loadInterpreter } from "../../nlu/load-interpreter.ts";
import { nearestExamples } from "../../nlu/nearest-examples.ts";
import { CONFIG, NLU, readData, trainModel } from "../../nlu/test-project.ts";
import { explanationText } from "./explanation-text.ts";

const interpreter = loadInterpreter(trainModel(NLU, CONFIG).model);
const explain = (text: string) => {
	const parse = interpreter.parse(text, { nowMs: 0, explain: true });
	return explanationText(parse, nearestExamples(readData(NLU).examples, text, 2));
};

test("an explanation reads as a person reads: intents, what spoke for them, what each part did, examples", ({
	expect,
}) => {
	const text = explain("cancel my sneakers please");
	expect(text).toMatch(
		/^"cancel my sneakers please"\nintent {4}cancel_order 0\.\d\d\nranking {3}cancel_order/,
	);
	expect(text).toMatch(
		/what spoke for \(\+\) and against \(−\) the first, cancel_order 0\.\d\d:\n {2}\+\d\.\d{3} {2}"/,
	);
	expect(text).toMatch(/the second, \w+ 0\.\d\d:/);
	expect(text).toContain('RegexEntityExtractor: found item "sneakers"');
	expect(text).toContain('EntitySynonymMapper: made item "shoes" of "sneakers"');
	expect(text).toMatch(/nearest training examples:\n {2}0\.\d\d {2}cancel_order: ".*" {2}data\/nlu\.yml:\d+/);
});

test("what is not understood is told too", ({ expect }) => {
	expect(explain("qqq")).toContain("the first intent's confidence is below the threshold");
	expect(explain(" ")).toContain("intent    none");
	expect(explain("qqq")).toMatch(
		/RegexEntityExtractor: found nothing\n(.*\n)* {2}ResponseSelector: default: no/,
	);
	expect(explain("when do you open")).toMatch(/ {2}ResponseSelector: default: faq\/opening_hours \d\.\d\d/);
	const parse = interpreter.parse("hello", { nowMs: 0, explain: true });
	expect(explanationText(parse, null)).toContain("--project DIR");
});

test("a text with slips is told as it was read", ({ expect }) => {
	expect(explain("cancle my sneakers")).toMatch(
		/^"cancle my sneakers"\nread as {3}"cancel my sneakers"\nintent {4}cancel_order/,
	);
	expect(explain("cancel my sneakers")).not.toContain("read as");
});

test("of a text that many words decided, the first are named", ({ expect }) => {
	const named = (words: string[], without: string) =>
		explanationText(
			{
				...interpreter.parse("hello", { nowMs: 0 }),
				explanation: { decisive: { words, without, instead: null } },
			},
			null,
		);
	const words = Array.from({ length: 14 }, (_, i) => `w${i + 1}`);
	expect(named(words, "left")).toContain('"w11", "w12" and 2 more words: without, "left" is nothing known');
	expect(named(["w1"], "x ".repeat(500))).toMatch(/decided by "w1": without, "(x ){100} …" is/);
});
