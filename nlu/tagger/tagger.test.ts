import { test } from "vitest";
import { FaultList } from "../../project/fault.ts";
import { parseProjectFiles } from "../../project/project-files.ts";
import type { Entity } from "../../contracts/parse-data.ts";
import { smallTable } from "../vectors/small-table.ts";
import type { WordVectorTable } from "../vectors/word-vectors.ts";
import { loadInterpreter } from "../load-interpreter.ts";
import { decodeModelFile, encodeModelFile } from "../model-file.ts";
import { readPipelineConfig } from "../pipeline-config.ts";
import { seededRandom } from "../random.ts";
import { readData } from "../test-project.ts";
import { trainEntityTagger } from "../components/entity-tagger.ts";
import { packSpanWeights } from "./span-judge.ts";
import { trainNlu } from "../train.ts";
import { MAX_TAGGED_TOKENS } from "./tagger.ts";
import { settingsFor } from "./train-tagger.ts";

const CRF = "pipeline:\n- name: CRFEntityExtractor\n";
const MEALS = `nlu:
- intent: eat
  examples: |
    - a [small]{"entity": "size", "group": "1"} [pizza]{"entity": "dish", "group": "1"} and a [large]{"entity": "size", "group": "2"} [soup]{"entity": "dish", "group": "2"}
    - one [large]{"entity": "size", "group": "1"} [soup]{"entity": "dish", "group": "1"} and one [small]{"entity": "size", "group": "2"} [pizza]{"entity": "dish", "group": "2"}
    - a [tiny]{"entity": "size", "group": "1"} [salad]{"entity": "dish", "group": "1"} and one [huge]{"entity": "size", "group": "2"} [stew]{"entity": "dish", "group": "2"}
    - one [huge]{"entity": "size", "group": "1"} [stew]{"entity": "dish", "group": "1"} and a [tiny]{"entity": "size", "group": "2"} [salad]{"entity": "dish", "group": "2"}
    - a [large]{"entity": "size", "group": "1"} [salad]{"entity": "dish", "group": "1"} please
    - one [small]{"entity": "size", "group": "1"} [stew]{"entity": "dish", "group": "1"} please
- intent: travel
  examples: |
    - from [oslo]{"entity": "city", "role": "from"} to [kiel]{"entity": "city", "role": "to"}
    - from [kiel]{"entity": "city", "role": "from"} to [rome]{"entity": "city", "role": "to"}
    - take me to [oslo]{"entity": "city", "role": "to"} from [rome]{"entity": "city", "role": "from"}
    - leave from [new york]{"entity": "city", "role": "from"} for [oslo]{"entity": "city", "role": "to"}
    - a train to [new york]{"entity": "city", "role": "to"} please
- intent: greet
  examples: |
    - hello there
    - good morning to you
    - hey, how are you
`;

function train(nlu: string, options: { seed?: number; wordVectors?: WordVectorTable } = {}) {
	const config = parseProjectFiles([{ path: "config.yml", text: CRF }]).files[0] ?? null;
	const trained = trainNlu({
		data: readData(nlu),
		pipeline: readPipelineConfig(config, new FaultList()),
		language: "en",
		seed: options.seed ?? 1,
		wordVectors: options.wordVectors ?? null,
	});
	const { counts, arrays } = trained;
	const header = { assistantId: "", language: "en", nlu: trained.config, dialogue: {}, counts };
	const bytes = encodeModelFile({ header, arrays });
	const model = decodeModelFile(bytes);
	return { bytes, model, interpreter: loadInterpreter(model) };
}

const { interpreter } = train(MEALS);
const tag = (text: string): Entity[] => interpreter.parse(text, { nowMs: 0 }).entities;

