import { test } from "vitest";
import { fallbackReason } from "./fallback-classifier.ts";
import { CONFIG, NLU, trainInterpreter } from "../test-project.ts";

const options = { threshold: 0.4, ambiguityThreshold: 0.1 };
const ranking = (...confidences: number[]) => ({
	intent: { name: confidences.length === 0 ? null : "i0", confidence: confidences[0] ?? 0 },
	ranking: confidences.map((confidence, i) => ({ name: `i${i}`, confidence })),
});

test("[FB1] [FB2] [FB3] refuses what is weak or ambiguous and nothing else", ({ expect }) => {
	expect(fallbackReason(ranking(0.39, 0.1), options)).toBe("low_confidence");
	expect(fallbackReason(ranking(), options)).toBe("low_confidence");
	expect(fallbackReason(ranking(0.45, 0.36), options)).toBe("ambiguous");
	expect(fallbackReason(ranking(0.4, 0.3), options)).toBe(null);
	expect(fallbackReason(ranking(1), options)).toBe(null);
	// a keyword's intent counts, not the one that leads the ranking
	const keyword = { intent: { name: "k", confidence: 1 }, ranking: ranking(0.3, 0.1).ranking };
	expect(fallbackReason(keyword, options)).toBe(null);
});

test("[FB1] puts nlu_fallback first, with the threshold as its confidence", ({ expect }) => {
	const interpreter = trainInterpreter(NLU, CONFIG);
	const parse = interpreter.parse("qwertz uiop", { nowMs: 0 });
	expect(parse.intent).toEqual({ name: "nlu_fallback", confidence: 0.4 });
	expect(parse.intent_ranking[0]).toEqual({ name: "nlu_fallback", confidence: 0.4 });
	expect(parse.intent_ranking.length).toBeLessThanOrEqual(4);
});
