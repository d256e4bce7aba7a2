import { test } from "vitest";
import { parseProjectFiles } from "./project-files.ts";
import { indentQuotedLines } from "./quoted-lines.ts";

test("[PF1] a text in quotes may go on further left than YAML allows", ({ expect }) => {
	const text = `responses:
  utter_a/b:
  - text: "one
two \\"quoted\\"

  three: # no comment"
    image: 'it''s
 there'
  - "alone
here"
  utter_block:
  - text: |
      says: "open
      and more
  last: x
`;
	const { files, faults } = parseProjectFiles([{ path: "a.yml", text }]);
	expect(faults).toEqual([]);
	const responses = files[0]?.root.get("responses") ?? null;
	expect(responses?.toJson()).toEqual({
		"utter_a/b": [
			{ text: 'one two "quoted"\\nthree: # no comment'.replace("\\n", "\n"), image: "it's there" },
			"alone here",
		],
		utter_block: [{ text: 'says: "open\nand more\n' }],
		last: "x",
	});
	expect(responses?.get("last")?.position.line).toBe(15);
});

test("[PF2] lines that stand no further right than their block's key are told so, once", ({ expect }) => {
	const told = (text: string) =>
		parseProjectFiles([{ path: "data/nlu.yml", text }]).faults.map(
			({ line, message }) => `${line} ${message}`,
		);
	const outdented = [
		"4 What belongs to `examples: |` must stand further right than `examples`. Indent these lines by two more spaces.",
	];
	const item = "nlu:\n- intent: greet\n  examples: |\n";
	expect(told(`${item}  - hello\n  - hi [Ann](name)\n- intent: bye\n  examples: |\n  - bye\n`)).toEqual(
		outdented,
	);
	expect(told(`${item}  hello\n`)).toEqual(outdented);
	expect(told(`${item}    - hello\n- intent: [a\n`)).not.toEqual([]);
	expect(told(`${item}    - hello\n- intent: [a\n`).join(" ")).not.toContain("further right");
});

test("[PF1] what nothing closes stays as it was, and its fault is named", ({ expect }) => {
	const text = 'a: \'open\nb: "x\ny"\n';
	expect(indentQuotedLines(text)).toBe(text);
	expect(parseProjectFiles([{ path: "a.yml", text }]).faults).toMatchObject([{ code: "yaml_syntax" }]);
});

test("[LO1] what can't be a project's is passed over with a warning; where a domain belongs it is an error", ({
	expect,
}) => {
	const { files, faults } = parseProjectFiles([
		{ path: "data/words.yml", text: "- one\n- two\n" },
		{ path: "domain.yml", text: "- greet\n" },
		{ path: "config.yml", text: "language: en\n- pipelin\n" },
		{ path: "data/text.yml", text: "only text\n" },
		{ path: "data/off.yml", text: "version: '3.1'\n# stories:\n- story: off\n" },
		{ path: "data/rules.yml", text: "version: '3.1'\n  rules:\n- rule: broken\n" },
	]);
	expect(files).toEqual([]);
	expect([...new Set(faults.map(({ file, severity, code }) => `${file} ${severity} ${code}`))]).toEqual([
		"config.yml error yaml_syntax",
		"data/off.yml warning yaml_syntax",
		"data/rules.yml error yaml_syntax",
		"data/text.yml warning yaml_shape",
		"data/words.yml warning yaml_shape",
		"domain.yml error yaml_shape",
	]);
});

test("[LO7] more steps of stories than can be learnt from are told before their file is parsed, and the others are read", ({
	expect,
}) => {
	const story = "- story: s\n  steps:\n  - intent: greet\n  - slot_was_set: [{a: b}]\n";
	const text = `stories:\n${story.repeat(110_000)}broken: [`;
	const { files, faults } = parseProjectFiles([
		{ path: "a.yml", text: "stories: [{story: s, steps: [{intent: greet}, {action: utter_a}]}]" },
		{ path: "b.yml", text: `stories:\n${story.repeat(3)}` },
		{ path: "c.yml", text },
		{ path: "domain.yml", text: "intents: [greet]" },
	]);
	expect(files.map(({ path }) => path)).toEqual(["a.yml", "b.yml", "domain.yml"]);
	expect(faults).toMatchObject([{ code: "too_many_steps", file: "c.yml", severity: "error" }]);
});
