import { test } from "vitest";
import { loadInterpreter } from "../load-interpreter.ts";
import { decodeModelFile, encodeModelFile, ModelFileError } from "../model-file.ts";
import { readPipelineConfig } from "../pipeline-config.ts";
import { FaultList } from "../../project/fault.ts";
import { readData } from "../test-project.ts";
import { trainNlu } from "../train.ts";
import {
	commonMeaning,
	MeaningReader,
	readWordVectorTable,
	searchableVectors,
	wordHash,
	type WordVectorTable,
} from "./word-vectors.ts";

/** Three directions: things to wear, leaving, and of no meaning. `sneakers` and `trainers` are nearly the same. */
const WORDS: readonly [string, readonly number[]][] = [
	["the", [0, 0, 2]],
	["jacket", [90, 0, 10]],
	["sneakers", [100, 5, 0]],
	["trainers", [98, 4, 0]],
	["cancel", [0, 110, 5]],
	["abort", [2, 108, 4]],
];
const table: WordVectorTable = {
	language: "en",
	dimensions: 3,
	hashes: Uint32Array.from(WORDS, ([word]) => wordHash(word)),
	vectors: Int8Array.from(WORDS.flatMap(([, vector]) => vector)),
};
const NLU = `nlu:
- intent: wear
  examples: |
    - sneakers
    - the jacket
    - my sneakers please
- intent: stop
  examples: |
    - cancel
    - cancel it
    - please cancel the thing
`;

function teach(language: string, wordVectors: WordVectorTable | null) {
	const pipeline = readPipelineConfig(null, new FaultList());
	const trained = trainNlu({ data: readData(NLU), pipeline, language, seed: 1, wordVectors });
	const header = { assistantId: "t", language, nlu: trained.config, dialogue: {}, counts: trained.counts };
	const model = decodeModelFile(encodeModelFile({ header, arrays: trained.arrays }));
	return { interpreter: loadInterpreter(model), arrays: [...trained.arrays.keys()] };
}

test("[WV1] a word that no example had counts as words of like meaning do", ({ expect }) => {
	const { interpreter } = teach("en", table);
	expect(interpreter.parse("abort", { nowMs: 0 }).intent_ranking.map(({ name }) => name)).toContain("stop");
	const [first] = interpreter
		.parse("abort", { nowMs: 0 })
		.intent_ranking.filter(({ name }) => name !== "nlu_fallback");
	expect(first?.name).toBe("stop");
	const [worn] = interpreter
		.parse("TRAINERS", { nowMs: 0 })
		.intent_ranking.filter(({ name }) => name !== "nlu_fallback");
	expect(worn?.name).toBe("wear");
});

test("[WV1] an explanation names the words whose meaning spoke", ({ expect }) => {
	const { explanation } = teach("en", table).interpreter.parse("abort", { nowMs: 0, explain: true });
	expect(JSON.stringify(explanation)).toContain("≈abort");
});

test("[WV2] a model of another language, or without vectors, carries none", ({ expect }) => {
	expect(teach("en-GB", table).arrays.some((name) => name.endsWith("wordVectors"))).toBe(true);
	expect(teach("de", table).arrays.some((name) => name.endsWith("wordVectors"))).toBe(false);
	expect(teach("en", null).arrays.some((name) => name.endsWith("wordVectors"))).toBe(false);
});

test("[WV3] the mean has length 1, the common direction taken out; the words' parts add up to it", ({
	expect,
}) => {
	const searchable = searchableVectors(table, 100);
	const common = commonMeaning(searchable, ["sneakers", "cancel it"]);
	const reader = new MeaningReader(searchable, common);
	expect(reader.read("the sneakers, cancel")).toBe(true);
	expect(Math.hypot(...reader.mean)).toBeCloseTo(1, 5);
	expect(reader.read("nothing known")).toBe(false);
	const plain = new MeaningReader(searchable, new Float32Array(3));
	plain.read("the sneakers");
	const weights = Float32Array.of(0.5, -1, 2);
	const parts = plain.contributions("the sneakers", weights);
	expect(parts.map(({ word }) => word)).toEqual(["the", "sneakers"]);
	const product = weights.reduce((sum, weight, d) => sum + weight * (plain.mean[d] ?? 0), 0);
	expect(parts.reduce((sum, { contribution }) => sum + contribution, 0)).toBeCloseTo(product, 5);
});

test("[WV4] the most frequent words stay, ordered by hash", ({ expect }) => {
	const few = searchableVectors(table, 2);
	expect([...few.hashes]).toEqual([wordHash("the"), wordHash("jacket")].sort((a, b) => a - b));
	expect(few.vectors).toHaveLength(6);
});

test("[WV4] a file that holds no table is refused", ({ expect }) => {
	const header = { assistantId: "", language: "en", nlu: {}, dialogue: {}, counts: { dimensions: 3 } };
	const empty = decodeModelFile(encodeModelFile({ header, arrays: new Map() }));
	expect(() => readWordVectorTable(empty)).toThrow(ModelFileError);
	const arrays = new Map<string, Uint32Array | Int8Array>([
		["hashes", table.hashes],
		["vectors", table.vectors],
	]);
	expect(readWordVectorTable(decodeModelFile(encodeModelFile({ header, arrays })))).toEqual(table);
});
