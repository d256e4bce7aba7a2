import { eachMember } from "./example-vectors.ts";
import type { SparseMatrix } from "./linear/sparse-matrix.ts";
import { mainIntent, type NluExample } from "./training-data.ts";

/** Two intents whose examples are nearer to the other's than to their own. */
export interface AlikeIntents {
	readonly first: string;
	readonly second: string;
	/** Share of both intents' examples that stand nearer to the other intent. */
	readonly share: number;
	/** An example of the second intent that looks like the first. */
	readonly example: NluExample;
}

/** From this share on a model has little more to go by than chance: of two equal intents it would be a half. */
const ALIKE = 0.3;
/** Fewer examples say nothing of an intent: they are named for being few. */
const ENOUGH = 5;
/** Cosine below which an example has nothing in common with an intent but chance: of single words a letter or two. */
const IN_COMMON = 0.1;

/**
 * Judges each example by the means of all intents, its own mean without it. A cheap stand-in for training: what it
 * can't tell apart, a model tells apart by single words at best.
 *
 * @param matrix - the examples' vectors, a row each
 */
export function findAlikeIntents(examples: readonly NluExample[], matrix: SparseMatrix): AlikeIntents[] {
	const names = [...new Set(examples.map((example) => mainIntent(example.intent)))].sort();
	const indexOf = new Map(names.map((name, i) => [name, i]));
	const labels = Int32Array.from(examples, (example) => indexOf.get(mainIntent(example.intent)) ?? 0);
	const sizes = new Int32Array(names.length);
	for (const label of labels) sizes[label] = (sizes[label] ?? 0) + 1;
	const pairs = new Map<string, { a: number; b: number; count: number; example: NluExample | null }>();
	nearestIntents(matrix, labels, names.length).forEach((nearest, row) => {
		const own = labels[row] ?? 0;
		if (nearest === own) return;
		const [a, b] = [Math.min(own, nearest), Math.max(own, nearest)];
		const key = `${a} ${b}`;
		const pair = pairs.get(key) ?? { a, b, count: 0, example: null };
		pair.count++;
		if (own === b) pair.example ??= examples[row] ?? null;
		pairs.set(key, pair);
	});
	return [...pairs.values()].flatMap(({ a, b, count, example }) => {
		const [sizeA, sizeB] = [sizes[a] ?? 0, sizes[b] ?? 0];
		const share = count / (sizeA + sizeB);
		if (share < ALIKE || Math.min(sizeA, sizeB) < ENOUGH || example === null) return [];
		return [{ first: names[a] ?? "", second: names[b] ?? "", share, example }];
	});
}

/** The intent with the nearest mean, by cosine, for each row. */
function nearestIntents(matrix: SparseMatrix, labels: Int32Array, intents: number): Int32Array {
	const sums = new Float32Array(intents * matrix.columns); // bucket by bucket, the intents side by side
	for (let row = 0; row < matrix.rows; row++) {
		const label = labels[row] ?? 0;
		eachMember(matrix, row, (bucket, value) => {
			const at = bucket * intents + label;
			sums[at] = (sums[at] ?? 0) + value;
		});
	}
	const squares = new Float64Array(intents);
	for (let at = 0; at < sums.length; at++) {
		const label = at % intents;
		squares[label] = (squares[label] ?? 0) + (sums[at] ?? 0) ** 2;
	}
	const products = new Float64Array(intents);
	return Int32Array.from(labels, (own, row) => {
		let square = 0;
		products.fill(0);
		eachMember(matrix, row, (bucket, value) => {
			square += value * value;
			const base = bucket * intents;
			for (let label = 0; label < intents; label++) {
				products[label] = (products[label] ?? 0) + value * (sums[base + label] ?? 0);
			}
		});
		return nearest({ products, squares, own, square });
	});
}

interface Similarities {
	readonly products: Float64Array;
	readonly squares: Float64Array;
	readonly own: number;
	/** Of the example itself, which its own intent's mean must not contain. */
	readonly square: number;
}

function nearest({ products, squares, own, square }: Similarities): number {
	let best = own;
	// another intent must be nearer than chance is
	let highest = IN_COMMON * Math.sqrt(square);
	for (let label = 0; label < products.length; label++) {
		const isOwn = label === own;
		const product = (products[label] ?? 0) - (isOwn ? square : 0);
		const length = (squares[label] ?? 0) - (isOwn ? 2 * (products[label] ?? 0) - square : 0);
		const cosine = length > 1e-6 ? product / Math.sqrt(length) : 0;
		if (cosine > highest || (cosine === highest && isOwn)) {
			highest = cosine;
			best = label;
		}
	}
	return best;
}
