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
	const names = [...overview.out.matchAll(/^ {2}care ((?:test )?[a-z]+)/gm)].map((match) => match[1] ?? "");
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
