/** How four languages speak of numbers, beyond the words for them. Sources of regular expressions, in lower case. */
import { byLanguage } from "./by-language.ts";
import { NEVER } from "./sources.ts";

export interface NumberIdioms {
	/** Before a number: it is below nought. */
	readonly minus: readonly string[];
	/** Words before `minus` by which it says something else: "au moins", "cinco menos diez". */
	readonly notMinusAfter: readonly string[];
	/** Between the whole and the decimals. */
	readonly point: readonly string[];
	/** Two words of which the second is no number here: "pour cent". */
	readonly notNumber: readonly string[];
	/** Whether one unit needs no word for it before its half: "hora y media". */
	readonly halfAlone: boolean;
	/** How "and" joins two parts of one number (see `growJoined` in `cardinals.ts`). */
	readonly joining: "after-hundreds" | "after-tens" | "inside-words";
	/** Whether the article says one inside a number ("ciento un", "vingt et une"). */
	readonly articleIsOne: boolean;
	/** Twenty is counted on beyond sixty: "soixante-dix", "quatre-vingt-onze". */
	readonly countsByTwenty: boolean;
	/** Thousands parted by a space: everywhere, not before a unit only. */
	readonly spacedThousands: boolean;
	/** Parts of a unit, or so many of it, with all that stands before it: "a quarter of an", "une dizaine de". */
	readonly fractions: readonly (readonly [source: string, value: number])[];
	/** What a number or a unit is followed by when it is so much more: "and a half". */
	readonly more: readonly (readonly [source: string, value: number])[];
	/** Between an amount and its unit, beside white space: "millones de euros". */
	readonly of: string;
	/** Between units and their hundredths: "3 euros con 50". */
	readonly with: string;
	/** Behind a number: it says how often, not how much. */
	readonly times: string;
	/** Before the two ends of a range, and between them; "from" may be left out. */
	readonly between: string;
	readonly and: string;
	readonly from: string;
	readonly to: string;
	/** Before the one end of a range that is open: "under 50 euros", "at least 2 kilos". */
	readonly atMost: string;
	readonly atLeast: string;
	/** After a temperature: below nought. */
	readonly belowZero: string;
	/** Short forms of units of time that count after digits only. */
	readonly shortGrains: Readonly<Record<string, "second" | "minute" | "hour" | "day">>;
	/** Behind "days": those of work, which are no length that a calendar knows. */
	readonly workingDays: string;
}

const ENGLISH: NumberIdioms = {
	minus: ["minus", "negative"],
	notMinusAfter: [],
	point: ["point"],
	notNumber: [],
	halfAlone: true,
	joining: "after-hundreds",
	articleIsOne: false,
	countsByTwenty: false,
	spacedThousands: false,
	fractions: [
		[String.raw`(?:three|3)[\s-]quarters?(?:\sof)?(?:\san?)?`, 0.75],
		[String.raw`(?:(?:an?|one)\s)?half(?:\s(?:of\s)?an?)?`, 0.5],
		[String.raw`(?:(?:an?|one)\s)?quarter(?:\sof)?(?:\san?)?`, 0.25],
		[String.raw`(?:an?|one)\sthird\sof\san?`, 1 / 3],
		[String.raw`(?:a\s)?couple(?:\sof)?`, 2],
	],
	more: [
		[String.raw`\sand\sa\shalf`, 0.5],
		[String.raw`\sand\s(?:a|one)\squarter`, 0.25],
		[String.raw`\sand\sthree\squarters`, 0.75],
	],
	of: NEVER,
	with: NEVER,
	times: "times|x",
	between: "between",
	and: "and",
	from: "from",
	to: "to",
	atMost: String.raw`under|below|up\sto|at\smost|(?:less|lower|cheaper|(?:no|not)\smore)\sthan|max(?:imum)?\.?`,
	atLeast: String.raw`over|above|at\sleast|(?:more|higher|larger|bigger|heavier)\sthan|min(?:imum)?\.?`,
	belowZero: String.raw`below\s(?:zero|freezing)`,
	shortGrains: { h: "hour", hrs: "hour", min: "minute", mins: "minute", sec: "second", secs: "second" },
	workingDays: NEVER,
};

const GERMAN: NumberIdioms = {
	minus: ["minus"],
	notMinusAfter: [],
	point: ["komma"],
	notNumber: [],
	halfAlone: false,
	joining: "inside-words",
	articleIsOne: true,
	countsByTwenty: false,
	spacedThousands: false,
	fractions: [
		[String.raw`(?:ein(?:e[nmrs]?)?\s)?halbe[nmrs]?`, 0.5],
		[String.raw`(?:ein(?:e[nmrs]?)?\s)?dreiviertel`, 0.75],
		[String.raw`drei\sviertel`, 0.75],
		[String.raw`(?:ein(?:e[nmrs]?)?\s)?viertel`, 0.25],
	],
	more: [[String.raw`\s?(?:ein|und\seine?)\s?halb(?:e[ns]?)?`, 0.5]],
	of: NEVER,
	with: NEVER,
	times: "mal|x",
	between: "zwischen",
	and: "und",
	from: "von",
	to: "bis|bis\\szu",
	atMost: String.raw`unter|bis(?:\szu)?|höchstens|maximal|max\.?|weniger\sals|nicht\smehr\sals|(?:billiger|günstiger)\sals`,
	// no "über": "eine Rechnung über 50 Euro" is one of fifty
	atLeast: String.raw`ab|mindestens|min\.|mehr\sals`,
	belowZero: String.raw`unter\s(?:null|dem\sgefrierpunkt)`,
	shortGrains: { h: "hour", std: "hour", min: "minute", sek: "second" },
	workingDays: NEVER,
};

