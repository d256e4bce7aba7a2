import type { SourcePosition } from "../project/fault.ts";
import {
	type ConfidenceBin,
	confidenceBins,
	calibrationErrorOfChance,
	expectedCalibrationError,
} from "./evaluation/calibration-bins.ts";
import { evaluateEntities, type EntityReport } from "./evaluation/entity-scores.ts";
import { evaluateIntents, type IntentReport } from "./evaluation/intent-scores.ts";
import { type LanguageScores, scoreLanguages } from "./evaluation/language-scores.ts";
import type { Interpreter } from "./interpreter.ts";
import { isRight, judgeExamples, type JudgedExample, type JudgedMessage } from "./judge-messages.ts";
import type { NluExample } from "./training-data.ts";

/** What `care test nlu --json` prints. Shares are in [0, 1]. */
export interface NluReport {
	readonly intent: IntentReport;
	readonly entity: EntityReport;
	readonly calibration: {
		/** Expected calibration error over `bins`. */
		readonly ece: number;
		/** What so many messages show of it by chance alone, were every confidence true. */
		readonly chance: number;
		readonly bins: readonly ConfidenceBin[];
	};
	readonly fallback: {
		/** Share of messages that were sent to the fallback, and of those the share whose first guess was wrong. */
		readonly rate: number;
		readonly justified: number;
		/** Accuracy on the messages that were not sent to the fallback. */
		readonly acceptedAccuracy: number;
	};
	/** By language; empty when all messages are of one. */
	readonly languages: Readonly<Record<string, LanguageScores>>;
	readonly confusions: readonly { expected: string; predicted: string; count: number; examples: string[] }[];
	/** Messages whose first real intent is not the annotated one, the surest first: these are worth reading. */
	readonly errors: readonly IntentError[];
}

export interface IntentError extends SourcePosition {
	readonly text: string;
	readonly expected: string;
	readonly predicted: string;
	readonly confidence: number;
}

/**
 * Judges an interpreter by annotated examples.
 *
 * @param language - of examples that name none
 */
export function evaluateNlu(
	interpreter: Interpreter,
	examples: readonly NluExample[],
	language = "en",
): NluReport {
	return reportOf(judgeExamples(interpreter, examples), language);
}

/** The report of messages that have been judged. */
export function reportOf(judged: readonly JudgedExample[], language = "en"): NluReport {
	const messages = judged.map(({ message }) => message);
	return {
		intent: evaluateIntents(messages),
		entity: evaluateEntities(
			judged.map(({ example }) => example),
			judged.map(({ parse }) => parse),
		),
		calibration: {
			ece: expectedCalibrationError(messages),
			chance: calibrationErrorOfChance(messages),
			bins: confidenceBins(messages),
		},
		fallback: fallbackFigures(messages),
		languages: scoreLanguages(judged, language),
		confusions: confusions(messages),
		errors: errorsOf(judged),
	};
}

function errorsOf(judged: readonly JudgedExample[]): IntentError[] {
	return judged
		.filter(({ message }) => !isRight(message))
		.map(({ message, example }) => {
			const { text, expected, predicted, confidence } = message;
			return { text, expected, predicted, confidence, ...example.position };
		})
		.sort((a, b) => b.confidence - a.confidence);
}

const EXAMPLES_SHOWN = 5;

function fallbackFigures(judged: readonly JudgedMessage[]): NluReport["fallback"] {
	const refused = judged.filter((message) => message.isFallback);
	const accepted = judged.filter((message) => !message.isFallback);
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
