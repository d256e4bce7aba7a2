import type { SentenceEncoder } from "./encoder/sentence-encoder.ts";
import type { ParseData } from "../contracts/parse-data.ts";
import type { RemoteExtractor, RemoteMatches } from "./remote-extractor.ts";

/** A detected language is believed from this confidence on: below it the conversation's stays. */
export const MIN_LANGUAGE_CONFIDENCE = 0.8;

/** What the dialogue asks of the NLU: one text in, Rasa's parse out. Synchronous, pure, never throws on any text. */
export interface Interpreter {
	/** @param options.nowMs - reference time for dates and times, epoch milliseconds */
	parse(text: string, options: ParseOptions): ParseData;
	/** Whom a host may ask before it parses; none when absent. */
	readonly remoteExtractors?: readonly RemoteExtractor[];
}

export interface ParseOptions {
	readonly nowMs: number;
	/** IANA zone for dates and times; UTC when absent. */
	readonly timeZone?: string;
	/** The conversation's language so far (BCP 47): that of a text which does not say its own. */
	readonly language?: string;
	/** Asked when the first judge of the intents is in doubt; null is none (yet). Default: that of the interpreter's resources. */
	readonly sentenceEncoder?: () => SentenceEncoder | null;
	/** Adds `explanation` to the result: the features that spoke for and against the first two intents. */
	readonly explain?: boolean;
	/** What the `remoteExtractors` found in the text. For one that is not in it our own extractor answers. */
	readonly remoteMatches?: RemoteMatches;
}
