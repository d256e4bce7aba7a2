import type { PartArrays, TrainedPart } from "../trained-part.ts";
import type { LearnedWeights } from "./chain-weights.ts";
import { labelCount } from "./labels.ts";

type Numbers = Uint8Array | Uint16Array;

/**
 * Packs weights. Rows are sorted by their feature's hash into buckets by its first bits, and told apart by the next
 * 16. A weight is eight bits, finer near 0: of code c the size is (c / 127)² of the largest. Weights that round to
 * nothing are left out, and rows without weights.
 */
export function packWeights(learned: LearnedWeights, kinds: number, sharpness: number): TrainedPart {
	const { hashes, starts, labels, weights, transitions } = learned;
	let top = 0;
	for (const weight of weights) top = Math.max(top, Math.abs(weight));
	const order = Int32Array.from(hashes.keys());
	order.sort((a, b) => ((hashes[a] ?? 0) >>> 0) - ((hashes[b] ?? 0) >>> 0));
	const packed = {
		hashes: [] as number[],
		sizes: [] as number[],
		labels: [] as number[],
		codes: [] as number[],
	};
	for (const row of order) {
		const before = packed.labels.length;
		for (let k = starts[row] ?? 0; k < (starts[row + 1] ?? 0); k++) {
			const code = codeOf(weights[k] ?? 0, top);
			if (code === 0) continue;
			packed.labels.push(labels[k] ?? 0);
			packed.codes.push(code);
		}
		if (packed.labels.length === before) continue;
		packed.hashes.push((hashes[row] ?? 0) >>> 0);
		packed.sizes.push(packed.labels.length - before);
	}
	const bits = bucketBits(packed.hashes.length);
	const numbers = (values: number[]): Numbers =>
		isWide(kinds) ? Uint16Array.from(values) : Uint8Array.from(values);
	return {
		config: { kinds, top, bits, sharpness },
		arrays: new Map<string, Uint32Array | Numbers | Int8Array | Float32Array>([
			["buckets", bucketStarts(packed.hashes, packed.sizes, bits)],
			["marks", Uint16Array.from(packed.hashes, (hash) => markOf(hash, bits))],
			["sizes", numbers(packed.sizes)],
			["labels", numbers(packed.labels)],
			["codes", Int8Array.from(packed.codes)],
			["between", transitions.between],
			["inside", transitions.inside],
		]),
	};
}

const CODES = 127;
/** Codes nearer to 0 than this stand for weights that change nothing. */
const LEAST_CODE = 12;

function codeOf(weight: number, top: number): number {
	if (top === 0) return 0;
	const code = Math.round(Math.sqrt(Math.abs(weight) / top) * CODES);
	return code < LEAST_CODE ? 0 : weight < 0 ? -code : code;
}

/** Whether labels, and how many a row has, need more than eight bits. */
const isWide = (kinds: number): boolean => labelCount(kinds) > 255;

/** About two rows a bucket; the bits that are left tell them apart. */
function bucketBits(rows: number): number {
	return Math.min(16, Math.max(4, Math.ceil(Math.log2(Math.max(1, rows / 2)))));
}

/** The first row of bucket b at 2b, the first of that row's weights at 2b + 1; one bucket more for the end. */
function bucketStarts(hashes: readonly number[], sizes: readonly number[], bits: number): Uint32Array {
	const starts = new Uint32Array(2 * (2 ** bits + 1));
	hashes.forEach((hash, row) => {
		const next = 2 * ((hash >>> (32 - bits)) + 1);
		starts[next] = (starts[next] ?? 0) + 1;
		starts[next + 1] = (starts[next + 1] ?? 0) + (sizes[row] ?? 0);
	});
	for (let i = 2; i < starts.length; i++) starts[i] = (starts[i] ?? 0) + (starts[i - 2] ?? 0);
	return starts;
}

function markOf(hash: number, bits: number): number {
	return (hash >>> (16 - bits)) & 0xffff;
}

/** Reads packed weights: views into the model's arrays. */
export class PackedWeights {
	readonly between: Float32Array;
	readonly inside: Float32Array;
	readonly #bits: number;
	readonly #weights: Float32Array;
	readonly #buckets: Uint32Array;
	readonly #marks: Uint16Array;
	readonly #sizes: Numbers;
	readonly #labels: Numbers;
	readonly #codes: Int8Array;

	constructor({ kinds, top, bits }: { kinds: number; top: number; bits: number }, arrays: PartArrays) {
		this.#bits = bits;
		this.#weights = Float32Array.from({ length: 256 }, (_, i) => {
			const share = (i - 128) / CODES;
			return Math.sign(share) * share * share * top;
		});
		const numbers = (name: string): Numbers => (isWide(kinds) ? arrays.uint16(name) : arrays.uint8(name));
		this.#buckets = arrays.uint32("buckets");
		this.#marks = arrays.uint16("marks");
		this.#sizes = numbers("sizes");
		this.#labels = numbers("labels");
		this.#codes = arrays.int8("codes");
		this.between = arrays.float32("between");
		this.inside = arrays.float32("inside");
	}

	/** Adds a feature's weights to the scores of one token's labels, which begin at `base`. */
	addTo(emissions: Float32Array, base: number, hash: number): void {
		const bucket = 2 * (hash >>> (32 - this.#bits));
		const mark = markOf(hash, this.#bits);
		const end = this.#buckets[bucket + 2] ?? 0;
		let from = this.#buckets[bucket + 1] ?? 0;
		for (let row = this.#buckets[bucket] ?? 0; row < end; row++) {
			const to = from + (this.#sizes[row] ?? 0);
			if (this.#marks[row] === mark) {
				for (let k = from; k < to; k++) {
					const at = base + (this.#labels[k] ?? 0);
					emissions[at] = (emissions[at] ?? 0) + (this.#weights[(this.#codes[k] ?? 0) + 128] ?? 0);
				}
				return;
			}
			from = to;
		}
	}
}
