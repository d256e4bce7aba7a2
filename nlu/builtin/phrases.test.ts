import { test } from "vitest";
import type { JsonValue } from "../../contracts/parse-data.ts";
import { DIMENSIONS } from "./builtin-match.ts";
import { BuiltinFinder, withoutContained } from "./find-builtins.ts";
import { PHRASES } from "./phrases.ts";

/** A Monday at noon in Berlin. */
const CONTEXT = { nowMs: Date.UTC(2026, 10, 23, 11), timeZone: "Europe/Berlin" };
const DUCKLINGS = DIMENSIONS.filter((dimension) => dimension !== "date" && dimension !== "order_number");

/** `time 2026-11-24T17:00`, `distance 3 mile`: seconds and zone left out, midnight too. */
function short(value: JsonValue | undefined): string {
	if (typeof value === "string") return value.replace(/(?:T00:00)?:00\.000[+-]\d\d:\d\d$/, "");
	if (typeof value === "number") return String(value);
	if (typeof value !== "object" || value === null || Array.isArray(value)) return "";
	return `${short(value["from"])}..${short(value["to"])}`;
}

for (const [language, phrases] of Object.entries(PHRASES)) {
	test(`[BE8] understands the phrases of ${language}, and finds nothing in ordinary chat`, ({ expect }) => {
		const finder = new BuiltinFinder(language);
		const found = phrases.map(([text]) => [
			text,
			...withoutContained(finder.find(text, DUCKLINGS, CONTEXT)).map(({ dimension, value, info }) =>
				`${dimension} ${short(value)} ${short(info["unit"])}`.trim(),
			),
		]);
		expect(found).toEqual(phrases);
	});
}
