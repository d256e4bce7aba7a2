import { test } from "vitest";
import { loadInterpreter } from "../load-interpreter.ts";
import { decodeModelFile, encodeModelFile, ModelFileError, type TypedArray } from "../model-file.ts";
import { readPipelineConfig } from "../pipeline-config.ts";
import { FaultList } from "../../project/fault.ts";
import { readData } from "../test-project.ts";
import { trainNlu } from "../train.ts";
import { noKernel, smallTable } from "./small-table.ts";
import {
	commonMeaning,
	MeaningReader,
	meaningsOf,
	packWordVectors,
	readWordVectorTable,
	wordHash,
	type WordVectorTable,
} from "./word-vectors.ts";

/** Things to wear, leaving, and nothing. `sneakers` and `trainers` are nearly the same. */
const WORDS: readonly [string, readonly number[]][] = [
	["the", [0, 0, 2, 0]],
	["jacket", [90, 0, 10, 0]],
	["sneakers", [100, 5, 0, 0]],
	["trainers", [98, 4, 0, 0]],
	["cancel", [0, 110, 5, 0]],
	["abort", [2, 108, 4, 0]],
];
const table = smallTable(WORDS.map(([word, vector]) => ({ word, vector })));
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
	return {
		model,
		interpreter: loadInterpreter(model, { wordVectors, sentenceEncoder: () => null }),
		arrays: [...trained.arrays.keys()],
	};
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

test("[WV2] a model of another language, or without vectors, does without", ({ expect }) => {
	const reads = (language: string, vectors: WordVectorTable | null) =>
		teach(language, vectors).arrays.some((name) => name.endsWith("commonMeaning"));
	expect(reads("en-GB", table)).toBe(true);
	expect(reads("de", table)).toBe(false);
	expect(reads("en", null)).toBe(false);
});

test("[WV3] the mean has length 1, the common direction taken out; a word can be left out of it", ({
	expect,
}) => {
	const texts = ["sneakers", "cancel it", "nothing known"];
	const meanings = meaningsOf(table, texts);
	expect([...meanings.keys()]).toEqual(["sneakers", "cancel it"]);
	const common = commonMeaning(table, texts, meanings);
	const reader = new MeaningReader(table, common);
	expect(reader.read("the sneakers, cancel")).toBe(true);
	expect(Math.hypot(...reader.mean)).toBeCloseTo(1, 5);
	const known = new MeaningReader(table, common, meanings);
	reader.read("cancel it");
	known.read("cancel it");
	known.mean.forEach((value, d) => expect(value).toBeCloseTo(reader.mean[d] ?? 0, 6));
	const told = new MeaningReader(
		table,
		new Float32Array(4),
		new Map([["cancel", Float32Array.of(1, 0, 0, 0)]]),
	);
	told.read("cancel");
	expect([...told.mean], "not read again").toEqual([1, 0, 0, 0]);
	told.read("cancel the", 1);
	expect(told.mean[0], "another text").toBeLessThan(0.1);
	reader.read("the sneakers, cancel");
	expect(reader.read("nothing known")).toBe(false);
	const plain = new MeaningReader(table, new Float32Array(4));
	expect(plain.wordsOf("the nice sneakers")).toEqual(["the", "sneakers"]);
	plain.read("sneakers");
	const sneakers = [...plain.mean];
	plain.read("cancel the nice sneakers");
	expect([...plain.mean]).not.toEqual(sneakers);
	plain.read("the nice sneakers", 0);
	expect([...plain.mean]).toEqual(sneakers);
	expect(plain.read("sneakers", 0)).toBe(false);
});

test("[WV4] four bits keep a vector to a fourteenth of its largest number", ({ expect }) => {
	expect([...table.hashes]).toEqual(WORDS.map(([word]) => wordHash(word)).sort((a, b) => a - b));
	for (const [word, vector] of WORDS) {
		const reader = new MeaningReader(table, new Float32Array(4));
		reader.read(word);
		const length = Math.hypot(...vector);
		vector.forEach((value, d) => {
			const off = Math.abs((reader.mean[d] ?? 0) - value / length);
			expect(off, `${word} ${d}`).toBeLessThan(0.08);
		});
	}
});

test("[WV4] a model is refused without the table that it learned with", ({ expect }) => {
	const { model } = teach("en", table);
	const other = { ...table, id: "other" };
	for (const wordVectors of [null, other])
		expect(() => loadInterpreter(model, { wordVectors, sentenceEncoder: () => null })).toThrow(
			ModelFileError,
		);
});

test("[WV4] a file that holds no table is refused", ({ expect }) => {
	const header = { assistantId: "", language: "en", nlu: {}, dialogue: {}, counts: { dimensions: 4 } };
	const read = (arrays: Map<string, TypedArray>) =>
		readWordVectorTable(decodeModelFile(encodeModelFile({ header, arrays })), noKernel);
	expect(() => read(new Map())).toThrow(ModelFileError);
	const packed = packWordVectors(
		WORDS.map(([word, vector]) => ({ word, vector })),
		4,
	);
	const arrays = new Map<string, TypedArray>(Object.entries(packed));
	expect(read(arrays).hashes).toEqual(table.hashes);
	arrays.set("scales", packed.scales.slice(1));
	expect(() => read(arrays)).toThrow(ModelFileError);
});
