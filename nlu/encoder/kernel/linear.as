/**
 * Products with 8-bit weights, without rounding inside: numbers of 13 bits and a sign by weights of 7 and a sign,
 * summed in 32 bits. The same on every machine, for only exact integer operations are used.
 *
 * Both factors lie in tiles, so that one address and fixed offsets reach all that a step needs: of two rows (of four
 * outputs) sixteen columns side by side, then the next sixteen.
 */
const TILE_ROWS = 2;
const TILE_OUTPUTS = 4;
const TILE_COLUMNS = 16;

/** The largest magnitude of a quantised activation: 127 × 8191 × 1536 stays below 2^31. */
const TOP: f32 = 8191;

/**
 * Quantises each of `rows` rows of `columns` numbers (f32 at `from`) to tiles of i16 at `to`; the scale of row r to
 * `scales`.
 */
export function quantise(from: usize, to: usize, scales: usize, rows: i32, columns: i32): void {
	const pairBytes = <usize>(columns * TILE_ROWS) << 1;
	for (let r = 0; r < rows; r++) {
		const source = from + (<usize>(r * columns) << 2);
		let target = to + <usize>(r / TILE_ROWS) * pairBytes + <usize>(r % TILE_ROWS) * (TILE_COLUMNS << 1);
		const scale = largest(source, columns) / TOP;
		store<f32>(scales + (<usize>r << 2), scale);
		const factor = f32x4.splat(scale > 0 ? 1 / scale : 0);
		for (let k = 0; k < columns; k += TILE_COLUMNS) {
			const at = source + (<usize>k << 2);
			v128.store(target, rounded(v128.load(at), v128.load(at, 16), factor));
			v128.store(target, rounded(v128.load(at, 32), v128.load(at, 48), factor), 16);
			target += (TILE_COLUMNS * TILE_ROWS) << 1;
		}
	}
}

@inline
function rounded(low: v128, high: v128, factor: v128): v128 {
	return i16x8.narrow_i32x4_s(
		i32x4.trunc_sat_f32x4_s(f32x4.nearest(f32x4.mul(low, factor))),
		i32x4.trunc_sat_f32x4_s(f32x4.nearest(f32x4.mul(high, factor))),
	);
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
 * Lays weights (i8, outputs × columns, row by row) out in tiles, in place.
 *
 * @param scratch - room for four rows
 */
export function layOut(w: usize, scratch: usize, columns: i32, outputs: i32): void {
	const bytes = <usize>(columns * TILE_OUTPUTS);
	for (let block = 0; block < outputs; block += TILE_OUTPUTS) {
		const rows = w + <usize>(block * columns);
		memory.copy(scratch, rows, bytes);
		for (let o = 0; o < TILE_OUTPUTS; o++) {
			for (let k = 0; k < columns; k += TILE_COLUMNS) {
				v128.store(
					rows + <usize>(k * TILE_OUTPUTS + o * TILE_COLUMNS),
					v128.load(scratch + <usize>(o * columns + k)),
				);
			}
		}
	}
}

/**
 * y = x · wᵀ + bias for `rows` rows.
 *
 * @param x - i16 in tiles, with `xScales`; rows is even, columns a multiple of 16
 * @param w - i8 in tiles, with `wScales`; outputs is a multiple of 4
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
	const outBytes = <usize>outputs << 2;
	const blockBytes = <usize>(columns * TILE_OUTPUTS);
	let tile = w;
	for (let o: usize = 0; o < outBytes; o += TILE_OUTPUTS << 2) {
		const end = tile + blockBytes;
		const scale = v128.load(wScales + o);
		const start = v128.load(bias + o);
		let u = x;
		let to = y + o;
		for (let r = 0; r < rows; r += TILE_ROWS) {
			let a0 = i32x4.splat(0);
			let a1 = i32x4.splat(0);
			let a2 = i32x4.splat(0);
			let a3 = i32x4.splat(0);
			let b0 = i32x4.splat(0);
			let b1 = i32x4.splat(0);
			let b2 = i32x4.splat(0);
			let b3 = i32x4.splat(0);
			for (let q = tile; q < end; q += TILE_OUTPUTS * TILE_COLUMNS) {
				let a = v128.load(u);
				let b = v128.load(u, 32);
				let p = v128.load8x8_s(q);
				a0 = i32x4.add(a0, i32x4.dot_i16x8_s(a, p));
				b0 = i32x4.add(b0, i32x4.dot_i16x8_s(b, p));
				p = v128.load8x8_s(q, 16);
				a1 = i32x4.add(a1, i32x4.dot_i16x8_s(a, p));
				b1 = i32x4.add(b1, i32x4.dot_i16x8_s(b, p));
				p = v128.load8x8_s(q, 32);
				a2 = i32x4.add(a2, i32x4.dot_i16x8_s(a, p));
				b2 = i32x4.add(b2, i32x4.dot_i16x8_s(b, p));
				p = v128.load8x8_s(q, 48);
				a3 = i32x4.add(a3, i32x4.dot_i16x8_s(a, p));
				b3 = i32x4.add(b3, i32x4.dot_i16x8_s(b, p));
				a = v128.load(u, 16);
				b = v128.load(u, 48);
				p = v128.load8x8_s(q, 8);
				a0 = i32x4.add(a0, i32x4.dot_i16x8_s(a, p));
				b0 = i32x4.add(b0, i32x4.dot_i16x8_s(b, p));
				p = v128.load8x8_s(q, 24);
				a1 = i32x4.add(a1, i32x4.dot_i16x8_s(a, p));
				b1 = i32x4.add(b1, i32x4.dot_i16x8_s(b, p));
				p = v128.load8x8_s(q, 40);
				a2 = i32x4.add(a2, i32x4.dot_i16x8_s(a, p));
				b2 = i32x4.add(b2, i32x4.dot_i16x8_s(b, p));
				p = v128.load8x8_s(q, 56);
				a3 = i32x4.add(a3, i32x4.dot_i16x8_s(a, p));
				b3 = i32x4.add(b3, i32x4.dot_i16x8_s(b, p));
				u += (TILE_ROWS * TILE_COLUMNS) << 1;
			}
			const s = xScales + (<usize>r << 2);
			v128.store(to, scaled(sums(a0, a1, a2, a3), v128.load32_splat(s), scale, start));
			v128.store(to + outBytes, scaled(sums(b0, b1, b2, b3), v128.load32_splat(s, 4), scale, start));
			to += outBytes << 1;
		}
		tile = end;
	}
}

@inline
function scaled(sum: v128, xScale: v128, wScale: v128, bias: v128): v128 {
	return f32x4.add(f32x4.mul(f32x4.mul(f32x4.convert_i32x4_s(sum), xScale), wScale), bias);
}

/** The four sums of four times four lanes. */
@inline
function sums(a: v128, b: v128, c: v128, d: v128): v128 {
	const ab = i32x4.add(v128.shuffle<i32>(a, b, 0, 4, 1, 5), v128.shuffle<i32>(a, b, 2, 6, 3, 7));
	const cd = i32x4.add(v128.shuffle<i32>(c, d, 0, 4, 1, 5), v128.shuffle<i32>(c, d, 2, 6, 3, 7));
	return i32x4.add(v128.shuffle<i64>(ab, cd, 0, 2), v128.shuffle<i64>(ab, cd, 1, 3));
}
