/** Which of a project's sentences the second tier learns from, where they are too many to encode them all. */
import { seededRandom, shuffle } from "../random.ts";

export interface SentenceExample {
	readonly text: string;
	readonly label: number;
	/** Whether it is in the encoder's language. */
	readonly isReadable: boolean;
}

/**
 * UTF-16 units of text that are encoded: half of them of sentences drawn by chance, half of those that the first tier
 * finds hardest. Chosen so that training on 10,000 examples takes less than half a minute on two cores: on the public sets it
 * gains as much as all of them, and twice as many drawn by chance gain less.
 */
const DRAWN_CHARS = 130_000;
const HARD_CHARS = 130_000;

/** Indices by chance, as many of each label as of any other, as far as there are; in rising order. */
export function drawSentences(examples: readonly SentenceExample[], seed: number): number[] {
	const order = Int32Array.from(examples.keys()).filter((i) => examples[i]?.isReadable === true);
	shuffle(order, order.length, seededRandom(seed));
	const places = new Map<number, number>();
	const placed = Array.from(order, (i) => {
		const label = examples[i]?.label ?? 0;
		const place = places.get(label) ?? 0;
		places.set(label, place + 1);
		return { i, place };
	});
	placed.sort((a, b) => a.place - b.place);
	return upTo(
		DRAWN_CHARS,
		placed.map(({ i }) => i),
		examples,
	);
}

/**
 * Indices of the hardest sentences that were not drawn; in rising order.
 *
 * @param ownLead - of each example: how far the first tier puts its own label before every other
 */
export function hardestSentences(
	examples: readonly SentenceExample[],
	drawn: readonly number[],
	ownLead: Float32Array,
): number[] {
	const isDrawn = new Set(drawn);
	const rest = [...examples.keys()].filter((i) => examples[i]?.isReadable === true && !isDrawn.has(i));
	rest.sort((a, b) => (ownLead[a] ?? 0) - (ownLead[b] ?? 0) || a - b);
	return upTo(HARD_CHARS, rest, examples);
}

function upTo(limit: number, order: readonly number[], examples: readonly SentenceExample[]): number[] {
	let chars = 0;
	return order.filter((i) => (chars += examples[i]?.text.length ?? 0) <= limit).sort((a, b) => a - b);
}
