/** Which languages and regions there are, as far as the platform's tables (CLDR) know. */
const LANGUAGES = new Intl.DisplayNames(["en"], { type: "language", fallback: "none" });
const REGIONS = new Intl.DisplayNames(["en"], { type: "region", fallback: "none" });

/**
 * What is wrong with a tag such as `de`, `pt-BR` or `zh_Hant`, as the beginning of a sentence; null when nothing is.
 * Tags with an underscore are taken as with a dash.
 */
export function languageFault(tag: string): string | null {
	const locale = localeOf(tag);
	if (locale === null) return `\`${tag}\` is no language tag`;
	if (LANGUAGES.of(locale.language) === undefined)
		return `\`${tag}\`: there is no language \`${locale.language}\``;
	if (locale.region !== undefined && REGIONS.of(locale.region) === undefined)
		return `\`${tag}\`: there is no region \`${locale.region}\``;
	return null;
}

function localeOf(tag: string): Intl.Locale | null {
	try {
		return new Intl.Locale(tag.replaceAll("_", "-"));
	} catch {
		return null; // not even the shape is right
	}
}
