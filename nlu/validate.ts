import type { FaultList } from "../project/fault.ts";
import type { ProjectLanguages } from "../project/project-languages.ts";
import { findAlikeIntents } from "./alike-intents.ts";
import { checkPatterns } from "./check-patterns.ts";
import { exampleVectors } from "./example-vectors.ts";
import type { SparseMatrix } from "./linear/sparse-matrix.ts";
import { findNearDuplicates } from "./near-duplicates.ts";
import { mainIntent, type NluExample, type NluTrainingData } from "./training-data.ts";
import { placeOf, validateValues } from "./validate-values.ts";

/** Intents with fewer examples than this are named. */
const FEW_EXAMPLES = 5;
/** One that is annotated so often, and no less often than it is bare, is most likely forgotten where it is bare. */
const ANNOTATED_TWICE = 2;

/** Judges training data as a whole, beyond what reading it names. Everything with file and line. SPEC rules VA1–VA9. */
export function validateNlu(data: NluTrainingData, faults: FaultList, languages?: ProjectLanguages): void {
	findSameSentences(data, faults);
	findFewExamples(data, faults);
	for (const own of byLanguage(data)) {
		const vectors = exampleVectors(own.examples);
		findSimilarSentences(own, vectors, faults);
		findAlike(own, vectors, faults);
		findForgottenAnnotations(own, faults);
	}
	checkPatterns(data, faults);
	findMissingResponses(data, faults);
	validateValues(data, faults);
	if (languages !== undefined) findMissingLanguages(data.examples, languages, faults);
}

/** "table" is a product in French and any table in English; how much a word weighs differs as well. */
function byLanguage(data: NluTrainingData): NluTrainingData[] {
	const examples = new Map<string | null, NluExample[]>();
	for (const example of data.examples) {
		const own = examples.get(example.language) ?? [];
		own.push(example);
		examples.set(example.language, own);
	}
	return [...examples.values()].map((own) => ({ ...data, examples: own }));
}

function findSameSentences(data: NluTrainingData, faults: FaultList): void {
	const first = new Map<string, NluExample>();
	for (const example of data.examples) {
		const key = plain(example.text);
		const other = first.get(key);
		if (other === undefined) {
			first.set(key, example);
			continue;
		}
		const place = placeOf(other.position);
		if (other.intent === example.intent) {
			if (other.language !== example.language) continue;
			const message = `This example of \`${example.intent}\` stands at ${place} already.`;
			faults.warning("duplicate_example", example.position, message);
		} else {
			const message = `The same sentence is an example of \`${other.intent}\` (${place}) and of \`${example.intent}\`: take one away.`;
			faults.warning("same_example_two_intents", example.position, message);
		}
	}
}

function findSimilarSentences(data: NluTrainingData, vectors: SparseMatrix, faults: FaultList): void {
	for (const { first, second } of findNearDuplicates(data.examples, vectors)) {
		if (plain(first.text) === plain(second.text)) continue; // named as the same already
		if (mainIntent(first.intent) === mainIntent(second.intent)) continue;
		faults.warning(
			"similar_examples_two_intents",
			second.position,
			`"${second.text}" (\`${second.intent}\`) is almost "${first.text}" of \`${first.intent}\` (${placeOf(first.position)}): can a reader tell the intents apart?`,
		);
	}
}

function findAlike(data: NluTrainingData, vectors: SparseMatrix, faults: FaultList): void {
	for (const { first, second, share, example } of findAlikeIntents(data.examples, vectors)) {
		faults.warning(
			"alike_intents",
			example.position,
			`The intents \`${first}\` and \`${second}\` can hardly be told apart: ${Math.round(share * 100)} % of their examples are nearer to the other intent, as "${example.text}" is. Merge them, or write examples that differ in their words.`,
		);
	}
}

function findFewExamples(data: NluTrainingData, faults: FaultList): void {
	const byIntent = new Map<string, NluExample[]>();
	for (const example of data.examples) {
		const own = byIntent.get(example.intent) ?? [];
		own.push(example);
		byIntent.set(example.intent, own);
	}
	for (const [intent, examples] of byIntent) {
		const [example] = examples;
		if (example === undefined || examples.length >= FEW_EXAMPLES) continue;
		const count = `${examples.length} ${examples.length === 1 ? "example" : "examples"}`;
		faults.warning(
			"few_examples",
			example.position,
			`The intent \`${intent}\` has ${count}: write at least ${FEW_EXAMPLES}, better 20.`,
		);
	}
}

