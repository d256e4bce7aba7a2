import { z } from "zod";
import type { Component, NluMessage } from "../message.ts";
import type { JsonObject } from "../model-file.ts";
import type { NluTrainingData } from "../training-data.ts";

const NAME = "EntitySynonymMapper";
const Config = z.object({ synonyms: z.array(z.tuple([z.string(), z.string()])) });

/**
 * The table of synonyms, by lower-cased text. As in Rasa the last of two that conflict wins, and every canonical value,
 * the ones of annotated entities too, stands for itself however it is written.
 */
export function buildSynonyms(data: NluTrainingData): JsonObject {
	const synonyms = new Map<string, string>();
	for (const { text, canonical } of data.synonyms) {
		if (text !== canonical) synonyms.set(text.toLowerCase(), canonical);
	}
	const annotated = data.examples.flatMap(({ entities }) => entities.map(({ value }) => value));
	for (const canonical of [...data.synonyms.map((synonym) => synonym.canonical), ...annotated]) {
		if (!synonyms.has(canonical.toLowerCase())) synonyms.set(canonical.toLowerCase(), canonical);
	}
	return { synonyms: [...synonyms] };
}

/** Replaces the value of an entity by the one that its synonym stands for. */
export class EntitySynonymMapper implements Component {
	readonly #synonyms: ReadonlyMap<string, string>;

	constructor(config: JsonObject) {
		this.#synonyms = new Map(Config.parse(config).synonyms);
	}

	process(message: NluMessage): void {
		message.entities = message.entities.map((entity) => {
			if (typeof entity.value === "object") return entity; // null, an interval: nothing that a project writes as a synonym
			const canonical = this.#synonyms.get(pythonText(entity.value).toLowerCase());
			if (canonical === undefined) return entity;
			return { ...entity, value: canonical, processors: [...(entity.processors ?? []), NAME] };
		});
	}
}

/** As Python's `str` writes a value: `True`, not `true`. */
function pythonText(value: string | number | boolean): string {
	return typeof value === "boolean" ? (value ? "True" : "False") : String(value);
}
