/** Fewer dimensions, and dimensions that say about as much each. */
import type { Random } from "../nlu/random.ts";

const POWER_STEPS = 60;

/** The products of each row with each direction. */
export function turn(rows: readonly (readonly number[])[], directions: readonly Float64Array[]): number[][] {
	return rows.map((row) => directions.map((direction) => product(row, direction)));
}

/** Principal directions by subspace iteration: the strongest `count`, each of length 1, at right angles. */
export function strongestDirections(rows: readonly (readonly number[])[], count: number): Float64Array[] {
	const size = rows[0]?.length ?? 0;
	const moments = Array.from({ length: size }, () => new Float64Array(size));
	for (const row of rows) {
		moments.forEach((moment, a) => {
			const value = row[a] ?? 0;
			for (let b = 0; b < size; b++) moment[b] = (moment[b] ?? 0) + value * (row[b] ?? 0);
		});
	}
	let found: Float64Array[] = Array.from({ length: count }, (_, k) =>
		Float64Array.from({ length: size }, (__, i) => Math.sin(i * 7 + k * 13 + 1 + i * k)),
	);
	for (let step = 0; step < POWER_STEPS; step++) {
		found = atRightAngles(
			found.map((direction) => Float64Array.from(moments, (moment) => product(moment, direction))),
		);
	}
	return found;
}

/** A turn by chance: afterwards no dimension is stronger than another. */
export function randomRotation(size: number, random: Random): Float64Array[] {
	const normal = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
	return atRightAngles(Array.from({ length: size }, () => Float64Array.from({ length: size }, normal)));
}

/** Gram and Schmidt. */
function atRightAngles(vectors: readonly Float64Array[]): Float64Array[] {
	const done: Float64Array[] = [];
	for (const vector of vectors) {
		const own = vector.slice();
		for (const earlier of done) {
			const along = product(own, earlier);
			for (let i = 0; i < own.length; i++) own[i] = (own[i] ?? 0) - along * (earlier[i] ?? 0);
		}
		const length = Math.sqrt(product(own, own));
		done.push(own.map((value) => value / length));
	}
	return done;
}

function product(a: ArrayLike<number>, b: ArrayLike<number>): number {
	let sum = 0;
	for (let i = 0; i < a.length; i++) sum += (a[i] ?? 0) * (b[i] ?? 0);
	return sum;
}
