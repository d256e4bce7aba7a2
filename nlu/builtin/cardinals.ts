/** Whole numbers in words, or in digits with a word: "two hundred and five", "1.5 million", "quatre-vingt-onze". */
import { numberPieces, type NumberWords, type Piece } from "./number-pieces.ts";
import { readDigits } from "./number-reading.ts";

/** Where a number ends: the index of the piece behind it. */
export interface Reading {
	readonly value: number;
	readonly next: number;
}

/** What the parts of a number are read from. */
export interface Source {
	readonly text: string;
	readonly pieces: readonly Piece[];
	readonly words: NumberWords;
}

const SEPARATOR = /^(?:\s{1,2}|-)$/;

/** Whether a piece stands directly behind the one before it, parted by a space or a hyphen at most. */
export function isNext({ text, pieces }: Source, at: number): boolean {
	const piece = pieces[at];
	const before = pieces[at - 1];
	if (piece === undefined || before === undefined) return false;
	if (piece.isGlued) return true;
	const gap = piece.start - before.end;
	return gap > 0 && gap <= 2 && SEPARATOR.test(text.slice(before.end, piece.start));
}

/** A text that is one whole number, in digits or words, an article among them; null for any other. */
export function readWhole(text: string, words: NumberWords): number | null {
	const trimmed = text.trim();
	if (/^\d/.test(trimmed)) return readDigits(trimmed, words.table.decimalComma);
	const pieces = numberPieces(trimmed, words, false);
	if (pieces.length === 1 && pieces[0]?.sense?.kind === "one") return 1;
	const read = readCardinal({ text: trimmed, pieces, words }, 0);
	return read?.next === pieces.length ? read.value : null;
}

/** Reads the longest number that begins with a piece; null where none does. An article alone is none. */
export function readCardinal(source: Source, from: number): Reading | null {
	let total = 0;
	let last = Number.POSITIVE_INFINITY;
	let at = from;
	for (let steps = 0; steps < MAX_STEPS && (at === from || isNext(source, at)); steps++) {
		const step = readStep(source, at, at === from);
		if (step === null) break;
		const { value, scale, next } = step;
		if (scale === 1) {
			if (value >= last) break;
			total += value;
			at = next;
			break;
		}
		if (scale >= last && step.isJoined) break;
		// "dos mil millones": what was said so far is so many millions
		total = scale > last ? (total + value) * scale : scale === last ? Number.NaN : total + value * scale;
		if (Number.isNaN(total)) return null;
		last = scale;
		at = next;
	}
	if (at === from) return null;
	if (source.pieces[at]?.sense?.kind === "half" && isNext(source, at))
		return { value: total + 0.5, next: at + 1 };
	return isGluedTo(source, at) ? null : { value: total, next: at };
}

interface Step extends Reading {
	readonly scale: number;
	readonly isJoined: boolean;
}

/** A number below a thousand with the scale behind it: "three hundred | thousand"; a scale alone counts once. */
function readStep(source: Source, at: number, isFirst: boolean): Step | null {
	const isJoined = !isFirst && source.pieces[at]?.sense?.kind === "joiner";
	if (isJoined && source.words.idioms.joining === "after-tens") return null;
	if (isJoined && source.words.idioms.joining === "inside-words" && !isGluedTo(source, at)) return null;
	const begin = isJoined ? at + 1 : at;
	if (isJoined && !isNext(source, begin)) return null;
	const chunk = readChunk(source, begin, isFirst ? "first" : "behind");
	const behind = chunk?.next ?? begin;
	const scale = chunk === null || isNext(source, behind) ? scaleAt(source, behind) : null;
	if (scale !== null && scale >= 1_000) {
		const value = chunk?.value ?? (isFirst ? 1 : 0);
		return { value, scale, next: behind + 1, isJoined };
	}
	if (chunk === null) return null;
	// "2 thousand 5": digits go on only with a scale of their own
	if (!isFirst && source.pieces[begin]?.digits !== null) return null;
	return { ...chunk, scale: 1, isJoined };
}

function scaleAt({ pieces }: Source, at: number): number | null {
	const sense = pieces[at]?.sense;
	return sense?.kind === "scale" ? sense.value : null;
}

function isGluedTo({ pieces }: Source, at: number): boolean {
	return pieces[at]?.isGlued === true;
}

/** Where a part of a number stands: at its beginning, behind a scale, or behind a joiner. */
type Place = "first" | "behind" | "inner";

/** Nobody says more scales in one number; a text of nothing else stays quick (SPEC BI2). */
const MAX_STEPS = 8;

/** A number below a thousand, or digits of any size; hundreds and dozens are scales within it. */
function readChunk(source: Source, from: number, place: Place): Reading | null {
	const first = source.pieces[from];
	if (first === undefined) return null;
	if (first.digits !== null) {
		if (Number.isNaN(first.digits)) return null;
		const scale = isNext(source, from + 1) ? scaleAt(source, from + 1) : null;
		// French "50 cents" are coins
		const isCount = scale !== null && scale < 1_000 && !source.pieces[from + 1]?.text.startsWith("cent");
		return isCount
			? { value: first.digits * scale, next: from + 2 }
			: { value: first.digits, next: from + 1 };
	}
	let state: Reading | null = null;
	for (let at = from; at === from || isNext(source, at);) {
		const grown = grow(source, state, at, place);
		if (grown === null) break;
		state = grown;
		at = grown.next;
	}
	return state;
}

