/**
 * How four languages speak of hours, parts of a day and stretches of time: what no list of words can say alone. Sources
 * of regular expressions, in lower case. In those of clock times `<H>` stands for an hour in digits or words, `<M>` for
 * minutes, and `<R>` for what may follow where a count of things could stand as well: the end, or `afterHour`.
 */
import { byLanguage } from "./by-language.ts";
import { type IntervalIdioms, intervalIdiomsOf } from "./interval-idioms.ts";
import { NEVER } from "./sources.ts";

/** Hours of a day in which a part of it lies: [from, to). */
export type DayPart = readonly [fromHour: number, toHour: number];

export interface Idioms extends IntervalIdioms {
	/** Ways to say an hour with minutes: what is added to the hour, in minutes, and whether `<M>` is added or taken away. */
	readonly clock: readonly (readonly [source: string, minutes: number, sign?: 1 | -1])[];
	/** Hours in words that the table of numbers does not have: those that are written of several words. */
	readonly hours: readonly string[];
	/** Before "2 heures" these say that it is a length. */
	readonly notClockAfter: string;
	/** Minutes that people count to and from an hour. */
	readonly minutes: string;
	/** Before noon or midnight: "at". */
	readonly beforeNoon: string;
	/** After noon or midnight: what is added, in minutes. */
	readonly noonAnd: readonly (readonly [source: string, minutes: number])[];
	/** After a bare hour ("at 5"): words that show that it is no count of things. */
	readonly afterHour: string;
	readonly parts: Readonly<Record<string, DayPart>>;
	/** Before a part that stands alone ("this evening"); the part of today. */
	readonly thisPart: string;
	/** The same, where a clock time in it is the next such one ("in the evening at 7"). */
	readonly inPart: string;
	/** Between a day and its part ("tomorrow in the morning"), may be empty. */
	readonly ofDay: string;
	/** After an hour: it is one of the second half of the day. */
	readonly pm: string;
	readonly am: string;
	/** After an hour: of the night, in which the day changes. */
	readonly atNight: string;
	/** After an hour: around noon. */
	readonly atNoon: string;
	/** Of the four those that make a bare number an hour ("9 at night"). */
	readonly afterBare: string;
	/** One word for this evening, as a day part of today. */
	readonly tonight: string;
	readonly weekend: string;
	readonly monthEnd: string;
	/** A day's name is none after these: "guten Morgen". */
	readonly notDayAfter: string;
}

type OwnIdioms = Omit<Idioms, keyof IntervalIdioms>;

const ENGLISH: OwnIdioms = {
	clock: [
		[String.raw`half\spast\s<H>`, 30],
		[String.raw`(?:at|around)\shalf\s<H><R>`, 30],
		[String.raw`(?:a\s)?quarter\s(?:past|after)\s<H>`, 15],
		[String.raw`(?:a\s)?quarter\s(?:to|before)\s<H>`, -15],
		[String.raw`<M>\s(?:minutes?\s)?past\s<H>`, 0, 1],
		[String.raw`<M>\s(?:minutes?\s)?after\s<H><R>`, 0, 1],
		// "from ten to five" are two hours
		[String.raw`(?<!(?:from|between)\s)<M>\s(?:minutes?\s)?(?:to|before|till)\s<H><R>`, 0, -1],
		[String.raw`<H>\so'?clock`, 0],
		[String.raw`(?:at|around)\s<H><R>`, 0],
	],
	// "5 to 3" is a change of two numbers
	notClockAfter: NEVER,
	hours: [],
	minutes: String.raw`five|ten|twenty(?:[\s-]five)?|\d{1,2}(?=\s(?:minutes?|past)\s)|(?<=(?:at|by|until|before|after|is|'s)\s)\d{1,2}`,
	beforeNoon: "at|around|(?:at\\s)?(?:12|twelve)",
	noonAnd: [],
	afterHour:
		"on|in|at|today|tomorrow|tonight|please|and|or|sharp|every|each|next|this|if|then|but|monday|tuesday|wednesday|thursday|friday|saturday|sunday",
	parts: {
		morning: [4, 12],
		lunchtime: [12, 14],
		"lunch time": [12, 14],
		afternoon: [12, 19],
		evening: [18, 24],
		night: [18, 24],
	},
	thisPart: "this",
	inPart: "in the",
	ofDay: "in the|at",
	pm: "in the (?:afternoon|evening)",
	am: "in the morning",
	atNight: "at night",
	atNoon: NEVER,
	afterBare: "in the (?:morning|afternoon|evening)|at night",
	tonight: "tonight|tonite",
	weekend: String.raw`(?:(?:on|at|over)\s)?(?:the|this)\sweekend|(?:on|at)\sweekends`,
	monthEnd: "end\\sof\\smonth",
	notDayAfter: NEVER,
};

