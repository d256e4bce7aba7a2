import type { Finding } from "./finding.ts";

/** Country and length of its IBANs (SWIFT's registry). Others are none: fifteen letters and digits can be anything. */
const LENGTHS = new Map(
	(
		"AD24AE23AL28AT20AZ28BA20BE16BG22BH22BI27BR29BY28CH21CR22CY28CZ24DE22DJ27DK18DO28EE20EG29ES24FI18FK18FO18FR27" +
		"GB22GE22GI23GL18GR27GT28HN28HR21HU28IE22IL23IQ23IS26IT27JO30KW30KZ20LB28LC32LI21LT20LU20LV21LY25MC27MD24ME22" +
		"MK19MN20MR27MT31MU30NI28NL18NO15OM23PK24PL28PS29PT25QA29RO24RS22RU33SA24SC31SD18SE24SI19SK24SM27SO23ST25SV28" +
		"TL23TN24TR26UA29VA22VG24XK20YE30"
	)
		.match(/[A-Z]{2}\d{2}/g)
		?.map((country) => [country.slice(0, 2), Number(country.slice(2))]) ?? [],
);

const BEGINNING = /(?<![A-Za-z0-9])[A-Za-z]{2}[\s\-.]{0,2}\d{2}/g;
const LETTER_OR_DIGIT = /[A-Za-z0-9]/;
const BETWEEN = /[\s\-.\u200B-\u200F\u2060]/;
/** Separators in a row that still belong to one number. */
const MAX_BETWEEN = 3;

/**
 * Bank accounts: a country's letters, the length that this country's numbers have, and check digits that are right
 * (ISO 13616), in one piece or in groups.
 *
 * @param text - with ASCII digits
 */
export function findIbans(text: string): Finding[] {
	const found: Finding[] = [];
	for (const { index } of text.matchAll(BEGINNING)) {
		if (index < (found.at(-1)?.end ?? 0)) continue;
		const length = LENGTHS.get(text.slice(index, index + 2).toUpperCase());
		const taken = length === undefined ? null : take(text, index, length);
		if (taken !== null && passesMod97(taken.characters))
			found.push({ start: index, end: taken.end, kind: "iban" });
	}
	return found;
}

/** The next `length` letters and digits from here, separators left out; null when something else comes before. */
function take(text: string, start: number, length: number): { characters: string; end: number } | null {
	let characters = "";
	let between = 0;
	for (let at = start; at < text.length; at += 1) {
		const character = text[at] ?? "";
		if (LETTER_OR_DIGIT.test(character)) {
			characters += character.toUpperCase();
			between = 0;
			if (characters.length === length)
				return LETTER_OR_DIGIT.test(text[at + 1] ?? "") ? null : { characters, end: at + 1 };
		} else {
			between += 1;
			if (!BETWEEN.test(character) || between > MAX_BETWEEN) return null;
		}
	}
	return null;
}

/** ISO 7064: the first four characters go to the end, letters count from 10, and the remainder is 1. */
function passesMod97(iban: string): boolean {
	let rest = 0;
	for (const character of iban.slice(4) + iban.slice(0, 4)) {
		const value = Number.parseInt(character, 36);
		rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
	}
	return rest === 1;
}
