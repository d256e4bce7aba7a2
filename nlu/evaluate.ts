import { evaluateEntities, type EntityReport } from "./evaluation/entity-scores.ts";
import { evaluateIntents, type IntentReport } from "./evaluation/intent-scores.ts";
import type { Interpreter } from "./interpreter.ts";
import { type NluExample, mainIntent } from "./training-data.ts";
import { FALLBACK_INTENT } from "./components/fallback-classifier.ts";

/** What `care test nlu --json` prints. Shares are in [0, 1]. */
export interface NluReport {
	readonly intent: IntentReport;
	readonly entity: EntityReport;
	readonly calibration: { readonly ece: number };
	readonly fallback: {
		/** Share of messages that were sent to the fallback, and of those the share whose first guess was wrong. */
		readonly rate: number;
		readonly justified: number;
		/** Accuracy on the messages that were not sent to the fallback. */
		readonly acceptedAccuracy: number;
	};
	readonly confusions: readonly { expected: string; predicted: string; count: number; examples: string[] }[];
}

/** One judged message: `predicted` is the best real intent, whether or not the fallback took over. */
export interface JudgedMessage {
	readonly text: string;
	readonly expected: string;
	readonly predicted: string;
	readonly confidence: number;
	readonly isFallback: boolean;
}

/** Judges an interpreter by annotated examples. The reference time is fixed: a report can be repeated. */
export function evaluateNlu(interpreter: Interpreter, examples: readonly NluExample[]): NluReport {
	const judged: JudgedMessage[] = [];
	const parses = examples.map((example) => interpreter.parse(example.text, { nowMs: 0 }));
	examples.forEach((example, i) => {
		const ranking = parses[i]?.intent_ranking ?? [];
		const best = ranking.find((intent) => intent.name !== FALLBACK_INTENT);
		judged.push({
			text: example.text,
			expected: mainIntent(example.intent),
			predicted: best?.name ?? "",
			confidence: best?.confidence ?? 0,
			isFallback: parses[i]?.intent.name === FALLBACK_INTENT,
		});
	});
	return {
		intent: evaluateIntents(judged),
		entity: evaluateEntities(examples, parses),
		calibration: { ece: expectedCalibrationError(judged) },
		fallback: fallbackFigures(judged),
		confusions: confusions(judged),
	};
}

const BINS = 15;
const EXAMPLES_SHOWN = 5;

/** Mean distance between confidence and accuracy over bins of equal width, weighted by their messages. */
export function expectedCalibrationError(judged: readonly JudgedMessage[]): number {
	const gaps = new Float64Array(BINS);
	for (const message of judged) {
		const bin = Math.min(BINS - 1, Math.floor(message.confidence * BINS));
		const right = message.predicted === message.expected ? 1 : 0;
		gaps[bin] = (gaps[bin] ?? 0) + message.confidence - right;
	}
	return share(
		gaps.reduce((sum, gap) => sum + Math.abs(gap), 0),
		judged.length,
	);
}

function fallbackFigures(judged: readonly JudgedMessage[]): NluReport["fallback"] {
	const refused = judged.filter((message) => message.isFallback);
	const accepted = judged.filter((message) => !message.isFallback);
	const isRight = (message: JudgedMessage): boolean => message.predicted === message.expected;
	return {
		rate: share(refused.length, judged.length),
		justified: share(refused.filter((message) => !isRight(message)).length, refused.length),
		acceptedAccuracy: share(accepted.filter(isRight).length, accepted.length),
	};
}

function confusions(judged: readonly JudgedMessage[]): NluReport["confusions"] {
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

function share(part: number, whole: number): number {
	return whole === 0 ? 0 : part / whole;
}