const FRENCH: NumberIdioms = {
	minus: ["moins"],
	notMinusAfter: ["au", "du", "à", "ou", "ni", "le", "les", "de", "en", "pas", "heure", "heures", "h"],
	point: ["virgule"],
	notNumber: ["pour cent"],
	halfAlone: false,
	joining: "after-tens",
	articleIsOne: true,
	countsByTwenty: true,
	spacedThousands: true,
	fractions: [
		[String.raw`trois[\s-]quarts?\sd(?:e(?=\s)|['’])`, 0.75],
		[String.raw`(?:une?\s)?demie?(?:\sd(?:e(?=\s)|['’]))?`, 0.5],
		[String.raw`(?:un\s)?quart\sd(?:e(?=\s)|['’])`, 0.25],
		[String.raw`(?:une\s)?dizaine\sd(?:e(?=\s)|['’])`, 10],
		[String.raw`(?:une\s)?quinzaine\sd(?:e(?=\s)|['’])`, 15],
		[String.raw`(?:une\s)?vingtaine\sd(?:e(?=\s)|['’])`, 20],
		[String.raw`(?:une\s)?trentaine\sd(?:e(?=\s)|['’])`, 30],
		[String.raw`une\squarantaine\sd(?:e(?=\s)|['’])`, 40],
		[String.raw`(?:une\s)?cinquantaine\sd(?:e(?=\s)|['’])`, 50],
		[String.raw`(?:une\s)?soixantaine\sd(?:e(?=\s)|['’])`, 60],
		[String.raw`(?:une\s)?centaine\sd(?:e(?=\s)|['’])`, 100],
		[String.raw`(?:un\s)?millier\sd(?:e(?=\s)|['’])`, 1_000],
	],
	more: [[String.raw`\set\sdemie?`, 0.5]],
	of: String.raw`\sd(?:e\s|['’])`,
	with: "et",
	times: "fois|x",
	between: "entre",
	and: "et",
	from: "de",
	to: "à",
	atMost: String.raw`moins\sde|au\splus|jusqu['’]à|sous|en[\s-]dessous\sde|pas\splus\sde|max(?:imum)?\.?`,
	atLeast: String.raw`plus\sde|au\smoins|à\spartir\sde|au[\s-]dessus\sde|min(?:imum)?\.?`,
	belowZero: String.raw`(?:en[\s-]dessous\sde|au[\s-]dessous\sde|sous)\széro`,
	shortGrains: { min: "minute", sec: "second" },
	workingDays: String.raw`ouvr(?:é|e|able)s?`,
};

const SPANISH: NumberIdioms = {
	minus: ["menos"],
	notMinusAfter: ["al", "lo", "o", "ni", "de", "por", "en", "el", "la", "las", "los", "horas", "hora"],
	point: ["coma", "punto"],
	notNumber: ["por ciento", "por cien"],
	halfAlone: true,
	joining: "after-tens",
	articleIsOne: true,
	countsByTwenty: false,
	spacedThousands: false,
	fractions: [
		[String.raw`tres\scuartos\sde`, 0.75],
		[String.raw`(?:una?\s)?medi[oa]`, 0.5],
		[String.raw`(?:un\s)?cuarto\sde`, 0.25],
		[String.raw`un\spar\sde`, 2],
		[String.raw`(?:una\s)?decena\sde`, 10],
		[String.raw`(?:una\s)?quincena\sde`, 15],
		[String.raw`(?:una\s)?veintena\sde`, 20],
		[String.raw`(?:una\s)?treintena\sde`, 30],
		[String.raw`(?:un\s)?centenar\sde`, 100],
	],
	more: [
		[String.raw`\sy\smedi[oa]`, 0.5],
		// "el segundo y cuarto" are places
		[String.raw`(?<!segundo)\sy\scuarto`, 0.25],
	],
	of: String.raw`\sde\s`,
	with: "con|y",
	times: "veces|x",
	between: "entre",
	and: "y",
	from: "de",
	to: "a",
	atMost: String.raw`menos\sde|hasta|como\smáximo|por\sdebajo\sde|no\sm[áa]s\sde|m[áa]x(?:imo)?\.?`,
	atLeast: String.raw`m[áa]s\sde|al\smenos|por\slo\smenos|a\spartir\sde|desde|m[íi]n(?:imo)?\.?`,
	belowZero: String.raw`bajo\scero`,
	shortGrains: { min: "minute", seg: "second", hrs: "hour" },
	workingDays: String.raw`h[áa]bil(?:es)?|laborables?`,
};

const NONE: NumberIdioms = {
	minus: [],
	notMinusAfter: [],
	point: [],
	notNumber: [],
	halfAlone: false,
	joining: "inside-words",
	articleIsOne: false,
	countsByTwenty: false,
	spacedThousands: false,
	fractions: [],
	more: [],
	of: NEVER,
	with: NEVER,
	times: "x",
	between: NEVER,
	and: NEVER,
	from: NEVER,
	to: NEVER,
	atMost: NEVER,
	atLeast: NEVER,
	belowZero: NEVER,
	shortGrains: {},
	workingDays: NEVER,
};

/** By the language's code; of others nothing is known. */
export const numberIdiomsOf = byLanguage<NumberIdioms>(
	{ en: ENGLISH, de: GERMAN, fr: FRENCH, es: SPANISH },
	NONE,
);
