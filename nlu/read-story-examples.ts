import { newerVersion } from "../project/format-version.ts";
import type { ProjectFile } from "../project/project-files.ts";
import type { YamlNode } from "../project/yaml-node.ts";
import { parseAnnotations } from "./entity-annotation.ts";
import { mainIntent, type NluExample, type NluTrainingData } from "./training-data.ts";

/**
 * Training data with the messages of stories that have both words and an intent (`user: hi`, `intent: greet`): Rasa learns
 * the intent from them too. What stands in the data already is not there twice. What is wrong with them the dialogue's
 * half says. SPEC rule TD15.
 */
export function withStoryExamples(files: readonly ProjectFile[], data: NluTrainingData): NluTrainingData {
	const keyOf = ({ text, intent }: NluExample): string => JSON.stringify([text, mainIntent(intent)]);
	const known = new Set(data.examples.map(keyOf));
	const added: NluExample[] = [];
	for (const step of files.filter((file) => newerVersion(file) === null).flatMap(stepsOf)) {
		const example = exampleOf(step);
		if (example === null || known.has(keyOf(example))) continue;
		known.add(keyOf(example));
		added.push(example);
	}
	if (added.length === 0) return data;
	const synonyms = added.flatMap(({ text, entities, position }) =>
		entities.flatMap(({ start, end, value }) => {
			const span = text.slice(start, end);
			return value === span ? [] : [{ text: span, canonical: value, position }];
		}),
	);
	return {
		...data,
		examples: [...data.examples, ...added],
		synonyms: [...data.synonyms, ...synonyms],
	};
}

function stepsOf({ root }: ProjectFile): YamlNode[] {
	return ["stories", "rules"]
		.flatMap((key) => root.get(key)?.items() ?? [])
		.flatMap((story) => story.get("steps")?.items() ?? [])
		.flatMap((step) => step.get("or")?.items() ?? [step]);
}

/** @returns null for a step without words or without an intent, and for `/greet`, which is no sentence */
function exampleOf(step: YamlNode): NluExample | null {
	const said = step.get("user");
	const text = said?.string()?.trim() ?? "";
	const intent = step.get("intent")?.string()?.replace(/^\//u, "").trim() ?? "";
	if (said === null || text === "" || text.startsWith("/") || intent === "") return null;
	const parsed = parseAnnotations(text);
	return {
		text: parsed.text,
		intent: mainIntent(intent),
		entities: parsed.entities,
		language: null,
		position: said.position,
	};
}
