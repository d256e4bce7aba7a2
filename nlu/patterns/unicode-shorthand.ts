/** What Python's `\w`, `\d` and `\b` take: letters and digits of every script, where JavaScript's know those of ASCII. */
const WORD = "\\p{L}\\p{N}_";
/** All that is no word, for where a class can't be turned round: connecting signs but `_` are written out. */
const NO_WORD =
	"\\p{M}\\p{Pd}\\p{Ps}\\p{Pe}\\p{Pi}\\p{Pf}\\p{Po}\\p{S}\\p{Z}\\p{C}\\u203f\\u2040\\u2054\\ufe33\\ufe34\\ufe4d-\\ufe4f\\uff3f";

const ALONE: ReadonlyMap<string, string> = new Map([
	["\\w", `[${WORD}]`],
	["\\W", `[^${WORD}]`],
	["\\d", "\\p{Nd}"],
	["\\D", "\\P{Nd}"],
	["\\b", `(?:(?<=[${WORD}])(?![${WORD}])|(?<![${WORD}])(?=[${WORD}]))`],
	["\\B", `(?:(?<=[${WORD}])(?=[${WORD}])|(?<![${WORD}])(?![${WORD}]))`],
]);
const IN_CLASS: ReadonlyMap<string, string> = new Map([
	["\\w", WORD],
	["\\W", NO_WORD],
	["\\d", "\\p{Nd}"],
	["\\D", "\\P{Nd}"],
]);

/** Python's shorthand in JavaScript's Unicode mode; what both write alike stays as it is. */
export function unicodeShorthand(source: string, isInClass: boolean): string {
	return (isInClass ? IN_CLASS : ALONE).get(source) ?? source;
}

/** A part of a pattern that was translated, as whoever wrote it knows it. */
export function asWritten(source: string): string {
	// an edge of a word is written with what a word is
	const longestFirst = [...ALONE, ...IN_CLASS].toSorted(([, a], [, b]) => b.length - a.length);
	return longestFirst.reduce(
		(written, [shorthand, translated]) => written.replaceAll(translated, shorthand),
		source,
	);
}