const PIECES = [
	..."pizza,soup,small,large,and,a,one,from,to,oslo,new,york,rome,please,Zürich,don't,$5,10:30,x/y,注文,أين".split(
		",",
	),
	"👍",
	"👨‍👩‍👧",
	"\u202e",
	"\ud800",
	"\udc00",
	"ﬁn",
	"İstanbul",
	"e\u0301",
	"  ",
	"\n",
	",",
	"!?",
	"\u0000",
];

test("[TG1] spans of any text are its own slices, apart from one another", ({ expect }) => {
	const random = seededRandom(11);
	for (let round = 0; round < 400; round++) {
		const pieces = Array.from(
			{ length: Math.floor(random() * 14) },
			() => PIECES[Math.floor(random() * PIECES.length)] ?? "",
		);
		const text = pieces.join(random() < 0.8 ? " " : "");
		let before = 0;
		for (const { start = -1, end = -1, value, confidence_entity: confidence = -1 } of tag(text)) {
			expect(start).toBeGreaterThanOrEqual(before);
			expect(end).toBeGreaterThan(start);
			expect(value).toBe(text.slice(start, end));
			expect(confidence).toBeGreaterThan(0);
			expect(confidence).toBeLessThanOrEqual(1);
			before = end;
		}
		expect(before).toBeLessThanOrEqual(text.length);
	}
});

test("[TG2] learns role and group with the entity, each with its confidence", ({ expect }) => {
	const shown = (text: string) =>
		tag(text).map(({ entity, role, group, value }) => [entity, role ?? group, value]);
	expect(shown("a huge soup and one tiny pizza")).toEqual([
		["size", "1", "huge"],
		["dish", "1", "soup"],
		["size", "2", "tiny"],
		["dish", "2", "pizza"],
	]);
	expect(shown("from rome to new york")).toEqual([
		["city", "from", "rome"],
		["city", "to", "new york"],
	]);
	for (const entity of [...tag("a huge soup and one tiny pizza"), ...tag("from rome to new york")]) {
		const { confidence_entity: ofEntity = -1, confidence_role: ofRole, confidence_group: ofGroup } = entity;
		expect([typeof ofRole, typeof ofGroup]).toEqual(
			entity.entity === "city" ? ["number", "undefined"] : ["undefined", "number"],
		);
		expect(ofEntity).toBeGreaterThanOrEqual(Number(ofRole ?? ofGroup));
		expect(Number(ofRole ?? ofGroup)).toBeGreaterThan(0.2);
	}
});

test("[TG9] is surer of an entity it was taught than of one in doubt", ({ expect }) => {
	const sure = tag("from oslo to kiel")[1]?.confidence_entity ?? 0;
	const unsure = tag("to whatever")[0]?.confidence_entity ?? 0;
	expect(sure).toBeGreaterThan(0.8);
	expect(unsure).toBeLessThan(sure);
});

test("[TG10] makes the same bytes of the same data and seed, others of another seed", ({ expect }) => {
	const first = train(MEALS, { seed: 3 }).bytes;
	expect(train(MEALS, { seed: 3 }).bytes).toEqual(first);
	expect(train(MEALS, { seed: 4 }).bytes).not.toEqual(first);
});

test("[TG7] an unknown word counts as words of its class do", ({ expect }) => {
	const cities = ["oslo", "kiel", "rome", "york", "lima", "bonn"];
	const others = ["hello", "there", "morning", "pizza", "soup", "salad"];
	const words = [
		...cities.map((word, i) => ({ word, vector: [100, i] })),
		...others.map((word, i) => ({ word, vector: [i, 100] })),
	];
	const wordVectors = smallTable(words);
	const withClasses = train(MEALS, { wordVectors }).interpreter;
	const confidence = (parse: ReturnType<typeof withClasses.parse>): number =>
		parse.entities.find(({ value }) => value === "lima")?.confidence_entity ?? 0;
	const text = "from lima to kiel";
	expect(confidence(withClasses.parse(text, { nowMs: 0 }))).toBeGreaterThan(
		confidence(interpreter.parse(text, { nowMs: 0 })),
	);
});

