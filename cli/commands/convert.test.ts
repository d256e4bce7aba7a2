import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, test } from "vitest";
import type { Command } from "../command.ts";
import { readArguments, UsageError } from "../command.ts";
import { readProjectSource } from "../project-source.ts";
import { trainProject } from "../train-project.ts";
import { convertCommand } from "./convert.ts";
import { validateCommand } from "./validate.ts";

const scratch = mkdtempSync(join(tmpdir(), "care-convert-"));
afterAll(() => rmSync(scratch, { recursive: true }));

/** A whole project of Rasa 1.x that needs nobody's decision. */
const OLD = {
	"config.yml": `language: en
pipeline: supervised_embeddings
policies:
- name: MemoizationPolicy
- name: KerasPolicy
- name: FormPolicy
- name: MappingPolicy
- name: FallbackPolicy
  nlu_threshold: 0.4
`,
	"domain.yml": `intents:
- greet
- order
- help: {triggers: utter_help}
entities:
- city
slots:
  city:
    type: unfeaturized
  size:
    type: text
forms:
- order_form
templates:
  utter_greet:
  - text: Hello!
  utter_help:
  - text: Ask me.
  utter_ask_city:
  - text: Which city?
  utter_done:
  - text: Done.
`,
	"data/nlu.md": `## intent:greet
- hello
- hi there
## intent:order
- order to [Bonn](city)
- send it to [Ulm](city)
## intent:help
- what can you do
- help me
`,
	"data/stories.md": `## greet
* greet
  - utter_greet
## order
* order{"city": "Bonn"}
  - order_form
  - form{"name": "order_form"}
  - form{"name": null}
  - utter_done
`,
	"tests/conversation_tests.md": "## greet\n* greet: hello\n  - utter_greet\n",
	"forms.py": `class OrderForm(FormAction):
    def name(self):
        return "order_form"
    def required_slots(tracker):
        return ["city"]
`,
	"picture.png": "\u0089PNG",
	".git/config": "[core]",
} as const;

function write(name: string, files: Readonly<Record<string, string>>): string {
	const directory = join(scratch, name);
	for (const [path, text] of Object.entries(files)) {
		mkdirSync(dirname(join(directory, path)), { recursive: true });
		writeFileSync(join(directory, path), text);
	}
	return directory;
}

async function run(command: Command, words: readonly string[]) {
	const printed: string[] = [];
	const output = { out: (line: string) => printed.push(line), err: () => undefined };
	const code = await command.run(readArguments(words, command), output);
	return { code, text: printed.join("\n") };
}

const filesOf = (directory: string): Record<string, string> =>
	Object.fromEntries(
		readdirSync(directory, { recursive: true, withFileTypes: true })
			.filter((entry) => entry.isFile())
			.map(({ parentPath, name }) => join(parentPath, name))
			.map((path) => [path.slice(directory.length + 1), readFileSync(path, "utf8")] as const)
			.toSorted(([a], [b]) => (a < b ? -1 : 1)),
	);

test("[OP1] [OP14] an old project is refused with one report; converted it loads and trains, and the old one is as it was", async ({
	expect,
}) => {
	const project = write("old", OLD);
	const before = filesOf(project);
	const refused = await run(validateCommand, ["--project", project]);
	expect(refused.code).toBe(1);
	expect(refused.text).toContain("data/nlu.md:1: error rasa_1_markdown_nlu");
	expect(refused.text).toContain("tests/conversation_tests.md:1: error rasa_1_markdown_test");
	expect(refused.text).toContain(".: error rasa_old_project");
	expect(refused.text).not.toMatch(/unused_|unknown_/);
	expect(refused.text.match(/rasa_2_slot_without_mappings/g)).toHaveLength(2);
	const source = await readProjectSource(project);
	expect(() => trainProject(source, { seed: 1 })).toThrow("rasa_1_markdown_story");

	const out = join(scratch, "new");
	const done = await run(convertCommand, ["--project", project, "--out", out]);
	expect(filesOf(project)).toEqual(before);
	// the form's class is Python, and that is somebody's to change: the only thing that is left
	expect(done.code).toBe(1);
	expect(done.text).toMatch(/By hand[^\n]*\n {2}forms\.py:1: class OrderForm/);
	expect(done.text).toContain("1 thing is left to you.");
	expect(Object.keys(filesOf(out))).toEqual([
		"config.yml",
		"data/nlu.yml",
		"data/rules.yml",
		"data/stories.yml",
		"domain.yml",
		"forms.py",
		"picture.png",
		"tests/test_conversation_tests.yml",
	]);
	const converted = await readProjectSource(out);
	expect(converted.tests.map(({ path }) => path)).toEqual(["tests/test_conversation_tests.yml"]);
	const trained = trainProject(converted, { seed: 1 });
	expect(trained.counts).toMatchObject({ intents: 3, stories: 2, rules: 2, forms: 1 });
	expect((await run(validateCommand, ["--project", out])).code).toBe(0);
});

