import type { FaultList } from "../project/fault.ts";
import { compilePattern } from "./patterns/python-regex.ts";
import { mainIntent, type NluTrainingData } from "./training-data.ts";

/** Intents with fewer examples than this are named. */
const FEW_EXAMPLES = 5;

/** Judges training data as a whole; see SPEC rules VA1–VA7. */
export function validateNlu(data: NluTrainingData, faults: FaultList): void {
	findSameSentences(data, faults);
	findFewExamples(data, faults);
	findBadPatterns(data, faults);
}

function findSameSentences(data: NluTrainingData, faults: FaultList): void {
	const first = new Map<string, NluTrainingData["examples"][number]>();
	for (const example of data.examples) {
		const key = example.text
			.toLowerCase()
			.replace(/[^\p{L}\p{M}\p{N}]+/gu, " ")
			.trim();
		const other = first.get(key);
		if (other === undefined) {
			first.set(key, example);
			continue;
		}
		const place = `${other.position.file}:${other.position.line ?? "?"}`;
		if (other.intent === example.intent) {
			faults.warning(
				"duplicate_example",
				example.position,
				`This example of \`${example.intent}\` stands at ${place} already.`,
			);
		} else {
			faults.warning(
				"same_example_two_intents",
				example.position,
				`The same sentence is an example of \`${other.intent}\` (${place}) and of \`${example.intent}\`: take one away.`,
			);
		}
	}
}

function findFewExamples(data: NluTrainingData, faults: FaultList): void {
	const byIntent = new Map<string, NluTrainingData["examples"][number][]>();
	for (const example of data.examples) {
		const name = mainIntent(example.intent);
		byIntent.set(name, [...(byIntent.get(name) ?? []), example]);
	}
	for (const [intent, examples] of byIntent) {
		const [example] = examples;
		if (example === undefined || examples.length >= FEW_EXAMPLES) continue;
		faults.warning(
			"few_examples",
			example.position,
			`The intent \`${intent}\` has ${examples.length} ${examples.length === 1 ? "example" : "examples"}: write at least ${FEW_EXAMPLES}, better 20.`,
		);
	}
}

function findBadPatterns(data: NluTrainingData, faults: FaultList): void {
	for (const { name, pattern, position } of data.regexes) {
		const compiled = compilePattern(pattern, false);
		if (!compiled.ok)
			faults.error("bad_regex", position, `The pattern of \`${name}\` can't be read: ${compiled.reason}.`);
	}
}
