import { test } from "vitest";
import { tokenize } from "./tokenizer.ts";
import { decodeUtf8, encodeUtf8 } from "./utf8.ts";

const words = (text: string): string[] => tokenize(text).map((token) => token.text);

test("[TK1] splits at white space and keeps the offsets", ({ expect }) => {
	expect(tokenize("  where is\tmy order ")).toEqual([
		{ text: "where", start: 2, end: 7 },
		{ text: "is", start: 8, end: 10 },
		{ text: "my", start: 11, end: 13 },
		{ text: "order", start: 14, end: 19 },
	]);
});

test("[TK2] takes punctuation around words away, but not before a digit", ({ expect }) => {
	expect(words("Hi! (my name's) ... Ann, ok?")).toEqual(["Hi", "my", "name", "s", "Ann", "ok"]);
	expect(words("it costs $5, or ($7)")).toEqual(["it", "costs", "$5", "or", "$7"]);
	expect(words("#12 @me a&b")).toEqual(["#12", "@me", "a&b"]);
});

test("[TK3] keeps the signs of addresses and of numbers inside a word", ({ expect }) => {
	expect(words("a.b@c.de http://x.de/a?b=1 10'000.00 3,5 well-known")).toEqual([
		"a.b@c.de",
		"http://x.de/a?b=1",
		"10'000.00",
		"3,5",
		"well-known",
	]);
	expect(words("don't “quote” it")).toEqual(["don", "t", "quote", "it"]);
});

test("[TK4] drops tokens of emoji alone", ({ expect }) => {
	expect(words("thanks 👍🏽 bye")).toEqual(["thanks", "bye"]);
});

test("[TK8] a character of two units is kept or dropped as a whole, beside digits too", ({ expect }) => {
	expect(words("😀5 costs 👍🏽7, room 5😀a and 𝟓😀x")).toEqual([
		"😀5",
		"costs",
		"🏽7",
		"room",
		"5😀a",
		"and",
		"𝟓",
		"x",
	]);
	for (const text of ["😀5", "a👍5", "5👍a", "5👍👍5", "5👍😀👍5", "👍 😀5", "x😀"])
		for (const { text: word } of tokenize(text)) expect(decodeUtf8(encodeUtf8(word)), text).toBe(word);
});

test("[TK8] its span is that of whole characters, as in Rasa", ({ expect }) => {
	const spans = (text: string) => tokenize(text).map(({ text: word, start, end }) => [word, start, end]);
	expect(spans("😀0 apples")).toEqual([
		["😀0", 0, 3],
		["apples", 4, 10],
	]);
	expect(spans("12:30😀!late")).toEqual([["12:30😀!late", 0, 12]]);
	expect(spans("a .9👍🏽&")).toEqual([
		["a", 0, 1],
		[".9👍", 2, 6],
		["&", 8, 9],
	]);
});

test("[TK5] makes one token of a text without words, and none of nothing", ({ expect }) => {
	expect(words(":)")).toEqual([":)"]);
	expect(words("👍")).toEqual(["👍"]);
	expect(words("")).toEqual([]);
});

test("[TK6] reads long runs of signs once", ({ expect }) => {
	let steps = 0;
	const spy = new Proxy(new String("!".repeat(3000) + "a"), {
		get: (target, key) => {
			if (key === "charCodeAt") steps++;
			const value: unknown = Reflect.get(target, key, target);
			return typeof value === "function" ? value.bind(target) : value;
		},
	});
	// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- SAFETY: the proxy answers as the string does
	tokenize(spy as unknown as string);
	expect(steps).toBeLessThan(3_100);
});

test("[TK7] finds words in scripts that write none apart, with their offsets", ({ expect }) => {
	expect(words("我的包裹在哪里")).toContain("包裹");
	expect(words("สินค้าของฉันอยู่ที่ไหน")).toContain("สินค้า");
	expect(words("注文をキャンセルしたい")).toContain("キャンセル");
	expect(words("កញ្ចប់របស់ខ្ញុំនៅឯណា").length).toBeGreaterThan(2);
	const text = "订单 A-10023，谢谢 order";
	expect(words(text)).toEqual(["订单", "A-10023", "谢谢", "order"]);
	for (const { text: word, start, end } of tokenize(text)) expect(text.slice(start, end)).toBe(word);
	expect(words("müşteri hizmetleri الطلب не пришёл")).toEqual([
		"müşteri",
		"hizmetleri",
		"الطلب",
		"не",
		"пришёл",
	]);
});
