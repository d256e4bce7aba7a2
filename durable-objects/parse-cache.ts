import type { ParseData } from "../contracts/parse-data.ts";
import type { Interpreter, ParseOptions } from "../nlu/interpreter.ts";
import { countsOf } from "../store/cache-counts.ts";

/** Under this name its hits are counted. */
export const PARSE_CACHE = "parses";
/** Beyond so many texts the one unused for longest is forgotten. */
const MAX_TEXTS = 1_000;
/** Longer texts are hardly ever said twice. */
const MAX_CHARS = 80;
/** What may be an address or a number of somebody's, whether or not the pipeline looks for it. */
const PERSONAL = /@|\d/;

/**
 * Remembers, in the memory of the isolate, what a model makes of what everybody says: "hi", "where is my order". Whatever
 * holds an entity is read each time, for it may be a person's, or count from now; so is what was asked with reasons, and what
 * the sentence encoder, which had not come yet, would have been asked about.
 */
export function rememberingParses(interpreter: Interpreter): Interpreter {
	const kept = new Map<string, ParseData>();
	const counts = countsOf(PARSE_CACHE);
	return {
		...interpreter,
		parse: (text, options) => {
			if (!mayBeKept(text, options)) return interpreter.parse(text, options);
			const key = JSON.stringify([options.language ?? null, text]);
			const known = kept.get(key);
			if (known !== undefined) {
				counts.hits += 1;
				kept.delete(key);
				kept.set(key, known); // last in the map: used last
				return structuredClone(known);
			}
			counts.misses += 1;
			const { parsed, isWhole } = parseWatching(interpreter, text, options);
			if (isWhole && parsed.entities.length === 0) {
				kept.set(key, structuredClone(parsed));
				const [oldest] = kept.keys();
				if (kept.size > MAX_TEXTS && oldest !== undefined) kept.delete(oldest);
			}
			return parsed;
		},
	};
}

function mayBeKept(text: string, options: ParseOptions): boolean {
	return (
		text.length <= MAX_CHARS &&
		!PERSONAL.test(text) &&
		options.explain !== true &&
		options.remoteMatches === undefined
	);
}

/** A parse, and whether all judges were there that it asked. */
function parseWatching(
	interpreter: Interpreter,
	text: string,
	options: ParseOptions,
): { readonly parsed: ParseData; readonly isWhole: boolean } {
	const { sentenceEncoder } = options;
	if (sentenceEncoder === undefined) return { parsed: interpreter.parse(text, options), isWhole: true };
	let isWhole = true;
	const parsed = interpreter.parse(text, {
		...options,
		sentenceEncoder: () => {
			const encoder = sentenceEncoder();
			if (encoder === null) isWhole = false;
			return encoder;
		},
	});
	return { parsed, isWhole };
}
