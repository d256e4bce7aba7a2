import { z } from "zod";
import type { Component, NluMessage } from "../message.ts";
import type { JsonObject } from "../model-file.ts";
import { buildLookupTable, LookupTable } from "../patterns/lookup-table.ts";
import type { PartArrays, TrainedPart } from "../trained-part.ts";
import { mainIntent, type NluExample } from "../training-data.ts";

const Config = z.object({
	intents: z.array(z.string()),
	table: z.object({ names: z.array(z.string()), caseSensitive: z.boolean(), longest: z.int() }),
});

/** Every example is a keyword; one that stands under two intents counts for none, as in Rasa. */
export function buildKeywords(examples: readonly NluExample[], caseSensitive: boolean): TrainedPart {
	const intentOf = new Map<string, string | null>();
	for (const { text, intent } of examples) {
		const known = intentOf.get(text);
		intentOf.set(text, known === undefined || known === mainIntent(intent) ? mainIntent(intent) : null);
	}
	const keywords = examples.flatMap((example) => {
		const name = intentOf.get(example.text);
		return name === null || name === undefined
			? []
			: [{ name, pattern: example.text, position: example.position }];
	});
	const table = buildLookupTable(keywords, caseSensitive);
	const intents = [...new Set(keywords.map((keyword) => keyword.name))];
	return { config: { intents, table: table.config }, arrays: table.arrays };
}

/** Rasa's KeywordIntentClassifier: the first intent in the data one of whose examples stands in the text. */
export class KeywordIntentClassifier implements Component {
	readonly #intents: readonly string[];
	readonly #table: LookupTable;

	constructor(config: JsonObject, arrays: PartArrays) {
		const parsed = Config.parse(config);
		this.#intents = parsed.intents;
		this.#table = new LookupTable(parsed.table, arrays);
	}

	process(message: NluMessage): void {
		const found = new Set(this.#table.find(message.text).map((match) => match.name));
		const name = this.#intents.find((intent) => found.has(intent));
		if (name !== undefined) {
			message.intent = { name, confidence: 1 };
			message.ranking = [message.intent, ...message.ranking.filter((other) => other.name !== name)];
		}
	}
}
