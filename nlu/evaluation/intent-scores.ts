/** Precision, recall and F1 of intents. */

export interface ClassScores {
	readonly precision: number;
	readonly recall: number;
	readonly f1: number;
	/** How many examples truly are of this class. */
	readonly support: number;
}

export interface IntentReport {
	readonly accuracy: number;
	readonly macroF1: number;
	readonly weightedF1: number;
	readonly support: number;
	readonly perIntent: Readonly<Record<string, ClassScores>>;
}

/** Scores of each intent that was expected or predicted; the macro mean is over those that were expected. */
export function evaluateIntents(judged: readonly { expected: string; predicted: string }[]): IntentReport {
	const counts = new Map<string, Counts>();
	for (const { expected, predicted } of judged) {
		if (expected === predicted) {
			countsOf(counts, expected).right++;
			continue;
		}
		countsOf(counts, expected).missed++;
		if (predicted !== "") countsOf(counts, predicted).wrong++;
	}
	const names = [...counts.keys()].sort();
	const perIntent = Object.fromEntries(names.map((name) => [name, scores(countsOf(counts, name))]));
	const expected = Object.values(perIntent).filter((intent) => intent.support > 0);
	const right = [...counts.values()].reduce((sum, count) => sum + count.right, 0);
	return {
		accuracy: divide(right, judged.length),
		macroF1: divide(
			expected.reduce((sum, intent) => sum + intent.f1, 0),
			expected.length,
		),
		weightedF1: divide(
			expected.reduce((sum, intent) => sum + intent.f1 * intent.support, 0),
			judged.length,
		),
		support: judged.length,
		perIntent,
	};
}

/** Right, predicted though wrong, expected but missed. */
export interface Counts {
	right: number;
	wrong: number;
	missed: number;
}

/** The counts of one class, made when first asked for. */
export function countsOf(counts: Map<string, Counts>, name: string): Counts {
	const known = counts.get(name) ?? { right: 0, wrong: 0, missed: 0 };
	counts.set(name, known);
	return known;
}

/** Precision, recall and F1 from counts. */
export function scores({ right, wrong, missed }: Counts): ClassScores {
	return {
		precision: divide(right, right + wrong),
		recall: divide(right, right + missed),
		f1: divide(2 * right, 2 * right + wrong + missed),
		support: right + missed,
	};
}

function divide(part: number, whole: number): number {
	return whole === 0 ? 0 : part / whole;
}