function findMissingLanguages(
	examples: readonly NluExample[],
	{ fallback, additional }: ProjectLanguages,
	faults: FaultList,
): void {
	const codes = [fallback, ...additional];
	const found = new Map<string, { first: NluExample; languages: Set<string> }>();
	const unknown = new Set<string>();
	for (const example of examples) {
		const language = example.language ?? fallback;
		if (!codes.includes(language) && !unknown.has(language)) {
			unknown.add(language);
			const message = `\`${language}\` is not a language of this bot: add it to \`additional_languages\` in config.yml, or mend \`metadata: {language: ${language}}\`.`;
			faults.warning("unknown_language", example.position, message);
		}
		const intent = mainIntent(example.intent);
		const own = found.get(intent) ?? { first: example, languages: new Set() };
		own.languages.add(language);
		found.set(intent, own);
	}
	for (const [intent, { first, languages }] of found) {
		const missing = codes.filter((code) => !languages.has(code));
		if (missing.length === 0) continue;
		const message = `The intent \`${intent}\` has no examples in ${missing.join(", ")}: add a block with \`metadata: {language: ${missing[0]}}\`.`;
		faults.warning("no_examples_in_language", first.position, message);
	}
}

/** "Bonn" is annotated as a city here and stands bare there: the tagger learns the opposite from each. */
function findForgottenAnnotations(data: NluTrainingData, faults: FaultList): void {
	const annotated = new Map<string, { entity: string; count: number }>();
	const askedFor = new Set<string>();
	const ofIntent = (intent: string, entity: string): string => JSON.stringify([intent, entity]);
	for (const { text, intent, entities } of data.examples) {
		for (const { start, end, entity } of entities) {
			const key = lowerInPlace(text.slice(start, end));
			annotated.set(key, { entity, count: (annotated.get(key)?.count ?? 0) + 1 });
			askedFor.add(ofIntent(intent, entity));
		}
	}
	const byWord = examplesByWord(data.examples);
	for (const [value, { entity, count }] of annotated) {
		if (count < ANNOTATED_TWICE || value.length < 3) continue;
		const candidates = byWord.get(wordsOf(value)[0] ?? "") ?? [];
		// an intent that never has the entity means something else by the word: "book a table"
		const bare = candidates.filter(
			(example) => askedFor.has(ofIntent(example.intent, entity)) && standsBare(example, value),
		);
		if (bare.length > count) continue;
		for (const example of bare) {
			faults.warning(
				"annotation_missing",
				example.position,
				`"${value}" is annotated as \`${entity}\` ${count} times elsewhere and stands bare here: annotate it too.`,
			);
		}
	}
}

function examplesByWord(examples: readonly NluExample[]): Map<string, NluExample[]> {
	const byWord = new Map<string, NluExample[]>();
	for (const example of examples) {
		for (const word of new Set(wordsOf(example.text))) {
			const known = byWord.get(word) ?? [];
			known.push(example);
			byWord.set(word, known);
		}
	}
	return byWord;
}

function wordsOf(text: string): string[] {
	return plain(text).split(" ");
}

/** Whether the value stands anywhere as a word of its own that no entity has. */
function standsBare({ text, entities }: NluExample, value: string): boolean {
	const lower = lowerInPlace(text);
	for (let start = lower.indexOf(value); start >= 0; start = lower.indexOf(value, start + 1)) {
		const end = start + value.length;
		const isInWord =
			/[\p{L}\p{N}]$/u.test(text.slice(0, start)) || /^[\p{L}\p{M}\p{N}]/u.test(text.slice(end));
		const isAnnotated = entities.some((entity) => entity.start < end && entity.end > start);
		if (!isInWord && !isAnnotated) return true;
	}
	return false;
}

/** In lower case, each letter at its place: `İ`, which is two letters then, stays. */
function lowerInPlace(text: string): string {
	return text.replace(/\p{Lu}/gu, (letter) => {
		const lower = letter.toLowerCase();
		return lower.length === letter.length ? lower : letter;
	});
}

function findMissingResponses(data: NluTrainingData, faults: FaultList): void {
	const known = new Set(data.responses.map((response) => response.key));
	const named = new Set<string>();
	for (const { intent, position } of data.examples) {
		if (!intent.includes("/") || known.has(intent) || named.has(intent)) continue;
		named.add(intent);
		faults.warning(
			"missing_retrieval_response",
			position,
			`The retrieval intent \`${intent}\` has no response: add \`utter_${intent}\` under \`responses\`.`,
		);
	}
}

/** Case and punctuation make no other sentence; where there is nothing else, they are the sentence. */
function plain(text: string): string {
	const words = text
		.toLowerCase()
		.replace(/[^\p{L}\p{M}\p{N}]+/gu, " ")
		.trim();
	return words === "" ? text.trim() : words;
}
