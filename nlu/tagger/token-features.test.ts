import { test } from "vitest";
import { tokenize } from "../text/tokenizer.ts";
import { gatherKnowledge, KnowledgeReader } from "./knowledge.ts";
import { FeatureReader } from "./token-features.ts";

/** Reads texts after so many sentences were learned from. */
function readerOf(sentences: number): FeatureReader {
	const tokens = tokenize("play some of this now");
	const learned = Array.from({ length: sentences }, () => ({ tokens, runs: [], intent: 0 }));
	return new FeatureReader(new KnowledgeReader(gatherKnowledge(learned, 1, null)));
}

/** Features of the token at `t` of a text. */
function featuresAt(reader: FeatureReader, text: string, t: number): Set<number> {
	const { starts, hashes } = reader.read(tokenize(text), []);
	return new Set(hashes.slice(starts[t], starts[t + 1]));
}

test("[TG16] a word further off counts by its side, where there are sentences enough", ({ expect }) => {
	const [many, few] = [readerOf(1_000), readerOf(999)];
	const differs = (reader: FeatureReader, one: string, other: string): boolean => {
		const [a, b] = [one, other].map((text) => featuresAt(reader, text, text.split(" ").indexOf("HERE")));
		return [...(a ?? [])].some((feature) => b?.has(feature) !== true);
	};
	expect(differs(many, "one this two three four HERE five", "one that two three four HERE five")).toBe(true);
	expect(differs(few, "one this two three four HERE five", "one that two three four HERE five")).toBe(false);
	// which of two far places on one side it has does not matter
	expect(differs(many, "this one two three four HERE five", "one this two three four HERE five")).toBe(false);
	expect(differs(many, "this a b c HERE d e f now", "now a b c HERE d e f this")).toBe(true);
});

test("[TG16] what one word costs does not grow with the text", ({ expect }) => {
	const reader = readerOf(1_000);
	const words = (count: number): string => Array.from({ length: count }, (_, i) => `word${i}`).join(" ");
	const { starts } = reader.read(tokenize(words(250)), []);
	const most = (starts[126] ?? 0) - (starts[125] ?? 0);
	expect(most).toBeLessThan(100);
	expect(starts[250]).toBeLessThanOrEqual(250 * most);
});
