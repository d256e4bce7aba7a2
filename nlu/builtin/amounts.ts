/** How much a text says: numbers with their sign, their decimals and their halves, as one piece each. */
import { isNext, readCardinal, type Source } from "./cardinals.ts";
import { numberPieces, type NumberWords, type Piece, VULGAR } from "./number-pieces.ts";
import { alternatives, anySource } from "./sources.ts";

export interface Amount {
	readonly start: number;
	readonly end: number;
	readonly value: number;
	/** `one` is an article and `fraction` a part ("half a"): both count before a unit only. */
	readonly form: "digits" | "words" | "one" | "fraction";
}

const END = String.raw`(?![\p{L}\p{N}])`;
/** Behind digits, or alone: ½, 3/4. */
const PART = /(?<sign>[½¼¾⅓⅔])|(?<over>[1-7])\/(?<under>[2-8])(?![\p{L}\p{N}/]|[.,]\d)/uy;
/** "3k", "3 K", and "3M": a small m is a metre. */
const SHORT_SCALE = /(?:\s?[kK]|M)(?![\p{L}\p{N}])/uy;

/** Reads the amounts of one language; what it made of the last text is kept, for every dimension asks for it. */
export class AmountReader {
	readonly words: NumberWords;
	readonly #fractions: readonly (readonly [pattern: RegExp, value: number])[];
	readonly #more: readonly (readonly [pattern: RegExp, value: number])[];
	/** A unit with a half behind it. */
	readonly #alone: RegExp;
	#last: { text: string; isSpaced: boolean; amounts: readonly Amount[] } | null = null;

