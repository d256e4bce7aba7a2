import type { JsonValue } from "../../contracts/parse-data.ts";
import type { JsonObject } from "../model-file.ts";

/** Duckling's dimensions that are found here, and two of our own: `date` (a plain day) and `order_number`. */
export const DIMENSIONS = [
	"email",
	"url",
	"order_number",
	"phone-number",
	"amount-of-money",
	"time",
	"date",
	"duration",
	"ordinal",
	"number",
] as const;
export type Dimension = (typeof DIMENSIONS)[number];

/** A found value. `value` is normalised; `info` is Duckling's whole answer. */
export interface BuiltinMatch {
	readonly dimension: Dimension;
	readonly start: number;
	readonly end: number;
	readonly value: JsonValue;
	readonly info: JsonObject;
}

/** What the meaning of a text depends on. */
export interface BuiltinContext {
	readonly nowMs: number;
	/** IANA zone. */
	readonly timeZone: string;
	/** BCP 47; decides between 3.4.2026 and 4/3/2026, and which words are read. */
	readonly language: string;
}
