import { z } from "zod";
import type { Component, NluMessage } from "../message.ts";
import type { JsonObject } from "../model-file.ts";
import type { NluTrainingData } from "../training-data.ts";

const NAME = "EntitySynonymMapper";
const Config = z.object({ synonyms: z.array(z.tuple([z.string(), z.string()])) });

/** The table of synonyms, by lower-cased text; the last word of the data wins, as in Rasa. */
export function buildSynonyms(data: NluTrainingData): JsonObject {
	const synonyms = new Map<string, string>();
	for (const { text, canonical } of data.synonyms) synonyms.set(text.toLowerCase(), canonical);
	for (const { canonical } of data.synonyms) {
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
			if (typeof entity.value === "object") return entity;
			const canonical = this.#synonyms.get(String(entity.value).toLowerCase());
			if (canonical === undefined) return entity;
			return { ...entity, value: canonical, processors: [...(entity.processors ?? []), NAME] };
		});
	}
}
