import { test } from "vitest";
import { storableJson, storableText } from "./storable.ts";

test("[CL6] a text keeps everything that PostgreSQL can keep", ({ expect }) => {
	expect(storableText("plain, ünïcödé, \u{1F600}, \n\t\u0001")).toBe("plain, ünïcödé, \u{1F600}, \n\t\u0001");
	expect(storableText("\0a\uD83Db\uDE00c\uDE00\uD83D")).toBe("\uFFFDa\uFFFDb\uFFFDc\uFFFD\uFFFD");
});

test("[CL6] JSON is cleaned in its texts and keys, and nowhere else", ({ expect }) => {
	const clean = { a: [1, 1.5, true, null, "\\u0000 as words", "\\ud800"], b: { c: "\u{1F600}" } };
	expect(JSON.parse(storableJson(clean))).toEqual(clean);
	const dirty = { "k\0": ["\uD800", { deep: "x\0y" }], n: 0.1, z: null };
	expect(JSON.parse(storableJson(dirty))).toEqual({
		"k\uFFFD": ["\uFFFD", { deep: "x\uFFFDy" }],
		n: 0.1,
		z: null,
	});
});
