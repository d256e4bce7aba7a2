/**
 * Rasa's WhitespaceTokenizer, as a scanner that is linear in the text.
 *
 * Words are split at white space. Punctuation is taken away after a word, before a word that doesn't begin with a
 * digit, and between two characters that are no digits unless it may stand in an address (`. ~ : / ? [ ] ( ) ! $ * +
 * , ; = -`). `# @ &` count as part of a word. A token of emoji alone is dropped; if nothing is left, the whole text is
 * one token. Scripts without spaces are split by a dictionary. SPEC rules TK1–TK8.
 */

/** A token of the text: `text === source.slice(start, end)`, in UTF-16 units. */
export interface Token {
	readonly text: string;
	readonly start: number;
	readonly end: number;
}

const WORD = /[\p{Alphabetic}\p{M}\p{Nd}\p{Pc}\u200c\u200d]/u;
const EMOJI_ONLY =
	/^(?:[\p{Extended_Pictographic}\p{Emoji_Modifier}\p{Regional_Indicator}]|\u200d|\ufe0f|\u20e3)+$/u;
/** Thai, Lao, Khmer, Burmese, Chinese and Japanese write words without spaces. */
const WITHOUT_SPACES =
	/[\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;
const segmenter = new Intl.Segmenter("und", { granularity: "word" });
const SPACE = /\s/;
const ADDRESS_SIGNS = ".~:/?[]()!$*+,;=-";

const KIND = { space: 0, word: 1, digit: 2, address: 3, other: 4 } as const;
type CharKind = (typeof KIND)[keyof typeof KIND];
const ASCII_KINDS = Uint8Array.from({ length: 128 }, (_, code) => classify(String.fromCharCode(code)));

/** Splits one text into tokens. */
export function tokenize(text: string): Token[] {
	const kept = keptPositions(text);
	const tokens: Token[] = [];
	let start = -1;
	for (let at = 0; at <= text.length; at++) {
		if (at < text.length && kept[at] === 1) {
			if (start < 0) start = at;
			continue;
		}
		if (start >= 0) addToken(tokens, text, start, at);
		start = -1;
	}
	if (tokens.length === 0 && text.length > 0) return [{ text, start: 0, end: text.length }];
	return tokens;
}

function addToken(tokens: Token[], text: string, start: number, end: number): void {
	const word = text.slice(start, end);
	if (WITHOUT_SPACES.test(word)) {
		addSegments(tokens, word, start);
		return;
	}
	if (!EMOJI_ONLY.test(word)) tokens.push({ text: word, start, end });
}

/** Words inside a run of a script that writes none apart, by the platform's dictionary; `A-10023` beside them stays whole. */
function addSegments(tokens: Token[], run: string, offset: number): void {
	let besideStart = -1;
	let besideEnd = -1;
	const addBeside = (): void => {
		if (besideStart >= 0) {
			const start = offset + besideStart;
			tokens.push({ text: run.slice(besideStart, besideEnd), start, end: offset + besideEnd });
		}
		besideStart = -1;
	};
	for (const { segment, index, isWordLike } of segmenter.segment(run)) {
		if (WITHOUT_SPACES.test(segment)) {
			addBeside();
			if (isWordLike === true)
				tokens.push({ text: segment, start: offset + index, end: offset + index + segment.length });
		} else if (isWordLike === true) {
			if (besideStart < 0) besideStart = index;
			besideEnd = index + segment.length;
		}
	}
	addBeside();
}

/** 1 for each UTF-16 unit that belongs to a token. */
function keptPositions(text: string): Uint8Array {
	const kinds = kindsOf(text);
	const kept = new Uint8Array(text.length);
	let at = 0;
	while (at < text.length) {
		if (isWordKind(kinds[at])) {
			kept[at++] = 1;
			continue;
		}
		let end = at;
		while (end < text.length && !isWordKind(kinds[end])) end++;
		keepWithinRun(kinds, kept, at, end);
		keepWhole(text, kept, at, end);
		at = end;
	}
	return kept;
}

/** An emoji is one sign of two units: half of it is no text, and no JSON that a database takes. The run is `[start, end)`. */
function keepWhole(text: string, kept: Uint8Array, start: number, end: number): void {
	for (let at = start; at < end - 1; at++) {
		if (kept[at] === kept[at + 1] || (text.codePointAt(at) ?? 0) <= 0xff_ff) continue;
		kept[at] = 1;
		kept[++at] = 1;
	}
}

/** Decides which signs of a run without word characters stay: the run is `[start, end)`. */
function keepWithinRun(kinds: Uint8Array, kept: Uint8Array, start: number, end: number): void {
	if (end === kinds.length) return; // after the last word everything goes
	let lastSpace = -1;
	for (let at = start; at < end; at++) if (kinds[at] === KIND.space) lastSpace = at;
	const beforeDigit = kinds[end] === KIND.digit;
	if (lastSpace >= 0 || start === 0) {
		// "costs ($5": of the signs before a digit the last one stays
		if (beforeDigit && lastSpace < end - 1) kept[end - 1] = 1;
		return;
	}
	const afterDigit = kinds[start - 1] === KIND.digit;
	for (let at = start; at < end; at++) {
		const touchesDigit = (at === start && afterDigit) || (at === end - 1 && beforeDigit);
		if (kinds[at] === KIND.address || touchesDigit) kept[at] = 1;
	}
}

function isWordKind(kind: number | undefined): boolean {
	return kind === KIND.word || kind === KIND.digit;
}

function kindsOf(text: string): Uint8Array {
	const kinds = new Uint8Array(text.length);
	for (let at = 0; at < text.length; at++) {
		const code = text.charCodeAt(at);
		if (code < 128) {
			kinds[at] = ASCII_KINDS[code] ?? KIND.other;
			continue;
		}
		const point = String.fromCodePoint(text.codePointAt(at) ?? code);
		const kind = classify(point);
		kinds[at] = kind;
		if (point.length === 2) kinds[++at] = kind;
	}
	return kinds;
}

function classify(character: string): CharKind {
	if (SPACE.test(character)) return KIND.space;
	if (character >= "0" && character <= "9") return KIND.digit;
	if (character === "#" || character === "@" || character === "&" || WORD.test(character)) return KIND.word;
	return ADDRESS_SIGNS.includes(character) ? KIND.address : KIND.other;
}