	/** @param units - all that can be measured, as a source: a part is one of something */
	constructor(words: NumberWords, units: string) {
		this.words = words;
		const scales = alternatives(Object.keys(words.table.scales));
		this.#fractions = words.idioms.fractions.map(([source, value]) => [
			new RegExp(`(?:${source})(?=[\\s-]?(?:${units}|${scales})${END})`, "iuy"),
			value,
		]);
		const halves = words.idioms.halfAlone ? words.idioms.more.map(([source]) => source) : [];
		this.#alone = new RegExp(`(?:${units})(?:${anySource(halves)})${END}`, "iuy");
		this.#more = words.idioms.more.map(([source, value]) => [
			new RegExp(`(?:${source})${END}`, "iuy"),
			value,
		]);
	}

	/** In the order of the text; none overlaps another. `isSpaced`: 1 299 is one number. */
	read(text: string, isSpaced: boolean): readonly Amount[] {
		if (this.#last?.text === text && this.#last.isSpaced === isSpaced) return this.#last.amounts;
		const amounts = this.#read({ text, pieces: numberPieces(text, this.words, isSpaced), words: this.words });
		this.#last = { text, isSpaced, amounts };
		return amounts;
	}

	/** What adds to a number or a unit that ends at a place: "and a half". */
	moreAt(text: string, at: number): { value: number; end: number } | null {
		for (const [pattern, value] of this.#more) {
			const end = endOf(pattern, text, at);
			if (end !== null) return { value, end };
		}
		return null;
	}

	#read(source: Source): Amount[] {
		const found: Amount[] = [];
		for (let at = 0; at < source.pieces.length;) {
			const read = this.#readAt(source, at);
			if (read !== null) found.push(read.amount);
			at = read?.next ?? at + 1;
		}
		return found;
	}

	#readAt(source: Source, at: number): { amount: Amount; next: number } | null {
		const piece = source.pieces[at];
		if (piece === undefined || piece.isGlued) return null;
		const part = this.#partAt(source, piece, at);
		if (part !== null) return part;
		const number = this.#numberAt(source, at);
		if (number !== null) return number;
		const { start, end } = piece;
		if (piece.sense?.kind === "one") return this.#oneAt(source, at, { start, end, value: 1, form: "one" });
		// "hora y media": the unit says one itself
		const isAlone = !this.#isCounted(source, at) && endOf(this.#alone, source.text, start) !== null;
		return isAlone ? { amount: { start, end: start, value: 1, form: "one" }, next: at + 1 } : null;
	}

	/** An article, and with its half a number: "ein und eine halbe". */
	#oneAt(source: Source, at: number, one: Amount): { amount: Amount; next: number } {
		const more = this.words.idioms.articleIsOne ? this.moreAt(source.text, one.end) : null;
		if (more === null) return { amount: one, next: at + 1 };
		const value = 1 + more.value;
		return {
			amount: { start: one.start, end: more.end, value, form: "words" },
			next: pieceAfter(source.pieces, at, more.end),
		};
	}

	#isCounted(source: Source, at: number): boolean {
		const before = source.pieces[at - 1];
		if (before === undefined || !isNext(source, at)) return false;
		return before.digits !== null || before.sense !== null;
	}

	/** "half a", "drei viertel", "3/4", and with a scale "half a million". */
	#partAt(source: Source, piece: Piece, at: number): { amount: Amount; next: number } | null {
		const written = piece.digits === null ? null : readPart(source.text, piece.start);
		const part = written ?? this.#fractionAt(source.text, piece.start);
		if (part === null) return null;
		const next = pieceAfter(source.pieces, at, part.end);
		const scaled = this.#scaled(source, { ...part, next });
		const form = scaled === null ? "fraction" : "words";
		const { value, end, next: behind } = scaled ?? { ...part, next };
		return { amount: { start: piece.start, end, value, form }, next: behind };
	}

	#fractionAt(text: string, at: number): { value: number; end: number } | null {
		for (const [pattern, value] of this.#fractions) {
			const end = endOf(pattern, text, at);
			if (end !== null) return { value, end };
		}
		return null;
	}

	#numberAt(source: Source, at: number): { amount: Amount; next: number } | null {
		const cardinal = readCardinal(source, at);
		const first = source.pieces[at];
		if (cardinal === null || first === undefined) return null;
		const words = `${source.pieces[at - 1]?.text ?? ""} ${first.text}`;
		if (this.words.idioms.notNumber.includes(words)) return null;
		const form = first.digits === null ? "words" : "digits";
		const last = source.pieces[cardinal.next - 1] ?? first;
		let read = { value: cardinal.value, end: last.end, next: cardinal.next };
		read = withAbbreviation(source, read, last);
		read = withDecimals(source, read) ?? read;
		read = this.#withMore(source, read, form === "digits" && cardinal.next === at + 1);
		const sign = this.#signBefore(source, at);
		const value = sign === null ? read.value : 0 - read.value; // never −0, which JSON has not
		return { amount: { start: sign ?? first.start, end: read.end, value, form }, next: read.next };
	}

	/** "2½", "2 1/2", "3k", "two and a half", and then "million". */
	#withMore(source: Source, read: Read, isPlainDigits: boolean): Read {
		const { text } = source;
		if (isPlainDigits) {
			const end = endOf(SHORT_SCALE, text, read.end);
			if (end !== null)
				return {
					value: read.value * (text[end - 1] === "M" ? 1_000_000 : 1_000),
					end,
					next: pieceAfter(source.pieces, read.next - 1, end),
				};
		}
		const part = isPlainDigits ? partBehind(text, read.end) : null;
		const more = part ?? (Number.isInteger(read.value) ? this.moreAt(text, read.end) : null);
		if (more === null) return read;
		const next = pieceAfter(source.pieces, read.next - 1, more.end);
		const whole = { value: read.value + more.value, end: more.end, next };
		return this.#scaled(source, whole) ?? whole;
	}

	#scaled(source: Source, read: Read): Read | null {
		const piece = source.pieces[read.next];
		if (piece?.sense?.kind !== "scale" || !/^[\s-]?$/.test(source.text.slice(read.end, piece.start)))
			return null;
		return { value: read.value * piece.sense.value, end: piece.end, next: read.next + 1 };
	}

	/** Where the sign before a number begins; null without one. */
	#signBefore({ text, pieces }: Source, at: number): number | null {
		const first = pieces[at];
		if (first === undefined) return null;
		if (
			first.digits !== null &&
			/(?<![\p{L}\p{N}.,/-])[-−]$/u.test(text.slice(Math.max(0, first.start - 2), first.start))
		)
			return first.start - 1;
		const word = pieces[at - 1];
		if (word?.sense?.kind !== "minus" || !/^\s{1,2}$/.test(text.slice(word.end, first.start))) return null;
		const before = pieces[at - 2];
		const isBeside = before !== undefined && /^[\s-]{1,2}$/.test(text.slice(before.end, word.start));
		const isOther =
			isBeside &&
			(before.digits !== null || saysNumber(before) || this.words.idioms.notMinusAfter.includes(before.text));
		return isOther ? null : word.start;
	}
}