/** Adds the word at a place to what was read; null where it does not belong to the number. */
function grow(source: Source, state: Reading | null, at: number, place: Place): Reading | null {
	const piece = source.pieces[at];
	const sense = piece?.sense ?? null;
	if (piece === undefined || sense === null) return null;
	const next = at + 1;
	const value = state?.value ?? null;
	switch (sense.kind) {
		case "value":
			if (value === null) return { value: sense.value, next };
			if (isFourTwenties(source, value, at)) return { value: value + 76, next };
			return fits(source, value, sense.value) ? { value: value + sense.value, next } : null;
		case "scale":
			if (sense.value >= 1_000) return null;
			if (value === null) return { value: sense.value, next };
			// "cinquante cents" are coins, "douze cents" a number
			if (source.words.idioms.countsByTwenty && value >= 20) return null;
			return value > 0 && value < 100 ? { value: value * sense.value, next } : null;
		case "one":
			return growByOne(source, value, at, place);
		case "joiner":
			return value === null ? null : growJoined(source, value, at, place === "inner");
		default:
			return null;
	}
}

/** "quatre-vingt": the four that was read turns to eighty. */
function isFourTwenties({ words, pieces }: Source, value: number, at: number): boolean {
	return words.idioms.countsByTwenty && value % 100 === 4 && pieces[at]?.text.startsWith("vingt") === true;
}

/** The article: before a scale ("a hundred"), or as the last word where the language counts with it. */
function growByOne(source: Source, value: number | null, at: number, place: Place): Reading | null {
	const next = at + 1;
	const { idioms } = source.words;
	if (value === null) {
		const beforeScale = isNext(source, next) && scaleAt(source, next) !== null;
		const beforeUnd = isGluedTo(source, next);
		const asLast =
			place !== "first" &&
			idioms.articleIsOne &&
			(idioms.joining !== "inside-words" || isGluedTo(source, at));
		return beforeScale || beforeUnd || asLast ? { value: 1, next } : null;
	}
	if (!idioms.articleIsOne || (idioms.joining === "inside-words" && !isGluedTo(source, at))) return null;
	return fits(source, value, 1) ? { value: value + 1, next } : null;
}

/** @param isInner - what is read stands behind a joiner already: a text of nothing but joiners stays quick */
function growJoined(source: Source, value: number, at: number, isInner: boolean): Reading | null {
	if (!isNext(source, at + 1)) return null;
	switch (source.words.idioms.joining) {
		case "after-hundreds":
			return isInner || value % 100 !== 0 ? null : joinRest(source, value, at + 1);
		case "after-tens":
			return joinUnit(source, value, at + 1);
		default:
			return isGluedTo(source, at) && isGluedTo(source, at + 1)
				? joinInWord(source, value, at + 1, isInner)
				: null;
	}
}

/** "two hundred and | five", "hundertund | eins": a number below a hundred that does not begin with an article. */
function joinRest(source: Source, value: number, from: number): Reading | null {
	if (value <= 0 || source.pieces[from]?.sense?.kind === "scale") return null;
	const rest = readChunk(source, from, "inner");
	if (rest === null || rest.value <= 0 || rest.value >= 100) return null;
	return { value: value + rest.value, next: rest.next };
}

/** "treinta y | cinco", "vingt et | un", "soixante et | onze". */
function joinUnit(source: Source, value: number, at: number): Reading | null {
	const { countsByTwenty } = source.words.idioms;
	const added = smallAt(source, at);
	const tens = value % 100;
	if (added === null || tens < 20 || tens % 10 !== 0) return null;
	const isUnit = countsByTwenty ? added === 1 || added === 11 : added < 10;
	return isUnit && fits(source, value, added) ? { value: value + added, next: at + 1 } : null;
}

/** "einund | zwanzig": the units stand before the tens. */
function joinInWord(source: Source, value: number, at: number, isInner: boolean): Reading | null {
	const added = smallAt(source, at);
	const unit = value % 100;
	if (added !== null && unit >= 1 && unit <= 9 && added >= 20 && added % 10 === 0)
		return { value: value + added, next: at + 1 };
	return !isInner && unit === 0 ? joinRest(source, value, at) : null;
}

function smallAt({ pieces }: Source, at: number): number | null {
	const sense = pieces[at]?.sense;
	if (sense?.kind === "one") return 1;
	return sense?.kind === "value" ? sense.value : null;
}

/** Whether a number leaves room for another behind it: twenty for five, sixty in French for eleven. */
function fits({ words }: Source, value: number, added: number): boolean {
	const { countsByTwenty } = words.idioms;
	if (added < 1) return false;
	if (value >= 100 && value % 100 === 0) return added < 100;
	const tens = value % 100;
	if (countsByTwenty && (tens === 60 || tens === 80)) return added < 20;
	if (countsByTwenty && (tens === 10 || tens === 70 || tens === 90)) return added >= 7 && added < 10;
	return tens >= 20 && tens % 10 === 0 && added < 10;
}
