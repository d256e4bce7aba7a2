/**
 * How four languages count stretches of time and name their edges: "in half an hour", "the last two weeks", "end of next
 * month", "first Monday of May". Sources of regular expressions, in lower case; `<C>` stands for a count, `<G>` for a grain.
 */
import { byLanguage } from "./by-language.ts";
import type { Grain } from "./language-table.ts";
import { NEVER } from "./sources.ts";

export interface PeriodIdioms {
	/** Counts that are no numbers: "a few" are three, "a couple" two, as Duckling counts. */
	readonly counts: Readonly<Record<string, number>>;
	/** "Half an hour": so many of a grain. */
	readonly fractions: readonly (readonly [source: string, count: number, grain: Grain])[];
	/** Before a length: it is not exact. */
	readonly about: string;
	/** After a count or a unit: half a unit more. */
	readonly andHalf: string;
	/** Whole units before and after the present one. */
	readonly lastCounted: readonly string[];
	readonly nextCounted: readonly string[];
	/** From now on, at most so long. */
	readonly within: string;
	/** Behind a length: "two weeks from today". */
	readonly fromNow: string;
	readonly lastNight: string;
	readonly lastWeekend: string;
	readonly nextWeekend: string;
	/** The first, the middle and the last third of a period, with the word that joins them to it. */
	readonly edges: readonly [begin: string, middle: string, end: string];
	/** Places of a weekday in a month that the table of ordinals does not have. */
	readonly places: Readonly<Record<string, number>>;
	/** Between a day and the month that it is in: "first Monday of May", "the 5th of next month". */
	readonly ofMonth: string;
	/** Between a weekday and its date: "Monday, the 3rd". */
	readonly beforeDate: string;
	/** Before the number of a day whose month is not said: "on the 15th". */
	readonly beforeDayNumber: string;
	/** Before each number of a list of days: "the 1st and the 15th". */
	readonly listArticle: string;
	/** "Vom 12. bis 15.": two such numbers, `first` and `second`. */
	readonly fromDayToDay: string;
	/** Before such a number, as part of it: "el día 5". */
	readonly dayCalled: string;
}

const ENGLISH: PeriodIdioms = {
	counts: { "a few": 3, few: 3, "a couple of": 2, "couple of": 2, "a couple": 2, couple: 2 },
	fractions: [
		[String.raw`half\san?\shour`, 30, "minute"],
		[String.raw`(?:a\s)?quarter\sof\san\shour`, 15, "minute"],
		[String.raw`three[\s-]quarters\sof\san\shour`, 45, "minute"],
		[String.raw`half\sa\syear`, 6, "month"],
		[String.raw`(?:a|one)\sfortnight`, 14, "day"],
	],
	about: String.raw`about|around|approximately|approx\.?|roughly|almost|nearly`,
	andHalf: String.raw`and\sa\shalf`,
	lastCounted: [
		String.raw`(?:(?:in|over|during|within|for)\s)?(?:(?:the|these)\s)?(?:last|past|previous)\s<C>\s<G>`,
	],
	nextCounted: [
		String.raw`(?:(?:in|over|during|for)\s)?(?:(?:the|these)\s)?(?:next|coming|following)\s<C>\s<G>`,
	],
	within: "within(?:\\sthe\\snext)?",
	fromNow: "from now|from today",
	lastNight: "last night",
	lastWeekend: String.raw`(?:last|past)\sweekend`,
	nextWeekend: String.raw`next\sweekend`,
	edges: [
		String.raw`(?:the\s)?(?:beginning|start)\sof(?:\sthe)?\s`,
		String.raw`(?:(?:the\s)?middle\sof(?:\sthe)?\s|mid[\s-])`,
		String.raw`(?:the\s)?end\sof(?:\sthe)?\s`,
	],
	places: {},
	ofMonth: "of|in|of the|in the",
	beforeDate: "the",
	beforeDayNumber: "(?:(?:on|by|until|till|before|after|since|from|to|through)\\sthe|week\\sof\\sthe)",
	listArticle: "the",
	fromDayToDay: NEVER,
	dayCalled: NEVER,
};