const GERMAN: OwnIdioms = {
	clock: [
		[String.raw`<M>\s(?:minuten\s)?vor\shalb\s<H>`, -30, -1],
		[String.raw`<M>\s(?:minuten\s)?nach\shalb\s<H>`, -30, 1],
		[String.raw`halb\s<H>(?:\suhr)?`, -30],
		[String.raw`viertel\snach\s<H>`, 15],
		[String.raw`(?:um|gegen)\sviertel\s<H><R>`, -45],
		[String.raw`(?:viertel\svor|dreiviertel)\s<H>`, -15],
		[String.raw`<M>\s(?:minuten\s)?vor\s<H>(?:\suhr)?<R>`, 0, -1],
		[String.raw`<M>\s(?:minuten\s)?nach\s<H>(?:\suhr)?<R>`, 0, 1],
		[String.raw`<H>\suhr\s<M>(?!\sminuten)`, 0, 1],
		[String.raw`<H>\suhr(?!\s\d{2}(?!\d))`, 0],
		[String.raw`(?:um|gegen)\s(?!eine?\s)<H><R>`, 0],
		[String.raw`(?<=(?:ab|bis)\s)<H>\s?h`, 0],
	],
	notClockAfter: NEVER,
	hours: ["einundzwanzig", "zweiundzwanzig", "dreiundzwanzig", "vierundzwanzig"],
	minutes: "fünf|zehn|zwanzig|fünfundzwanzig|fünfzehn|dreißig|dreissig|fünfundvierzig|5|10|20|25",
	beforeNoon: "um|gegen",
	noonAnd: [],
	afterHour:
		"am|an|im|in|heute|morgen|bitte|und|oder|jeden|wenn|dann|aber|morgens|abends|nachmittags|vormittags|nachts|mittags|früh",
	parts: {
		früh: [4, 12],
		morgen: [4, 12],
		vormittag: [8, 12],
		mittag: [11, 14],
		nachmittag: [12, 19],
		abend: [18, 24],
		nacht: [18, 24],
		frueh: [4, 12],
		morgens: [4, 12],
		vormittags: [8, 12],
		mittags: [11, 14],
		nachmittags: [12, 19],
		abends: [18, 24],
		nachts: [18, 24],
	},
	thisPart: "heute|heut|diesen",
	inPart: "am|in der",
	ofDay: "am|in der",
	pm: "abends|nachmittags|am abend|am nachmittag",
	am: "morgens|früh|frueh|vormittags|am morgen|am vormittag",
	atNight: "nachts|in der nacht",
	atNoon: "mittags|am mittag",
	afterBare: "morgens|vormittags|mittags|nachmittags|abends|nachts",
	tonight: NEVER,
	weekend: String.raw`(?:am|dieses|diesem|übers|das|dem)\swochenende|an\s(?:den\s)?wochenenden`,
	monthEnd: "(?:zum\\s|am\\s)?monatsende",
	notDayAfter:
		"guten|schönen|am|jeden|den|einen|heute|gestern|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag",
};

const FRENCH: OwnIdioms = {
	clock: [
		// "deux heures et demie" alone is a length of time
		[String.raw`(?:à|vers|il\sest)\s<H>\s?h(?:eures?)?\set\sdemie`, 30],
		[String.raw`(?<=et\s)<H>\s?h(?:eures?)?\set\sdemie`, 30],
		[String.raw`<H>\sheures?\set\sdemie(?=\s(?:du\s(?:matin|soir)|de\sl'après-midi))`, 30],
		[String.raw`<H>\s?h(?:eures?)?\set\squart`, 15],
		[String.raw`<H>\s?h(?:eures?)?\smoins\sle\squart`, -15],
		[String.raw`<H>\s?h(?:eures?)?\smoins\s<M>`, 0, -1],
		[String.raw`<H>\s?heures?\s<M><R>`, 0, 1],
		[String.raw`(?:(?<!jusqu['’])à|vers)\s<H>\sheures?`, 0],
		[String.raw`(?<=jusqu['’]à\s)<H>\sheures?`, 0],
		[String.raw`<H>\sheures?(?=\s(?:du\s(?:matin|soir)|de\sl'après-midi|de\sla\snuit|pile))`, 0],
	],
	notClockAfter:
		"(?:créneau|durée|délai|attente|retard|plage) de|attendu|attends|dure|duré|pendant|durant|depuis|sous|plus de|moins de|dans les|il y a",
	hours: ["dix-sept", "dix-huit", "dix-neuf", "vingt et une", "vingt-et-une", "vingt-deux", "vingt-trois"],
	minutes: "cinq|dix|quinze|(?:vingt|trente|quarante|cinquante)(?:-cinq)?",
	beforeNoon: "à|vers",
	noonAnd: [
		[String.raw`et\sdemie?`, 30],
		[String.raw`et\squart`, 15],
		[String.raw`moins\sle\squart`, -15],
	],
	afterHour: "demain|aujourd'hui|le|ce|cet|cette|du|de|et|ou|svp|si|mais",
	parts: {
		matin: [4, 12],
		matinée: [4, 12],
		"après-midi": [12, 19],
		"après midi": [12, 19],
		aprem: [12, 19],
		soir: [18, 24],
		soirée: [18, 24],
		nuit: [18, 24],
	},
	thisPart: "ce|cet|cette",
	inPart: "dans la|dans l",
	ofDay: "au|dans la|le|dans l|l|en",
	pm: "du soir|de l'après-midi",
	am: "du matin",
	atNight: "de la nuit",
	atNoon: NEVER,
	afterBare: "du (?:matin|soir)|de l'après-midi",
	tonight: NEVER,
	weekend: String.raw`(?:ce|le|au)\sweek-?end|les\sweek-?ends`,
	monthEnd: "fin\\sde\\smois",
	notDayAfter: NEVER,
};

