/** TEDPolicy's entities: found in messages that stories know by their text, whatever the pipeline finds (SPEC LP13). */
import { z } from "zod";
import type { DialogueEventOf } from "../../contracts/dialogue-event.ts";
import type { Entity } from "../../contracts/parse-data.ts";
import { EntityTagger, trainEntityTagger } from "../../nlu/components/entity-tagger.ts";
import type { TypedArray } from "../../nlu/model-file.ts";
import { tokenize } from "../../nlu/text/tokenizer.ts";
import { partArrays } from "../../nlu/trained-part.ts";
import type { NluExample } from "../../nlu/training-data.ts";
import type { TrainingTracker } from "../training/generate-trackers.ts";

export const TextEntitiesData = z.object({
	/** What the names of its arrays begin with. */
	arrays: z.string(),
	tagger: z.record(z.string(), z.json()),
});
/** A trained tagger as it stands in the model file. */
export type TextEntitiesData = z.infer<typeof TextEntitiesData>;

export interface TextEntitiesTraining {
	readonly stories: readonly TrainingTracker[];
	readonly seed: number;
	/** Name of the policy's arrays. */
	readonly arrays: string;
	/** Takes the arrays for the model file. */
	readonly store: Map<string, TypedArray>;
	/** Rasa's `split_entities_by_comma`. */
	readonly splitByComma: boolean;
}

/** Learns from the annotated messages of end-to-end stories; null where no message has an annotation. */
export function trainTextEntities(training: TextEntitiesTraining): TextEntitiesData | null {
	const part = trainEntityTagger(annotatedMessages(training.stories), () => [], {
		wordVectors: null,
		seed: training.seed,
		splitByComma: training.splitByComma,
		extractor: "TEDPolicy",
		onProgress: () => {},
	});
	if (part === null) return null;
	const arrays = `${training.arrays}.entities.`;
	for (const [name, array] of part.arrays) training.store.set(arrays + name, array);
	return { arrays, tagger: part.config };
}

/** Finds the entities of one message. */
export class TextEntities {
	readonly #tagger: EntityTagger;

	/** @throws ModelFileError when an array is missing: the model is damaged or of another version */
	constructor(data: TextEntitiesData, arrays: ReadonlyMap<string, TypedArray>) {
		this.#tagger = new EntityTagger(data.tagger, partArrays(arrays, data.arrays));
	}

	find(text: string): Entity[] {
		return this.#tagger.find(text, tokenize(text), []);
	}
}

/** Each message by its text once, in the order of the stories. */
function annotatedMessages(stories: readonly TrainingTracker[]): NluExample[] {
	const examples = new Map<string, NluExample>();
	for (const { running, place } of stories)
		for (const event of running.events) {
			if (event.event !== "user") continue;
			const { text } = event;
			if (text === null || (event.parse_data.intent?.name ?? null) !== null) continue;
			if (!examples.has(text))
				examples.set(text, {
					text,
					intent: "",
					entities: annotationsOf(text, event),
					language: null,
					position: place,
				});
		}
	return [...examples.values()];
}

function annotationsOf(text: string, event: DialogueEventOf<"user">): NluExample["entities"] {
	return (event.parse_data.entities ?? []).flatMap(({ entity, start, end, role, group }) => {
		if (typeof start !== "number" || typeof end !== "number") return [];
		return [{ entity, start, end, value: text.slice(start, end), role: role ?? null, group: group ?? null }];
	});
}
