import { test } from "vitest";
import type { SentenceEncoder } from "../encoder/sentence-encoder.ts";
import { loadInterpreter } from "../load-interpreter.ts";
import { decodeModelFile, encodeModelFile } from "../model-file.ts";
import { readPipelineConfig } from "../pipeline-config.ts";
import { FaultList } from "../../project/fault.ts";
import { readData } from "../test-project.ts";
import { trainNlu } from "../train.ts";
import { gapOf } from "./second-tier.ts";

/** Reads the theme of a sentence out of a small list: what n-grams can't know. Counts how often it is asked. */
class ThemeEncoder implements SentenceEncoder {
	readonly language = "en";
	readonly dimensions = 4;
	readonly id: string;
	readonly asked: string[] = [];

	constructor(id = "themes") {
		this.id = id;
	}

	encode(text: string): Float32Array {
		this.asked.push(text);
		const vector = Float32Array.of(0.1, 0.1, 0.1, 0.1);
		for (const word of text.toLowerCase().match(/\w+/g) ?? []) {
			const theme = THEMES[word];
			if (theme !== undefined) vector[theme] = 1;
		}
		const length = Math.hypot(...vector);
		return vector.map((value) => value / length);
	}
}
const THEMES: Readonly<Record<string, number>> = {
	...Object.fromEntries(["parcel", "delivery", "courier", "postman", "shipment"].map((word) => [word, 0])),
	...Object.fromEntries(["refund", "money", "payback", "reimbursement", "credit"].map((word) => [word, 1])),
	...Object.fromEntries(["hello", "hi", "morning", "greetings", "howdy"].map((word) => [word, 2])),
};

const examples = (words: readonly string[], frames: readonly string[]) =>
	words.flatMap((word) => frames.map((frame) => `    - ${frame.replace("_", word)}`)).join("\n");
const NLU = `nlu:
- intent: track
  examples: |
${examples(["parcel", "delivery", "courier"], ["where is the _", "any news of my _", "tell me about the _", "_ please"])}
- intent: pay
  examples: |
${examples(["refund", "money", "payback"], ["where is the _", "any news of my _", "tell me about the _", "_ please"])}
- intent: greet
  examples: |
${examples(["hello", "hi", "morning"], ["_", "_ you", "good _ to you all", "a very good _ to you there"])}
`;
const AT = { nowMs: 0 };

function teach(
	encoder: SentenceEncoder | null,
	language = "en",
	options: Readonly<Record<string, boolean>> = {},
	nlu = NLU,
) {
	const suggested = readPipelineConfig(null, new FaultList());
	const components = suggested.components.map((component) => ({
		...component,
		options: { ...component.options, ...options },
	}));
	const pipeline = { ...suggested, components };
	const trained = trainNlu({ data: readData(nlu), pipeline, language, seed: 1, encoder });
	const header = { assistantId: "t", language, nlu: trained.config, dialogue: {}, counts: trained.counts };
	const bytes = encodeModelFile({ header, arrays: trained.arrays });
	return { bytes, model: decodeModelFile(bytes) };
}

const top = (ranking: readonly { name: string | null }[]): string | null =>
	ranking.find(({ name }) => name !== "nlu_fallback")?.name ?? null;

test("[ST1] a doubtful message is read as a whole, and says so; a clear one is not", ({ expect }) => {
	const encoder = new ThemeEncoder();
	const interpreter = loadInterpreter(teach(encoder).model, {
		wordVectors: null,
		sentenceEncoder: () => encoder,
	});
	encoder.asked.length = 0;
	const doubtful = interpreter.parse("where is the reimbursement", AT);
	expect([top(doubtful.intent_ranking), doubtful.second_tier, encoder.asked]).toEqual([
		"pay",
		true,
		["where is the reimbursement"],
	]);
	expect(top(interpreter.parse("where is the shipment", AT).intent_ranking)).toBe("track");
	encoder.asked.length = 0;
	const clear = interpreter.parse("hello to you there", AT);
	expect([clear.intent.name, clear.second_tier, encoder.asked]).toEqual(["greet", undefined, []]);
});

