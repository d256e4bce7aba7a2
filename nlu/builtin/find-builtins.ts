import { type BuiltinContext, type BuiltinMatch, type Dimension, DIMENSIONS } from "./builtin-match.ts";
import { findCreditCards, findEmails, findOrderNumbers, findUrls } from "./contact.ts";
import { DIGITS_ONLY } from "./digits-only.ts";
import { ENGLISH } from "./english.ts";
import { feastsOf } from "./feasts.ts";
import { FRENCH } from "./french.ts";
import { GERMAN } from "./german.ts";
import { idiomsOf } from "./idioms.ts";
import { findDurations } from "./durations.ts";
import { findMeasures, measurePatterns } from "./measures.ts";
import { composedText } from "../text/composed-text.ts";
import { primarySubtag } from "../language/primary-subtag.ts";
import { findMoney } from "./money.ts";
import { numberIdiomsOf } from "./number-idioms.ts";
import type { LanguageTable } from "./language-table.ts";
import { findOrdinals } from "./ordinals.ts";
import { findPhoneNumbers } from "./phone-numbers.ts";
import { findNumbers, type QuantityPatterns, quantityPatterns } from "./quantities.ts";
import { periodIdiomsOf } from "./period-idioms.ts";
import { withPlainSources, withPlainWords } from "./plain-spelling.ts";
import { shiftIdiomsOf } from "./shift-idioms.ts";
import { SPANISH } from "./spanish.ts";
import { type TimePatterns, timePatterns } from "./time-patterns.ts";
import { findDates, findTimes } from "./times.ts";

export { DIMENSIONS, type Dimension };

const TABLES: ReadonlyMap<string, LanguageTable> = new Map([
	["en", ENGLISH],
	["de", GERMAN],
	["fr", FRENCH],
	["es", SPANISH],
]);

/** The languages whose words of numbers and times are read. */
export const READ_LANGUAGES: readonly string[] = [...TABLES.keys()];

const finders = new Map<string, BuiltinFinder>();

/** The finder for a language, made when it is first asked for: there are as many as ways of reading, whatever tags a page sends. */
export function builtinFinder(language: string): BuiltinFinder {
	const { code, monthFirst } = waysOf(language);
	const way = `${code} ${monthFirst}`;
	const finder = finders.get(way) ?? new BuiltinFinder(language);
	finders.set(way, finder);
	return finder;
}

/** How a language (BCP 47) is read. `code` is one of `READ_LANGUAGES`, or empty: of others what stands in digits is read. */
function waysOf(language: string): { code: string; table: LanguageTable; monthFirst: boolean } {
	const code = primarySubtag(language);
	const table = TABLES.get(code);
	if (table === undefined) return { code: "", table: DIGITS_ONLY, monthFirst: false };
	return { code, table, monthFirst: table.monthFirst && !/^en[-_](?!us)/i.test(language) };
}

/** Finds the built-in entities of one language; its patterns are compiled once. */
export class BuiltinFinder {
	readonly #quantities: QuantityPatterns;
	readonly #times: TimePatterns;
	readonly #measures: ReturnType<typeof measurePatterns>;

	/** @param language - BCP 47, e.g. `en-GB`: there 3/4 is April 3 */
	constructor(language: string) {
		const { code, table: words, monthFirst } = waysOf(language);
		const table = withPlainWords(words);
		this.#quantities = quantityPatterns(table, withPlainSources(numberIdiomsOf(code)));
		this.#measures = measurePatterns(this.#quantities.amounts);
		this.#times = timePatterns({
			table: { ...table, monthFirst },
			numbers: this.#quantities.amounts.words,
			idioms: withPlainSources(idiomsOf(code)),
			periods: withPlainSources(periodIdiomsOf(code)),
			feasts: withPlainWords(feastsOf(code)),
			shifts: withPlainSources(shiftIdiomsOf(code)),
		});
	}

	/** Matches of the dimensions asked for, in the order of the text. */
	find(text: string, dimensions: readonly Dimension[], context: BuiltinContext): BuiltinMatch[] {
		const composed = composedText(text);
		return DIMENSIONS.filter((dimension) => dimensions.includes(dimension))
			.flatMap((dimension) => this.#findOne(composed.text, dimension, context))
			.map((match) => ({ ...match, start: composed.written(match.start), end: composed.written(match.end) }))
			.sort((a, b) => a.start - b.start || b.end - a.end);
	}

	#findOne(text: string, dimension: Dimension, context: BuiltinContext): BuiltinMatch[] {
		switch (dimension) {
			case "email":
				return findEmails(text);
			case "url":
				return findUrls(text);
			case "order_number":
				return findOrderNumbers(text);
			case "credit-card-number":
				return findCreditCards(text);
			case "distance":
			case "volume":
			case "temperature":
			case "quantity":
				return findMeasures(text, this.#measures.get(dimension));
			case "phone-number":
				return findPhoneNumbers(text);
			case "amount-of-money":
				return findMoney(text, this.#quantities.money);
			case "time":
				return findTimes(text, this.#times, context);
			case "date":
				return findDates(text, this.#times, context);
			case "duration":
				return findDurations(text, this.#quantities.lengths);
			case "ordinal":
				return findOrdinals(text, this.#quantities.amounts.words, this.#quantities.ordinalDigits);
			default:
				return findNumbers(text, this.#quantities);
		}
	}
}

/**
 * Drops what lies within something longer: the 3 of "3 weeks ago" is no number, the digits of an address are none. Of
 * equal spans the number goes, and what is a date is no telephone number.
 */
export function withoutContained<Span extends { dimension: string; start: number; end: number }>(
	spans: readonly Span[],
): Span[] {
	return spans.filter((span) => !spans.some((other) => other !== span && swallows(other, span)));
}

const YIELDS_TO: ReadonlyMap<string, readonly string[]> = new Map([
	["number", ["email", "url", "order_number", "phone-number", "amount-of-money", "time", "date", "ordinal"]],
	["phone-number", ["time", "date", "credit-card-number"]],
	["order_number", ["time", "date", "credit-card-number"]],
	["ordinal", ["time", "date"]],
]);

function swallows(
	other: { dimension: string; start: number; end: number },
	span: { dimension: string; start: number; end: number },
): boolean {
	if (other.start > span.start || other.end < span.end) return false;
	const isLonger = other.end - other.start > span.end - span.start;
	if (!isLonger) {
		const yields = YIELDS_TO.get(span.dimension);
		return yields !== undefined && (yields.includes(other.dimension) || !isDimension(other.dimension));
	}
	// "24 November" is a time and a date: neither swallows the other's shorter form
	const bothTimes = ["time", "date"].includes(other.dimension) && ["time", "date"].includes(span.dimension);
	return !bothTimes;
}

function isDimension(name: string): boolean {
	return DIMENSIONS.some((dimension) => dimension === name);
}
