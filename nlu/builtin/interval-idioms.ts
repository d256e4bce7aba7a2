/** The words by which four languages join two ends to an interval, or open it at one. Sources of regular expressions, in lower case. */
import { byLanguage } from "./by-language.ts";
import { NEVER } from "./sources.ts";

export interface IntervalIdioms {
	/** Before the first of two ends, with `and` between them. */
	readonly between: string;
	readonly and: string;
	readonly or: string;
	readonly from: string;
	readonly to: string;
	/** Before an end without a beginning, and the reverse. */
	readonly before: string;
	readonly after: string;
}

const ENGLISH: IntervalIdioms = {
	between: "between",
	and: "and",
	or: "or",
	from: "from",
	to: "to|until|till|through",
	before: "before|until|till|up to|by|no later than|by the|before the|until the",
	after: "after|since|as of|starting|starting from|after the|since the",
};

const GERMAN: IntervalIdioms = {
	between: "zwischen",
	and: "und",
	or: "oder",
	from: "von|vom",
	to: "bis|bis\\szum",
	before:
		"vor|vor dem|bis|bis zum|bis zu|bis spätestens|spätestens|spätestens am|spätestens um|spätestens bis",
	after: "nach|nach dem|seit|seit dem|ab|ab dem",
};

const FRENCH: IntervalIdioms = {
	between: "entre",
	and: "et",
	or: "ou",
	from: "de|du",
	to: "à|au|jusqu'à|jusqu'au",
	before: "avant|avant le|avant la|jusqu'à|jusqu'au|d'ici|d'ici à|au plus tard|au plus tard le",
	after: "après|après le|apres|depuis|depuis le|depuis la|à partir de|à partir du|dès|dès le",
};

const SPANISH: IntervalIdioms = {
	between: "entre",
	and: "y",
	or: "o|u",
	from: "de|del|desde|desde el",
	to: "a|al|hasta|hasta el",
	before:
		"antes de|antes del|hasta|hasta el|hasta la|hasta las|antes de las|antes de la|a más tardar|a más tardar el",
	after:
		"después de|después del|despues de|despues del|después de las|después de la|desde|desde el|desde la|desde las|a partir de|a partir del|a partir de las|a partir de la",
};

const NONE: IntervalIdioms = {
	between: NEVER,
	and: NEVER,
	or: NEVER,
	from: NEVER,
	to: NEVER,
	before: NEVER,
	after: NEVER,
};

/** By the language's code; of others no word is known. */
export const intervalIdiomsOf = byLanguage<IntervalIdioms>(
	{ en: ENGLISH, de: GERMAN, fr: FRENCH, es: SPANISH },
	NONE,
);
