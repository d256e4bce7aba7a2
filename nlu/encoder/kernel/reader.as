/**
 * A reader of texts. The mean of a text's token rows asks, once a head, how much each row says here, adds what it hears,
 * and then what two products with GELU between them make of it. What a step reads is normalised, what goes on is not: it keeps
 * its length (R. Xiong et al., 2020). Only the asking looks at single tokens, and takes no product with weights for them. The
 * rows have four bits a number.
 */
import { add, addAndNormalise, dot, gelu, softmax } from "./layers";
import { layOut, linear, quantise } from "./linear";
import { addressOf, reserve } from "./memory";

/** Arrays in the order of `READER_ARRAYS` of nlu/vectors/context-reader.ts; scales and a bias follow a product's weights. */
const TOKENS = 0;
const TOKEN_SCALES = 1;
const ASK_NORM = 2;
const ASK = 4;
const HEAR = 7;
const UP_NORM = 10;
const UP = 12;
const DOWN = 15;

/** Products are of two rows at once; the second stays empty. */
const ROWS = 2;
/** What four bits hold for zero. */
const ZERO_STEP = 8;

let size = 0;
let inner = 0;
let heads = 0;
let tokens: usize = 0;
let rows: usize = 0;
let scores: usize = 0;
let mean: usize = 0;
let asked: usize = 0;
let wide: usize = 0;
let small: usize = 0;
let scales: usize = 0;

/** Takes the working memory. Call once. @returns where the numbers of the tokens (i32) are to be written */
export function configureReader(width: i32, innerWidth: i32, headCount: i32, maxTokens: i32): usize {
	size = width;
	inner = innerWidth;
	heads = headCount;
	const widest = <usize>max(inner, size * heads);
	tokens = reserve(<usize>maxTokens << 2);
	rows = reserve(<usize>(maxTokens * size) << 2);
	scores = reserve(<usize>maxTokens << 2);
	mean = reserve(<usize>(ROWS * size) << 2);
	asked = reserve((ROWS * widest) << 2);
	wide = reserve((ROWS * widest) << 2);
	small = reserve((ROWS * widest) << 1);
	scales = reserve(ROWS << 2);
	layOut(addressOf(ASK), wide, size, size * heads);
	layOut(addressOf(HEAR), wide, size * heads, size);
	layOut(addressOf(UP), wide, size, inner);
	layOut(addressOf(DOWN), wide, inner, size);
	return tokens;
}

/** Reads the `count` tokens that were written. @returns where the vector lies: f32 × width, of any length */
export function readTokens(count: i32): usize {
	embed(count);
	normalised(ASK_NORM);
	product(ASK, asked, size, size * heads);
	for (let h = 0; h < heads; h++) hear(asked + (<usize>(h * size) << 2), wide + (<usize>(h * size) << 2), count);
	quantise(wide, small, scales, ROWS, size * heads);
	product(HEAR, wide, size * heads, size);
	add(mean, wide, size);
	normalised(UP_NORM);
	product(UP, wide, size, inner);
	gelu(wide, inner);
	quantise(wide, small, scales, ROWS, inner);
	product(DOWN, wide, inner, size);
	add(mean, wide, size);
	return mean;
}

/** Unpacks the tokens' rows, and takes their mean. */
function embed(count: i32): void {
	memory.fill(mean, 0, <usize>size << 2);
	for (let t = 0; t < count; t++) {
		const token = <usize>load<i32>(tokens + (<usize>t << 2));
		const scale = load<f32>(addressOf(TOKEN_SCALES) + (token << 2));
		const packed = addressOf(TOKENS) + token * <usize>(size >> 1);
		const row = rows + (<usize>(t * size) << 2);
		for (let k = 0; k < size; k += 2) {
			const pair = <i32>load<u8>(packed + <usize>(k >> 1));
			const at = row + (<usize>k << 2);
			store<f32>(at, <f32>((pair & 15) - ZERO_STEP) * scale);
			store<f32>(at, <f32>((pair >> 4) - ZERO_STEP) * scale, 4);
		}
		add(mean, row, size);
	}
	const share = f32x4.splat(1 / <f32>count);
	for (let at = mean; at < mean + (<usize>size << 2); at += 16)
		v128.store(at, f32x4.mul(v128.load(at), share));
}

/** Quantises the mean, normalised. @param norm - number of the gamma; beta follows */
function normalised(norm: i32): void {
	memory.copy(wide, mean, <usize>size << 2);
	addAndNormalise(wide, 0, addressOf(norm), addressOf(norm + 1), 1, size);
	memory.fill(wide + (<usize>size << 2), 0, <usize>size << 2);
	quantise(wide, small, scales, ROWS, size);
}

/** The rows, each as much as it answers `question`, summed at `to`. */
function hear(question: usize, to: usize, count: i32): void {
	const bytes = <usize>size << 2;
	for (let t = 0; t < count; t++)
		store<f32>(scores + (<usize>t << 2), dot(question, rows + <usize>t * bytes, size));
	softmax(scores, count);
	for (let at: usize = 0; at < bytes; at += 16) {
		let sum = f32x4.splat(0);
		for (let t = 0; t < count; t++) {
			const weight = f32x4.splat(load<f32>(scores + (<usize>t << 2)));
			sum = f32x4.add(sum, f32x4.mul(weight, v128.load(rows + <usize>t * bytes + at)));
		}
		v128.store(to + at, sum);
	}
}

/** @param first - number of the weights */
function product(first: i32, to: usize, columns: i32, outputs: i32): void {
	linear(small, scales, addressOf(first), addressOf(first + 1), addressOf(first + 2), to, ROWS, columns, outputs);
}
