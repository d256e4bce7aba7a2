/** Ridge regression of texts on their words: the vectors of words whose sums come nearest to the texts' vectors. */

/** One text: its words by number, each with its share in the text's vector. */
export type TextWords = readonly { readonly word: number; readonly share: number }[];

/** Pull of a word's first vector against what texts say. */
const PULL = 1.5;
const STEPS = 15;

/**
 * Minimises Σ ‖Σ share × vector − said‖² + PULL × Σ ‖vector − alone‖² by conjugate gradients, each dimension by itself.
 *
 * @param alone - first vector of each word
 * @param texts - the words of each text
 * @param said - the vector of each text
 */
export function teachWords(
	alone: readonly Float32Array[],
	texts: readonly TextWords[],
	said: readonly Float32Array[],
): number[][] {
	const dimensions = alone[0]?.length ?? 0;
	const learned = alone.map((vector) => Array.from(vector));
	for (let d = 0; d < dimensions; d++) {
		const first = Float64Array.from(alone, (vector) => vector[d] ?? 0);
		const rest = Float64Array.from(said, (vector) => vector[d] ?? 0);
		sums(texts, first).forEach((sum, t) => (rest[t] = (rest[t] ?? 0) - sum));
		const moved = solve(texts, rest, first.length);
		learned.forEach((vector, w) => (vector[d] = (vector[d] ?? 0) + (moved[w] ?? 0)));
	}
	return learned;
}

function solve(texts: readonly TextWords[], rest: Float64Array, words: number): Float64Array {
	const solution = new Float64Array(words);
	let residual = backwards(texts, rest, words);
	let direction = residual.slice();
	let square = product(residual, residual);
	for (let step = 0; step < STEPS && square > 1e-12; step++) {
		const moved = backwards(texts, sums(texts, direction), words);
		for (let w = 0; w < words; w++) moved[w] = (moved[w] ?? 0) + PULL * (direction[w] ?? 0);
		const length = square / product(direction, moved);
		for (let w = 0; w < words; w++) solution[w] = (solution[w] ?? 0) + length * (direction[w] ?? 0);
		residual = residual.map((value, w) => value - length * (moved[w] ?? 0));
		const next = product(residual, residual);
		direction = residual.map((value, w) => value + (next / square) * (direction[w] ?? 0));
		square = next;
	}
	return solution;
}

/** Per text: the sum of its words' numbers. */
function sums(texts: readonly TextWords[], words: Float64Array): Float64Array {
	return Float64Array.from(texts, (text) =>
		text.reduce((sum, { word, share }) => sum + share * (words[word] ?? 0), 0),
	);
}

/** Per word: the sum of its texts' numbers. */
function backwards(texts: readonly TextWords[], values: Float64Array, words: number): Float64Array {
	const result = new Float64Array(words);
	texts.forEach((text, t) => {
		for (const { word, share } of text) result[word] = (result[word] ?? 0) + share * (values[t] ?? 0);
	});
	return result;
}

function product(a: Float64Array, b: Float64Array): number {
	return a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);
}
