import { test } from "vitest";
import { foundIn } from "./found-in.ts";
import { PHRASES } from "./phrases.ts";

for (const [language, phrases] of Object.entries(PHRASES)) {
	test(`[BE8] understands the phrases of ${language}, and finds nothing in ordinary chat`, ({ expect }) => {
		expect(phrases.map(([text]) => [text, ...foundIn(language, text)])).toEqual(phrases);
	});
}