const SPANISH: OwnIdioms = {
	clock: [
		[String.raw`(?:a\s)?las?\s<H>\sy\smedia`, 30],
		[String.raw`(?:a\s)?las?\s<H>\sy\scuarto`, 15],
		[String.raw`(?:a\s)?las?\s<H>\smenos\scuarto`, -15],
		[String.raw`(?:a\s)?las?\s<H>\sy\s<M><R>`, 0, 1],
		[String.raw`(?:a\s)?las?\s<H>\smenos\s<M>`, 0, -1],
		[String.raw`(?<=(?:(?:antes|después|partir)\sde|hasta|desde)\s)las?\s<H><R>`, 0],
		[String.raw`(?:a|hacia|sobre|a\seso\sde)\slas?\s<H>(?:\shoras)?(?!\smenos\s)`, 0],
		[String.raw`las?\s<H>(?=\s(?:de\sla\s(?:mañana|tarde|noche|madrugada)|del\smediodía|en\spunto))`, 0],
	],
	notClockAfter:
		"(?:franja|duración|plazo|espera|retraso) de|esperado|espero|dura|durante|hace|más de|menos de|cada",
	hours: [],
	minutes: "cinco|diez|quince|veinte|veinticinco|treinta|treinta y cinco|cuarenta|cuarenta y cinco|cincuenta",
	beforeNoon: "a|al|hacia",
	noonAnd: [
		[String.raw`y\smedia`, 30],
		[String.raw`y\scuarto`, 15],
		[String.raw`menos\scuarto`, -15],
	],
	afterHour: "de|del|en|hoy|mañana|por|y|o|si|pero|el|esta",
	parts: { madrugada: [0, 6], mañana: [4, 12], manana: [4, 12], tarde: [12, 20], noche: [18, 24] },
	thisPart: "esta",
	inPart: "por la|en la",
	ofDay: "por la|en la|a la",
	pm: "de la tarde",
	am: "de la mañana",
	atNight: "de la noche|de la madrugada",
	atNoon: "del mediodía",
	afterBare: "de la (?:mañana|tarde|noche|madrugada)|del mediodía",
	tonight: NEVER,
	weekend: String.raw`(?:(?:este|el)\s|(?<=(?<!\p{L})(?:del?|al|en|cada)\s))fin\sde\ssemana|(?:este|el)\sfinde|los\sfines\sde\ssemana`,
	monthEnd: "fin\\sde\\smes",
	notDayAfter: "la|esta",
};

const NONE: OwnIdioms = {
	clock: [],
	notClockAfter: NEVER,
	hours: [],
	minutes: NEVER,
	beforeNoon: NEVER,
	noonAnd: [],
	afterHour: NEVER,
	parts: {},
	thisPart: NEVER,
	inPart: NEVER,
	ofDay: NEVER,
	pm: NEVER,
	am: NEVER,
	atNight: NEVER,
	atNoon: NEVER,
	afterBare: NEVER,
	tonight: NEVER,
	weekend: NEVER,
	monthEnd: NEVER,
	notDayAfter: NEVER,
};

const ownIdiomsOf = byLanguage<OwnIdioms>({ en: ENGLISH, de: GERMAN, fr: FRENCH, es: SPANISH }, NONE);

/** By the language's code; of others no word is known. */
export function idiomsOf(language: string): Idioms {
	return { ...ownIdiomsOf(language), ...intervalIdiomsOf(language) };
}
