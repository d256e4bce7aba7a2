/** Turns margins into probabilities: softmax of margin × sharpness. The sharpness is fitted on held-out margins. */

/** Held-out margins: row r, class c at `margins[r * classes + c]`, with the true class of each row. */
export interface HeldOutMargins {
	readonly classes: number;
	readonly margins: Float32Array;
	readonly labels: Int32Array;
}

/** Writes probabilities that sum to 1 over `margins`, in place. */
export function softmax(margins: Float32Array, length: number, sharpness: number): void {
	let top = -Infinity;
	for (let c = 0; c < length; c++) top = Math.max(top, margins[c] ?? 0);
	let sum = 0;
	for (let c = 0; c < length; c++) {
		const weight = Math.exp(sharpness * ((margins[c] ?? 0) - top));
		margins[c] = weight;
		sum += weight;
	}
	for (let c = 0; c < length; c++) margins[c] = (margins[c] ?? 0) / sum;
}

/** The sharpness of least log loss, by golden-section search over its logarithm. */
export function fitSharpness(heldOut: HeldOutMargins): number {
	if (heldOut.labels.length === 0) return DEFAULT_SHARPNESS;
	const ratio = (Math.sqrt(5) - 1) / 2;
	let low = Math.log(0.5);
	let high = Math.log(60);
	for (let step = 0; step < 40; step++) {
		const a = high - ratio * (high - low);
		const b = low + ratio * (high - low);
		if (logLoss(heldOut, Math.exp(a)) < logLoss(heldOut, Math.exp(b))) high = b;
		else low = a;
	}
	return Math.exp((low + high) / 2);
}

/** Used when there are too few examples to hold any out. */
const DEFAULT_SHARPNESS = 4;

function logLoss(heldOut: HeldOutMargins, sharpness: number): number {
	const { classes, margins, labels } = heldOut;
	let loss = 0;
	for (let row = 0; row < labels.length; row++) {
		const base = row * classes;
		let top = -Infinity;
		for (let c = 0; c < classes; c++) top = Math.max(top, margins[base + c] ?? 0);
		let sum = 0;
		for (let c = 0; c < classes; c++) sum += Math.exp(sharpness * ((margins[base + c] ?? 0) - top));
		loss += Math.log(sum) - sharpness * ((margins[base + (labels[row] ?? 0)] ?? 0) - top);
	}
	return loss;
}
