import type { ParseData } from "../contracts/parse-data.ts";
import { FALLBACK_INTENT } from "./components/fallback-classifier.ts";
import type { Interpreter } from "./interpreter.ts";
import { mainIntent, type NluExample } from "./training-data.ts";

/** One judged message: `predicted` is the best real intent, whether or not the fallback took over. */
export interface JudgedMessage {
	readonly text: string;
	readonly expected: string;
	/** Empty when nothing could be said. */
	readonly predicted: string;
	readonly confidence: number;
	readonly isFallback: boolean;
}

/** A message with what the interpreter made of it. */
export interface JudgedExample {
	readonly example: NluExample;
	readonly parse: ParseData;
	readonly message: JudgedMessage;
}

/** Parses annotated examples, in order. The reference time is fixed: a report can be repeated. */
export function judgeExamples(
	interpreter: Interpreter,
	examples: readonly NluExample[],
): readonly JudgedExample[] {
	return examples.map((example) => {
		const parse = interpreter.parse(example.text, { nowMs: 0 });
		return { example, parse, message: judge(example, parse) };
	});
}

function judge(example: NluExample, parse: ParseData): JudgedMessage {
	const isFallback = parse.intent.name === FALLBACK_INTENT;
	// KeywordIntentClassifier ranks nothing
	const best =
		parse.intent_ranking.find(({ name }) => name !== FALLBACK_INTENT) ?? (isFallback ? null : parse.intent);
	return {
		text: example.text,
		expected: mainIntent(example.intent),
		predicted: best?.name ?? "",
		confidence: best?.confidence ?? 0,
		isFallback,
	};
}

/** Whether the best real intent is the annotated one. */
export function isRight(message: JudgedMessage): boolean {
	return message.predicted === message.expected;
}
