/**
 * Products with 8-bit weights, without rounding inside: numbers of 13 bits and a sign by weights of 7 and a sign,
 * summed in 32 bits. The same on every machine, for only exact integer operations are used.
 */

/** The largest magnitude of a quantised activation: 127 × 8191 × 1536 stays below 2^31. */
const TOP: f32 = 8191;

/** Quantises each of `rows` rows of `columns` numbers (f32 at `from`) to i16 at `to`; the scale of row r to `scales`. */
export function quantise(from: usize, to: usize, scales: usize, rows: i32, columns: i32): void {
	for (let r = 0; r < rows; r++) {
		const source = from + (<usize>(r * columns) << 2);
		const target = to + (<usize>(r * columns) << 1);
		const scale = largest(source, columns) / TOP;
		store<f32>(scales + (<usize>r << 2), scale);
		const factor = f32x4.splat(scale > 0 ? 1 / scale : 0);
		for (let k = 0; k < columns; k += 8) {
			const low = f32x4.nearest(f32x4.mul(v128.load(source + (<usize>k << 2)), factor));
			const high = f32x4.nearest(f32x4.mul(v128.load(source + (<usize>k << 2), 16), factor));
			v128.store(
				target + (<usize>k << 1),
				i16x8.narrow_i32x4_s(i32x4.trunc_sat_f32x4_s(low), i32x4.trunc_sat_f32x4_s(high)),
			);
		}
	}
}

function largest(source: usize, columns: i32): f32 {
	let top = f32x4.splat(0);
	for (let k = 0; k < columns; k += 4) top = f32x4.max(top, f32x4.abs(v128.load(source + (<usize>k << 2))));
	return max(
		max(f32x4.extract_lane(top, 0), f32x4.extract_lane(top, 1)),
		max(f32x4.extract_lane(top, 2), f32x4.extract_lane(top, 3)),
	);
}

/**
 * y = x · wᵀ + bias for `rows` rows, four at a time and two outputs at a time.
 *
 * @param x - i16, rows × columns, with `xScales`; rows is a multiple of 4, columns of 16
 * @param w - i8, outputs × columns, with `wScales`; outputs is even
 * @param y - f32, rows × outputs
 */
export function linear(
	x: usize,
	xScales: usize,
	w: usize,
	wScales: usize,
	bias: usize,
	y: usize,
	rows: i32,
	columns: i32,
	outputs: i32,
): void {
	const rowBytes = <usize>columns << 1;
	const outBytes = <usize>outputs << 2;
	for (let o = 0; o < outputs; o += 2) {
		const w0 = w + <usize>(o * columns);
		const w1 = w0 + <usize>columns;
		const at = <usize>o << 2;
		for (let r = 0; r < rows; r += 4) {
			const x0 = x + <usize>r * rowBytes;
			const x1 = x0 + rowBytes;
			const x2 = x1 + rowBytes;
			const x3 = x2 + rowBytes;
			let a0 = i32x4.splat(0);
			let a1 = i32x4.splat(0);
			let a2 = i32x4.splat(0);
			let a3 = i32x4.splat(0);
			let b0 = i32x4.splat(0);
			let b1 = i32x4.splat(0);
			let b2 = i32x4.splat(0);
			let b3 = i32x4.splat(0);
			for (let k = 0; k < columns; k += 16) {
				const p = v128.load(w0 + <usize>k);
				const q = v128.load(w1 + <usize>k);
				const pl = i16x8.extend_low_i8x16_s(p);
				const ph = i16x8.extend_high_i8x16_s(p);
				const ql = i16x8.extend_low_i8x16_s(q);
				const qh = i16x8.extend_high_i8x16_s(q);
				const step = <usize>k << 1;
				let u = v128.load(x0 + step);
				let v = v128.load(x0 + step, 16);
				a0 = i32x4.add(a0, i32x4.add(i32x4.dot_i16x8_s(u, pl), i32x4.dot_i16x8_s(v, ph)));
				b0 = i32x4.add(b0, i32x4.add(i32x4.dot_i16x8_s(u, ql), i32x4.dot_i16x8_s(v, qh)));
				u = v128.load(x1 + step);
				v = v128.load(x1 + step, 16);
				a1 = i32x4.add(a1, i32x4.add(i32x4.dot_i16x8_s(u, pl), i32x4.dot_i16x8_s(v, ph)));
				b1 = i32x4.add(b1, i32x4.add(i32x4.dot_i16x8_s(u, ql), i32x4.dot_i16x8_s(v, qh)));
				u = v128.load(x2 + step);
				v = v128.load(x2 + step, 16);
				a2 = i32x4.add(a2, i32x4.add(i32x4.dot_i16x8_s(u, pl), i32x4.dot_i16x8_s(v, ph)));
				b2 = i32x4.add(b2, i32x4.add(i32x4.dot_i16x8_s(u, ql), i32x4.dot_i16x8_s(v, qh)));
				u = v128.load(x3 + step);
				v = v128.load(x3 + step, 16);
				a3 = i32x4.add(a3, i32x4.add(i32x4.dot_i16x8_s(u, pl), i32x4.dot_i16x8_s(v, ph)));
				b3 = i32x4.add(b3, i32x4.add(i32x4.dot_i16x8_s(u, ql), i32x4.dot_i16x8_s(v, qh)));
			}
			const y0 = y + <usize>r * outBytes + at;
			const scale0 = load<f32>(wScales + at);
			const scale1 = load<f32>(wScales + at, 4);
			const bias0 = load<f32>(bias + at);
			const bias1 = load<f32>(bias + at, 4);
			const s = xScales + (<usize>r << 2);
			put(y0, a0, b0, load<f32>(s), scale0, scale1, bias0, bias1);
			put(y0 + outBytes, a1, b1, load<f32>(s, 4), scale0, scale1, bias0, bias1);
			put(y0 + outBytes * 2, a2, b2, load<f32>(s, 8), scale0, scale1, bias0, bias1);
			put(y0 + outBytes * 3, a3, b3, load<f32>(s, 12), scale0, scale1, bias0, bias1);
		}
	}
}

/** Two neighbouring outputs of one row. */
@inline
function put(
	to: usize,
	a: v128,
	b: v128,
	xScale: f32,
	scale0: f32,
	scale1: f32,
	bias0: f32,
	bias1: f32,
): void {
	store<f32>(to, <f32>laneSum(a) * xScale * scale0 + bias0);
	store<f32>(to, <f32>laneSum(b) * xScale * scale1 + bias1, 4);
}

@inline
function laneSum(a: v128): i32 {
	return (
		i32x4.extract_lane(a, 0) +
		i32x4.extract_lane(a, 1) +
		i32x4.extract_lane(a, 2) +
		i32x4.extract_lane(a, 3)
	);
}
