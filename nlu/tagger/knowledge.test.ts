import { test } from "vitest";
import { foldText } from "../features/fold-text.ts";
import { tokenize } from "../text/tokenizer.ts";
import { smallTable } from "../vectors/small-table.ts";
import type { WordVectorTable } from "../vectors/word-vectors.ts";
import { type AnnotatedSentence, gatherKnowledge, KnowledgeReader, wordKeys } from "./knowledge.ts";
import { classOf, wordClasses } from "./word-classes.ts";

/** Annotates the words that stand between `<` and `>` as the kind of that number. */
function sentence(text: string, intent: number, kinds: readonly number[] = []): AnnotatedSentence {
	const tokens = tokenize(text.replace(/[<>]/g, ""));
	const runs: { kind: number; first: number; last: number }[] = [];
	let t = 0;
	for (const word of text.split(" ")) {
		if (word.startsWith("<")) runs.push({ kind: kinds[runs.length] ?? 0, first: t, last: t });
		const open = runs.at(-1);
		if (open !== undefined && word.endsWith(">")) runs[runs.length - 1] = { ...open, last: t };
		t++;
	}
	return { tokens, runs, intent };
}

const SENTENCES = [
	sentence("fly to <new york> now", 0, [0]),
	sentence("is <new york> far", 0, [0]),
	sentence("hear <new york new york> now", 1, [1]),
	sentence("hear <blue moon> now", 1, [1]),
	sentence("hear <blue moon> again", 1, [1]),
	sentence("fly to <oslo> now", 0, [0]),
] as const;
const reader = new KnowledgeReader(gatherKnowledge(SENTENCES, 2, null));

test("[TG6] marks the longest known value of each kind, token by token", ({ expect }) => {
	const words = wordKeys(tokenize("play new york new york with NEW YORK and Oslo"));
	const [city, song] = [0, 4];
	expect(reader.valueMarks(words)).toEqual([
		[],
		[song + 0, city + 0],
		[song + 1, city + 2],
		[song + 1, city + 0],
		[song + 2, city + 2],
		[],
		[city + 0],
		[city + 2],
		[],
		[city + 3],
	]);
});

test("[TG6] a training sentence does not know what it alone says", ({ expect }) => {
	const [, , alone, twice, , oslo] = SENTENCES;
	for (const [own, marked] of [
		[alone, [[], [0], [2], [0], [2], []]],
		[twice, [[], [4], [6], []]],
		[oslo, [[], [], [], []]],
	] as const) {
		const words = wordKeys(own.tokens);
		expect(reader.valueMarks(words, reader.own(own, words))).toEqual(marked);
	}
	const words = wordKeys(oslo.tokens);
	const own = reader.own(oslo, words);
	expect(reader.wordMarks(words[2] ?? 0)).not.toEqual([]);
	expect(reader.wordMarks(words[2] ?? 0, own)).toEqual([]);
	const york = wordKeys(alone.tokens)[2] ?? 0;
	const kindsOf = (marks: readonly number[]): number[] => marks.map((mark) => Math.floor(mark / 6));
	expect(kindsOf(reader.wordMarks(york))).toEqual([1, 2]);
	expect(kindsOf(reader.wordMarks(york, reader.own(alone, wordKeys(alone.tokens))))).toEqual([1]);
});

test("[TG6] a word never seen is marked as such where there are sentences enough", ({ expect }) => {
	const strange = wordKeys(tokenize("zeppelin"))[0] ?? 0;
	const many = Array.from({ length: 200 }, () => SENTENCES).flat();
	const wellRead = new KnowledgeReader(gatherKnowledge(many, 2, null));
	expect(reader.wordMarks(strange)).toEqual([]);
	expect(wellRead.wordMarks(strange)).toEqual([-1]);
});

test("[TG8] the likely intent is known without asking the sentence itself", ({ expect }) => {
	expect(reader.topic(wordKeys(tokenize("please fly to rome")))).toBe(0);
	expect(reader.topic(wordKeys(tokenize("hear something again")))).toBe(1);
	expect(reader.topic(new Int32Array(0))).toBe(0);
	// under the wrong intent: its own words would have spoken for it
	const odd = sentence("hear <blue moon> now", 0, [1]);
	const withOdd = new KnowledgeReader(gatherKnowledge([...SENTENCES, odd], 2, null));
	const words = wordKeys(odd.tokens);
	expect(withOdd.topic(words, withOdd.own(odd, words))).toBe(1);
});

test("[TG8] a sentence's own words do not speak for its own intent", ({ expect }) => {
	const odd = sentence("zig zag", 0);
	const others = [
		sentence("zig zag", 1),
		sentence("a b c d e f g h i j k l", 1),
		sentence("hello there you", 0),
		sentence("hello there me", 0),
	];
	const small = new KnowledgeReader(gatherKnowledge([odd, ...others], 2, null));
	const words = wordKeys(odd.tokens);
	expect(small.topic(words, small.own(odd, words))).toBe(1);
	expect(small.topic(words)).toBe(0);
});

/** Two directions of meaning, the words of each a little apart. */
function table(words: readonly [readonly string[], readonly string[]]): WordVectorTable {
	const all = words.flatMap((group, direction) => group.map((word, i) => ({ word, direction, i })));
	return smallTable(
		all.map(({ word, direction, i }) => ({
			word: foldText(word),
			vector: direction === 0 ? [100, i] : [i, 100],
		})),
	);
}

test("[TG7] words of like meaning are of one class, whatever the order of the table", ({ expect }) => {
	const cities = ["oslo", "rome", "paris", "kiel"];
	const foods = ["bread", "milk", "rice", "soup"];
	const classes = wordClasses(table([cities, foods]));
	const wide = (word: string): number => classOf(classes, word) >> 8;
	expect(new Set(cities.map(wide)).size).toBeLessThanOrEqual(4);
	for (const city of cities) expect(foods.map(wide)).not.toContain(wide(city));
	expect(classOf(classes, "zeppelin")).toBe(-1);
	expect([...classes.words]).toEqual([...classes.words].toSorted((a, b) => a - b));
	expect(wordClasses(table([cities, foods]))).toEqual(classes);
	expect(wordClasses({ ...table([[], []]) }).words.length).toBe(0);
});
