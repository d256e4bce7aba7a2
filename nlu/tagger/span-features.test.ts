import { test } from "vitest";
import { tokenize } from "../text/tokenizer.ts";
import { type AnnotatedSentence, gatherKnowledge, KnowledgeReader, wordKeys } from "./knowledge.ts";
import type { SpanCandidate } from "./span-candidates.ts";
import { type SpanContext, SpanFeatureReader } from "./span-features.ts";

const [CITY, SONG] = [0, 1];

function sentence(text: string, runs: AnnotatedSentence["runs"]): AnnotatedSentence {
	return { tokens: tokenize(text), runs, intent: 0 };
}

const SENTENCES = [
	sentence("fly to oslo now", [{ kind: CITY, first: 2, last: 2 }]),
	sentence("hear blue moon now", [{ kind: SONG, first: 1, last: 2 }]),
	sentence("hear blue moon again", [{ kind: SONG, first: 1, last: 2 }]),
] as const;
const knowledge = gatherKnowledge(SENTENCES, 1, null);
const reader = new SpanFeatureReader(knowledge);
const known = new KnowledgeReader(knowledge);

/** Features of the first candidate, each as its hash and value. */
function featuresOf(context: SpanContext, candidates: readonly SpanCandidate[]): Set<string> {
	const { starts, hashes, values } = reader.read(context, candidates);
	return new Set(Array.from(hashes.slice(0, starts[1]), (hash, f) => `${hash} ${values[f]}`));
}

function contextOf(text: string): SpanContext {
	return { words: wordKeys(tokenize(text)), topic: 0 };
}

function candidate(kind: number, first: number, last: number, share = 0.6): SpanCandidate {
	return { kind, first, last, share, isBest: false };
}

/** How many features one set has that the other lacks. */
const newIn = (one: Set<string>, other: Set<string>): number => [...one].filter((f) => !other.has(f)).length;

test("[TG17] whole values and words that are known speak, also as another kind", ({ expect }) => {
	const unknown = featuresOf(contextOf("hear dark star now"), [candidate(SONG, 1, 2)]);
	const song = featuresOf(contextOf("hear blue moon now"), [candidate(SONG, 1, 2)]);
	const parts = featuresOf(contextOf("hear moon blue now"), [candidate(SONG, 1, 2)]);
	expect(newIn(song, unknown)).toBeGreaterThan(3);
	expect(newIn(song, parts)).toBeGreaterThan(1); // the same words, which are no value that is known
	const asCity = featuresOf(contextOf("hear blue moon now"), [candidate(CITY, 1, 2)]);
	const strangeAsCity = featuresOf(contextOf("hear dark star now"), [candidate(CITY, 1, 2)]);
	expect(newIn(asCity, strangeAsCity)).toBeGreaterThan(2); // known as a song: it speaks against a city
});

test("[TG6] [TG17] a training sentence does not know what it alone says", ({ expect }) => {
	const [oslo, , moon] = SENTENCES;
	const words = wordKeys(oslo.tokens);
	const forgets = known.own(oslo, words);
	const alone = featuresOf({ words, topic: 0, forgets }, [candidate(CITY, 2, 2)]);
	const asNew = featuresOf(contextOf("fly to rome now"), [candidate(CITY, 2, 2)]);
	const asKnown = featuresOf({ words, topic: 0 }, [candidate(CITY, 2, 2)]);
	// its word differs beside its neighbours, before and after: nothing that is known
	expect(newIn(alone, asNew)).toBe(2);
	expect(newIn(asKnown, asNew)).toBeGreaterThan(4);
	const twice = wordKeys(moon.tokens);
	const withOther = { words: twice, topic: 0, forgets: known.own(moon, twice) };
	const never = featuresOf(contextOf("hear dark star again"), [candidate(SONG, 1, 2)]);
	expect(newIn(featuresOf(withOther, [candidate(SONG, 1, 2)]), never)).toBeGreaterThan(4);
});

test("[TG17] what else the sentence has and what can't stand beside it speak", ({ expect }) => {
	const context = contextOf("play the dark star now in rome");
	const own = candidate(SONG, 2, 3);
	const alone = featuresOf(context, [own]);
	const withCity = featuresOf(context, [own, candidate(CITY, 6, 6)]);
	const unlikely = featuresOf(context, [own, candidate(CITY, 6, 6, 0.1)]);
	expect(newIn(withCity, alone)).toBe(2);
	expect(newIn(unlikely, alone)).toBe(0);
	const withThe = featuresOf(context, [own, candidate(SONG, 1, 3, 0.3)]);
	const withNow = featuresOf(context, [own, candidate(SONG, 2, 4, 0.3)]);
	expect(newIn(withThe, alone)).toBeGreaterThan(4);
	expect(newIn(withThe, withNow)).toBeGreaterThan(2); // another word is in question, on the other side
	const another = contextOf("play a dark star now in rome");
	expect(newIn(featuresOf(another, [own, candidate(SONG, 1, 3, 0.3)]), withThe)).toBeGreaterThan(2);
});

test("[TG17] how sure the chain is, length, place and edges speak", ({ expect }) => {
	const context = contextOf("play dark star now");
	const base = featuresOf(context, [candidate(SONG, 1, 2)]);
	expect(newIn(featuresOf(context, [candidate(SONG, 1, 2, 0.9)]), base)).toBe(3);
	expect(newIn(featuresOf(context, [{ ...candidate(SONG, 1, 2), isBest: true }]), base)).toBe(2);
	expect(newIn(featuresOf({ ...context, topic: 1 }, [candidate(SONG, 1, 2)]), base)).toBe(1);
	expect(newIn(featuresOf(contextOf("play dark star again"), [candidate(SONG, 1, 2)]), base)).toBe(4);
	expect(newIn(featuresOf(contextOf("hear dark star now"), [candidate(SONG, 1, 2)]), base)).toBe(4);
	expect(newIn(featuresOf(context, [candidate(SONG, 1, 3)]), base)).toBeGreaterThan(5);
	expect(reader.read(context, []).hashes.length).toBe(0);
});
