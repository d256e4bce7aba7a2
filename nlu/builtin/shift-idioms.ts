/** How four languages count from a named day. Sources of regular expressions, in lower case. */
import { byLanguage } from "./by-language.ts";
import { NEVER } from "./sources.ts";

export interface ShiftIdioms {
	/** Between a length and a day: it lies before that day, or behind it. */
	readonly before: string;
	readonly after: string;
	/** Words for the day beside another one: "the day before", "le lendemain de". */
	readonly dayBefore: string;
	readonly dayAfter: string;
	/** Between these words and the day. */
	readonly article: string;
	/** Behind a day: so many weeks later. In single spaces. */
	readonly weeksLater: Readonly<Record<string, number>>;
}

const ENGLISH: ShiftIdioms = {
	before: String.raw`before|prior\sto`,
	after: "after|from|following",
	dayBefore: String.raw`(?:the\s)?day\sbefore`,
	dayAfter: String.raw`(?:the\s)?day\s(?:after|following)`,
	article: "the",
	weeksLater: { week: 1, fortnight: 2 },
};

const GERMAN: ShiftIdioms = {
	before: "vor",
	after: "nach|ab",
	dayBefore: String.raw`(?:(?:am|der|den)\s)?tag\svor`,
	dayAfter: String.raw`(?:(?:am|der|den)\s)?tag\snach`,
	article: "dem|der|den",
	weeksLater: {},
};

const FRENCH: ShiftIdioms = {
	before: "avant",
	after: "après",
	dayBefore: String.raw`(?:(?:la|à\sla)\s)?veille\sd(?:e|u)|(?:le\s)?jour\savant`,
	dayAfter: String.raw`(?:(?:le|au)\s)?lendemain\sd(?:e|u)|(?:le\s)?jour\saprès`,
	article: "le|la|l'",
	weeksLater: { "en huit": 1, "en quinze": 2 },
};

const SPANISH: ShiftIdioms = {
	before: String.raw`antes\sdel?`,
	after: String.raw`después\sdel?|tras`,
	dayBefore: String.raw`(?:el\s)?día\santes\sdel?|(?:la\s)?víspera\sdel?`,
	dayAfter: String.raw`(?:el\s)?día\s(?:después\sdel?|siguiente\sal?)`,
	article: "el|la|las",
	weeksLater: {},
};

const NONE: ShiftIdioms = {
	before: NEVER,
	after: NEVER,
	dayBefore: NEVER,
	dayAfter: NEVER,
	article: NEVER,
	weeksLater: {},
};

/** By the language's code; of others no word is known. */
export const shiftIdiomsOf = byLanguage<ShiftIdioms>(
	{ en: ENGLISH, de: GERMAN, fr: FRENCH, es: SPANISH },
	NONE,
);