const GERMAN: PeriodIdioms = {
	counts: {
		"ein paar": 2,
		"einem paar": 2,
		mehrere: 3,
		mehreren: 3,
		anderthalb: 1.5,
		...Object.fromEntries(
			["ein", "zwei", "drei", "vier", "fünf", "sechs"].map((word, i) => [`${word}einhalb`, i + 1.5]),
		),
	},
	fractions: [
		[String.raw`(?:einer|eine|ner|ne)\shalben?\sstunde`, 30, "minute"],
		[String.raw`(?:(?:einer|eine|ner|ne)\s)?viertelstunde`, 15, "minute"],
		[String.raw`(?:(?:einer|eine|ner|ne)\s)?dreiviertel\s?stunde`, 45, "minute"],
		[String.raw`(?:einem|ein|nem)\shalben?s?\sjahr`, 6, "month"],
	],
	about: String.raw`etwa|ungefähr|ca\.?|circa|rund|knapp|gut|fast`,
	andHalf: NEVER,
	lastCounted: [
		String.raw`(?:(?:in|während|innerhalb)\s)?(?:den|die|der)\s(?:letzten|vergangenen|vorigen)\s<C>\s<G>`,
	],
	nextCounted: [
		String.raw`(?:(?:in|während|innerhalb)\s)?(?:den|die|der)\s(?:nächsten|kommenden|folgenden)\s<C>\s<G>`,
	],
	within: "innerhalb(?:\\sde[rn]\\snächsten|\\svon)?|binnen",
	fromNow: NEVER,
	lastNight: "letzte nacht|vergangene nacht|in der letzten nacht",
	lastWeekend: String.raw`(?:am\s)?(?:letzte[sn]|vergangene[sn])\swochenende`,
	nextWeekend: String.raw`(?:am\s)?(?:nächste[sn]|kommende[sn])\swochenende`,
	edges: [
		String.raw`anfang\s(?:de[sr]\s)?`,
		String.raw`mitte\s(?:de[sr]\s)?`,
		String.raw`ende\s(?:de[sr]\s)?`,
	],
	places: {},
	ofMonth: "im|in|des|vom",
	beforeDate: "de[nmr]",
	beforeDayNumber: "(?:am|den|zum|bis\\szum|ab\\sdem|seit\\sdem|vor\\sdem|nach\\sdem)",
	listArticle: "am|den|dem",
	fromDayToDay: String.raw`vom\s(?<first>[0-3]?\d)\.\s?(?:bis|[-–])\s?(?:zum\s)?(?<second>[0-3]?\d)\.?(?![\d:]|\s?uhr)`,
	dayCalled: NEVER,
};

const FRENCH: PeriodIdioms = {
	counts: { quelques: 3, "une dizaine de": 10, "une quinzaine de": 15 },
	fractions: [
		[String.raw`une\sdemi-?\s?heure`, 30, "minute"],
		[String.raw`un\squart\sd['’]heure`, 15, "minute"],
		[String.raw`trois\squarts\sd['’]heure`, 45, "minute"],
	],
	about: String.raw`environ|à\speu\sprès|presque|à\speine`,
	andHalf: String.raw`et\sdemie?`,
	lastCounted: [
		String.raw`(?:au\scours\sdes|(?:(?:dans|pendant|durant|sur)\s)?(?:les|ces))\s<C>\sderni(?:er|ère)s\s<G>`,
		String.raw`(?:(?:dans|pendant|durant|sur)\s)?(?:les|ces)\sderni(?:er|ère)s\s<C>\s<G>`,
	],
	nextCounted: [
		String.raw`(?:au\scours\sdes|(?:(?:dans|pendant|durant|sur)\s)?(?:les|ces))\s<C>\sprochaine?s\s<G>`,
		String.raw`(?:(?:dans|pendant|durant|sur)\s)?(?:les|ces)\sprochaine?s\s<C>\s<G>`,
	],
	within: "sous|en moins de|dans les",
	fromNow: NEVER,
	lastNight: "la nuit dernière",
	lastWeekend: String.raw`(?:le\s)?week-?end\s(?:dernier|passé)`,
	nextWeekend: String.raw`(?:le\s)?week-?end\sprochain|(?:le\s)?prochain\sweek-?end`,
	edges: [
		String.raw`(?:(?:au|le)\s)?début\s(?:de\sla\s|de\sl['’]|du\s|de\s|d['’])?`,
		String.raw`(?:(?:au|le)\s)?milieu\s(?:de\sla\s|de\sl['’]|du\s|de\s|d['’])|(?:à\sla\s)?mi-`,
		String.raw`(?:(?:à\s)?la\s)?fin\s(?:de\sla\s|de\sl['’]|du\s|de\s|d['’])?`,
	],
	places: {},
	ofMonth: "de|du|en|d'",
	beforeDate: "le",
	beforeDayNumber: "(?:le|du|au|avant\\sle|après\\sle|depuis\\sle|jusqu'au)",
	listArticle: "le|au",
	fromDayToDay: NEVER,
	dayCalled: NEVER,
};

