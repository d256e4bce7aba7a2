import type { JsonValue } from "../contracts/parse-data.ts";
import type { FaultList, SourcePosition } from "../project/fault.ts";
import { newerVersion } from "../project/format-version.ts";
import { JSON_NLU_KEY } from "../project/legacy/json-nlu.ts";
import type { ProjectFile } from "../project/project-files.ts";
import type { AnnotatedEntity } from "./entity-annotation.ts";
import { readJsonNlu } from "./read-json-nlu.ts";
import { readNluItem } from "./read-nlu-item.ts";
import { readRetrievalResponses } from "./read-retrieval-responses.ts";

/** One training sentence. `intent` is the whole name, `faq/ask_name` for a retrieval intent. */
export interface NluExample {
	readonly text: string;
	readonly intent: string;
	readonly entities: readonly AnnotatedEntity[];
	/** Of the block's `metadata: { language }`; null is the `language` of the configuration. */
	readonly language: string | null;
	readonly position: SourcePosition;
}

/** One element that stands for another value. */
export interface Synonym {
	readonly text: string;
	readonly canonical: string;
	readonly position: SourcePosition;
}

/** A regular expression, or one element of a lookup table, under the name of its entity or feature. */
export interface NamedPattern {
	readonly name: string;
	readonly pattern: string;
	readonly position: SourcePosition;
}

/** A response of a retrieval intent: `key` is `faq/ask_name`, `variations` as the project wrote them. */
export interface RetrievalResponse {
	readonly key: string;
	readonly variations: readonly JsonValue[];
	readonly position: SourcePosition;
}

/** All that a project teaches the NLU; every item knows its file and line. */
export interface NluTrainingData {
	readonly examples: readonly NluExample[];
	readonly synonyms: readonly Synonym[];
	readonly regexes: readonly NamedPattern[];
	/** One member an element. */
	readonly lookups: readonly NamedPattern[];
	readonly responses: readonly RetrievalResponse[];
}

/** The lists that reading fills. */
export interface TrainingDataDraft {
	readonly examples: NluExample[];
	readonly synonyms: Synonym[];
	readonly regexes: NamedPattern[];
	readonly lookups: NamedPattern[];
	readonly responses: RetrievalResponse[];
}

/**
 * Reads the `nlu`, `rasa_nlu_data` and `responses` keys of all files, in the order given. What is wrong goes to `faults`, by file and
 * line; the rest is read all the same, so that one run names everything. SPEC rules TD1–TD12.
 */
export function readNluData(files: readonly ProjectFile[], faults: FaultList): NluTrainingData {
	const draft: TrainingDataDraft = { examples: [], synonyms: [], regexes: [], lookups: [], responses: [] };
	for (const file of files) {
		if (newerVersion(file) !== null) continue; // the dialogue's half says so (dialogue/SPEC LO2)
		const nlu = file.root.get("nlu");
		if (nlu !== null) {
			const items = nlu.items();
			if (items === null) {
				if (nlu.kind !== "null") {
					faults.error(
						"nlu_shape",
						nlu.position,
						`Expected a list under \`nlu\`, found a ${nlu.kind}: begin each item with \`- \`, as in \`- intent: name\`.`,
					);
				}
			} else {
				for (const item of items) readNluItem(item, draft, faults);
			}
		}
		const json = file.root.get(JSON_NLU_KEY);
		if (json !== null) readJsonNlu(json, draft, faults);
		const responses = file.root.get("responses");
		if (responses !== null) readRetrievalResponses(responses, draft);
	}
	return draft;
}

/** The intent of an example as the dialogue knows it: `faq` for `faq/ask_name`. */
export function mainIntent(intent: string): string {
	const slash = intent.indexOf("/");
	return slash < 0 ? intent : intent.slice(0, slash);
}

/** Names of the entities that the examples annotate, sorted. */
export function entityNames(data: NluTrainingData): string[] {
	return [
		...new Set(data.examples.flatMap((example) => example.entities.map((entity) => entity.entity))),
	].sort();
}

/** Names of the intents as the dialogue knows them, sorted. */
export function intentNames(data: NluTrainingData): string[] {
	return [...new Set(data.examples.map((example) => mainIntent(example.intent)))].sort();
}
