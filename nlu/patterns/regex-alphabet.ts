/** Characters of which no two mean the same to a pattern: what an attacker has to choose from. */

/** What people write, and what classes of Unicode tell apart. */
const COMMON = [
	...Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index)),
	...Array.from("\n\tÉéäßıяאع日अกあ한λ\u00a0\u0001"),
];

/**
 * @param sources - classes of single characters, as patterns
 * @returns for each character that any of them takes, one of a kind, which of them take it
 */
export function alphabetOf(sources: readonly string[], pattern: RegExp): readonly ReadonlySet<string>[] {
	const flags = pattern.flags.replaceAll(/[gymd]/g, "");
	const own = Array.from(pattern.unicode ? pattern.source : pattern.source.replaceAll(/[^\0-\uffff]/gu, ""));
	const escaped = Array.from(pattern.source.matchAll(/\\(?:u\{?|x)([0-9a-fA-F]{2,6})\}?/g), ([, hex = ""]) =>
		String.fromCodePoint(Math.min(Number.parseInt(hex, 16), 0x10ffff)),
	);
	const probes = [...new Set([...COMMON, ...own, ...escaped])];
	const classes = [...new Set(sources)].map((source) => ({
		source,
		takes: new RegExp(`^(?:${source})$`, flags),
	}));
	const letters = new Map<string, ReadonlySet<string>>();
	const isMet = new Set<string>();
	for (const probe of probes) {
		const takers = classes.filter(({ takes }) => takes.test(probe)).map(({ source }) => source);
		if (takers.length === 0) continue;
		letters.set(takers.join("\0"), new Set(takers));
		for (const source of takers) isMet.add(source);
	}
	// a class that takes none of these takes something else, which no other one does as far as is known
	for (const { source } of classes) if (!isMet.has(source)) letters.set(source, new Set([source]));
	return [...letters.values()];
}
