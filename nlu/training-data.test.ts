import { test } from "vitest";
import { FaultList } from "../project/fault.ts";
import { readData } from "./test-project.ts";
import { entityNames, intentNames, mainIntent } from "./training-data.ts";

test("[TD1] reads both forms of examples, each with its file and line", ({ expect }) => {
	const data = readData(`version: "3.1"
nlu:
- intent: greet
  examples: |
    - hello
    - hi
- intent: bye
  examples:
  - text: |
      good bye
  - text: see you
    metadata: {a: 1}
`);
	expect(data.examples.map(({ text, intent, position }) => [intent, text, position.line])).toEqual([
		["greet", "hello", 5],
		["greet", "hi", 6],
		["bye", "good bye", 9],
		["bye", "see you", 11],
	]);
	expect(data.examples[0]?.position.file).toBe("data/nlu.yml");
});

test("[TD2] reads the four forms of annotations", ({ expect }) => {
	const data = readData(`nlu:
- intent: move
  examples: |
    - from [Bonn](city) to [NYC](city:New York)
    - a [big]{"entity": "size", "role": "r", "group": "1", "value": "L"} one
    - [both][{"entity": "a"}, {"entity": "b", "value": "x"}] of them
`);
	const none = { role: null, group: null };
	expect(data.examples.map(({ text, entities }) => ({ text, entities }))).toEqual([
		{
			text: "from Bonn to NYC",
			entities: [
				{ start: 5, end: 9, entity: "city", value: "Bonn", ...none },
				{ start: 13, end: 16, entity: "city", value: "New York", ...none },
			],
		},
		{
			text: "a big one",
			entities: [{ start: 2, end: 5, entity: "size", value: "L", role: "r", group: "1" }],
		},
		{
			text: "both of them",
			entities: [
				{ start: 0, end: 4, entity: "a", value: "both", ...none },
				{ start: 0, end: 4, entity: "b", value: "x", ...none },
			],
		},
	]);
	expect(entityNames(data)).toEqual(["a", "b", "city", "size"]);
});

test("[TD3] [TD4] reads synonyms, also from annotations, patterns and retrieval intents", ({ expect }) => {
	const data = readData(`nlu:
- intent: faq/hours
  examples: |
    - when is [NYC](city:New York) open
- synonym: New York
  examples: |
    - big apple
- regex: zip
  examples: |
    - \\d{5}
- lookup: city
  examples: |
    - Bonn
    - Ulm
`);
	expect(data.synonyms.map(({ text, canonical }) => [text, canonical])).toEqual([
		["NYC", "New York"],
		["big apple", "New York"],
	]);
	expect(data.regexes.map(({ name, pattern }) => [name, pattern])).toEqual([["zip", "\\d{5}"]]);
	expect(data.lookups.map(({ name, pattern }) => [name, pattern])).toEqual([
		["city", "Bonn"],
		["city", "Ulm"],
	]);
	expect(intentNames(data)).toEqual(["faq"]);
	expect(mainIntent("faq/hours")).toBe("faq");
});

test("[TD5] reads the responses of retrieval intents and no others", ({ expect }) => {
	const data = readData(`responses:
  utter_faq/hours:
  - text: Nine to five.
  utter_greet:
  - text: Hello!
`);
	expect(data.responses).toEqual([
		{
			key: "faq/hours",
			variations: [{ text: "Nine to five." }],
			position: { file: "data/nlu.yml", line: 2 },
		},
	]);
});

test("[TD6] [TD7] [TD8] names every fault at once, by line, and reads the rest", ({ expect }) => {
	const faults = new FaultList();
	const data = readData(
		`nlu:
- intent: greet
  examples: |
    - [hello]{"entity: "x"}
    - see [you] (when)
    no dash here
    - fine
- intnt: typo
  examples: |
    - x
- intent:
  examples: |
    - x
- intent: shape
  examples: {a: 1}
- just text
- lookup: empty
`,
		faults,
	);
	expect(faults.sorted().map(({ severity, code, line }) => [severity, code, line])).toEqual(
		[
			["error", "bad_annotation", 4],
			["warning", "suspicious_annotation", 5],
			["warning", "example_without_dash", 6],
			["error", "nlu_item_kind", 8],
			["error", "nlu_item_name", 11],
			["error", "examples_shape", 15],
			["warning", "no_examples", 14],
			["error", "nlu_item_shape", 16],
			["warning", "no_examples", 17],
		].sort((a, b) => Number(a[2]) - Number(b[2])),
	);
	expect(data.examples.map((example) => example.text)).toEqual(["hello", "see [you] (when)", "fine"]);
	expect(faults.sorted().find((fault) => fault.code === "nlu_item_kind")?.message).toContain(
		"did you mean `intent`?",
	);
});

test("[TD9] a block's metadata say the language of its examples", ({ expect }) => {
	const data = readData(`nlu:
- intent: greet
  metadata: {language: de, author: anna}
  examples: |
    - guten Tag
- intent: greet
  metadata: {language: 7}
  examples: |
    - hello
- intent: bye
  examples:
  - text: bye
`);
	expect(data.examples.map(({ text, language }) => [text, language])).toEqual([
		["guten Tag", "de"],
		["hello", null],
		["bye", null],
	]);
});

