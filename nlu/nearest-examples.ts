import { eachMember, exampleVectors } from "./example-vectors.ts";
import type { NluExample } from "./training-data.ts";

/** A training example and how near it is to a text: the cosine of their words and characters, in [0, 1]. */
export interface NearExample {
	readonly example: NluExample;
	readonly similarity: number;
}

/** The training examples that are most like a text, the nearest first; those that share nothing with it are left out. */
export function nearestExamples(examples: readonly NluExample[], text: string, limit: number): NearExample[] {
	const asked: NluExample = {
		text,
		intent: "",
		entities: [],
		language: null,
		position: { file: "", line: null },
	};
	const matrix = exampleVectors([...examples, asked]);
	const dense = new Float32Array(matrix.columns);
	eachMember(matrix, examples.length, (bucket, value) => (dense[bucket] = value));
	const near = examples.map((example, row) => {
		let product = 0;
		eachMember(matrix, row, (bucket, value) => (product += value * (dense[bucket] ?? 0)));
		return { example, similarity: product / 2 }; // each of the two blocks has length 1
	});
	return near
		.filter(({ similarity }) => similarity > 0)
		.sort((a, b) => b.similarity - a.similarity)
		.slice(0, limit);
}
