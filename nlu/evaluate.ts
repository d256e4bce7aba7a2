import { type Calibration, calibrationOf } from "./evaluation/calibration-bins.ts";
import { type Confusion, confusionsOf, errorsOf, type LabelError } from "./evaluation/confusions.ts";
import { evaluateEntities, type EntityReport } from "./evaluation/entity-scores.ts";
import { evaluateIntents, type IntentReport } from "./evaluation/intent-scores.ts";
import { type LanguageScores, scoreLanguages } from "./evaluation/language-scores.ts";
import { type ResponseReport, responseReport } from "./evaluation/response-scores.ts";
import type { Interpreter } from "./interpreter.ts";
import { isRight, judgeExamples, type JudgedExample, type JudgedMessage } from "./judge-messages.ts";
import type { NluExample } from "./training-data.ts";

/** What `care test nlu --json` prints. Shares are in [0, 1]. */
export interface NluReport {
	readonly intent: IntentReport;
	readonly entity: EntityReport;
	/** Of retrieval intents, by the key of the response; null without a ResponseSelector or such messages. */
	readonly response: ResponseReport | null;
	readonly calibration: Calibration;
	readonly fallback: {
		/** Share of messages that were sent to the fallback, and of those the share whose first guess was wrong. */
		readonly rate: number;
		readonly justified: number;
		/** Accuracy on the messages that were not sent to the fallback. */
		readonly acceptedAccuracy: number;
	};
	/** By language; empty when all messages are of one. */
	readonly languages: Readonly<Record<string, LanguageScores>>;
	readonly confusions: readonly Confusion[];
	/** Messages whose first real intent is not the annotated one, the surest first: these are worth reading. */
	readonly errors: readonly LabelError[];
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
		response: responseReport(judged),
		calibration: calibrationOf(messages),
		fallback: fallbackFigures(messages),
		languages: scoreLanguages(judged, language),
		confusions: confusionsOf(messages),
		errors: errorsOf(judged),
	};
}

function fallbackFigures(judged: readonly JudgedMessage[]): NluReport["fallback"] {
	const refused = judged.filter((message) => message.isFallback);
	const accepted = judged.filter((message) => !message.isFallback);
	return {
		rate: share(refused.length, judged.length),
		justified: share(refused.filter((message) => !isRight(message)).length, refused.length),
		acceptedAccuracy: share(accepted.filter(isRight).length, accepted.length),
	};
}

function share(part: number, whole: number): number {
	return whole === 0 ? 0 : part / whole;
}
