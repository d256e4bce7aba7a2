/** What the ResponseSelector made of messages of retrieval intents. A label is the whole name: `faq/ask_name`. */
import type { ParseData } from "../../contracts/parse-data.ts";
import type { JudgedExample, JudgedMessage } from "../judge-messages.ts";
import { mainIntent, type NluExample } from "../training-data.ts";
import { type Calibration, calibrationOf } from "./calibration-bins.ts";
import { type Confusion, confusionsOf, errorsOf, type LabelError } from "./confusions.ts";
import { type ClassScores, evaluateIntents } from "./intent-scores.ts";

/** What is said of labels, whichever: intents, or the keys of responses. */
export interface LabelFigures {
	readonly accuracy: number;
	/** Messages. */
	readonly support: number;
	readonly calibration: Calibration;
	readonly confusions: readonly Confusion[];
	/** The surest first. */
	readonly errors: readonly LabelError[];
}

/** Figures as of intents, over the messages that are annotated with a retrieval intent. */
export interface ResponseReport extends LabelFigures {
	readonly macroF1: number;
	readonly weightedF1: number;
	readonly perResponse: Readonly<Record<string, ClassScores>>;
}

/** Null where no pipeline has a selector, or no message has a retrieval intent. */
export function responseReport(judged: readonly JudgedExample[]): ResponseReport | null {
	const responses = judgedResponses(judged);
	if (responses.length === 0 || !haveSelector(judged)) return null;
	const messages = responses.map(({ message }) => message);
	const { perIntent: perResponse, ...figures } = evaluateIntents(messages);
	return {
		...figures,
		perResponse,
		calibration: calibrationOf(messages),
		confusions: confusionsOf(messages),
		errors: errorsOf(responses),
	};
}

/** Whether a ResponseSelector spoke. */
export function haveSelector(judged: readonly JudgedExample[]): boolean {
	return judged.some(({ parse }) => parse.response_selector !== undefined);
}

/** The messages of retrieval intents, judged by the key of the response instead of the intent. */
export function judgedResponses(judged: readonly JudgedExample[]): JudgedExample[] {
	return judged
		.filter(({ example }) => example.intent.includes("/"))
		.map(({ example, parse }) => ({ example, parse, message: judge(example, parse) }));
}

/**
 * As Rasa, the selector of the annotated intent is asked, else the one for all of them: an intent that was missed is an
 * error of the intents.
 *
 * @see rasa/nlu/test.py (Rasa 3.x), get_eval_data
 */
function judge({ text, intent }: NluExample, parse: ParseData): JudgedMessage {
	const selector = parse.response_selector;
	const own = memberOf(selector, mainIntent(intent)) ?? memberOf(selector, "default");
	const response = memberOf(own, "response");
	const key = memberOf(response, "intent_response_key");
	const confidence = memberOf(response, "confidence");
	return {
		text,
		expected: intent,
		predicted: typeof key === "string" ? key : "",
		confidence: typeof confidence === "number" ? confidence : 0,
		isFallback: false,
	};
}

function memberOf(value: unknown, name: string): unknown {
	if (typeof value !== "object" || value === null) return undefined;
	return Object.entries(value).find(([key]) => key === name)?.[1];
}
