import { z } from "zod";
import type { JsonObject } from "../model-file.ts";
import type { PartArrays, TrainedPart } from "../trained-part.ts";
import type { NluTrainingData } from "../training-data.ts";
import { buildLookupTable, LookupConfig, LookupTable } from "./lookup-table.ts";
import { compilePattern } from "./python-regex.ts";
import { isDangerous, MAX_PATTERN_CHARS } from "./regex-danger.ts";

/** A match of a regular expression or of a lookup table's element. */
export interface PatternSpan {
	readonly name: string;
	readonly start: number;
	readonly end: number;
}

export interface PatternOptions {
	readonly caseSensitive: boolean;
	/** Elements of lookup tables match whole words only. */
	readonly useWordBoundaries: boolean;
	readonly useRegexes: boolean;
	readonly useLookupTables: boolean;
}

const Config = z.object({
	caseSensitive: z.boolean(),
	regexes: z.array(z.object({ name: z.string(), pattern: z.string() })),
	lookups: LookupConfig,
});

/** @param names - only patterns of these names; all when null */
export function buildPatterns(
	data: NluTrainingData,
	names: ReadonlySet<string> | null,
	options: PatternOptions,
): TrainedPart {
	const wanted = (item: { name: string }): boolean => names === null || names.has(item.name);
	const regexes = options.useRegexes ? data.regexes.filter(wanted) : [];
	const table = buildLookupTable(options.useLookupTables ? data.lookups.filter(wanted) : [], options);
	return {
		config: {
			caseSensitive: options.caseSensitive,
			regexes: regexes.map(({ name, pattern }) => ({ name, pattern })),
			lookups: table.config,
		},
		arrays: table.arrays,
	};
}

/**
 * Finds what a project's patterns match. With a pattern that does not compile, or that could hang, nothing is trained
 * (`checkTrainable`); one that stands in a model all the same finds nothing.
 */
export class PatternMatcher {
	readonly #regexes: readonly { name: string; regex: RegExp }[];
	readonly #lookups: LookupTable;

	constructor(config: JsonObject, arrays: PartArrays) {
		const parsed = Config.parse(config);
		this.#regexes = parsed.regexes.flatMap(({ name, pattern }) => {
			const compiled = compilePattern(pattern, parsed.caseSensitive);
			return compiled.ok && !isDangerous(compiled.regex) ? [{ name, regex: compiled.regex }] : [];
		});
		this.#lookups = new LookupTable(parsed.lookups, arrays);
	}

	/** Regular expressions in the order of the data, then lookup tables; empty matches are no matches. */
	find(text: string): PatternSpan[] {
		const spans: PatternSpan[] = [];
		const head = text.slice(0, MAX_PATTERN_CHARS);
		for (const { name, regex } of this.#regexes) {
			for (const match of head.matchAll(regex)) {
				if (match[0] !== "") spans.push({ name, start: match.index, end: match.index + match[0].length });
			}
		}
		for (const { name, start, end } of this.#lookups.find(text)) spans.push({ name, start, end });
		return spans;
	}
}
