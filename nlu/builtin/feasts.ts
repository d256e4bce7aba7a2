/** Feasts by name, in four languages, and the day on which a year has them. */
import { byLanguage } from "./by-language.ts";
import { DAY_MS, dayOf } from "./calendar.ts";

/** The same day every year, days from Easter Sunday, or the nth such weekday of a month (0 for Monday). */
type FeastDay =
	| { readonly month: number; readonly day: number }
	| { readonly fromEaster: number }
	| { readonly month: number; readonly weekday: number; readonly nth: number };

/** By their name in lower case. */
export type Feasts = Readonly<Record<string, FeastDay>>;

const CHRISTMAS_EVE = { month: 12, day: 24 };
const CHRISTMAS = { month: 12, day: 25 };
const SECOND_CHRISTMAS = { month: 12, day: 26 };
const NEW_YEARS_EVE = { month: 12, day: 31 };
const NEW_YEAR = { month: 1, day: 1 };
const EPIPHANY = { month: 1, day: 6 };
const VALENTINE = { month: 2, day: 14 };
const HALLOWEEN = { month: 10, day: 31 };
const ALL_SAINTS = { month: 11, day: 1 };
const GOOD_FRIDAY = { fromEaster: -2 };
const EASTER = { fromEaster: 0 };
const EASTER_MONDAY = { fromEaster: 1 };
const ASCENSION = { fromEaster: 39 };
const WHIT_SUNDAY = { fromEaster: 49 };
const WHIT_MONDAY = { fromEaster: 50 };

const ENGLISH: Feasts = {
	...named(CHRISTMAS, "christmas|christmas day|xmas|xmas day"),
	...named(CHRISTMAS_EVE, "christmas eve|xmas eve"),
	...named(SECOND_CHRISTMAS, "boxing day"),
	...named(NEW_YEARS_EVE, "new year's eve|new years eve|new year eve"),
	...named(NEW_YEAR, "new year's day|new years day|new year|new year's"),
	...named(HALLOWEEN, "halloween"),
	...named(VALENTINE, "valentine's day|valentines day"),
	...named(GOOD_FRIDAY, "good friday"),
	...named(EASTER, "easter|easter sunday"),
	...named(EASTER_MONDAY, "easter monday"),
	...named({ month: 11, weekday: 3, nth: 4 }, "thanksgiving|thanksgiving day"),
};

const GERMAN: Feasts = {
	...named(CHRISTMAS, "weihnachten|weihnachtstag|erster weihnachtstag|ersten weihnachtstag|1. weihnachtstag"),
	...named(CHRISTMAS, "erster weihnachtsfeiertag|ersten weihnachtsfeiertag|1. weihnachtsfeiertag"),
	...named(CHRISTMAS_EVE, "heiligabend"),
	...named(SECOND_CHRISTMAS, "zweiter weihnachtstag|zweiten weihnachtstag|2. weihnachtstag"),
	...named(SECOND_CHRISTMAS, "zweiter weihnachtsfeiertag|zweiten weihnachtsfeiertag|2. weihnachtsfeiertag"),
	...named(NEW_YEARS_EVE, "silvester"),
	...named(NEW_YEAR, "neujahr"),
	...named({ month: 12, day: 6 }, "nikolaus|nikolaustag"),
	...named(VALENTINE, "valentinstag"),
	...named(ALL_SAINTS, "allerheiligen"),
	...named({ month: 10, day: 3 }, "tag der deutschen einheit"),
	...named(GOOD_FRIDAY, "karfreitag"),
	...named(EASTER, "ostern|ostersonntag"),
	...named(EASTER_MONDAY, "ostermontag"),
	...named(ASCENSION, "christi himmelfahrt|himmelfahrt"),
	...named(WHIT_SUNDAY, "pfingsten|pfingstsonntag"),
	...named(WHIT_MONDAY, "pfingstmontag"),
};

const FRENCH: Feasts = {
	...named(CHRISTMAS, "noël|jour de noël"),
	...named(CHRISTMAS_EVE, "réveillon de noël"),
	...named(NEW_YEARS_EVE, "la saint-sylvestre|réveillon du nouvel an"),
	...named(NEW_YEAR, "le jour de l'an|nouvel an"),
	...named(VALENTINE, "la saint-valentin|saint-valentin|saint valentin"),
	...named(HALLOWEEN, "halloween"),
	...named(ALL_SAINTS, "la toussaint|toussaint"),
	...named({ fromEaster: -3 }, "jeudi saint"),
	...named(GOOD_FRIDAY, "vendredi saint"),
	...named(EASTER, "pâques|dimanche de pâques"),
	...named(EASTER_MONDAY, "lundi de pâques"),
	...named(ASCENSION, "l'ascension|jeudi de l'ascension"),
	...named(WHIT_SUNDAY, "pentecôte|dimanche de pentecôte"),
	...named(WHIT_MONDAY, "lundi de pentecôte"),
};

const SPANISH: Feasts = {
	...named(CHRISTMAS, "navidad|día de navidad"),
	...named(CHRISTMAS_EVE, "nochebuena"),
	...named(NEW_YEARS_EVE, "nochevieja"),
	...named(NEW_YEAR, "año nuevo"),
	...named(EPIPHANY, "día de reyes"),
	...named(VALENTINE, "san valentín|día de san valentín"),
	...named(GOOD_FRIDAY, "viernes santo"),
	...named({ fromEaster: -3 }, "jueves santo"),
	...named(EASTER, "domingo de pascua|domingo de resurrección"),
	...named(EASTER_MONDAY, "lunes de pascua"),
};

/** By the language's code; of others none is known. */
export const feastsOf = byLanguage<Feasts>({ en: ENGLISH, de: GERMAN, fr: FRENCH, es: SPANISH }, {});

/** The wall time of the first such feast from a day on, that day included. */
export function nextFeast(feast: FeastDay, today: number): number | null {
	const year = new Date(today).getUTCFullYear();
	const days = [year, year + 1].map((one) => feastIn(feast, one));
	return days.find((day) => day !== null && day >= today) ?? null;
}

function feastIn(feast: FeastDay, year: number): number | null {
	if ("fromEaster" in feast) return easterSunday(year) + feast.fromEaster * DAY_MS;
	if ("day" in feast) return dayOf(year, feast.month, feast.day);
	const first = Date.UTC(year, feast.month - 1, 1);
	const firstWeekday = (new Date(first).getUTCDay() + 6) % 7;
	return first + (((feast.weekday - firstWeekday + 7) % 7) + (feast.nth - 1) * 7) * DAY_MS;
}

/**
 * Easter Sunday of the Gregorian calendar.
 *
 * @see Jean Meeus, Astronomical Algorithms, chapter 8: the rule of 1876, whose names for the steps are kept
 */
function easterSunday(year: number): number {
	const a = year % 19;
	const b = Math.floor(year / 100);
	const c = year % 100;
	const d = Math.floor(b / 4);
	const f = Math.floor((b + 8) / 25);
	const g = Math.floor((b - f + 1) / 3);
	const h = (19 * a + b - d - g + 15) % 30;
	const l = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - h - (c % 4)) % 7;
	const m = Math.floor((a + 11 * h + 22 * l) / 451);
	const n = h + l - 7 * m + 114;
	return Date.UTC(year, Math.floor(n / 31) - 1, (n % 31) + 1);
}

function named(day: FeastDay, names: string): Feasts {
	return Object.fromEntries(names.split("|").map((name) => [name, day]));
}
