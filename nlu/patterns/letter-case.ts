/** Upper and lower case by listing, where a flag would speak for a whole pattern. */

/** Code points, both ends included. */
export type CodeRange = readonly [first: number, last: number];

/** As wide a range as is gone through letter by letter. */
const MAX_RANGE = 3_000;

/** The characters that are `code` but for their case, itself first. */
export function caseVariants(code: number): readonly number[] {
	const character = String.fromCodePoint(code);
	const all = [character, character.toLowerCase(), character.toUpperCase()];
	// what has more letters in the other case (ß) is another text there
	const single = all.filter((one) => Array.from(one).length === 1);
	return [...new Set(single.map((one) => one.codePointAt(0) ?? code))];
}

/** What a class takes in any case; null when a range is too wide to be gone through. */
export function withCaseVariants(ranges: readonly CodeRange[]): CodeRange[] | null {
	const more: CodeRange[] = [];
	for (const [first, last] of ranges) {
		if (last - first > MAX_RANGE) return null;
		for (let code = first; code <= last; code++)
			for (const variant of caseVariants(code))
				if (variant < first || variant > last) more.push([variant, variant]);
	}
	return [...ranges, ...joined(more)];
}

/** Neighbours as one range. */
function joined(ranges: readonly CodeRange[]): CodeRange[] {
	const result: [number, number][] = [];
	for (const [first, last] of ranges.toSorted((a, b) => a[0] - b[0])) {
		const before = result.at(-1);
		if (before !== undefined && first <= before[1] + 1) before[1] = Math.max(before[1], last);
		else result.push([first, last]);
	}
	return result;
}
