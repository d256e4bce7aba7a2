import type { ParseData } from "../contracts/parse-data.ts";

/** What the dialogue asks of the NLU: one text in, Rasa's parse out. Synchronous, pure, never throws on any text. */
export interface Interpreter {
	/** @param options.nowMs - reference time for dates and times, epoch milliseconds */
	parse(text: string, options: ParseOptions): ParseData;
}

export interface ParseOptions {
	readonly nowMs: number;
	/** IANA zone for dates and times; UTC when absent. */
	readonly timeZone?: string;
	/** Adds `explanation` to the result: the features that spoke for and against the first two intents. */
	readonly explain?: boolean;
}
