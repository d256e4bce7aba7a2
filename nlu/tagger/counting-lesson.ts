/** For the tests of this room: sentences whose spans a chain tells apart badly, and a judge of whole spans well. */
import { seededRandom } from "../random.ts";
import { gatherKnowledge } from "./knowledge.ts";
import { writeRun } from "./labels.ts";
import type { Lesson, TaggedSentence, TaggerSettings } from "./learn-chain.ts";
import { learnFromHalves } from "./learn-from-halves.ts";
import { SpanFeatureReader } from "./span-features.ts";
import { settingsFor } from "./train-tagger.ts";

export const SHORT = 0;
export const LONG = 1;
export const KINDS = 2;
const SENTENCES = 240;

export const countingSpans = new SpanFeatureReader(gatherKnowledge([], 1, null));
export const countingSettings: TaggerSettings = { ...settingsFor(SENTENCES), passes: 12 };

/** `play w w w w now`: four words between the two are of one kind, five of the other. A chain counts badly. */
export function countingSentence(length: 4 | 5): TaggedSentence {
	const words = Int32Array.of(1, ...Array.from({ length }, () => 2), 3);
	const labels = new Int32Array(words.length);
	writeRun(labels, { kind: length === 4 ? SHORT : LONG, first: 1, last: length });
	const features = {
		starts: Int32Array.from({ length: words.length + 1 }, (_, t) => t),
		own: Int32Array.from({ length: words.length }, (_, t) => t),
		hashes: words,
	};
	return { features, labels, context: { words, topic: 0 } };
}

export function countingLesson(): Lesson {
	const sentences = Array.from({ length: SENTENCES }, (_, i) => countingSentence(i % 2 === 0 ? 4 : 5));
	return { kinds: KINDS, sentences, random: seededRandom(1) };
}

/** What the halves teach. */
export function learnToCount(lesson: Lesson, onProgress: (share: number) => void) {
	return learnFromHalves(lesson, countingSettings, { spans: countingSpans, onProgress });
}
