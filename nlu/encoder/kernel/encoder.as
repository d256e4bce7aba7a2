/**
 * A BERT-like sentence encoder (J. Devlin et al., 2019): token rows, positions, `layers` × {attention, feed-forward},
 * mean over the tokens. Beside it, the reader of texts and what the training of a linear model does most. Compiled by
 * AssemblyScript to WebAssembly with SIMD; the host writes the weights into memory.
 */
import { addAndNormalise, attend, gelu } from "./layers";
import { layOut, linear, quantise } from "./linear";
import { addressOf, reserve, reserveArray } from "./memory";

export { reserveArray };
export { configureReader, readTokens } from "./reader";
export { addRow, configureRows, rowProduct } from "./rows";

/** Arrays before those of the layers: token rows, their scales, positions, gamma, beta. */
const FIRST_LAYER = 5;
/** Of one layer: (weights, scales, bias) × query-key-value, output, up, down; (gamma, beta) after output and down. */
const ARRAYS_PER_LAYER = 16;

let size = 0;
let inner = 0;
let layers = 0;
let heads = 0;
let tokens: usize = 0;
let x: usize = 0;
let wide: usize = 0;
let mixed: usize = 0;
let small: usize = 0;
let scales: usize = 0;
let scores: usize = 0;
let mean: usize = 0;

/** Takes the working memory. Call once. @returns where the numbers of the tokens (i32) are to be written */
export function configure(
	width: i32,
	innerWidth: i32,
	layerCount: i32,
	headCount: i32,
	maxTokens: i32,
): usize {
	size = width;
	inner = innerWidth;
	layers = layerCount;
	heads = headCount;
	const rows = <usize>((maxTokens + 1) & ~1);
	tokens = reserve(rows << 2);
	x = reserve((rows * <usize>size) << 2);
	wide = reserve((rows * <usize>max(inner, size * 3)) << 2);
	mixed = reserve((rows * <usize>size) << 2);
	small = reserve((rows * <usize>inner) << 1);
	scales = reserve(rows << 2);
	scores = reserve(rows << 2);
	mean = reserve((<usize>size) << 2);
	for (let l = 0; l < layers; l++) layOutLayer(FIRST_LAYER + l * ARRAYS_PER_LAYER);
	return tokens;
}

/** The weights come row by row, as a file has them. */
function layOutLayer(first: i32): void {
	layOut(addressOf(first), wide, size, size * 3);
	layOut(addressOf(first + 3), wide, size, size);
	layOut(addressOf(first + 8), wide, size, inner);
	layOut(addressOf(first + 11), wide, inner, size);
}

/** Encodes the `count` tokens that were written. @returns where the vector lies: f32 × width, not normalised */
export function encode(count: i32): usize {
	const rows = (count + 1) & ~1;
	embed(count, rows);
	for (let l = 0; l < layers; l++) runLayer(FIRST_LAYER + l * ARRAYS_PER_LAYER, count, rows);
	average(count);
	return mean;
}

function embed(count: i32, rows: i32): void {
	const rowBytes = (<usize>size) << 2;
	memory.fill(x, 0, <usize>rows * rowBytes);
	for (let t = 0; t < count; t++) {
		const token = load<i32>(tokens + ((<usize>t) << 2));
		const scale = load<f32>(addressOf(1) + ((<usize>token) << 2));
		const row = addressOf(0) + <usize>(token * size);
		const position = addressOf(2) + <usize>t * rowBytes;
		for (let k = 0; k < size; k++) {
			const at = (<usize>k) << 2;
			store<f32>(
				x + <usize>t * rowBytes + at,
				<f32>load<i8>(row + <usize>k) * scale + load<f32>(position + at),
			);
		}
	}
	addAndNormalise(x, 0, addressOf(3), addressOf(4), count, size);
}

/** @param first - number of the layer's first array. Rows beyond `count` are padding that no token looks at. */
function runLayer(first: i32, count: i32, rows: i32): void {
	quantise(x, small, scales, rows, size);
	product(first, wide, rows, size, size * 3);
	attend(wide, scores, mixed, count, size, heads);
	quantise(mixed, small, scales, rows, size);
	product(first + 3, wide, rows, size, size);
	addAndNormalise(x, wide, addressOf(first + 6), addressOf(first + 7), count, size);
	quantise(x, small, scales, rows, size);
	product(first + 8, wide, rows, size, inner);
	gelu(wide, count * inner);
	quantise(wide, small, scales, rows, inner);
	product(first + 11, mixed, rows, inner, size);
	addAndNormalise(x, mixed, addressOf(first + 14), addressOf(first + 15), count, size);
}

function product(first: i32, to: usize, rows: i32, columns: i32, outputs: i32): void {
	linear(
		small,
		scales,
		addressOf(first),
		addressOf(first + 1),
		addressOf(first + 2),
		to,
		rows,
		columns,
		outputs,
	);
}

function average(count: i32): void {
	const rowBytes = (<usize>size) << 2;
	const share = f32x4.splat(1 / <f32>count);
	for (let at: usize = 0; at < rowBytes; at += 16) {
		let sum = f32x4.splat(0);
		for (let t = 0; t < count; t++) sum = f32x4.add(sum, v128.load(x + <usize>t * rowBytes + at));
		v128.store(mean + at, f32x4.mul(sum, share));
	}
}
