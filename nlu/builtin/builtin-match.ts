import type { JsonValue } from "../../contracts/parse-data.ts";
import type { JsonObject } from "../model-file.ts";
import type { Grain } from "./language-table.ts";

/** Duckling's dimensions that are found here, and two of our own: `date` (a plain day) and `order_number`. */
export const DIMENSIONS = [
	"email",
	"url",
	"order_number",
	"credit-card-number",
	"phone-number",
	"amount-of-money",
	"time",
	"date",
	"duration",
	"distance",
	"volume",
	"temperature",
	"quantity",
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

/** A moment as people name it: the beginning of a minute, a day, a week … as a wall time (see `calendar.ts`). */
export interface Moment {
	readonly wallMs: number;
	readonly grain: Grain;
	/** Of a length from now ("in 2 hours"): the instant itself, for what a clock shows may come twice. */
	readonly epochMs?: number;
}

/** What the meaning of a text depends on. */
export interface BuiltinContext {
	readonly nowMs: number;
	/** IANA zone. */
	readonly timeZone: string;
}
