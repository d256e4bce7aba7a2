import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "vitest";
import { findFreePort } from "../cli/free-port.ts";

function run(words: readonly string[], input = "") {
	const done = spawnSync(process.execPath, [...words], { encoding: "utf8", input, timeout: 60_000 });
	return { code: done.status, out: done.stdout, err: done.stderr };
}

test("[CL1] npm start says its options, a wrong option and a busy port", async ({ expect }) => {
	const help = run(["cli/start.ts", "--help"]);
	expect(help.code).toBe(0);
	for (const option of ["--port", "--project", "--data", "--actions"]) expect(help.out).toContain(option);

	const wrong = run(["cli/start.ts", "--prot", "1"]);
	expect(wrong.code).toBe(1);
	expect(wrong.err).toContain("--prot");

	const port = await findFreePort("127.0.0.1");
	const busy = createServer();
	await new Promise<void>((resolve) => busy.listen(port, "127.0.0.1", resolve));
	const refused = run(["cli/start.ts", "--port", String(port)]);
	busy.close();
	expect(refused.code).toBe(1);
	expect(refused.err).toContain(`Port ${port} is in use`);
	expect(refused.err).not.toContain("    at ");
});

test("[CL2] every care command has help; an unknown one is a wrong call", ({ expect }) => {
	const overview = run(["cli/care.ts", "--help"]);
	expect(overview.code).toBe(0);
	const names = [...overview.out.matchAll(/^ {2}care ((?:(?:test|audit|secrets|analytics) )?[a-z-]+)/gm)].map(
		(match) => match[1] ?? "",
	);
	expect(names.length).toBeGreaterThan(8);
	for (const name of names) {
		const help = run(["cli/care.ts", ...name.split(" "), "--help"]);
		expect(help.code, name).toBe(0);
		expect(help.out, name).toContain(`care ${name}`);
	}
	expect(run(["cli/care.ts", "trian"]).code).toBe(2);
	expect(run(["cli/care.ts", "train", "--sead", "3"]).code).toBe(2);
});

test("[CL3] a project with faults does not train: each is named with file and line", ({ expect }) => {
	const project = mkdtempSync(join(tmpdir(), "care-faulty-"));
	mkdirSync(join(project, "data"));
	writeFileSync(
		join(project, "config.yml"),
		"recipe: default.v1\nlanguage: en\npipeline:\n  - name: WhitespaceTokeniser\npolicies:\n  - name: RulePolicy\n",
	);
	writeFileSync(
		join(project, "domain.yml"),
		"intents:\n  - greet\nresponses:\n  utter_greet:\n    - text: Hi\n",
	);
	writeFileSync(
		join(project, "data", "nlu.yml"),
		"nlu:\n  - intent: greet\n    examples: |\n      - hello\n      - hi [there](\n",
	);
	writeFileSync(
		join(project, "data", "rules.yml"),
		"rules:\n  - rule: r\n    steps:\n      - intent: greet\n      - action: utter_gret\n",
	);
	const out = join(project, "model.caremodel");
	const trained = run(["cli/care.ts", "train", "--project", project, "--out", out]);
	expect(trained.code).toBe(1);
	expect(trained.err).toMatch(/config\.yml:4: error .*WhitespaceTokenizer/);
	expect(existsSync(out)).toBe(false);
	const validated = run(["cli/care.ts", "validate", "--project", project, "--json"]);
	expect(validated.code).toBe(1);
	const report: { errors: { file: string; line: number | null }[] } = JSON.parse(validated.out);
	expect(report.errors.map(({ file, line }) => `${file}:${line}`)).toEqual(
		expect.arrayContaining(["config.yml:4", "data/rules.yml:5"]),
	);
});

test("[CL6] wrong files are named in words, wrong calls are wrong calls, and stdout stays clean", ({
	expect,
}) => {
	const calls: readonly (readonly [words: readonly string[], code: number, says: string])[] = [
		[["parse", "--model", "no-such.caremodel", "hello"], 1, "There is no file no-such.caremodel."],
		[["parse", "--model", "package.json", "hello"], 1, "package.json: This is no model file"],
		[["test", "core", "--stories", "no-such-folder"], 1, "There is no file or folder no-such-folder."],
		[["train", "assistant"], 2, '"assistant" belongs to no option.'],
		[["test", "nlu", "--cross-validation", "1"], 2, "--cross-validation takes 2 or more."],
		[["test", "nlu", "--project", "assistant"], 2, "--project goes with --cross-validation N."],
	];
	for (const [words, code, says] of calls) {
		const called = run(["cli/care.ts", ...words]);
		expect(called.code, words.join(" ")).toBe(code);
		expect(called.err, words.join(" ")).toContain(says);
		expect(called.err, words.join(" ")).not.toContain("    at ");
		expect(called.out, words.join(" ")).toBe("");
	}
});

test("[CL7] cross-validation judges a project by itself; with --json stdout is one object", ({ expect }) => {
	const project = mkdtempSync(join(tmpdir(), "care-folds-"));
	const examples = (words: readonly string[]): string => words.map((word) => `      - ${word}\n`).join("");
	const greet = examples(["hello", "hello there", "hi", "hi there", "good morning", "hey you"]);
	const leave = examples(["bye", "bye now", "goodbye", "see you later", "until tomorrow", "so long"]);
	writeFileSync(join(project, "config.yml"), "recipe: default.v1\nlanguage: en\n");
	writeFileSync(join(project, "domain.yml"), "intents:\n  - greet\n  - leave\n");
	writeFileSync(
		join(project, "nlu.yml"),
		`nlu:\n  - intent: greet\n    examples: |\n${greet}  - intent: leave\n    examples: |\n${leave}`,
	);
	const called = run([
		"cli/care.ts",
		"test",
		"nlu",
		"--project",
		project,
		"--cross-validation",
		"3",
		"--json",
	]);
	expect(called.code).toBe(0);
	const report: { intent: { support: number }; foldAccuracies: number[] } = JSON.parse(called.out);
	expect(report.intent.support).toBe(12);
	expect(report.foldAccuracies).toHaveLength(3);
});