test("[TG11] settings follow from the number of sentences", ({ expect }) => {
	const sizes = [0, 1, 100, 1_500, 2_000, 5_000, 13_000, 1_000_000].map(settingsFor);
	for (const [i, settings] of sizes.entries()) {
		const smaller = sizes[i - 1] ?? settings;
		expect(settings.passes).toBeLessThanOrEqual(smaller.passes);
		expect(settings.dropout).toBeLessThanOrEqual(smaller.dropout);
		expect(settings.passes).toBeGreaterThanOrEqual(6);
	}
});

test("[TG12] tags the first tokens of a long text and leaves the rest", ({ expect }) => {
	const text = "from oslo to kiel ".repeat(200);
	const tagged = tag(text);
	const lastEnd = tagged.at(-1)?.end ?? 0;
	expect(tagged.length).toBe(MAX_TAGGED_TOKENS / 2);
	expect(lastEnd).toBe((MAX_TAGGED_TOKENS / 4) * "from oslo to kiel ".length - 1);
	expect(tag("")).toEqual([]);
	expect(tag("👍")).toEqual([]);
});

test("[TG2] of two annotations on one token the first is learned, and no entity at all gives no tagger", ({
	expect,
}) => {
	const twice = `nlu:
- intent: go
  examples: |
    - to [rome][{"entity": "city"}, {"entity": "place"}] now
    - to [kiel][{"entity": "city"}, {"entity": "place"}] now
`;
	const found = train(twice).interpreter.parse("to rome now", { nowMs: 0 }).entities;
	expect(found.map(({ entity, value }) => [entity, value])).toEqual([["city", "rome"]]);
	const none = train("nlu:\n- intent: a\n  examples: |\n    - hello\n    - hi\n").interpreter;
	expect(none.parse("hello", { nowMs: 0 }).entities).toEqual([]);
});

test("[TG9] [TG17] the judge of whole spans, where there is one, decides, and says how likely each is", ({
	expect,
}) => {
	const { model } = train(MEALS);
	const nlu = structuredClone(model.header.nlu);
	const nothing = packSpanWeights(new Float32Array(2 ** 10));
	const patched = JSON.stringify(nlu).replace('"judge":null', `"judge":${JSON.stringify(nothing.config)}`);
	const arrays = new Map([
		...model.arrays,
		["nlu/0/spanWeights", nothing.arrays.get("spanWeights") ?? new Int8Array(0)] as const,
	]);
	const undecided = loadInterpreter({ header: { ...model.header, nlu: JSON.parse(patched) }, arrays });
	// it finds everything as likely as not: so much as fits is taken, the doubtful too
	const found = undecided.parse("from oslo to whatever", { nowMs: 0 }).entities;
	expect(found.length).toBeGreaterThanOrEqual(tag("from oslo to whatever").length);
	expect(found.map(({ entity }) => entity)).toContain("city");
	for (const { confidence_entity: confidence } of found) expect([0.5, 1]).toContain(confidence);
	expect(tag("from oslo to kiel")[0]?.confidence_entity).toBeGreaterThan(0.5);
});

test("[TG17] spans are judged as wholes from a thousand sentences on", ({ expect }) => {
	const judgeOf = (count: number): unknown => {
		const lines = Array.from({ length: count }, (_, i) => `    - to [place${i % 50}](city)`);
		const { examples } = readData(`nlu:\n- intent: go\n  examples: |\n${lines.join("\n")}\n`);
		const part = trainEntityTagger(examples, () => [], {
			wordVectors: null,
			seed: 1,
			splitByComma: true,
			extractor: "x",
			onProgress: () => {},
		});
		const { tagger } = part?.config ?? {};
		return typeof tagger === "object" && tagger !== null && "judge" in tagger ? tagger["judge"] : "none";
	};
	expect(judgeOf(999)).toBeNull();
	expect(judgeOf(1_000)).toMatchObject({ step: expect.any(Number) });
});