function saysNumber({ sense }: Piece): boolean {
	return sense?.kind === "value" || sense?.kind === "scale";
}

interface Read {
	readonly value: number;
	readonly end: number;
	readonly next: number;
}

/** Where a sticky pattern that matches at a place ends. */
function endOf(pattern: RegExp, text: string, at: number): number | null {
	pattern.lastIndex = at;
	return pattern.test(text) ? pattern.lastIndex : null;
}

/** The first piece at or behind a place of the text. */
function pieceAfter(pieces: readonly Piece[], from: number, end: number): number {
	let next = from + 1;
	for (let piece = pieces[next]; piece !== undefined && piece.start < end; piece = pieces[next]) next++;
	return next;
}

/** "½" and " 1/2" behind a whole number. */
function partBehind(text: string, at: number): { value: number; end: number } | null {
	return readPart(text, /\s/.test(text[at] ?? "") ? at + 1 : at);
}

function readPart(text: string, at: number): { value: number; end: number } | null {
	PART.lastIndex = at;
	const match = PART.exec(text);
	if (match === null) return null;
	const { sign, over, under } = match.groups ?? {};
	const value = sign === undefined ? Number(over) / Number(under) : (VULGAR[sign] ?? 0);
	return value < 1 ? { value, end: PART.lastIndex } : null;
}

/** "3 Mio. Euro": the full stop belongs to the short form. */
function withAbbreviation({ text }: Source, read: Read, last: Piece): Read {
	const isShort = last.sense?.kind === "scale" && /^(?:mio|mrd|tsd)$/.test(last.text);
	return isShort && text[read.end] === "." ? { ...read, end: read.end + 1 } : read;
}

/** "three point five": single digits one behind the other, or one number as a whole. */
function withDecimals(source: Source, read: Read): Read | null {
	const { pieces } = source;
	if (
		pieces[read.next]?.sense?.kind !== "point" ||
		!isNext(source, read.next) ||
		!Number.isSafeInteger(read.value) // one that is larger has no decimals, and is written with an exponent
	)
		return null;
	let decimals = "";
	let at = read.next + 1;
	while (isNext(source, at) && decimals.length < 9) {
		const number = readCardinal(source, at);
		const digit = number === null ? oneAt(pieces[at]) : number.value;
		if (digit === null || !Number.isInteger(digit) || digit > 999 || (decimals !== "" && digit > 9)) break;
		decimals += String(digit);
		at = number?.next ?? at + 1;
		if (digit > 9) break;
	}
	const end = pieces[at - 1]?.end ?? read.end;
	return decimals === "" ? null : { value: Number(`${read.value}.${decimals}`), end, next: at };
}

/** "zéro virgule un": an article behind the point says one. */
function oneAt(piece: Piece | undefined): number | null {
	return piece?.sense?.kind === "one" ? 1 : null;
}
