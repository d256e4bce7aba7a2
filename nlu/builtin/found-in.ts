/** What the tests of phrases say of a text: each value found, in a line. */
import type { JsonValue } from "../../contracts/parse-data.ts";
import { DIMENSIONS } from "./builtin-match.ts";
import { builtinFinder, withoutContained } from "./find-builtins.ts";

/** A Monday at noon in Berlin. */
const CONTEXT = { nowMs: Date.UTC(2026, 10, 23, 11), timeZone: "Europe/Berlin" };
const DUCKLINGS = DIMENSIONS.filter((dimension) => dimension !== "date" && dimension !== "order_number");

/** `time 2026-11-24T17:00`, `distance 3 mile`: what Duckling's dimensions find, the longest of what overlaps. */
export function foundIn(language: string, text: string): string[] {
	return withoutContained(builtinFinder(language).find(text, DUCKLINGS, CONTEXT)).map(
		({ dimension, value, info }) => `${dimension} ${short(value)} ${short(info["unit"])}`.trim(),
	);
}

/** Seconds and zone are left out, midnight too. */
function short(value: JsonValue | undefined): string {
	if (typeof value === "string") return value.replace(/(?:T00:00)?:00\.000[+-]\d\d:\d\d$/, "");
	if (typeof value === "number") return String(value);
	if (typeof value !== "object" || value === null || Array.isArray(value)) return "";
	return `${short(value["from"])}..${short(value["to"])}`;
}
