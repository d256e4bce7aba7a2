/** Telephone numbers in the ways of the countries whose languages are read. Every repetition is bounded: no text is slow. */
import type { BuiltinMatch } from "./builtin-match.ts";

/** Digits with what people put between them; judged by its digits afterwards. */
const RUN = /(?<![\p{L}\p{N}.,#/+-])(?:\+\s?|\()?\d(?:[ \u00a0\u202f()/.-]{0,3}\d){6,19}(?![\p{L}\p{N}])/gu;
/** A shop's own numbers: what follows is no telephone number, unless a telephone is named as well. */
const OTHER_NUMBER =
	/(?<!\p{L})(?:order|invoice|tracking|parcel|customer|account|reference|ref|serial|iban|bestell\p{L}{0,12}|auftrag\p{L}{0,12}|rechnung\p{L}{0,12}|sendung\p{L}{0,12}|kunden\p{L}{0,12}|konto\p{L}{0,12}|artikel\p{L}{0,12}|vorgang\p{L}{0,12}|commande|facture|colis|suivi|client|compte|référence|pedido|factura|envío|seguimiento|cliente|cuenta|referencia|ean|sku|id)(?:[\s-]?(?:number|no|nr|num|nummer|numéro|n°|número|id))?\.?\s?(?:[:#=]|is|ist|lautet|est|es|:)?\s?(?:#|n°|nº)?\s?$/iu;
const TELEPHONE = /phone|telefon|téléphone|teléfono|mobile?\b|handy|móvil|portable|\btel\b|fax|whatsapp/iu;
/** How far before a number a word that names it is sought. */
const AHEAD = 48;
const DATE = /^\d{1,4}([./-])\d{1,2}\1\d{1,4}$/;

/** Telephone numbers: digits and a leading plus. */
export function findPhoneNumbers(text: string): BuiltinMatch[] {
	const found: BuiltinMatch[] = [];
	for (const match of text.matchAll(RUN)) {
		const ahead = text.slice(Math.max(0, match.index - AHEAD), match.index);
		const isOther = OTHER_NUMBER.test(ahead) && !TELEPHONE.test(ahead);
		const read = isOther ? null : (readRun(withoutCount(match[0])) ?? readRun(match[0]));
		if (read === null) continue;
		const { value, length } = read;
		found.push({
			dimension: "phone-number",
			start: match.index,
			end: match.index + length,
			value,
			info: { value },
		});
	}
	return found;
}

/** "0170 1234567 2 times": one digit that stands apart at the end is another number. */
function withoutCount(written: string): string {
	return written.replace(/\s\d$/, "");
}

function readRun(written: string): { value: string; length: number } | null {
	const isDomestic = /^\+[\d\s]{1,6}\(0\)/.test(written); // +44 (0)20: the nought is dialled at home only
	const digits = (isDomestic ? written.replace("(0)", "") : written).replace(/\D/g, "");
	if (digits.length < 7 || DATE.test(written) || !isBalanced(written)) return null;
	const value = written.startsWith("+") ? `+${digits}` : digits;
	return isPhone(written, digits) ? { value, length: written.length } : null;
}

/** One opening and one closing bracket, or none. */
function isBalanced(written: string): boolean {
	const marks = written.replace(/[^()]/g, "");
	return marks === "" || marks === "()";
}

function isPhone(written: string, digits: string): boolean {
	if (written.startsWith("+")) return digits.length >= 8 && digits.length <= 15;
	if (digits.startsWith("00")) return digits.length >= 10 && digits.length <= 17;
	if (digits.startsWith("0")) return digits.length >= (digits === written ? 9 : 7) && digits.length <= 12;
	return isAmerican(written, digits) || isSpanish(written, digits) || isWithoutPlus(written, digits);
}

/** (555) 123-4567, 555.123.4567, 1-800-555-0199, and its ten digits bare. */
function isAmerican(written: string, digits: string): boolean {
	return digits.length <= 11 && /^(?:1[ .-]?)?\(?[2-9]\d\d\)?[ .-]{0,2}\d{3}[ .-]?\d{4}$/.test(written);
}

/** 612 345 678, 91 123 45 67: nine digits from six on, bare or in groups. */
function isSpanish(written: string, digits: string): boolean {
	if (digits.length !== 9 || !/^[6-9]/.test(digits)) return false;
	return /^(?:\d{9}|\d{3}([ .-])\d{3}\1\d{3}|\d{3}([ .-])\d\d\2\d\d\2\d\d|\d\d([ .-])\d{3}\3\d\d\3\d\d)$/.test(
		written,
	);
}

/** 49 170 1234567: the country's number without its plus. */
function isWithoutPlus(written: string, digits: string): boolean {
	if (/[()/.]/.test(written)) return false;
	return /^(?:49\d{9,11}|33[1-9]\d{8}|34[6-9]\d{8}|44\d{10}|4[13]\d{9,10}|52\d{10}|54\d{10,11})$/.test(
		digits,
	);
}
