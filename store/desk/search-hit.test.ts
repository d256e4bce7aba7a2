import { test } from "vitest";
import { hitOf } from "./search-hit.ts";

test("[DK20] a marked text comes apart into its words and what was looked for", ({ expect }) => {
	expect(hitOf("a \u0002red\u0003 and \u0002blue\u0003")).toEqual([
		{ text: "a ", isHit: false },
		{ text: "red", isHit: true },
		{ text: " and ", isHit: false },
		{ text: "blue", isHit: true },
	]);
	expect(hitOf("\u0002red\u0003")).toEqual([{ text: "red", isHit: true }]);
	expect(hitOf("nothing is marked")).toBeNull();
	expect(hitOf(null)).toBeNull();
});
