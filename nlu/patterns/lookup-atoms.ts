/** A stretch of text that an element may begin or end at: a run of letters and digits, or one other sign. */
export interface Atom {
	readonly start: number;
	readonly end: number;
	readonly text: string;
}

// scripts without spaces between words are taken apart, so that elements can be found within a run
const WORDS =
	/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]|[\p{L}\p{M}\p{N}_]+|\S/gu;
const SIGNS = /./gsu;
/** Python, whose patterns Rasa makes of lookup tables, knows one letter i where case does not matter. */
const OTHER_I = /i\u0307|ı/g;

/** Longer elements, counted in atoms, are not found. */
export const MAX_ATOMS = { words: 16, signs: 128 } as const;

/** Takes a text apart at words, or into single signs where elements may stand inside words. */
export function atomsOf(
	text: string,
	{ caseSensitive, useWordBoundaries }: { caseSensitive: boolean; useWordBoundaries: boolean },
): Atom[] {
	return Array.from(text.matchAll(useWordBoundaries ? WORDS : SIGNS), ({ 0: written, index }) => {
		const composed = written.normalize("NFC");
		return {
			start: index,
			end: index + written.length,
			text: caseSensitive ? composed : composed.toLowerCase().replace(OTHER_I, "i"),
		};
	});
}
