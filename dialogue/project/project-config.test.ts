import { test } from "vitest";
import { readPipelineConfig } from "../../nlu/pipeline-config.ts";
import { FaultList } from "../../project/fault.ts";
import { type LoadedProject, loadProject } from "../train-project.ts";

function load(files: Readonly<Record<string, string>>): LoadedProject {
	const training = Object.entries(files).map(([path, text]) => ({ path, text }));
	return loadProject({ training, tests: [], beside: [] });
}

const told = (files: Readonly<Record<string, string>>): string[] =>
	load(files)
		.faults.sorted()
		.map(({ file, line, severity, code, message }) => `${file}:${line} ${severity} ${code}: ${message}`);

test("[LO10] keys that nobody reads are named, in a configuration all of them, elsewhere slips", ({
	expect,
}) => {
	expect(
		told({
			"config.yml": `recipe: default.v1
assistant_id: shop
langauge: de
pipelines: []
importers:
- name: MultiProjectImporter
imports: [skills/a]
colour: red
`,
			"data/nlu.yml": `version: "3.1"\nnluu: []\ncustom_tool: {}\nnlu: []\n`,
			"domain.yml": "intent: [greet]\nresponses: {}\n",
			"endpoints.yml": "action_endpoint: {url: x}\nstoriess: 1\n",
		}),
	).toEqual([
		"config.yml:3 warning unknown_key: Nothing reads `langauge`. Did you mean `language`?",
		"config.yml:4 warning unknown_key: Nothing reads `pipelines`. Did you mean `pipeline`?",
		"config.yml:5 warning unread_key: `importers` has no effect here: no importer is run: config.yml, the domain and data/ of this folder are the project.",
		"config.yml:7 warning unread_key: `imports` has no effect here: no other project is read: put its domain and data into this one's.",
		"config.yml:8 warning unknown_key: Nothing reads `colour`. A configuration has recipe, assistant_id, language, additional_languages, pipeline, policies, version.",
		"data/nlu.yml:2 warning unknown_key: Nothing reads `nluu`. Did you mean `nlu`?",
		"domain.yml:1 warning unknown_key: Nothing reads `intent`. Did you mean `intents`?",
	]);
	expect(told({ "config.yml": "recipe:\nimporters: [{name: RasaFileImporter}]\npipeline:\n" })).toEqual([]);
});

test("[LO11] a recipe that is not default.v1 is refused, as in Rasa", ({ expect }) => {
	expect(told({ "config.yml": "language: en\nrecipe: graph.v1\n" })).toEqual([
		"config.yml:2 error unknown_recipe: The recipe `graph.v1` does not run here: only `default.v1`, a list of components under `pipeline` and of policies under `policies`.",
	]);
});

test("[LO10] config.yml is the configuration, whatever keys it has, and its language and id count", ({
	expect,
}) => {
	const { config, dialogue } = load({
		"config.yml": "language: de\nassistant_id: shop\npolicies: [{name: RulePolicy}]\n",
		"data/other.yml": "recipe: default.v1\nlanguage: fr\n",
	});
	expect(readPipelineConfig(config, new FaultList())).toMatchObject({ language: "de", assistantId: "shop" });
	expect(dialogue).toMatchObject({ assistantId: "shop", languages: { fallback: "de" } });
	const onlyLanguage = load({ "config.yml": "language: de\n", "data/nlu.yml": "nlu: []\n" });
	expect(readPipelineConfig(onlyLanguage.config, new FaultList()).language).toBe("de");
	expect(onlyLanguage.dialogue.languages.fallback).toBe("de");
});

test("[OP2] NLU data in JSON below data/ is read beside YAML, with a warning; elsewhere it is not", ({
	expect,
}) => {
	const json = (text: string): string =>
		`{"rasa_nlu_data": {"common_examples": [{"text": "${text}", "intent": "faq/hours"}]}}`;
	const { nlu, dialogue, faults, isOld } = loadProject({
		training: [{ path: "data/rules.yml", text: "intents: [faq]\nrules: []\n" }],
		tests: [],
		beside: [
			{ path: "data/nlu.json", text: json("when") },
			{ path: "old/nlu.json", text: json("where") },
			{ path: "data/broken.json", text: json("why").slice(0, -1) },
		],
	});
	expect(isOld).toBe(false);
	expect(nlu.examples.map(({ text }) => text)).toEqual(["when"]);
	expect(dialogue.domain.intents.get("faq")?.isRetrieval ?? null).toBe(true);
	expect(faults.sorted().map(({ file, severity, code }) => `${file} ${severity} ${code}`)).toEqual([
		"data/broken.json warning rasa_1_file",
		"data/broken.json error yaml_syntax",
		"data/nlu.json warning json_nlu",
		"old/nlu.json warning rasa_1_file",
	]);
});

test("[TD15] the understanding of a project learns from its stories' messages", ({ expect }) => {
	const { nlu } = load({
		"data/stories.yml": "stories:\n- story: s\n  steps:\n  - user: hi there\n    intent: greet\n",
	});
	expect(nlu.examples).toMatchObject([{ text: "hi there", intent: "greet" }]);
});