const SPANISH: PeriodIdioms = {
	counts: {
		"un par de": 2,
		unos: 3,
		unas: 3,
		"unos pocos": 3,
		"unas pocas": 3,
		algunos: 3,
		algunas: 3,
	},
	fractions: [
		[String.raw`media\shora`, 30, "minute"],
		[String.raw`un\scuarto\sde\shora`, 15, "minute"],
		[String.raw`tres\scuartos\sde\shora`, 45, "minute"],
		[String.raw`medio\saño`, 6, "month"],
	],
	about: String.raw`unos|unas|como|aproximadamente|casi|más\so\smenos|alrededor\sde`,
	andHalf: String.raw`y\smedi[ao]`,
	lastCounted: [
		String.raw`(?:(?:en|durante)\s)?(?:l[oa]s|est[oa]s)\súltim[oa]s\s<C>\s<G>`,
		String.raw`(?:(?:en|durante)\s)?(?:l[oa]s|est[oa]s)\s<C>\súltim[oa]s\s<G>`,
	],
	nextCounted: [
		String.raw`(?:(?:en|durante)\s)?(?:l[oa]s|est[oa]s)\spróxim[oa]s\s<C>\s<G>`,
		String.raw`(?:(?:en|durante)\s)?(?:l[oa]s|est[oa]s)\s<C>\spróxim[oa]s\s<G>`,
	],
	within: "en menos de",
	fromNow: "a partir de ahora|a partir de hoy",
	lastNight: "anoche|la noche pasada",
	lastWeekend: String.raw`(?:el\s)?(?:fin\sde\ssemana\spasado|pasado\sfin\sde\ssemana)`,
	nextWeekend: String.raw`(?:el\s)?(?:próximo\sfin\sde\ssemana|fin\sde\ssemana\s(?:que\sviene|próximo))`,
	edges: [
		String.raw`(?:a\s|el\s)?(?:principios?|comienzos?|inicios?)\s(?:del?\s)(?:la\s)?`,
		String.raw`(?:a\s)?(?:mediados|mitad)\s(?:del?\s)(?:la\s)?`,
		String.raw`(?:a\s)?(?:el\s)?(?:final|finales|fin(?!\sde\ssemana)|fines(?!\sde\ssemana))\s(?:del?\s)(?:la\s|el\s)?`,
	],
	places: { primer: 1, tercer: 3 },
	ofMonth: "de|del|en",
	beforeDate: "el|día|el día",
	beforeDayNumber: "(?:el\\sdía|el|del|al|hasta\\sel|desde\\sel|antes\\sdel|después\\sdel)",
	listArticle: "el|al",
	fromDayToDay: NEVER,
	dayCalled: "día",
};

const NONE: PeriodIdioms = {
	counts: {},
	fractions: [],
	about: NEVER,
	andHalf: NEVER,
	lastCounted: [],
	nextCounted: [],
	within: NEVER,
	fromNow: NEVER,
	lastNight: NEVER,
	lastWeekend: NEVER,
	nextWeekend: NEVER,
	edges: [NEVER, NEVER, NEVER],
	places: {},
	ofMonth: NEVER,
	beforeDate: NEVER,
	beforeDayNumber: NEVER,
	listArticle: NEVER,
	fromDayToDay: NEVER,
	dayCalled: NEVER,
};

/** By the language's code; of others no word is known. */
export const periodIdiomsOf = byLanguage<PeriodIdioms>(
	{ en: ENGLISH, de: GERMAN, fr: FRENCH, es: SPANISH },
	NONE,
);
