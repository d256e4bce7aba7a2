import { test } from "vitest";
import { DIMENSIONS } from "./builtin-match.ts";
import { builtinFinder } from "./find-builtins.ts";
import { foundIn } from "./found-in.ts";

/** A language, a text, and all that is found in it. */
type Phrase = readonly [language: string, text: string, ...found: string[]];

const PHRASES: Readonly<Record<string, readonly Phrase[]>> = {
	"[BQ1] an amount of money is one value, with its scale and its hundredths": [
		["en", "1.5 million dollars", "amount-of-money 1500000 USD"],
		["en", "2 million euros", "amount-of-money 2000000 EUR"],
		["en", "$1.5 million", "amount-of-money 1500000 USD"],
		["en", "3k dollars", "amount-of-money 3000 USD"],
		["en", "$3m", "amount-of-money 3000000 USD"],
		["en", "10k€ or 5 M€", "amount-of-money 10000 EUR", "amount-of-money 5000000 EUR"],
		["en", "half a million euros", "amount-of-money 500000 EUR"],
		["en", "3 dollars and 50 cents", "amount-of-money 3.5 USD"],
		["en", "€3 and 50 cents", "amount-of-money 3.5 EUR"],
		["en", "five pounds fifty", "amount-of-money 5.5 GBP"],
		["en", "€3.50 or -$5", "amount-of-money 3.5 EUR", "amount-of-money -5 USD"],
		["en", "3 euros 20 times", "amount-of-money 3 EUR", "number 20"],
		["en", "5 dollars 20 minutes", "amount-of-money 5 USD", "duration 20 minute"],
		["en", "a pound of apples, try 1 of them", "number 1"],
		["de", "1,5 Millionen Euro", "amount-of-money 1500000 EUR"],
		["de", "zwei Millionen Euro", "amount-of-money 2000000 EUR"],
		["de", "eine halbe Million Euro", "amount-of-money 500000 EUR"],
		["de", "2,5 Mio. Euro Umsatz", "amount-of-money 2500000 EUR"],
		["de", "3 Euro 50", "amount-of-money 3.5 EUR"],
		["de", "drei Euro und fünfzig Cent", "amount-of-money 3.5 EUR"],
		["de", "1'299.00 CHF", "amount-of-money 1299 CHF"],
		["fr", "1,5 million d'euros", "amount-of-money 1500000 EUR"],
		["fr", "un demi-million d'euros", "amount-of-money 500000 EUR"],
		["fr", "quatre-vingt-dix-sept euros cinquante", "amount-of-money 97.5 EUR"],
		["fr", "3,50 € et 50 cents", "amount-of-money 3.5 EUR", "amount-of-money 50 cent"],
		["es", "1,5 millones de euros", "amount-of-money 1500000 EUR"],
		["es", "3 mil euros", "amount-of-money 3000 EUR"],
		["es", "doscientos cincuenta euros con cincuenta céntimos", "amount-of-money 250.5 EUR"],
		["es", "3 euros con 50", "amount-of-money 3.5 EUR"],
		["en", "US$100 or EUR5", "amount-of-money 100 USD", "amount-of-money 5 EUR"],
		["de", "20,- € oder 20,-- Euro", "amount-of-money 20 EUR", "amount-of-money 20 EUR"],
		["de", "12€50", "amount-of-money 12.5 EUR"],
		["fr", "une centaine d'euros", "amount-of-money 100 EUR"],
		["fr", "une trentaine d'euros", "amount-of-money 30 EUR"],
		["es", "una treintena de euros", "amount-of-money 30 EUR"],
		["en", "$.99", "amount-of-money 0.99 USD"],
	],

	"[BQ2] a length of time is one value in wholes, with its halves and its finer units": [
		["en", "one and a half hours", "duration 90 minute"],
		["en", "an hour and a half", "duration 90 minute"],
		["en", "2 1/2 hours, 2½ hours", "duration 150 minute", "duration 150 minute"],
		["en", "half an hour", "duration 30 minute"],
		["en", "a quarter of an hour", "duration 15 minute"],
		["en", "three quarters of an hour", "duration 45 minute"],
		["en", "1 year and 2 months", "duration 14 month"],
		["en", "a week and a half", "duration 252 hour"],
		["en", "3 days, 4 hours and 30 minutes", "duration 4590 minute"],
		["en", "24h delivery", "duration 24 hour"],
		["de", "anderthalb Stunden", "duration 90 minute"],
		["de", "eineinhalb Stunden", "duration 90 minute"],
		["de", "eine Viertelstunde", "duration 15 minute"],
		["de", "eine Dreiviertelstunde", "duration 45 minute"],
		["de", "halbe Stunde", "duration 30 minute"],
		["de", "zweieinhalb Jahre", "duration 30 month"],
		["fr", "une demi-heure", "duration 30 minute"],
		["fr", "une heure et demie", "duration 90 minute"],
		["fr", "trois quarts d'heure", "duration 45 minute"],
		["es", "media hora", "duration 30 minute"],
		["es", "una hora y media", "duration 90 minute"],
		["es", "un cuarto de hora", "duration 15 minute"],
		["en", "a couple of days", "duration 2 day"],
		["fr", "une dizaine de jours", "duration 10 day"],
		["de", "eine und eine halbe Stunde", "duration 90 minute"],
		["es", "hora y media, dos horas y media", "duration 90 minute", "duration 150 minute"],
		["fr", "3 jours ouvrables", "number 3"],
		["es", "5 días hábiles", "number 5"],
		["es", "hora y cuarto", "duration 75 minute"],
		["es", "el segundo y cuarto pedido", "ordinal 2", "ordinal 4"],
	],

	"[BQ3] a measure takes its half, its sign and its words": [
		["en", "two and a half kilos", "quantity 2500 gram"],
		["en", "half a kilo", "quantity 500 gram"],
		["en", "two kg", "quantity 2000 gram"],
		["en", "a m, i am two l", "number 2"],
		["en", "minus five degrees", "temperature -5 degree"],
		["en", "-5 °C", "temperature -5 celsius"],
		["en", "5 degrees below zero", "temperature -5 degree"],
		["de", "zweieinhalb Kilo", "quantity 2500 gram"],
		["de", "ein halber Liter", "volume 0.5 litre"],
		["de", "minus fünf Grad", "temperature -5 degree"],
		["fr", "un kilo et demi", "quantity 1500 gram"],
		["fr", "moins cinq degrés", "temperature -5 degree"],
		["es", "un kilo y medio", "quantity 1500 gram"],
		["es", "menos cinco grados", "temperature -5 degree"],
		["es", "dos grados bajo cero", "temperature -2 degree"],
		["en", "5 feet 6 inches", "distance 66 inch"],
		["en", "2 kilos and 300 grams", "quantity 2300 gram"],
		["en", "100 g, 200 g", "quantity 100 gram", "quantity 200 gram"],
		["en", "98.6F or 37 C, i have c", "temperature 98.6 fahrenheit", "temperature 37 celsius"],
		["fr", "33 cl", "volume 330 millilitre"],
	],

	"[BQ4] a number in words has its sign and its decimals, and is no sum of numbers beside each other": [
		["en", "minus five", "number -5"],
		["en", "three point five", "number 3.5"],
		["en", "three point one four", "number 3.14"],
		["en", "999999999999999 billion point five", "number 9.99999999999999e+23", "number 5"],
		["en", "two thousand and five", "number 2005"],
		["en", "between one hundred and two hundred", "number 100", "number 200"],
		["en", "five and six seven", "number 5", "number 6", "number 7"],
		["de", "drei Komma fünf", "number 3.5"],
		["de", "eine Million zweihunderttausend", "number 1200000"],
		["de", "zwischen fünf und zwanzig", "number 5", "number 20"],
		["fr", "trois virgule cinq", "number 3.5"],
		["fr", "deux cent mille", "number 200000"],
		["fr", "quatre-vingt-onze, soixante-dix-sept", "number 91", "number 77"],
		["fr", "au moins cinq", "number 5"],
		["es", "tres coma cinco", "number 3.5"],
		["es", "ciento uno", "number 101"],
		["es", "dos mil millones", "number 2000000000"],
		["es", "más o menos cinco", "number 5"],
		["en", "3x the lamp, x2", "number 3", "number 2"],
		["en", "1,000,000.00 or .5 but not 1.2.3", "number 1000000", "number 0.5"],
		["fr", "cinq pour cent", "number 5"],
		["es", "veinte por ciento", "number 20"],
		["fr", "une trentaine de colis", "number 30"],
		["fr", "mis en quarantaine"],
		["es", "una veintena de cajas", "number 20"],
	],

	"[BQ5] a place in an order is read as a whole": [
		["en", "the twenty first", "ordinal 21"],
		["en", "twenty-first", "ordinal 21"],
		["en", "the 2nd, please", "ordinal 2"],
		["en", "hundred and first", "ordinal 101"],
		["en", "the two hundredth", "ordinal 200"],
		["de", "einundzwanzigste", "ordinal 21"],
		["de", "einundzwanzigster", "ordinal 21"],
		["de", "einundzwanzigstes", "ordinal 21"],
		["de", "den hundertersten", "ordinal 101"],
		["de", "die 3. Bestellung", "ordinal 3"],
		["de", "ich brauche 3.", "number 3"],
		["fr", "vingt et unième", "ordinal 21"],
		["fr", "quatre-vingt-dixième", "ordinal 90"],
		["fr", "la 2ème commande", "ordinal 2"],
		["es", "vigésima primera", "ordinal 21"],
		["es", "el 3er pedido", "ordinal 3"],
	],
	"[BQ7] a range of money or measures is one value with two ends, of which one may be missing": [
		["en", "between 20 and 50 euros", "amount-of-money 20..50"],
		["en", "20-50 dollars", "amount-of-money 20..50"],
		["en", "$20-$50, $20-50", "amount-of-money 20..50", "amount-of-money 20..50"],
		["en", "between $20 and $50", "amount-of-money 20..50"],
		["en", "under 50 euros", "amount-of-money ..50"],
		["en", "at least $100", "amount-of-money 100.."],
		["en", "5 to 10 kg", "quantity 5000..10000"],
		["en", "2 to 3 million euros", "number 2", "amount-of-money 3000000 EUR"],
		["de", "von 20 bis 50 Euro", "amount-of-money 20..50"],
		["de", "höchstens 30 Euro", "amount-of-money ..30"],
		["de", "eine Rechnung über 50 Euro", "amount-of-money 50 EUR"],
		["fr", "entre 20 et 50 euros", "amount-of-money 20..50"],
		["fr", "moins de 50 euros", "amount-of-money ..50"],
		["es", "entre 20 y 50 euros", "amount-of-money 20..50"],
		["es", "más de 2 kilos", "quantity 2000.."],
	],
};

