/**
 * What a linear model's training does nearly all of its time: products of a sparse matrix's rows with weights, and rows added
 * to them. The same sums in the same order as nlu/linear/row-products.ts, two beside one another in a register: both say the
 * same to the last bit.
 */
import { addressOf } from "./memory";

/** Arrays in the order of `copyIn` of nlu/linear/row-products.ts. */
const INDICES = 0;
const VALUES = 1;
const ROW_STARTS = 2;
const RUN_STARTS = 3;
const WEIGHTS = 4;

let indices: usize = 0;
let values: usize = 0;
let rowStarts: usize = 0;
let runStarts: usize = 0;
let weights: usize = 0;
let bias: usize = 0;

/** Call once, when the arrays have their room. */
export function configureRows(columns: i32): void {
	indices = addressOf(INDICES);
	values = addressOf(VALUES);
	rowStarts = addressOf(ROW_STARTS);
	runStarts = addressOf(RUN_STARTS);
	weights = addressOf(WEIGHTS);
	bias = weights + (<usize>columns << 3);
}

/** The product of a row with the weights, bias included. */
export function rowProduct(row: i32): f64 {
	const r = <usize>row << 2;
	let a = load<f64>(bias);
	let b: f64 = 0;
	let c: f64 = 0;
	let d: f64 = 0;
	let value = values + (<usize>load<u32>(rowStarts + r) << 2);
	let index = value - values + indices;
	const run = values + (<usize>load<u32>(runStarts + r) << 2);
	const end = values + (<usize>load<u32>(rowStarts + r, 4) << 2);
	for (; value + 12 < run; value += 16, index += 16) {
		a += <f64>load<f32>(value) * load<f64>(weightAt(index));
		b += <f64>load<f32>(value, 4) * load<f64>(weightAt(index + 4));
		c += <f64>load<f32>(value, 8) * load<f64>(weightAt(index + 8));
		d += <f64>load<f32>(value, 12) * load<f64>(weightAt(index + 12));
	}
	for (; value < run; value += 4, index += 4) a += <f64>load<f32>(value) * load<f64>(weightAt(index));
	if (value >= end) return a + b + (c + d);
	let weight = weightAt(index);
	let ab = f64x2.replace_lane(f64x2.splat(a), 1, b);
	let cd = f64x2.replace_lane(f64x2.splat(c), 1, d);
	for (; value + 12 < end; value += 16, weight += 32) {
		const four = v128.load(value);
		ab = f64x2.add(ab, f64x2.mul(f64x2.promote_low_f32x4(four), v128.load(weight)));
		cd = f64x2.add(cd, f64x2.mul(f64x2.promote_low_f32x4(upper(four)), v128.load(weight, 16)));
	}
	a = f64x2.extract_lane(ab, 0);
	for (; value < end; value += 4, weight += 8) a += <f64>load<f32>(value) * load<f64>(weight);
	return a + f64x2.extract_lane(ab, 1) + (f64x2.extract_lane(cd, 0) + f64x2.extract_lane(cd, 1));
}

/** Adds `step` times a row to the weights, `step` to the bias. */
export function addRow(row: i32, step: f64): void {
	const r = <usize>row << 2;
	let value = values + (<usize>load<u32>(rowStarts + r) << 2);
	let index = value - values + indices;
	const run = values + (<usize>load<u32>(runStarts + r) << 2);
	const end = values + (<usize>load<u32>(rowStarts + r, 4) << 2);
	for (; value < run; value += 4, index += 4) add(weightAt(index), step * <f64>load<f32>(value));
	add(bias, step);
	if (value >= end) return;
	let weight = weightAt(index);
	const steps = f64x2.splat(step);
	for (; value + 12 < end; value += 16, weight += 32) {
		const four = v128.load(value);
		const low = f64x2.mul(steps, f64x2.promote_low_f32x4(four));
		const high = f64x2.mul(steps, f64x2.promote_low_f32x4(upper(four)));
		v128.store(weight, f64x2.add(v128.load(weight), low));
		v128.store(weight, f64x2.add(v128.load(weight, 16), high), 16);
	}
	for (; value < end; value += 4, weight += 8) add(weight, step * <f64>load<f32>(value));
}

@inline
function weightAt(index: usize): usize {
	return weights + (<usize>load<u32>(index) << 3);
}

@inline
function add(at: usize, value: f64): void {
	store<f64>(at, load<f64>(at) + value);
}

/** The third and the fourth of four numbers, in the first two places. */
@inline
function upper(four: v128): v128 {
	return i32x4.shuffle(four, four, 2, 3, 2, 3);
}
