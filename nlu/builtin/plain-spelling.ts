/**
 * Words as telephones write them: "naechste", "nachste", "miercoles", "dernier ete". What a language writes with a sign may
 * stand without it; never the other way round, for "está tarde" is not "esta tarde".
 */

/** A letter with its sign → a class of letters, which may stand in any source: it has no `|` in it. */
const LETTERS: Readonly<Record<string, string>> = {
	ä: "[äa]e?",
	ö: "[öo]e?",
	ü: "[üu]e?",
	ß: "[ßs]s?",
	...Object.fromEntries(
		["àâáa", "éèêëe", "îïíi", "ôóo", "ûùúu", "çc", "ñn"].flatMap((letters) =>
			Array.from(letters.slice(0, -1), (letter) => [letter, `[${letter}${letters.at(-1) ?? ""}]`]),
		),
	),
};

/** Classes, which say themselves what they take, and words that are others without their sign: "a", "des". */
const KEPT = String.raw`\[[^\][]*\]|(?<![\p{L}'’])à(?!(?:\s|\\s)(?:partir|peu)|\p{L})|(?<!\p{L})dès(?!\p{L})|(?<!\p{L})passée?(?!\p{L})`;
const SIGNED = new RegExp(`${KEPT}|[${Object.keys(LETTERS).join("")}]`, "gu");

/** A source of an expression that takes the plain spellings as well. */
export function plainSource(source: string): string {
	return source.replaceAll(SIGNED, (found) => LETTERS[found] ?? found);
}

/** A word and its plain spellings: "früh", "fruh", "frueh". */
export function plainSpellings(word: string): string[] {
	if (new RegExp(`^(?:${KEPT})$`, "u").test(word)) return [word];
	const bare = withoutSigns(word);
	const umlauts = word.replace(/[äöü]/gu, (letter) => `${withoutSigns(letter)}e`).replaceAll("ß", "ss");
	return [...new Set([word, bare, withoutSigns(umlauts)])];
}

function withoutSigns(word: string): string {
	return word.normalize("NFD").replace(/\p{M}/gu, "").replaceAll("ß", "ss");
}

/** The words of a language, each in all its spellings. What has a meaning of its own keeps it. */
export function withPlainWords<Words extends object>(words: Words): Words {
	// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- SAFETY: names of fields have no signs, so every field stays and keeps its kind
	return spelled(words, (word) => word) as Words;
}

/** The same, where all strings are sources of expressions and only names are words. */
export function withPlainSources<Idioms extends object>(idioms: Idioms): Idioms {
	// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- SAFETY: as above
	return spelled(idioms, plainSource) as Idioms;
}

function spelled(value: unknown, source: (text: string) => string): unknown {
	if (typeof value === "string") return source(value);
	if (Array.isArray(value)) {
		const isWords = source("é") === "é" && value.every((one) => typeof one === "string");
		return isWords
			? [...new Set(value.flatMap((word) => plainSpellings(word)))]
			: value.map((one) => spelled(one, source));
	}
	if (typeof value !== "object" || value === null) return value;
	const own = Object.entries(value);
	const plain = own.flatMap(([name, one]) =>
		plainSpellings(name).map((spelling): [string, unknown] => [spelling, spelled(one, source)]),
	);
	return Object.fromEntries([
		...plain,
		...own.map(([name, one]): [string, unknown] => [name, spelled(one, source)]),
	]);
}
