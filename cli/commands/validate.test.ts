import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "vitest";
import { ProjectError } from "../../project/fault.ts";
import { readArguments } from "../command.ts";
import { trainCommand } from "./train.ts";
import { validateCommand } from "./validate.ts";

const FILES = {
	"config.yml": `recipe: default.v1
language: en
pipeline:
- name: WhitespaceTokenizer
- name: DIETClasifier
- name: DIETClassifier
  epochs: 3
`,
	"domain.yml": `version: "3.1"
intents: [cancel, stop_it, travel, faq]
entities: [city]
`,
	"data/nlu.yml": `nlu:
- intent: cancel
  examples: |
    - please cancel the order that i placed yesterday
    - call it off
    - cancel my order now
    - forget my order
    - drop the order
    - drop the order
- intent: stop_it
  examples: |
    - please cancel the orders that i placed yesterday
    - call it off
    - cancel the order now
    - forget the order
    - drop my order
- intent: travel
  examples: |
    - to [Bonn](city)
    - via [Bonn](city)
    - from [Bonn](city)
    - near Bonn
    - in [Ulm]{"entity: "city"}
    - at [Kiel] (city)
    - at [Kie](city)l
    no dash here
- intent: faq/hours
  examples: |
    - when do you open
- regex: code
  examples: |
    - (a+)+x
    - (open
- synonym: Köln
  examples: |
    - cologne
- synonym: Cologne
  examples: |
    - cologne
    - koeln
- lookup: city
  examples: |
    - Paris
- lookup: name
  examples: |
    - Paris
- intents: typo
  examples: |
    - hello
`,
} as const;

const silent = { out: () => undefined, err: () => undefined };
const train = (project: string) => {
	const words = ["--project", project, "--out", join(project, "own.caremodel"), "--no-cache"];
	return trainCommand.run(readArguments(words, trainCommand), silent);
};

test("one run names every fault of understanding, each with file and line", async ({ expect }) => {
	const project = mkdtempSync(join(tmpdir(), "care-faults-"));
	try {
		mkdirSync(join(project, "data"));
		for (const [path, text] of Object.entries(FILES)) writeFileSync(join(project, path), text);
		const printed: string[] = [];
		const output = { out: (line: string) => printed.push(line), err: () => undefined };
		const args = readArguments(["--project", project, "--json"], validateCommand);
		expect(await validateCommand.run(args, output)).toBe(1);
		const {
			errors,
			warnings,
		}: Record<"errors" | "warnings", { file: string; line: number; code: string }[]> = JSON.parse(
			printed[0] ?? "",
		);
		const places = (faults: typeof errors) => faults.map(({ file, line, code }) => `${file}:${line} ${code}`);
		expect(places(errors)).toEqual([
			"config.yml:5 unknown_component",
			"data/nlu.yml:23 bad_annotation",
			"data/nlu.yml:32 dangerous_regex",
			"data/nlu.yml:33 bad_regex",
			"data/nlu.yml:47 nlu_item_kind",
		]);
		await expect(train(project)).rejects.toSatisfy(
			(error) =>
				error instanceof ProjectError &&
				errors.every(({ line, code }) => error.message.includes(`:${line}: error ${code}: `)),
		);
		expect(places(warnings)).toEqual(
			expect.arrayContaining([
				"config.yml:6 option_without_effect",
				"data/nlu.yml:9 duplicate_example",
				"data/nlu.yml:12 alike_intents",
				"data/nlu.yml:12 similar_examples_two_intents",
				"data/nlu.yml:13 same_example_two_intents",
				"data/nlu.yml:22 annotation_missing",
				"data/nlu.yml:24 suspicious_annotation",
				"data/nlu.yml:25 misaligned_annotation",
				"data/nlu.yml:26 example_without_dash",
				"data/nlu.yml:29 few_examples",
				"data/nlu.yml:29 missing_retrieval_response",
				"data/nlu.yml:39 synonym_conflict",
				"data/nlu.yml:40 synonym_chain",
				"data/nlu.yml:46 lookup_conflict",
			]),
		);
	} finally {
		rmSync(project, { recursive: true });
	}
});

test("[VA4] a project whose patterns can't be read, or can hang, does not train: all are named with their lines", async ({
	expect,
}) => {
	const project = mkdtempSync(join(tmpdir(), "care-patterns-"));
	try {
		const nlu = "nlu:\n- {intent: a, examples: [hello]}\n- {intent: b, examples: [bye]}\n";
		writeFileSync(join(project, "config.yml"), "recipe: default.v1\nlanguage: de\n");
		writeFileSync(join(project, "domain.yml"), "intents: [a, b]\n");
		writeFileSync(
			join(project, "nlu.yml"),
			`${nlu}- regex: r\n  examples: |\n    - (a+)+$\n    - [unclosed\n`,
		);
		await expect(train(project)).rejects.toThrow(
			/2 faults:\nnlu\.yml:6: error dangerous_regex: .*\nnlu\.yml:7: error bad_regex: /,
		);
		expect(existsSync(join(project, "own.caremodel"))).toBe(false);
		writeFileSync(join(project, "nlu.yml"), `${nlu}- regex: r\n  examples: |\n    - a+$\n`);
		expect(await train(project)).toBe(0); // few examples are a warning
		expect(existsSync(join(project, "own.caremodel"))).toBe(true);
	} finally {
		rmSync(project, { recursive: true });
	}
});

test("[OP1] one old component hides nothing else that is wrong with pipeline and NLU data", async ({
	expect,
}) => {
	const project = mkdtempSync(join(tmpdir(), "care-old-"));
	try {
		const config = `recipe: default.v1
pipeline:
- name: WhitespaceTokeniser
- name: EmbeddingIntentClassifier
- name: FallbackClassifier
  threshold: 5
- name: EmbeddingIntentClassifier
`;
		const nlu = `nlu:
- intent: a
  examples: |
    - x [y]{"a": }
- intent: faq/b
  examples: |
    - z
- regex: r
  examples: |
    - (a+)+$
`;
		writeFileSync(join(project, "config.yml"), config);
		writeFileSync(join(project, "domain.yml"), "intents: [a, faq]\n");
		writeFileSync(join(project, "nlu.yml"), nlu);
		const printed: string[] = [];
		const output = { out: (line: string) => printed.push(line), err: () => undefined };
		expect(await validateCommand.run(readArguments(["--project", project], validateCommand), output)).toBe(1);
		const errors = [
			".: error rasa_old_project",
			"config.yml:3: error unknown_component",
			"config.yml:4: error rasa_1_component",
			"config.yml:6: error option_value",
			"nlu.yml:4: error bad_annotation",
			"nlu.yml:10: error dangerous_regex",
		];
		const heads = printed.map((line) => line.split(": ", 2).join(": "));
		expect(heads).toEqual([
			...errors.slice(0, 4),
			"nlu.yml:4: error bad_annotation",
			"nlu.yml:4: warning few_examples",
			"nlu.yml:7: warning few_examples",
			"nlu.yml:10: error dangerous_regex",
			"6 errors, 2 warnings",
		]);
		await expect(train(project)).rejects.toSatisfy(
			(error) => error instanceof ProjectError && errors.every((fault) => error.message.includes(fault)),
		);
	} finally {
		rmSync(project, { recursive: true });
	}
});
