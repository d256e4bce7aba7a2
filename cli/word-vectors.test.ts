import { test } from "vitest";
import { wordHash } from "../nlu/vectors/word-vectors.ts";
import { readWordVectors } from "./word-vectors.ts";

test("English comes with vectors in which words of like meaning are near; other languages have none", ({
	expect,
}) => {
	const table = readWordVectors("en-GB");
	expect(table?.hashes).toHaveLength(30_000);
	const vectorOf = (word: string): number[] => {
		const at = (table?.hashes.indexOf(wordHash(word)) ?? -1) * (table?.dimensions ?? 0);
		return [...(table?.vectors.subarray(at, at + (table.dimensions ?? 0)) ?? [])];
	};
	const nearness = (one: string, other: string): number => {
		const [a, b] = [vectorOf(one), vectorOf(other)];
		const product = a.reduce((sum, value, d) => sum + value * (b[d] ?? 0), 0);
		return product / (Math.hypot(...a) * Math.hypot(...b));
	};
	expect(nearness("parcel", "package")).toBeGreaterThan(nearness("parcel", "banana") + 0.1);
	expect(nearness("refund", "reimbursement")).toBeGreaterThan(nearness("refund", "jacket") + 0.1);
	expect(readWordVectors("de")).toBe(null);
	expect(readWordVectors("tr-TR")).toBe(null);
});
