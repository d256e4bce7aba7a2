import type { FaultList, SourcePosition } from "../project/fault.ts";
import { tokenize } from "./text/tokenizer.ts";
import type { NluTrainingData } from "./training-data.ts";

/** Judges annotations, synonyms and lookup tables against each other. SPEC rules VA8 and VA9. */
export function validateValues(data: NluTrainingData, faults: FaultList): void {
	findMisalignedAnnotations(data, faults);
	findSynonymConflicts(data, faults);
	findLookupConflicts(data, faults);
}

/** Whatever begins or ends inside a word is never found again: extractors see whole words. */
function findMisalignedAnnotations(data: NluTrainingData, faults: FaultList): void {
	for (const { text, entities, position } of data.examples) {
		if (entities.length === 0) continue;
		const tokens = tokenize(text);
		const starts = new Set(tokens.map((token) => token.start));
		const ends = new Set(tokens.map((token) => token.end));
		for (const { start, end, entity } of entities) {
			const span = text.slice(start, end);
			if (span.trim() === "" || (starts.has(start) && ends.has(end))) continue;
			faults.warning(
				"misaligned_annotation",
				position,
				`The annotation of "${span}" as \`${entity}\` begins or ends inside a word or at a space or sign: annotate whole words.`,
			);
		}
	}
}

/** The mapper looks a value up once: two answers or a chain of them is a slip. */
function findSynonymConflicts(data: NluTrainingData, faults: FaultList): void {
	const known = new Map<string, { canonical: string; position: SourcePosition }>();
	for (const { text, canonical, position } of data.synonyms) {
		const key = text.toLowerCase();
		const other = known.get(key);
		if (other === undefined) {
			known.set(key, { canonical, position });
		} else if (other.canonical !== canonical) {
			faults.warning(
				"synonym_conflict",
				position,
				`"${text}" stands for \`${canonical}\` here and for \`${other.canonical}\` at ${placeOf(other.position)}: only one can win.`,
			);
		}
	}
	for (const [text, { canonical, position }] of known) {
		const next = known.get(canonical.toLowerCase());
		if (next === undefined || canonical.toLowerCase() === text || next.canonical === canonical) continue;
		faults.warning(
			"synonym_chain",
			position,
			`"${text}" stands for \`${canonical}\`, which itself stands for \`${next.canonical}\` (${placeOf(next.position)}): synonyms are followed once. Write \`${next.canonical}\`.`,
		);
	}
}

/** The same words in the tables of two entities give two entities for one span. */
function findLookupConflicts(data: NluTrainingData, faults: FaultList): void {
	const known = new Map<string, { name: string; position: SourcePosition }>();
	for (const { name, pattern, position } of data.lookups) {
		const key = pattern.toLowerCase();
		const other = known.get(key);
		if (other === undefined) {
			known.set(key, { name, position });
		} else if (other.name !== name) {
			faults.warning(
				"lookup_conflict",
				position,
				`"${pattern}" stands in the lookup table \`${name}\` and in \`${other.name}\` (${placeOf(other.position)}): a message with it gets both.`,
			);
		}
	}
}

/** `data/nlu.yml:12`, or the file alone. */
export function placeOf({ file, line }: SourcePosition): string {
	return line === null ? file : `${file}:${line}`;
}
