import { test } from "vitest";
import { RetentionSettings } from "../../../contracts/retention.ts";
import { countsInWords, daysInWords, kindInWords } from "./retention-words.ts";

test("[DA13] every kind of retention has words, and what a run let go is told without what was none", ({
	expect,
}) => {
	for (const kind of Object.keys(RetentionSettings.shape)) expect(kindInWords(kind).goes, kind).not.toBe("");
	expect(countsInWords({ visitors: 3, deadLetters: 0, invitations: 1 })).toBe("Visitors: 3 · Invitations: 1");
	expect(countsInWords({ visitors: 0 })).toBe("Nothing");
	expect([null, 1, 30, 365, 730].map(daysInWords)).toEqual(["Kept", "1 day", "30 days", "1 year", "2 years"]);
});
