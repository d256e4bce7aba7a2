/** What stands between the products of a transformer: attention, GELU, layer normalisation. All f32. */

const EPSILON: f32 = 1e-12;

/** x = normalise(x + added) × gamma + beta, for each of `rows` rows of `size` numbers, in place. `added` may be 0. */
export function addAndNormalise(x: usize, added: usize, gamma: usize, beta: usize, rows: i32, size: i32): void {
	const bytes = <usize>size << 2;
	for (let r = 0; r < rows; r++) {
		const row = x + <usize>r * bytes;
		const other = added + <usize>r * bytes;
		let sum = f32x4.splat(0);
		for (let at: usize = 0; at < bytes; at += 16) {
			let value = v128.load(row + at);
			if (added !== 0) value = f32x4.add(value, v128.load(other + at));
			v128.store(row + at, value);
			sum = f32x4.add(sum, value);
		}
		const mean = f32x4.splat(lanes(sum) / <f32>size);
		let squares = f32x4.splat(0);
		for (let at: usize = 0; at < bytes; at += 16) {
			const value = f32x4.sub(v128.load(row + at), mean);
			squares = f32x4.add(squares, f32x4.mul(value, value));
		}
		const factor = f32x4.splat(1 / Mathf.sqrt(lanes(squares) / <f32>size + EPSILON));
		for (let at: usize = 0; at < bytes; at += 16) {
			const value = f32x4.mul(f32x4.sub(v128.load(row + at), mean), factor);
			v128.store(row + at, f32x4.add(f32x4.mul(value, v128.load(gamma + at)), v128.load(beta + at)));
		}
	}
}

/** x = x + added, `count` numbers (a multiple of 4) in place. */
export function add(x: usize, added: usize, count: i32): void {
	const bytes = <usize>count << 2;
	for (let at: usize = 0; at < bytes; at += 16)
		v128.store(x + at, f32x4.add(v128.load(x + at), v128.load(added + at)));
}

/** The sum of the products of `count` numbers (a multiple of 4) at `a` and at `b`. */
export function dot(a: usize, b: usize, count: i32): f32 {
	let sum = f32x4.splat(0);
	for (let at: usize = 0; at < <usize>count << 2; at += 16)
		sum = f32x4.add(sum, f32x4.mul(v128.load(a + at), v128.load(b + at)));
	return lanes(sum);
}

/** Turns `count` scores into shares of one, in place. */
export function softmax(scores: usize, count: i32): void {
	const end = scores + (<usize>count << 2);
	let top: f32 = -Infinity;
	for (let at = scores; at < end; at += 4) top = max(top, load<f32>(at));
	let total: f32 = 0;
	for (let at = scores; at < end; at += 4) {
		const weight = Mathf.exp(load<f32>(at) - top);
		store<f32>(at, weight);
		total += weight;
	}
	for (let at = scores; at < end; at += 4) store<f32>(at, load<f32>(at) / total);
}

@inline
function lanes(a: v128): f32 {
	return (
		f32x4.extract_lane(a, 0) +
		f32x4.extract_lane(a, 1) +
		f32x4.extract_lane(a, 2) +
		f32x4.extract_lane(a, 3)
	);
}

/** GELU between −8 and 8 in steps of 1/256; it is 0 below and the identity above. */
const REACH: f32 = 8;
const STEPS_PER_UNIT: f32 = 256;
const STEPS = 4096;
const gelus = memory.data((STEPS + 2) << 2, 16);
let isTableFilled = false;

/** GELU of `count` numbers (a multiple of 4) in place, read from a table with linear interpolation (off by less than 1e-6). */
export function gelu(x: usize, count: i32): void {
	if (!isTableFilled) fillTable();
	const low = f32x4.splat(-REACH);
	const high = f32x4.splat(REACH);
	const steps = f32x4.splat(STEPS_PER_UNIT);
	const end = x + (<usize>count << 2);
	for (let at = x; at < end; at += 16) {
		const value = v128.load(at);
		const place = f32x4.mul(f32x4.add(f32x4.min(f32x4.max(value, low), high), high), steps);
		const step = i32x4.trunc_sat_f32x4_s(place);
		const entries = i32x4.shl(step, 2);
		// each load brings an entry and the next one
		let first = v128.load64_zero(gelus + <usize>i32x4.extract_lane(entries, 0));
		first = v128.load64_lane(gelus + <usize>i32x4.extract_lane(entries, 1), first, 1);
		let second = v128.load64_zero(gelus + <usize>i32x4.extract_lane(entries, 2));
		second = v128.load64_lane(gelus + <usize>i32x4.extract_lane(entries, 3), second, 1);
		const from = v128.shuffle<f32>(first, second, 0, 2, 4, 6);
		const to = v128.shuffle<f32>(first, second, 1, 3, 5, 7);
		const share = f32x4.sub(place, f32x4.convert_i32x4_s(step));
		const read = f32x4.add(from, f32x4.mul(f32x4.sub(to, from), share));
		v128.store(at, v128.bitselect(value, read, f32x4.ge(value, high)));
	}
}

function fillTable(): void {
	for (let i = 0; i < STEPS + 2; i++) {
		const x = <f64>i / <f64>STEPS_PER_UNIT - <f64>REACH;
		store<f32>(gelus + (<usize>i << 2), <f32>(0.5 * x * (1 + erf(x / Math.SQRT2))));
	}
	isTableFilled = true;
}

/** Error function by its power series (Abramowitz and Stegun 7.1.6); from 5 on it is ±1. */
function erf(x: f64): f64 {
	const size = Math.abs(x);
	if (size > 5) return x < 0 ? -1 : 1;
	let term = size;
	let sum = size;
	for (let n = 1; n < 200; n++) {
		term *= (2 * size * size) / (2 * <f64>n + 1);
		sum += term;
		if (term < 1e-17 * sum) break;
	}
	const value = (2 / Math.sqrt(Math.PI)) * Math.exp(-size * size) * sum;
	return x < 0 ? -value : value;
}

/**
 * Attention of every token to every token, head by head.
 *
 * @param qkv - f32, rows × (3 × size): queries, keys, values of a token side by side
 * @param scores - room for `rows` numbers
 * @param to - f32, rows × size
 */
export function attend(qkv: usize, scores: usize, to: usize, rows: i32, size: i32, heads: i32): void {
	const headSize = size / heads;
	const stride = <usize>(size * 3) << 2;
	const shrink: f32 = 1 / Mathf.sqrt(<f32>headSize);
	const headBytes = <usize>headSize << 2;
	for (let h = 0; h < heads; h++) {
		const queries = qkv + <usize>h * headBytes;
		const keys = queries + (<usize>size << 2);
		const values = keys + (<usize>size << 2);
		for (let r = 0; r < rows; r++) {
			const query = queries + <usize>r * stride;
			for (let s = 0; s < rows; s++)
				store<f32>(scores + (<usize>s << 2), dot(query, keys + <usize>s * stride, headSize) * shrink);
			softmax(scores, rows);
			const target = to + (<usize>(r * size) << 2) + <usize>h * headBytes;
			for (let at: usize = 0; at < headBytes; at += 16) {
				let sum = f32x4.splat(0);
				for (let s = 0; s < rows; s++) {
					const weight = f32x4.splat(load<f32>(scores + (<usize>s << 2)));
					sum = f32x4.add(sum, f32x4.mul(weight, v128.load(values + <usize>s * stride + at)));
				}
				v128.store(target + at, sum);
			}
		}
	}
}
