/**
 * How four languages speak of hours, parts of a day and stretches of time: what no list of words can say alone. Sources
 * of regular expressions, in lower case; `H` stands for an hour in digits or words.
 */

/** Hours of a day in which a part of it lies: [from, to). */
export type DayPart = readonly [fromHour: number, toHour: number];

export interface Idioms {
	/** Ways to say an hour with minutes: what is added to the hour, in minutes. */
	readonly clock: readonly (readonly [source: string, minutes: number])[];
	/** After a bare hour ("at 5"): words that show that it is no count of things. */
	readonly afterHour: string;
	readonly parts: Readonly<Record<string, DayPart>>;
	/** Before a part that stands alone ("this evening"); the part of today. */
	readonly thisPart: string;
	/** Between a day and its part ("tomorrow in the morning"), may be empty. */
	readonly ofDay: string;
	/** After an hour: it is one of the second half of the day. */
	readonly pm: string;
	readonly am: string;
	/** One word for this evening, as a day part of today. */
	readonly tonight: string;
	readonly weekend: string;
	readonly monthEnd: string;
	/** [month, day] of feasts. */
	readonly feasts: Readonly<Record<string, readonly [number, number]>>;
	/** A day's name is none after these: "guten Morgen". */
	readonly notDayAfter: string;
	/** Before the first of two ends, with `and` between them. */
	readonly between: string;
	readonly and: string;
	readonly from: string;
	readonly to: string;
	/** Before an end without a beginning, and the reverse. */
	readonly before: string;
	readonly after: string;
	/** Half an hour, and what adds half a unit: "and a half". */
	readonly halfHour: string;
	readonly andHalf: string;
}

const ENGLISH: Idioms = {
	clock: [
		[String.raw`half\spast\sH`, 30],
		[String.raw`(?:a\s)?quarter\s(?:past|after)\sH`, 15],
		[String.raw`(?:a\s)?quarter\s(?:to|before)\sH`, -15],
		[String.raw`at\sH\so'?clock`, 0],
		[String.raw`H\so'?clock`, 0],
		[String.raw`at\sH(?=\s(?:in\sthe|tonight|today|tomorrow|please)|\s?[,.!?]|$)`, 0],
	],
	afterHour: "on|in|today|tomorrow|tonight|please|and|or|sharp|every|each|next|this|if|then|but",
	parts: { morning: [4, 12], afternoon: [12, 19], evening: [18, 24], night: [18, 24] },
	thisPart: "this|in the",
	ofDay: "in the|at",
	pm: "in the (?:afternoon|evening)|at night|tonight",
	am: "in the morning",
	tonight: "tonight",
	weekend: "(?:the|this|at the|on the|next)\\sweekend",
	monthEnd: "(?:the\\s)?end\\sof\\s(?:the|this)\\smonth",
	feasts: {
		christmas: [12, 25],
		"christmas day": [12, 25],
		"christmas eve": [12, 24],
		"new year's eve": [12, 31],
		"new year's day": [1, 1],
		"new year": [1, 1],
		halloween: [10, 31],
		"valentine's day": [2, 14],
	},
	notDayAfter: "(?!)",
	between: "between",
	and: "and",
	from: "from",
	to: "to|until|till|through",
	before: "before|until|till|by",
	after: "after|since",
	halfHour: String.raw`half\san\shour`,
	andHalf: String.raw`and\sa\shalf`,
};

const GERMAN: Idioms = {
	clock: [
		[String.raw`halb\sH`, -30],
		[String.raw`viertel\snach\sH`, 15],
		[String.raw`(?:viertel\svor|dreiviertel)\sH`, -15],
		[String.raw`H\suhr`, 0],
		[String.raw`um\sH(?=\s?[,.!?]|\s(?:am|morgens|abends|heute|morgen|bitte)|$)`, 0],
	],
	afterHour: "am|an|im|heute|morgen|bitte|und|oder|jeden|wenn|dann|aber|morgens|abends|nachmittags",
	parts: {
		früh: [4, 12],
		morgen: [4, 12],
		vormittag: [8, 12],
		mittag: [11, 14],
		nachmittag: [12, 19],
		abend: [18, 24],
		nacht: [18, 24],
	},
	thisPart: "am|heute|diesen|in der",
	ofDay: "am|in der",
	pm: "abends|nachmittags|am abend|am nachmittag|nachts",
	am: "morgens|früh|vormittags|am morgen|am vormittag",
	tonight: "(?!)",
	weekend: "(?:am|dieses|nächstes|übers|das)\\swochenende",
	monthEnd: "(?:zum\\s|am\\s|bis\\s)?(?:ende\\sdes\\smonats|monatsende)",
	feasts: {
		weihnachten: [12, 25],
		heiligabend: [12, 24],
		silvester: [12, 31],
		neujahr: [1, 1],
		nikolaus: [12, 6],
	},
	notDayAfter:
		"guten|schönen|am|jeden|den|einen|heute|gestern|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag",
	between: "zwischen",
	and: "und",
	from: "von|vom",
	to: "bis|bis\\szum",
	before: "vor|bis|bis zum|spätestens|spätestens am",
	after: "nach|nach dem|seit|seit dem|ab|ab dem",
	halfHour: String.raw`(?:einer|eine)\shalben?\sstunde`,
	andHalf: "(?!)",
};

