import type { Entity, IntentPrediction, JsonValue } from "../contracts/parse-data.ts";
import type { ParseOptions } from "./interpreter.ts";
import type { JsonObject } from "./model-file.ts";
import type { PatternSpan } from "./patterns/pattern-matcher.ts";
import type { RemoteExtractor } from "./remote-extractor.ts";
import type { Token } from "./text/tokenizer.ts";

/** One message on its way through the pipeline: each component reads what earlier ones found and adds its own. */
export interface NluMessage {
	/** The part that is read: the whole text up to `MAX_READ_CHARS`. */
	readonly text: string;
	readonly tokens: readonly Token[];
	readonly options: ParseOptions;
	/** BCP 47: detected with confidence, else the conversation's, else the model's `language`. */
	readonly language: string;
	/** What the project's regular expressions and lookup tables found, for the trained components. */
	patternSpans: readonly PatternSpan[];
	intent: IntentPrediction;
	ranking: IntentPrediction[];
	/** Whether the second tier judged the intent: the text was read as a whole sentence. */
	isSecondTier: boolean;
	entities: Entity[];
	responseSelector: Record<string, JsonValue> | null;
	/** Filled only when `options.explain` is set; one member a component that has something to say. */
	readonly explanation: JsonObject;
}

/** A component at work. Stateless from one message to the next. */
export interface Component {
	process(message: NluMessage): void;
	/** The server that can do its work, where it has one. */
	readonly remote?: RemoteExtractor | null;
}

/** The longest text that the extractors read, in UTF-16 units; the rest is kept in the result, unread (SPEC BI2). */
export const MAX_READ_CHARS = 4_000;