test("[TD10] a file of a newer version is skipped, one of an older or of none is read", ({ expect }) => {
	const texts = (version: string): string[] =>
		readData(`${version}nlu:\n- intent: greet\n  examples: |\n    - hello\n`).examples.map(
			({ text }) => text,
		);
	expect(texts('version: "3.5"\n')).toEqual([]);
	expect(texts('version: "2.0"\n')).toEqual(["hello"]);
	expect(texts("version: 3.1\n")).toEqual(["hello"]);
	expect(texts("")).toEqual(["hello"]);
});

test("[TD11] keys that nobody reads are named, and a file where examples belong", ({ expect }) => {
	const faults = new FaultList();
	const data = readData(
		`nlu:
- intent: greet
  example: |
    - hello
- lookup: city
  elements: [Bonn]
  examples: data/cities.txt
- intent: go
  examples: |
    - to [Bonn]{"entity": "city", "roel": "to", "role": "", "group": ""}
    - to [Ulm][{"entity": "city", "extractor": "x"}]
`,
		faults,
	);
	expect(faults.sorted().map(({ line, severity, message }) => `${line} ${severity} ${message}`)).toEqual([
		"2 warning The intent `greet` has no examples.",
		"3 warning Nothing reads `example` of this intent. Did you mean `examples`?",
		"5 warning The lookup `city` has no examples.",
		"6 warning Nothing reads `elements` of this lookup. An item has its lookup, its `examples` and perhaps `metadata`.",
		"7 warning This line of lookup `city` is left out: an example begins with `- `. A file is not read: list what it holds.",
		'10 warning Nothing reads `roel` of the annotation {"entity": "city", "roel": "to", "role": "", "group": ""}. Did you mean `role`?',
		'11 warning Nothing reads `extractor` of the annotation [{"entity": "city", "extractor": "x"}]. It may have entity, value, role, group.',
	]);
	expect(data.examples.flatMap(({ entities }) => entities)).toMatchObject([
		{ entity: "city", value: "Bonn", role: null, group: null },
		{ entity: "city", value: "Ulm" },
	]);
});

test("[TD12] reads Rasa's JSON, each part with its line; what can't be read is named and the rest is read", ({
	expect,
}) => {
	const faults = new FaultList();
	const data = readData(
		`{"rasa_nlu_data": {
	"common_examples": [
		{"text": "hello", "intent": "greet", "entities": []},
		{"text": "😀 to NYC", "intent": "go", "entities": [
			{"start": 5, "end": 8, "value": "New York", "entity": "city", "role": "to"}]},
		{"text": "when", "intent": "faq/hours", "entities": [{"start": 0, "end": 9, "entity": "city"}]},
		{"intent": "greet"}
	],
	"entity_synonyms": [{"value": "Bonn", "synonyms": ["bn", "bonn am rhein"]}],
	"regex_features": [{"name": "zip", "pattern": "\\\\d{5}"}],
	"lookup_tables": [{"name": "city", "elements": ["Ulm", "Kiel"]}, {"name": "city", "elements": "data/cities.txt"}]
}}
`,
		faults,
	);
	expect(data.examples.map(({ text, intent, position }) => [text, intent, position.line])).toEqual([
		["hello", "greet", 3],
		["😀 to NYC", "go", 4],
		["when", "faq/hours", 6],
	]);
	expect(data.examples[1]?.entities).toEqual([
		{ start: 6, end: 9, entity: "city", value: "New York", role: "to", group: null },
	]);
	expect(data.synonyms.map(({ text, canonical }) => [text, canonical])).toEqual([
		["NYC", "New York"],
		["bn", "Bonn"],
		["bonn am rhein", "Bonn"],
	]);
	expect(data.regexes.map(({ pattern }) => pattern)).toEqual([String.raw`\d{5}`]);
	expect(data.lookups.map(({ pattern }) => pattern)).toEqual(["Ulm", "Kiel"]);
	expect(faults.sorted().map(({ severity, code, line }) => `${severity} ${code} ${line}`)).toEqual([
		"error json_nlu_part 6",
		"error json_nlu_part 7",
		"error json_nlu_part 11",
	]);
	expect(faults.sorted()[2]?.message).toContain("List the elements");
});

test("[TD13] an intent with two slashes is an error, a file among the elements of a table a warning", ({
	expect,
}) => {
	const faults = new FaultList();
	readData(
		`nlu:
- intent: faq/hours/sunday
  examples: |
    - open on sunday
- lookup: city
  examples: |
    - data/cities.txt
    - Node.js
`,
		faults,
	);
	expect(faults.sorted().map(({ line, severity, message }) => `${line} ${severity} ${message}`)).toEqual([
		"2 error The intent `faq/hours/sunday` has more than one `/`, and Rasa refuses it: write `retrieval_intent/key`.",
		"7 warning `data/cities.txt` is an element like any other, as in Rasa: a file is not read. List what it holds.",
	]);
});

test("[TD14] examples that YAML joins to one are named, and a map where the list belongs", ({ expect }) => {
	const told = (nlu: string): string[] => {
		const faults = new FaultList();
		readData(nlu, faults);
		return faults.sorted().map(({ line, severity, message }) => `${line} ${severity} ${message}`);
	};
	const folded = (examples: string): string[] => told(`nlu:\n- intent: greet\n  examples: >\n${examples}`);
	expect(folded("    - hello\n    - good day\n")).toEqual([
		"3 warning `>` joins the lines of intent `greet` to one example, as in Rasa. Write `examples: |`.",
	]);
	expect(folded("    - hello\n")).toEqual([]);
	expect(told("nlu:\n  intent: greet\n")).toEqual([
		"2 error Expected a list under `nlu`, found a map: begin each item with `- `, as in `- intent: name`.",
	]);
});
