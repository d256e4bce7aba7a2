import { readFileSync, readdirSync } from "node:fs";
import { beforeAll, test } from "vitest";
import { openNluResources } from "../../cli/nlu-resources.ts";
import { readProjectSource } from "../../cli/project-source.ts";
import { trainProject } from "../../cli/train-project.ts";
import { evaluateNlu, type NluReport } from "../../nlu/evaluate.ts";
import type { Interpreter } from "../../nlu/interpreter.ts";
import { loadInterpreter } from "../../nlu/load-interpreter.ts";
import { decodeModelFile } from "../../nlu/model-file.ts";
import { readNluData } from "../../nlu/training-data.ts";
import { FaultList } from "../../project/fault.ts";
import { parseProjectFiles } from "../../project/project-files.ts";

const PROJECT = new URL("..", import.meta.url).pathname;
const HELD_OUT = new URL("heldout_nlu.yml", import.meta.url);
const OTHER_LANGUAGES = new URL("heldout/", import.meta.url);
const MIN_ACCURACY = 0.97;
const MIN_MACRO_F1 = 0.97;
/** Of the languages beside English: what issue 3 asks of each. */
const MIN_ACCURACY_OTHERS = 0.92;

let interpreter: Interpreter;
let trained: ReturnType<typeof readNluData>;
let heldOut: ReturnType<typeof readNluData>;
let report: NluReport;

beforeAll(async () => {
	const source = await readProjectSource(PROJECT);
	// the first tier, as it ships: what answers while an isolate has no weights of the second one yet
	const { wordVectors } = await openNluResources();
	const { bytes } = trainProject(source, { seed: 1, wordVectors });
	interpreter = loadInterpreter(decodeModelFile(bytes), { wordVectors, sentenceEncoder: () => null });
	trained = readNluData(parseProjectFiles(source.training).files, new FaultList());
	heldOut = readHeldOut({ path: "heldout_nlu.yml", url: HELD_OUT });
	report = evaluateNlu(interpreter, heldOut.examples);
});

test("[SA16] held-out messages are understood", ({ expect }) => {
	const wrong = report.confusions.flatMap(({ expected, predicted, examples }) =>
		examples.map((text) => `${expected} taken for ${predicted}: ${text}`),
	);
	expect(report.intent.accuracy, wrong.join("\n")).toBeGreaterThanOrEqual(MIN_ACCURACY);
	expect(report.intent.macroF1, wrong.join("\n")).toBeGreaterThanOrEqual(MIN_MACRO_F1);
});

test("[SA16] few held-out messages are sent away, and what is accepted is right", ({ expect }) => {
	expect(report.fallback.rate).toBeLessThanOrEqual(0.1);
	expect(report.fallback.acceptedAccuracy).toBeGreaterThanOrEqual(MIN_ACCURACY);
});

test("[SA16] letters at random are taken for nothing that the bot does", ({ expect }) => {
	for (const text of ["asdf qwer zxcv", "hjkl hjkl", "qwertz uiop", "sdfsdf", "fghjk", "wubba flurb"])
		expect(["out_of_scope", "nlu_fallback"], text).toContain(
			interpreter.parse(text, { nowMs: 0 }).intent.name,
		);
});

test("[SA16] no held-out message is in the training data, and every intent has some", ({ expect }) => {
	const known = new Set(trained.examples.map((example) => plain(example.text)));
	expect(heldOut.examples.map((example) => example.text).filter((text) => known.has(plain(text)))).toEqual(
		[],
	);
	const intents = new Set(trained.examples.map((example) => example.intent));
	expect(new Set(heldOut.examples.map((example) => example.intent))).toEqual(intents);
});

test("[SA16] held-out messages in the other languages are understood, and every intent has some", ({
	expect,
}) => {
	const known = new Set(trained.examples.map((example) => plain(example.text)));
	const intents = new Set(trained.examples.map((example) => example.intent));
	const languages = readdirSync(OTHER_LANGUAGES);
	expect(languages.length).toBeGreaterThan(0);
	for (const name of languages) {
		const { examples } = readHeldOut({ path: name, url: new URL(name, OTHER_LANGUAGES) });
		const wrong = examples
			.map(({ text, intent }) => ({ text, intent, found: interpreter.parse(text, { nowMs: 0 }).intent.name }))
			.filter(({ intent, found }) => intent !== found);
		const told = wrong.map(({ text, intent, found }) => `${intent} taken for ${found}: ${text}`).join("\n");
		expect(1 - wrong.length / examples.length, told).toBeGreaterThanOrEqual(MIN_ACCURACY_OTHERS);
		expect(new Set(examples.map((example) => example.intent)), name).toEqual(intents);
		expect(
			examples.filter(({ text }) => known.has(plain(text))),
			name,
		).toEqual([]);
	}
});

test("[SA16] every intent has at least 25 examples in each language, and none so many that it outweighs the others", ({
	expect,
}) => {
	const counts = new Map<string, number>();
	for (const { intent, language } of trained.examples) {
		const key = `${language ?? "en"} ${intent}`;
		counts.set(key, (counts.get(key) ?? 0) + 1);
	}
	expect(counts.size).toBeGreaterThanOrEqual(28);
	expect([...counts].filter(([, count]) => count < 25 || count > 300)).toEqual([]);
});

test("[SA16] no two examples of a language are equal but for punctuation", ({ expect }) => {
	const seen = new Map<string, string>();
	const twins: string[] = [];
	for (const { intent, text, language } of trained.examples) {
		const key = `${language ?? "en"} ${text
			.toLowerCase()
			.replaceAll(/[\s,.!?']+/g, " ")
			.trim()}`;
		if (seen.has(key)) twins.push(`${text} (${intent}, ${seen.get(key)})`);
		seen.set(key, intent);
	}
	expect(twins).toEqual([]);
});

test("order numbers and e-mails are found in the middle of what customers write", ({ expect }) => {
	const found = (text: string) =>
		interpreter
			.parse(text, { nowMs: 0 })
			.entities.filter(({ entity }) => entity === "order_number" || entity === "email")
			.map(({ entity, value }) => [entity, value]);
	expect(found("hi, a10417 please, mail tom.w@example.com!")).toEqual([
		["order_number", "a10417"],
		["email", "tom.w@example.com"],
	]);
	expect(found("cancel #10002")).toEqual([["order_number", "#10002"]]);
	expect(found("order 10340 please")).toEqual([["order_number", "10340"]]);
	expect(found("Gartenstrasse 8, 60311 Frankfurt")).toEqual([]);
});

function readHeldOut({ path, url }: { path: string; url: URL }): ReturnType<typeof readNluData> {
	const file = { path, text: readFileSync(url, "utf8") };
	return readNluData(parseProjectFiles([file]).files, new FaultList());
}

function plain(text: string): string {
	return text
		.toLowerCase()
		.replaceAll(/[^\p{L}\p{N}@]+/gu, " ")
		.trim();
}
