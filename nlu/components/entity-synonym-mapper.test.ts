import { test } from "vitest";
import type { TypedArray } from "../model-file.ts";
import { partArrays } from "../trained-part.ts";
import { readData, trainInterpreter } from "../test-project.ts";
import { encodeUtf8 } from "../text/utf8.ts";
import { wordHash } from "../vectors/word-vectors.ts";
import { buildSynonyms, EntitySynonymMapper } from "./entity-synonym-mapper.ts";

const NLU = `nlu:
- intent: order
  examples: |
    - a [Rain Coat](item) please
    - the [Straße 7](place)
- synonym: NYC
  examples: |
    - new york
    - Big Apple 🍎
`;

test("[RE7] every value stands for itself in any case, every synonym for its value", ({ expect }) => {
	const part = buildSynonyms(readData(NLU));
	const mapped = mapAll(new EntitySynonymMapper(partArrays(part.arrays, "")), [
		"RAIN coat",
		"straße 7",
		"New York",
		"big apple 🍎",
		"nyc",
		"york",
		"",
	]);
	expect(mapped).toEqual(["Rain Coat", "Straße 7", "NYC", "NYC", "NYC", null, null]);
});

test("[RE7] of synonyms that conflict the last one wins, an annotation over what a synonym says", ({
	expect,
}) => {
	const nlu = `nlu:
- synonym: first
  examples: |
    - ny
- intent: order
  examples: |
    - in [nyc]{"entity": "city", "value": "NYC"}
    - in [Big Apple](city:Apple)
- synonym: last
  examples: |
    - nyc
    - ny
    - big apple
`;
	const mapper = new EntitySynonymMapper(partArrays(buildSynonyms(readData(nlu)).arrays, ""));
	expect(mapAll(mapper, ["nyc", "ny", "BIG apple"])).toEqual(["NYC", "last", "Apple"]);
});

test("[RE7] texts of one hash are told apart, in whichever order they stand", ({ expect }) => {
	const hash = wordHash("left");
	for (const values of [
		["Left", "Other", "Last"],
		["Other", "Left", "Last"],
		["Other", "Last", "Left"],
	]) {
		const bytes = values.map((value) => encodeUtf8(value));
		const starts = Uint32Array.of(0, 0, 0, 0);
		bytes.forEach(({ length }, i) => (starts[i + 1] = (starts[i] ?? 0) + length));
		const arrays = new Map<string, TypedArray>([
			["hashes", Uint32Array.of(hash, hash, hash)],
			["starts", starts],
			["bytes", Uint8Array.from(bytes.flatMap((value) => [...value]))],
		]);
		const mapper = new EntitySynonymMapper(partArrays(arrays, ""));
		expect(mapAll(mapper, ["LEFT", "Lost"])).toEqual(["Left", null]);
	}
});

test("[RE7] a project without a value has no synonym", ({ expect }) => {
	const nlu = "nlu:\n- intent: a\n  examples: |\n    - yes\n";
	expect(() =>
		trainInterpreter(nlu, "pipeline:\n- name: EntitySynonymMapper\n").parse("yes", { nowMs: 0 }),
	).not.toThrow();
	expect(
		mapAll(new EntitySynonymMapper(partArrays(buildSynonyms(readData(nlu)).arrays, "")), ["yes"]),
	).toEqual([null]);
});

/** What each text stands for; null for nothing. */
function mapAll(mapper: EntitySynonymMapper, values: readonly string[]): unknown[] {
	const entities = values.map((value) => ({ entity: "x", start: 0, end: 1, value, extractor: "y" }));
	const message = {
		text: "",
		tokens: [],
		options: { nowMs: 0 },
		language: "en",
		patternSpans: [],
		intent: { name: null, confidence: 0 },
		ranking: [],
		isSecondTier: false,
		entities,
		responseSelector: null,
		explanation: {},
	};
	const given = { ...message, entities: [...entities] };
	mapper.process(given);
	return given.entities.map((entity) => ("processors" in entity ? entity.value : null));
}