test("[OP14] --json tells all of it, and what loading the result finds wrong is not hidden", async ({
	expect,
}) => {
	const project = write("broken", {
		"config.yml": "pipeline: supervised_embeddings\n",
		"domain.yml": "intents: [a]\nslots:\n  x: {type: colour}\n",
		"data/nlu.yml": "nlu: []\n",
	});
	const { code, text } = await run(convertCommand, [
		"--project",
		project,
		"--out",
		join(scratch, "b"),
		"--json",
	]);
	expect(code).toBe(1);
	expect(JSON.parse(text)).toMatchObject({
		files: ["config.yml", "domain.yml"],
		replaced: [],
		converted: [{ code: "rasa_1_pipeline_template" }, { code: "rasa_2_slot_without_mappings" }],
		byHand: [],
		errors: [{ file: "domain.yml", line: 3, code: "unknown_slot_type" }],
	});
});

test("[OP14] a project of today is copied byte for byte", async ({ expect }) => {
	const files = { "config.yml": "language:  en\npipeline: []\n", "domain.yml": "intents: [a]\n" };
	const out = join(scratch, "copy");
	const { code, text } = await run(convertCommand, ["--project", write("today", files), "--out", out]);
	expect(code).toBe(0);
	expect(text).toContain("Nothing was to convert");
	expect(filesOf(out)).toEqual(files);
});

test("[OP14] a folder that is not empty, or inside the project, is refused", async ({ expect }) => {
	const project = write("again", { "config.yml": "pipeline: keyword\n" });
	const full = write("full", { "mine.txt": "mine" });
	for (const out of [full, join(full, "mine.txt"), project, join(project, "out")])
		await expect(run(convertCommand, ["--project", project, "--out", out])).rejects.toBeInstanceOf(
			UsageError,
		);
	expect(filesOf(full)).toEqual({ "mine.txt": "mine" });
	expect(Object.keys(filesOf(project))).toEqual(["config.yml"]);
	await expect(run(convertCommand, ["--project", join(scratch, "nowhere"), "--out", full])).rejects.toThrow(
		"There is no folder",
	);
	await expect(run(convertCommand, ["--project", project])).rejects.toThrow("--out is missing");
});

test("[OP14] a file that is not UTF-8 is named, and rules that contradict each other after the conversion are too", async ({
	expect,
}) => {
	const project = write("latin", {
		"config.yml": "pipeline: keyword\npolicies: [{name: MappingPolicy}]\n",
		"domain.yml":
			"intents: [a: {triggers: utter_a}]\nresponses: {utter_a: [{text: x}], utter_b: [{text: y}]}\n",
		"data/rules.yml": "rules:\n- rule: own\n  steps: [{intent: a}, {action: utter_b}]\n",
	});
	writeFileSync(join(project, "data/nlu.md"), Buffer.from([0x23, 0xe4, 0xf6]));
	const { code, text } = await run(convertCommand, [
		"--project",
		project,
		"--out",
		join(scratch, "l"),
		"--json",
	]);
	expect(code).toBe(1);
	const { byHand, errors }: Record<string, { code: string; file: string }[]> = JSON.parse(text);
	expect(byHand).toMatchObject([{ code: "not_utf8", file: "data/nlu.md" }]);
	expect(errors?.map((error) => `${error.code} ${error.file}`)).toEqual([
		"rule_contradiction data/rules_converted.yml",
		"rule_contradiction data/rules.yml",
	]);
});
