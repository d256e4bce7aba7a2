import type { SourcePosition } from "../../project/fault.ts";
import { isRight, type JudgedExample, type JudgedMessage } from "../judge-messages.ts";

/** Messages of one label that were taken for another; `predicted` is empty where nothing could be said. */
export interface Confusion {
	readonly expected: string;
	readonly predicted: string;
	readonly count: number;
	/** The first few. */
	readonly examples: readonly string[];
}

/** A message whose first label is not the annotated one. */
export interface LabelError extends SourcePosition {
	readonly text: string;
	readonly expected: string;
	readonly predicted: string;
	readonly confidence: number;
}

const EXAMPLES_SHOWN = 5;

/** Pairs of labels, the most frequent first. */
export function confusionsOf(judged: readonly JudgedMessage[]): Confusion[] {
	const byPair = new Map<
		string,
		{ expected: string; predicted: string; count: number; examples: string[] }
	>();
	for (const { expected, predicted, text } of judged) {
		if (expected === predicted) continue;
		const key = JSON.stringify([expected, predicted]);
		const known = byPair.get(key) ?? { expected, predicted, count: 0, examples: [] };
		known.count++;
		if (known.examples.length < EXAMPLES_SHOWN) known.examples.push(text);
		byPair.set(key, known);
	}
	return [...byPair.values()].sort((a, b) => b.count - a.count);
}

/** The surest first: these are worth reading. */
export function errorsOf(judged: readonly JudgedExample[]): LabelError[] {
	return judged
		.filter(({ message }) => !isRight(message))
		.map(({ message, example }) => {
			const { text, expected, predicted, confidence } = message;
			return { text, expected, predicted, confidence, ...example.position };
		})
		.sort((a, b) => b.confidence - a.confidence);
}
