/** Weights of a network in a few bits. */

/**
 * Each row of `columns` numbers as whole steps of a scale of its own, its largest number `top` steps.
 *
 * @returns the steps, and what one step of each row is
 */
export function quantiseRows(
	values: Float32Array,
	columns: number,
	top: number,
): { readonly steps: Int8Array; readonly scales: Float32Array } {
	const scales = new Float32Array(values.length / columns);
	const steps = new Int8Array(values.length);
	for (let row = 0; row < scales.length; row++) {
		const own = values.subarray(row * columns, (row + 1) * columns);
		const scale = Math.fround(own.reduce((most, value) => Math.max(most, Math.abs(value)), 0) / top);
		scales[row] = scale;
		own.forEach((value, k) => (steps[row * columns + k] = scale === 0 ? 0 : Math.round(value / scale)));
	}
	return { steps, scales };
}
