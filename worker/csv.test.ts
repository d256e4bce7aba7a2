import { test } from "vitest";
import { csvOf } from "./csv.ts";

test("[AY6] a table for spreadsheets: no text is a formula, whatever a customer's words begin with", ({
	expect,
}) => {
	const texts = [
		"＝1+1",
		"＋1",
		"－1",
		"＠SUM(A1)",
		"\n=1",
		"=1+1",
		"+1",
		"-1",
		"@SUM(A1)",
		"\tx",
		"\rx",
		'say "hi"',
		"a,b",
		"two\nlines",
		"plain",
		"",
	];
	const cells = [
		"'＝1+1",
		"'＋1",
		"'－1",
		"'＠SUM(A1)",
		'"\'\n=1"',
		"'=1+1",
		"'+1",
		"'-1",
		"'@SUM(A1)",
		"'\tx",
		'"\'\rx"',
		'"say ""hi"""',
		'"a,b"',
		'"two\nlines"',
		"plain",
		"",
	];
	expect(csvOf([texts])).toBe(`\uFEFF${cells.join(",")}\r\n`);
	expect(
		csvOf([
			["at", "n"],
			["x", -1.5],
			[null, 0],
		]),
	).toBe("\uFEFFat,n\r\nx,-1.5\r\n,0\r\n");
});
