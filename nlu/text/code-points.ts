/** Python and Haskell count code points, we count UTF-16 units: behind an emoji the two differ. */

/** Where a text's code points begin, in UTF-16 units, and its end. */
function starts(text: string): number[] {
	const found = [0];
	for (const character of text) found.push((found.at(-1) ?? 0) + character.length);
	return found;
}

/** Turns offsets into a text from code points to UTF-16 units; null beyond its end. */
export function utf16Offsets(text: string): (codePoints: number) => number | null {
	const units = starts(text);
	return (codePoints) => units[codePoints] ?? null;
}

/** Turns offsets into a text from UTF-16 units to code points; null beyond its end, and within a code point. */
export function codePointOffsets(text: string): (units: number) => number | null {
	const points = new Map(starts(text).map((units, point) => [units, point]));
	return (units) => points.get(units) ?? null;
}
