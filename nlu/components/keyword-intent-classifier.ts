import { z } from "zod";
import type { Component, NluMessage } from "../message.ts";
import type { JsonObject } from "../model-file.ts";
import { buildLookupTable, LookupConfig, LookupTable } from "../patterns/lookup-table.ts";
import { type CompiledPattern, compilePattern } from "../patterns/python-regex.ts";
import { isDangerous, MAX_PATTERN_CHARS } from "../patterns/regex-danger.ts";
import { type PartArrays, partArrays, type TrainedPart } from "../trained-part.ts";
import { mainIntent, type NluExample } from "../training-data.ts";

const Pattern = z.object({ intent: z.string(), source: z.string(), order: z.int() });
const Config = z.object({ caseSensitive: z.boolean(), patterns: z.array(Pattern), table: LookupConfig });

/** One example as Rasa reads it: `\bexample\b`. Most are plain words, and stand in one table. */
interface Keyword {
	readonly name: string;
	readonly pattern: string;
	readonly position: NluExample["position"];
}

/**
 * Every example is a keyword. One that stands under two intents counts for none, nor does one that stands within a
 * keyword of another intent, as in Rasa. SPEC rules RE8, RE9.
 */
export function buildKeywords(examples: readonly NluExample[], caseSensitive: boolean): TrainedPart {
	const unique = uniqueKeywords(examples);
	const all = build(unique, caseSensitive);
	const classifier = new KeywordMatcher(all.config, partArrays(all.arrays, ""));
	const ambiguous = new Set<number>();
	for (const { pattern, name } of unique)
		for (const found of classifier.all(pattern)) if (found.intent !== name) ambiguous.add(found.order);
	if (ambiguous.size === 0) return all;
	return build(
		unique.filter((_, order) => !ambiguous.has(order)),
		caseSensitive,
	);
}

function uniqueKeywords(examples: readonly NluExample[]): Keyword[] {
	const keywords = new Map<string, Keyword>();
	const twice = new Set<string>();
	for (const { text, intent, position } of examples) {
		const name = mainIntent(intent);
		if ((keywords.get(text)?.name ?? name) !== name) twice.add(text);
		else keywords.set(text, { name, pattern: text, position });
	}
	return [...keywords.values()].filter((keyword) => !twice.has(keyword.pattern));
}

function build(keywords: readonly Keyword[], caseSensitive: boolean): TrainedPart {
	const patterns = keywords.flatMap(({ name, pattern }, order) =>
		isPlain(pattern) ? [] : [{ intent: name, source: sourceOf(pattern), order }],
	);
	// a pattern keeps its place in the order by an element that no text holds
	const plain = keywords.map((keyword) => ({
		...keyword,
		pattern: isPlain(keyword.pattern) ? withoutEndSigns(keyword.pattern) : "",
	}));
	const table = buildLookupTable(plain, { caseSensitive, useWordBoundaries: true });
	return { config: { caseSensitive, patterns, table: table.config }, arrays: table.arrays };
}

function sourceOf(keyword: string): string {
	return String.raw`\b${keyword}\b`;
}

function compileKeyword(source: string, caseSensitive: boolean): CompiledPattern {
	const compiled = compilePattern(source, caseSensitive);
	if (!compiled.ok || !isDangerous(compiled.regex)) return compiled;
	return { ok: false, reason: "on some message it could take minutes" };
}

/** Examples with signs of a regular expression that can't be one: as keywords they count for none. With the reason, without a full stop. */
export function unreadableKeywords(
	examples: readonly NluExample[],
	caseSensitive: boolean,
): { readonly example: NluExample; readonly reason: string }[] {
	return examples.flatMap((example) => {
		if (isPlain(example.text)) return [];
		const compiled = compileKeyword(sourceOf(example.text), caseSensitive);
		return compiled.ok ? [] : [{ example, reason: compiled.reason }];
	});
}

/** `are you there?` is plain: what a question mark does at the end, the search for whole words does as well. */
function isPlain(keyword: string): boolean {
	return !/[\\^$.|?*+()[\]{}]/.test(withoutEndSigns(keyword));
}

function withoutEndSigns(keyword: string): string {
	return keyword.replace(/^[^\p{L}\p{N}_]+(?=[\p{L}\p{N}_])|(?<=[\p{L}\p{N}_])[.?!,;:]+$/gu, "");
}

interface FoundKeyword {
	readonly intent: string;
	readonly order: number;
}

class KeywordMatcher {
	readonly #table: LookupTable;
	readonly #patterns: readonly (FoundKeyword & { readonly regex: RegExp })[];

	constructor(config: JsonObject, arrays: PartArrays) {
		const { table, patterns, caseSensitive } = Config.parse(config);
		this.#table = new LookupTable(table, arrays);
		this.#patterns = patterns.flatMap(({ source, intent, order }) => {
			const compiled = compileKeyword(source, caseSensitive);
			return compiled.ok ? [{ intent, order, regex: compiled.regex }] : [];
		});
	}

	/** All keywords that stand in a text. */
	all(text: string): FoundKeyword[] {
		const plain = this.#table.elements(text).map(({ name, order }) => ({ intent: name, order }));
		const head = text.slice(0, MAX_PATTERN_CHARS);
		return [...plain, ...this.#patterns.filter(({ regex }) => head.search(regex) >= 0)];
	}
}

/** Rasa's KeywordIntentClassifier: the intent of the first example in the data that stands in the text. */
export class KeywordIntentClassifier implements Component {
	readonly #matcher: KeywordMatcher;

	constructor(config: JsonObject, arrays: PartArrays) {
		this.#matcher = new KeywordMatcher(config, arrays);
	}

	process(message: NluMessage): void {
		const found = this.#matcher.all(message.text);
		if (found.length === 0) return;
		const first = found.reduce((best, other) => (other.order < best.order ? other : best));
		message.intent = { name: first.intent, confidence: 1 };
	}
}
