/** Sources of regular expressions, put together. */

/** A source that matches nothing. */
export const NEVER = "(?!)";

/** Any of the sources, without a group around them; `NEVER` when there are none. */
export function anySource(sources: readonly string[]): string {
	return sources.join("|") || NEVER;
}

/** `(?:long|short|…)`, the longest first; a group that never matches when there are none. */
export function alternatives(words: readonly string[]): string {
	if (words.length === 0) return NEVER;
	const escaped = words.map((word) =>
		word.replace(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`).replaceAll(" ", String.raw`\s`),
	);
	return `(?:${escaped.sort((a, b) => b.length - a.length || (a < b ? -1 : 1)).join("|")})`;
}
