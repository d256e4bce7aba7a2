/** Places in an order: "2nd", "twenty-first", "einundzwanzigster", "vigésima primera". */
import type { BuiltinMatch } from "./builtin-match.ts";
import { isNext, readCardinal, type Source } from "./cardinals.ts";
import type { LanguageTable } from "./language-table.ts";
import { numberPieces, type NumberWords, type Piece } from "./number-pieces.ts";

/** Places in digits and words. */
export function findOrdinals(text: string, words: NumberWords, digits: RegExp): BuiltinMatch[] {
	const found: BuiltinMatch[] = [];
	const add = (start: number, end: number, value: number): void => {
		found.push({ dimension: "ordinal", start, end, value, info: { type: "value", value } });
	};
	for (const match of text.matchAll(digits))
		add(match.index, match.index + match[0].length, Number(match.groups?.["digits"]));
	const source = { text, words, pieces: numberPieces(text, words, false) };
	for (let at = 0; at < source.pieces.length;) {
		const read = readOrdinal(source, at);
		const first = source.pieces[at];
		const last = source.pieces[(read?.next ?? 0) - 1];
		if (read !== null && first !== undefined && last !== undefined) add(first.start, last.end, read.value);
		at = read?.next ?? at + 1;
	}
	return found.sort((a, b) => a.start - b.start);
}

function readOrdinal(source: Source, at: number): { value: number; next: number } | null {
	const piece = source.pieces[at];
	if (piece === undefined || piece.isGlued || piece.digits !== null) return null;
	const alone = ordinalOf(piece, source.words);
	if (alone !== null) {
		// "a second" is a moment, or one more: no place in an order
		if (
			Object.hasOwn(source.words.table.grains, piece.text) &&
			isAfterArticle(source.text, piece.start, source.words.table)
		)
			return null;
		return withOrdinalUnit(source, alone, at + 1);
	}
	const cardinal = readCardinal(source, at);
	if (cardinal === null) return null;
	const isJoined = source.pieces[cardinal.next]?.sense?.kind === "joiner" && isNext(source, cardinal.next);
	const place = cardinal.next + (isJoined ? 1 : 0);
	const last = source.pieces[place];
	const value = last === undefined || !isNext(source, place) ? null : ordinalOf(last, source.words);
	const whole = value === null ? null : together(source.words, cardinal.value, value, isJoined);
	return whole === null ? null : { value: whole, next: place + 1 };
}

/** "vigésima primera": both words say a place. */
function withOrdinalUnit(source: Source, value: number, next: number): { value: number; next: number } {
	const piece = source.pieces[next];
	const unit = piece !== undefined && isNext(source, next) ? ordinalOf(piece, source.words) : null;
	const isWhole = unit !== null && value >= 10 && value % 10 === 0 && unit < (value % 100 === 0 ? 100 : 10);
	return isWhole && !source.words.table.compoundNumbers
		? { value: value + unit, next: next + 1 }
		: { value, next };
}

/** A number and the place that ends it; null where they make none. */
function together(words: NumberWords, value: number, place: number, isJoined: boolean): number | null {
	const { countsByTwenty, joining } = words.idioms;
	if (countsByTwenty && value % 100 === 4 && place === 20) return value + 76;
	if (place >= 100) return value < 1_000 && !isJoined ? value * place : null;
	if (value >= 100 && value % 100 === 0) return value + place;
	if (isJoined && joining !== "after-tens") return null;
	const tens = value % 100;
	const room = countsByTwenty && (tens === 60 || tens === 80) ? 20 : 10;
	const isTens = tens >= 20 && tens % 10 === 0 && place < room;
	const isTeen = countsByTwenty && tens % 20 === 10 && place >= 7 && place < 10;
	return isTens || isTeen ? value + place : null;
}

function ordinalOf({ text, digits }: Piece, words: NumberWords): number | null {
	if (digits !== null) return null;
	const { ordinals } = words.table;
	// "el constructor": a word may name a part of every object
	if (Object.hasOwn(ordinals, text)) return ordinals[text] ?? null;
	return words.table.compoundNumbers ? compoundOrdinal(text, words) : null;
}

const IRREGULAR: readonly (readonly [stem: string, value: number])[] = [
	["erst", 1],
	["dritt", 3],
	["siebt", 7],
	["acht", 8],
];

/** "einundzwanzigste", "hunderterster": a number with -te below twenty and -ste from there on. */
function compoundOrdinal(word: string, words: NumberWords): number | null {
	const stem = /^(.{2,50}t)e[nrsm]?$/u.exec(word)?.[1];
	if (stem === undefined) return null;
	const long = stem.endsWith("st") ? cardinalOf(stem.slice(0, -2), words) : null;
	if (long !== null && (long % 100 === 0 || long % 100 >= 20)) return long;
	const short = cardinalOf(stem.slice(0, -1), words);
	const unit = (short ?? 0) % 100;
	if (short !== null && unit >= 2 && unit < 20 && ![3, 7, 8].includes(unit)) return short;
	for (const [ending, value] of IRREGULAR) {
		if (!stem.endsWith(ending)) continue;
		const ahead = stem.slice(0, -ending.length);
		const rest = ahead === "" ? 0 : cardinalOf(ahead.replace(/und$/, ""), words);
		if (rest !== null && rest % 100 === 0) return rest + value;
	}
	return null;
}

function cardinalOf(word: string, words: NumberWords): number | null {
	const pieces = numberPieces(word, words, false);
	const read = readCardinal({ text: word, pieces, words }, 0);
	return read !== null && read.next === pieces.length ? read.value : null;
}

function isAfterArticle(text: string, start: number, table: LanguageTable): boolean {
	const ahead = text.slice(Math.max(0, start - 8), start).toLowerCase();
	return table.articles.some((article) => new RegExp(String.raw`(?<!\p{L})${article}\s$`, "u").test(ahead));
}