test("[ST2] a text that goes on beyond what would be read of it is not read", ({ expect }) => {
	const encoder = new ThemeEncoder();
	const interpreter = loadInterpreter(teach(encoder).model, {
		wordVectors: null,
		sentenceEncoder: () => encoder,
	});
	const question = "where is the reimbursement";
	for (const [spaces, times] of [
		[1_000 - question.length, 1],
		[1_001 - question.length, 0],
	] as const) {
		encoder.asked.length = 0;
		interpreter.parse(question + " ".repeat(spaces), AT);
		expect(encoder.asked, `${spaces} spaces`).toHaveLength(times);
	}
});

test("[ST2] without an encoder, with another one, or in another language, and where it is not wanted, the first tier judges alone", ({
	expect,
}) => {
	const { model } = teach(new ThemeEncoder());
	const alone = loadInterpreter(model).parse("where is the reimbursement", AT);
	expect(alone.second_tier).toBe(undefined);
	for (const encoder of [new ThemeEncoder("other"), null]) {
		const other = loadInterpreter(model, { wordVectors: null, sentenceEncoder: () => encoder });
		expect(other.parse("where is the reimbursement", AT)).toEqual(alone);
	}
	const asGerman = new ThemeEncoder();
	const inGerman = { ...AT, language: "de", sentenceEncoder: () => asGerman };
	loadInterpreter(model).parse("where is the reimbursement", inGerman);
	expect(asGerman.asked).toEqual([]);
	const german = new ThemeEncoder();
	teach(german, "de");
	expect(german.asked).toEqual([]);
	const unwanted = new ThemeEncoder();
	teach(unwanted, "en", { second_tier: false });
	expect(unwanted.asked).toEqual([]);
	const own = new ThemeEncoder();
	const given = loadInterpreter(model).parse("where is the reimbursement", {
		...AT,
		sentenceEncoder: () => own,
	});
	expect(given.second_tier).toBe(true);
});

test("[ST1] a host is asked for its encoder only when a message is doubtful", ({ expect }) => {
	const encoder = new ThemeEncoder();
	const interpreter = loadInterpreter(teach(encoder).model);
	let asked = 0;
	const sentenceEncoder = (): null => {
		asked++;
		return null;
	};
	for (const text of ["hello to you there", ""]) interpreter.parse(text, { ...AT, sentenceEncoder });
	interpreter.parse("where is the reimbursement", { ...AT, language: "de", sentenceEncoder });
	expect(asked).toBe(0);
	interpreter.parse("where is the reimbursement", { ...AT, sentenceEncoder });
	expect(asked).toBe(1);
});

test("[ST3] confidences of both tiers sum to 1, and an explanation names the sentence", ({ expect }) => {
	const encoder = new ThemeEncoder();
	const interpreter = loadInterpreter(teach(encoder).model, {
		wordVectors: null,
		sentenceEncoder: () => encoder,
	});
	const parsed = interpreter.parse("where is the credit", { ...AT, explain: true });
	const sum = parsed.intent_ranking
		.filter(({ name }) => name !== "nlu_fallback")
		.reduce((total, { confidence }) => total + confidence, 0);
	expect(sum).toBeCloseTo(1, 5);
	expect(JSON.stringify(parsed["explanation"])).toContain("the whole sentence");
});

test("[ST4] the same data, seed and encoder give the same bytes", ({ expect }) => {
	expect(teach(new ThemeEncoder()).bytes).toEqual(teach(new ThemeEncoder()).bytes);
	expect(teach(new ThemeEncoder()).bytes).not.toEqual(teach(null).bytes);
});

test("[ST5] the gap is that between the first two", ({ expect }) => {
	expect(gapOf([0.5, -1, 0.75])).toBe(0.25);
	expect(gapOf([2, 2, 1])).toBe(0);
});

test("[ST8] of one intent alone nothing is read as a whole: the model is opened and understands", ({
	expect,
}) => {
	const one = NLU.slice(0, NLU.indexOf("- intent: pay"));
	const encoder = new ThemeEncoder();
	const { model } = teach(encoder, "en", {}, one);
	const interpreter = loadInterpreter(model, { wordVectors: null, sentenceEncoder: () => encoder });
	expect(interpreter.parse("where is the parcel", AT).intent).toEqual({ name: "track", confidence: 1 });
	expect(encoder.asked).toEqual([]);
});
