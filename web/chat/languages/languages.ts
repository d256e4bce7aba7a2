import { type Catalogue, type Texts, wordsOf } from "./catalogue.ts";
import { english } from "./english.ts";

/** The languages that the page speaks, each by its own name. */
export const LANGUAGES = {
	en: "English",
	de: "Deutsch",
	fr: "Français",
	es: "Español",
	tr: "Türkçe",
	ar: "العربية",
} as const;
export type Language = keyof typeof LANGUAGES;

/** English comes with the page; each other one is a file that is fetched when it is spoken. */
const CATALOGUES: Record<Language, () => Catalogue | Promise<Catalogue>> = {
	en: () => english,
	de: async () => (await import("./german.ts")).german,
	fr: async () => (await import("./french.ts")).french,
	es: async () => (await import("./spanish.ts")).spanish,
	tr: async () => (await import("./turkish.ts")).turkish,
	ar: async () => (await import("./arabic.ts")).arabic,
};

/** A language with all that is said in it. */
export interface Speech {
	language: Language;
	/** Times, dates and numbers follow it: the visitor's own region where that speaks the language. */
	locale: string;
	texts: Texts;
}

/** The language of a tag such as `de-AT`, or null where the page does not speak it. */
export function languageOf(tag: string | null | undefined): Language | null {
	const code = tag?.toLowerCase().split(/[-_]/u)[0];
	return isLanguage(code) ? code : null;
}

function isLanguage(code: string | undefined): code is Language {
	return code !== undefined && Object.hasOwn(LANGUAGES, code);
}

/** The first of these wishes that the page can fulfil; English where it can fulfil none. */
export function chooseLanguage(wishes: readonly (string | null | undefined)[]): Language {
	for (const wish of wishes) {
		const language = languageOf(wish);
		if (language !== null) return language;
	}
	return "en";
}

/** @param preferred - the browser's languages @throws Error when the catalogue could not be fetched */
export async function speak(language: Language, preferred: readonly string[]): Promise<Speech> {
	const catalogue = await CATALOGUES[language]();
	return speechOf(language, catalogue, preferred);
}

export function speechOf(language: Language, catalogue: Catalogue, preferred: readonly string[]): Speech {
	const locale = preferred.find((tag) => languageOf(tag) === language && isLocale(tag)) ?? language;
	return { language, locale, texts: catalogue(wordsOf(locale)) };
}

export const englishSpeech = (preferred: readonly string[]): Speech => speechOf("en", english, preferred);

/** Browsers can be set to anything; `Intl` throws at what is no tag. */
function isLocale(tag: string): boolean {
	try {
		return Intl.getCanonicalLocales(tag).length > 0;
	} catch {
		return false;
	}
}
