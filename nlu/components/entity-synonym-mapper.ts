import type { Component, NluMessage } from "../message.ts";
import type { TypedArray } from "../model-file.ts";
import { placeOfHash } from "../rising-hashes.ts";
import { decodeUtf8, encodeUtf8 } from "../text/utf8.ts";
import type { PartArrays, TrainedPart } from "../trained-part.ts";
import type { NluTrainingData } from "../training-data.ts";
import { wordHash } from "../vectors/word-vectors.ts";

const NAME = "EntitySynonymMapper";
/** No byte of UTF-8: stands between a value and the text that it is the value of. */
const SEPARATOR = 0xff;

/**
 * The table of synonyms, by lower-cased text. As in Rasa the last of two that conflict wins, what an example annotates
 * after what a `synonym` says, and every canonical value, the ones of annotated entities too, stands for itself however it
 * is written. There are as many as the training data has
 * values: they are kept as bytes and read one by one, so that a model is opened as quickly with thousands as with none.
 */
export function buildSynonyms(data: NluTrainingData): TrainedPart {
	const defined = new Map(data.synonyms.map(({ text, canonical }) => [text, canonical]));
	const annotated = data.examples.flatMap(({ text, entities }) =>
		entities.map(({ start, end, value }) => [text.slice(start, end), value] as const),
	);
	const synonyms = new Map<string, string>();
	for (const [text, canonical] of [...defined, ...annotated]) {
		if (text !== canonical) synonyms.set(keyOf(text), canonical);
	}
	const values = [...data.synonyms.map(({ canonical }) => canonical), ...annotated.map(([, value]) => value)];
	for (const canonical of values) {
		if (!synonyms.has(keyOf(canonical))) synonyms.set(keyOf(canonical), canonical);
	}
	const entries = [...synonyms]
		.map(([text, canonical]) => ({ hash: wordHash(text), bytes: entryBytes(text, canonical) }))
		.sort((a, b) => a.hash - b.hash);
	const starts = new Uint32Array(entries.length + 1);
	entries.forEach(({ bytes }, i) => (starts[i + 1] = (starts[i] ?? 0) + bytes.length));
	const all = new Uint8Array(starts.at(-1) ?? 0);
	entries.forEach(({ bytes }, i) => all.set(bytes, starts[i]));
	return {
		config: {},
		arrays: new Map<string, TypedArray>([
			["hashes", Uint32Array.from(entries, ({ hash }) => hash)],
			["starts", starts],
			["bytes", all],
		]),
	};
}

/** What a text is looked up by: in lower case, accents on their letters. */
function keyOf(text: string): string {
	return text.normalize("NFC").toLowerCase();
}

/** The value, and its text where that is not the value in lower case. */
function entryBytes(text: string, canonical: string): Uint8Array {
	const value = encodeUtf8(canonical);
	return keyOf(canonical) === text ? value : Uint8Array.of(...value, SEPARATOR, ...encodeUtf8(text));
}

/** Replaces the value of an entity by the one that its synonym stands for. */
export class EntitySynonymMapper implements Component {
	readonly #hashes: Uint32Array;
	/** The bytes of entry e stand in `[starts[e], starts[e + 1])`. */
	readonly #starts: Uint32Array;
	readonly #bytes: Uint8Array;

	constructor(arrays: PartArrays) {
		this.#hashes = arrays.uint32("hashes");
		this.#starts = arrays.uint32("starts");
		this.#bytes = arrays.uint8("bytes");
	}

	process(message: NluMessage): void {
		message.entities = message.entities.map((entity) => {
			if (typeof entity.value === "object") return entity; // null, an interval: nothing that a project writes as a synonym
			const canonical = this.#valueOf(keyOf(pythonText(entity.value)));
			if (canonical === null) return entity;
			return { ...entity, value: canonical, processors: [...(entity.processors ?? []), NAME] };
		});
	}

	/** What a text in lower case stands for; null for nothing. Texts of one hash stand beside each other. */
	#valueOf(text: string): string | null {
		const hash = wordHash(text);
		let place = placeOfHash(this.#hashes, hash);
		while (place > 0 && this.#hashes[place - 1] === hash) place--;
		for (; place >= 0 && this.#hashes[place] === hash; place++) {
			const bytes = this.#bytes.subarray(this.#starts[place], this.#starts[place + 1]);
			const cut = bytes.indexOf(SEPARATOR);
			const value = decodeUtf8(cut < 0 ? bytes : bytes.subarray(0, cut));
			if (text === (cut < 0 ? keyOf(value) : decodeUtf8(bytes.subarray(cut + 1)))) return value;
		}
		return null;
	}
}

/** As Python's `str` writes a value: `True`, not `true`. */
function pythonText(value: string | number | boolean): string {
	return typeof value === "boolean" ? (value ? "True" : "False") : String(value);
}
