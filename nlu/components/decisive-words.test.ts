import { test } from "vitest";
import { z } from "zod";
import { tokenize } from "../text/tokenizer.ts";
import { decisiveWords, type DecisiveJudges, type Verdict } from "./decisive-words.ts";

const Decisive = z.object({
	words: z.array(z.string()),
	without: z.string(),
	instead: z.string().nullable(),
});

/** A text with two of the three words is of the label `refund`, else of `other`; an empty one of none. */
function judge(text: string): Verdict {
	if (text === "") return null;
	const found = ["money", "back", "please"].filter((word) => text.split(" ").includes(word)).length;
	const share = found / 3;
	const isRefund = found >= 2;
	return {
		label: isRefund ? "refund" : "other",
		confidence: isRefund ? share : 1 - share,
		next: isRefund ? 1 - share : share,
		isEncoded: false,
	};
}

function search(text: string, judges: DecisiveJudges = { rough: judge, exact: judge }) {
	return Decisive.parse(decisiveWords(text, tokenize(text), "refund", judges));
}

const filler = (words: number): string => Array.from({ length: words }, (_, i) => `w${i}`).join(" ");

test("[EX2] of words that do the same, no more are named than must go", ({ expect }) => {
	expect(search("I want my money back")).toMatchObject({ words: ["money"], instead: "other" });
	expect(search("my money back please").words).toHaveLength(2);
	expect(search("money back")).toEqual({ words: ["money"], without: "back", instead: "other" });
});

test("[EX2] the words that decided are found wherever they stand in a long text", ({ expect }) => {
	const { words, without, instead } = search(`${filler(700)} money ${filler(200)} back ${filler(90)}`);
	expect(words.filter((word) => !word.startsWith("w"))).toHaveLength(1);
	expect([words.length, instead]).toEqual([1, "other"]);
	expect(without.split(" ")).toHaveLength(991);
});

test("[EX2] a text that can't be read often is named in runs of words, and read no more than may be", ({
	expect,
}) => {
	let [chars, encoded] = [0, 0];
	const counted = (text: string, isEncoded: boolean): Verdict => {
		chars += text.length;
		if (isEncoded) encoded += text.length;
		const verdict = judge(text);
		return verdict === null ? null : { ...verdict, isEncoded };
	};
	// a pair alone is enough: of each one must go
	const pairs = (count: number): string => Array.from({ length: count }, () => "money back").join(" ");
	for (const [count, isEncoded] of [
		[300, false],
		[80, true],
	] as const) {
		[chars, encoded] = [0, 0];
		const { words, without, instead } = search(pairs(count), {
			rough: (text) => counted(text, false),
			exact: (text) => counted(text, isEncoded),
		});
		expect([words.length + without.split(" ").length, instead]).toEqual([2 * count, "other"]);
		expect(words.length).toBeGreaterThanOrEqual(count);
		expect(chars).toBeLessThan(600_000);
		expect(encoded).toBeLessThan(7_000);
	}
});

test("[EX2] the judge that decided has the last word where a rougher one looked for the words", ({
	expect,
}) => {
	/** One word of the three is enough for it. */
	const exact = (text: string): Verdict => {
		if (text === "") return null;
		const isRefund = text.split(" ").some((word) => ["money", "back"].includes(word));
		return { label: isRefund ? "refund" : "other", confidence: 1, next: 0, isEncoded: true };
	};
	const text = `${filler(400)} money back ${filler(200)}`;
	const { words, instead } = search(text, { rough: judge, exact });
	expect(words).toEqual(expect.arrayContaining(["money", "back"]));
	expect(instead).toBe("other");
});

test("a text without words has none that decided", ({ expect }) => {
	expect(decisiveWords("", [], "refund", { rough: judge, exact: judge })).toBeNull();
});
