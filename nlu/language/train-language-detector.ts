import type { TrainedPart } from "../trained-part.ts";
import { COMMON_WORDS } from "./common-words.ts";
import { eachLanguageFeature } from "./language-features.ts";
import { primarySubtag } from "./primary-subtag.ts";

/** Buckets of the feature table, a power of two. */
const BUCKETS = 16_384;
/** How much of a feature's probability in one language is taken from all of them: what a language never showed is likely all the same. */
const SHARED = 0.15;
/** Log-ratios are kept in eight bits: 127 is this one. */
export const LARGEST_LOG_RATIO = 3;

/** Texts of one language: training sentences, and whatever else a project says in it. */
export interface LanguageSample {
	readonly language: string;
	readonly texts: readonly string[];
}

/**
 * Learns to tell languages apart: for each hashed feature how much likelier it is in one language than in all (a naive
 * Bayes model). One language, or none, has nothing to tell apart: null.
 */
export function trainLanguageDetector(samples: readonly LanguageSample[]): TrainedPart | null {
	if (samples.length < 2) return null;
	const shares = samples.map(featureShares);
	const all = new Float64Array(BUCKETS);
	for (const share of shares)
		for (let at = 0; at < BUCKETS; at++) all[at] = (all[at] ?? 0) + (share[at] ?? 0) / shares.length;
	const ratios = new Int8Array(BUCKETS * shares.length);
	for (let at = 0; at < BUCKETS; at++) {
		const shared = all[at] ?? 0;
		if (shared === 0) continue; // seen nowhere: says nothing
		shares.forEach((share, language) => {
			const ratio = Math.log((1 - SHARED) * ((share[at] ?? 0) / shared) + SHARED);
			ratios[at * shares.length + language] = Math.round((ratio / LARGEST_LOG_RATIO) * 127);
		});
	}
	return {
		config: { languages: samples.map(({ language }) => language), buckets: BUCKETS },
		arrays: new Map([["ratios", ratios]]),
	};
}

/**
 * How often each bucket is met among the features of a language, summing to 1: by what the project says in it and by
 * its common words together, of which the former count for half at most. So a language of thousands of sentences does
 * not outweigh one of ten, and the words of the trade do not hide those of the language.
 */
function featureShares({ language, texts }: LanguageSample): Float64Array {
	const own = countFeatures(texts);
	const common = countFeatures((COMMON_WORDS.get(primarySubtag(language)) ?? "").split(" "));
	const total = own.total + common.total;
	const ownWeight = common.total === 0 ? 1 : Math.min(0.5, own.total / total);
	return own.counts.map((count, at) => {
		const ownShare = own.total === 0 ? 0 : count / own.total;
		const commonShare = common.total === 0 ? 0 : (common.counts[at] ?? 0) / common.total;
		return ownWeight * ownShare + (1 - ownWeight) * commonShare;
	});
}

function countFeatures(texts: readonly string[]): { counts: Float64Array; total: number } {
	const counts = new Float64Array(BUCKETS);
	let total = 0;
	for (const text of texts)
		eachLanguageFeature(text, (hash) => {
			const at = hash % BUCKETS;
			counts[at] = (counts[at] ?? 0) + 1;
			total += 1;
		});
	return { counts, total };
}