for (const [rule, phrases] of Object.entries(PHRASES)) {
	test(`${rule}, in four languages`, ({ expect }) => {
		expect(phrases.map(([language, text]) => [language, text, ...foundIn(language, text)])).toEqual(phrases);
	});
}

/** By language: parts that begin a number, or go on with one, and never end it. */
const ENDLESS: Readonly<Record<string, readonly string[]>> = {
	en: [
		"a",
		"1",
		"and a ",
		"1 ",
		"1.",
		"half a ",
		"one hundred and ",
		"minus ",
		"twenty-",
		"€",
		"1 000 ",
		"1/2 ",
	],
	de: ["einund", "zwei und ", "hundert", "million tausend ", "3 euro ", "komma "],
	fr: ["virgule un ", "quatre-vingt-", "et demi ", "mille "],
	es: ["y medio ", "mil ", "1 hora ", "0 "],
	it: ["- ", "1 €"],
};

test("[BQ6] a text of nothing but parts of numbers is read in the time of its length", ({ expect }) => {
	const context = { nowMs: 0, timeZone: "UTC" };
	const dimensions = DIMENSIONS.filter((dimension) => dimension !== "time" && dimension !== "date");
	const wrong: unknown[] = [];
	for (const [language, parts] of Object.entries(ENDLESS)) {
		const finder = builtinFinder(language);
		for (const part of parts) {
			const found = finder.find(part.repeat(30_000 / part.length), dimensions, context);
			wrong.push(...found.filter(({ start, end, value }) => end <= start || !Number.isFinite(Number(value))));
		}
	}
	expect(wrong).toEqual([]);
});