const FRENCH: Idioms = {
	clock: [
		// "deux heures et demie" alone is a length of time
		[String.raw`(?:à|vers|il\sest)\sH\s?h(?:eures?)?\set\sdemie`, 30],
		[String.raw`H\s?h(?:eures?)?\set\squart`, 15],
		[String.raw`H\s?h(?:eures?)?\smoins\sle\squart`, -15],
		[String.raw`(?:à|vers)\sH\sheures?`, 0],
	],
	afterHour: "demain|aujourd'hui|le|ce|du|de|et|ou|svp|si|mais",
	parts: { matin: [4, 12], "après-midi": [12, 19], soir: [18, 24], nuit: [18, 24] },
	thisPart: "ce|cet|cette|dans la",
	ofDay: "au|dans la|le",
	pm: "du soir|de l'après-midi",
	am: "du matin",
	tonight: "(?!)",
	weekend: "(?:ce|le|au)\\sweek-?end",
	monthEnd: "(?:à\\s)?(?:la\\s)?fin\\s(?:du|de\\sce)\\smois",
	feasts: {
		noël: [12, 25],
		"la saint-sylvestre": [12, 31],
		"le jour de l'an": [1, 1],
		"la saint-valentin": [2, 14],
		halloween: [10, 31],
	},
	notDayAfter: "(?!)",
	between: "entre",
	and: "et",
	from: "de|du",
	to: "à|au|jusqu'à|jusqu'au",
	before: "avant|avant le|jusqu'à|jusqu'au",
	after: "après|après le|depuis|depuis le|à partir de|à partir du",
	halfHour: String.raw`une\sdemi-?heure`,
	andHalf: String.raw`et\sdemie?`,
};

const SPANISH: Idioms = {
	clock: [
		[String.raw`(?:a\s)?las?\sH\sy\smedia`, 30],
		[String.raw`(?:a\s)?las?\sH\sy\scuarto`, 15],
		[String.raw`(?:a\s)?las?\sH\smenos\scuarto`, -15],
		[String.raw`a\slas?\sH(?!\s(?:y|menos)\s)`, 0],
	],
	afterHour: "de|del|en|hoy|mañana|por|y|o|si|pero|el",
	parts: { mañana: [4, 12], tarde: [12, 20], noche: [18, 24] },
	thisPart: "esta|por la|en la",
	ofDay: "por la|en la|a la",
	pm: "de la (?:tarde|noche)",
	am: "de la mañana|de la madrugada",
	tonight: "(?!)",
	weekend: "(?:este|el|próximo)\\sfin\\sde\\ssemana",
	monthEnd: "(?:a\\s)?(?:el\\s)?(?:final|finales|fin)\\s(?:del|de)\\s(?:este\\s)?mes",
	feasts: { navidad: [12, 25], nochebuena: [12, 24], nochevieja: [12, 31], "año nuevo": [1, 1] },
	notDayAfter: "la|esta",
	between: "entre",
	and: "y",
	from: "de|del|desde|desde el",
	to: "a|al|hasta|hasta el",
	before: "antes de|antes del|hasta|hasta el",
	after: "después de|después del|desde|desde el|a partir de|a partir del",
	halfHour: String.raw`media\shora`,
	andHalf: String.raw`y\smedi[ao]`,
};

const NEVER = "(?!)";
const NONE: Idioms = {
	clock: [],
	afterHour: NEVER,
	parts: {},
	thisPart: NEVER,
	ofDay: NEVER,
	pm: NEVER,
	am: NEVER,
	tonight: NEVER,
	weekend: NEVER,
	monthEnd: NEVER,
	feasts: {},
	notDayAfter: NEVER,
	between: NEVER,
	and: NEVER,
	from: NEVER,
	to: NEVER,
	before: NEVER,
	after: NEVER,
	halfHour: NEVER,
	andHalf: NEVER,
};

/** By the language's code; of others no word is known. */
export function idiomsOf(language: string): Idioms {
	return { en: ENGLISH, de: GERMAN, fr: FRENCH, es: SPANISH }[language] ?? NONE;
}
