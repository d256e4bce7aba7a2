/** What is known of each language, by its code; of others `none`. Any text may be asked for, the name of a part of every object too. */
export function byLanguage<Known>(
	known: Readonly<Record<"en" | "de" | "fr" | "es", Known>>,
	none: Known,
): (language: string) => Known {
	const languages = new Map<string, Known>(Object.entries(known));
	return (language) => languages.get(language) ?? none;
}
