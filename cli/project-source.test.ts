import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { test } from "vitest";
import { loadProject } from "../dialogue/train-project.ts";
import { readProjectSource, type ProjectSource } from "./project-source.ts";

async function sourceOf(files: Readonly<Record<string, string | Buffer>>): Promise<ProjectSource> {
	const directory = mkdtempSync(join(tmpdir(), "care-source-"));
	try {
		for (const [path, text] of Object.entries(files)) {
			mkdirSync(dirname(join(directory, path)), { recursive: true });
			writeFileSync(join(directory, path), text);
		}
		return await readProjectSource(directory);
	} finally {
		rmSync(directory, { recursive: true });
	}
}

const pathsOf = (files: ProjectSource["training"]): string[] => files.map(({ path }) => path);

test("[LO8] training reads config.yml, the domain and all of data/, whatever folders and files there are called", async ({
	expect,
}) => {
	const source = await sourceOf({
		"actions/forms.yml": "forms: {}",
		"config.yml": "pipeline: []",
		"data/actions/models/nlu.yml": "nlu: []",
		"data/.drafts/rules.yml": "rules: []",
		"data/test_more.yml": "stories: []",
		"domain/results/slots.yml": "slots: {}",
		"domain/test_more.yml": "intents: []",
		"models/old.yml": "intents: []",
		"old_domain.yml": "intents: []",
		"tests/test_stories.yml": "stories: []",
	});
	expect(pathsOf(source.training)).toEqual([
		"config.yml",
		"data/.drafts/rules.yml",
		"data/actions/models/nlu.yml",
		"data/test_more.yml",
		"domain/results/slots.yml",
		"domain/test_more.yml",
	]);
	expect(pathsOf(source.tests)).toEqual([
		"data/test_more.yml",
		"domain/test_more.yml",
		"tests/test_stories.yml",
	]);
	expect(source.unread).toEqual([]);
});

test("[LO9] beside a domain.yml a folder domain/ is not read, and a warning says so", async ({ expect }) => {
	const source = await sourceOf({
		"config.yml": "pipeline: []",
		"data/rules.yml": "rules: []",
		"domain.yml": "intents: [greet]",
		"domain/slots.yml": "slots: {name: {type: text, mappings: []}}",
	});
	expect(pathsOf(source.training)).toEqual(["config.yml", "data/rules.yml", "domain.yml"]);
	const { dialogue, faults } = loadProject(source);
	expect(dialogue.domain.spec.slots.map(({ name }) => name)).not.toContain("name");
	expect(faults.sorted()).toMatchObject([
		{ severity: "warning", code: "unread_domain", file: "domain/slots.yml" },
	]);
});

test("[LO7] every file that is not UTF-8 is named, with the line", async ({ expect }) => {
	const latin = Buffer.from("stories:\n- story: caf\u00e9\n", "latin1");
	const files = {
		"config.yml": "pipeline: []",
		"data/a.yml": latin,
		"data/b.yml": Buffer.from("nlu: []", "utf16le"),
		"data/c.yml": Buffer.from("\u{feff}nlu: [] # caf\u00e9", "utf8"),
		"data/d.yml": Buffer.from([0xff, 0xfe]),
	};
	await expect(sourceOf(files)).rejects.toThrow(
		"data/a.yml:2 is not UTF-8. Save the file as UTF-8.\ndata/d.yml:1 is not UTF-8. Save the file as UTF-8.",
	);
});

test("[OP1] what Rasa 1.x kept beside its YAML is read as well: Markdown, JSON, Python, tables of its lookups", async ({
	expect,
}) => {
	const source = await sourceOf({
		"actions.py": "pass",
		"config.yml": "pipeline: []",
		"data/lookup/pizza.txt": "Funghi",
		"data/nlu.md": "## intent:greet",
		"data/picture.png": "x",
		"data/rasa.json": "{}",
	});
	expect(pathsOf(source.beside)).toEqual([
		"actions.py",
		"data/lookup/pizza.txt",
		"data/nlu.md",
		"data/rasa.json",
	]);
});

test("[LO12] variables of the environment in config.yml are filled in, as in Rasa; those that are not set are named", async ({
	expect,
}) => {
	process.env["CARE_TEST_DUCKLING"] = "http://duckling:8000";
	const files = {
		"config.yml":
			"pipeline:\n- name: DucklingEntityExtractor # ${CARE_TEST_NONE}\n  url: ${CARE_TEST_DUCKLING}/\n",
		"data/nlu.yml": "nlu:\n- intent: a\n  examples: |\n    - ${CARE_TEST_NONE}\n",
	};
	const source = await sourceOf(files);
	delete process.env["CARE_TEST_DUCKLING"];
	expect(source.training.map(({ text }) => text)).toEqual([
		files["config.yml"].replace("${CARE_TEST_DUCKLING}", "http://duckling:8000"),
		files["data/nlu.yml"],
	]);
	await expect(sourceOf(files)).rejects.toThrow(
		"config.yml:3 names ${CARE_TEST_DUCKLING}, which the environment does not set. Set it, or write the value.",
	);
});
