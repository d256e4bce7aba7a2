import { isRight, type JudgedMessage } from "../judge-messages.ts";

/** Two models on the same messages. `gained` and `lost` are counted from the first model's side. */
export interface ModelComparison {
	readonly accuracy: { readonly first: number; readonly second: number };
	/** First minus second, with the 95 % interval of the paired difference. */
	readonly difference: { readonly mean: number; readonly low: number; readonly high: number };
	/** Exact two-sided McNemar test: how likely so lopsided a split is when both models are equally good. */
	readonly pValue: number;
	/** Messages that only the first model, or only the second, has right. */
	readonly gained: number;
	readonly lost: number;
	/** Intents whose number of right answers differs, most lost first. */
	readonly perIntent: readonly { readonly intent: string; readonly gained: number; readonly lost: number }[];
	/** Messages whose intent changed, what got worse first. */
	readonly changed: readonly ChangedMessage[];
}

export interface ChangedMessage {
	readonly text: string;
	readonly expected: string;
	readonly first: { readonly name: string; readonly confidence: number };
	readonly second: { readonly name: string; readonly confidence: number };
	readonly change: "lost" | "gained" | "wrong_otherwise";
}

/** @param second - judged on the same messages in the same order */
export function compareModels(
	first: readonly JudgedMessage[],
	second: readonly JudgedMessage[],
): ModelComparison {
	const changed: ChangedMessage[] = [];
	const perIntent = new Map<string, { gained: number; lost: number }>();
	let gained = 0;
	let lost = 0;
	first.forEach((own, i) => {
		const other = second[i];
		if (other === undefined || own.predicted === other.predicted) return;
		const change = changeOf(isRight(own), isRight(other));
		changed.push({
			text: own.text,
			expected: own.expected,
			first: { name: own.predicted, confidence: own.confidence },
			second: { name: other.predicted, confidence: other.confidence },
			change,
		});
		if (change === "wrong_otherwise") return;
		const counts = perIntent.get(own.expected) ?? { gained: 0, lost: 0 };
		counts[change]++;
		perIntent.set(own.expected, counts);
		if (change === "gained") gained++;
		else lost++;
	});
	return {
		accuracy: { first: accuracy(first), second: accuracy(second) },
		difference: pairedDifference(gained, lost, first.length),
		pValue: mcNemar(gained, lost),
		gained,
		lost,
		perIntent: [...perIntent]
			.map(([intent, counts]) => ({ intent, ...counts }))
			.sort((a, b) => a.gained - a.lost - (b.gained - b.lost) || a.intent.localeCompare(b.intent)),
		changed: changed.sort((a, b) => ORDER[a.change] - ORDER[b.change]),
	};
}

const ORDER = { lost: 0, gained: 1, wrong_otherwise: 2 } as const;

function changeOf(isOwnRight: boolean, isOtherRight: boolean): ChangedMessage["change"] {
	if (isOwnRight) return "gained";
	return isOtherRight ? "lost" : "wrong_otherwise";
}

function accuracy(judged: readonly JudgedMessage[]): number {
	return judged.length === 0 ? 0 : judged.filter(isRight).length / judged.length;
}

/** Normal interval of a difference of paired proportions (Wald): ± 1.96 standard errors. */
function pairedDifference(gained: number, lost: number, count: number): ModelComparison["difference"] {
	if (count === 0) return { mean: 0, low: 0, high: 0 };
	const mean = (gained - lost) / count;
	const error = 1.96 * Math.sqrt(Math.max(0, (gained + lost) / count - mean ** 2) / count);
	return { mean, low: mean - error, high: mean + error };
}

/** Sum of the binomial tail of the rarer side, doubled; in logarithms, for the factorials are large. */
export function mcNemar(gained: number, lost: number): number {
	const trials = gained + lost;
	let logTerm = -trials * Math.LN2; // of the empty side: (1/2)^n
	let tail = Math.exp(logTerm);
	for (let k = 1; k <= Math.min(gained, lost); k++) {
		logTerm += Math.log(trials - k + 1) - Math.log(k);
		tail += Math.exp(logTerm);
	}
	return Math.min(1, 2 * tail);
}
