import { test } from "vitest";
import { normalizeEmail, normalizeOrderNumber } from "./normalize.ts";

test("[SH1] an order number is known by its digits, whatever stands around them", ({ expect }) => {
	for (const typed of [
		"A-10023",
		"a-10023",
		"A10023",
		"a 10023",
		"#10023",
		"10023",
		" 10 023 ",
		"A–10023.",
		"Ａ－１００２３",
		"order A-10023",
		"Order no. 10023",
		"order number: a10023",
		"nr. 10023",
	])
		expect(normalizeOrderNumber(typed), typed).toBe("A-10023");
});

test("[SH1] what is no order number stays unknown", ({ expect }) => {
	for (const typed of [
		"",
		"A",
		"A-",
		"A-100",
		"B-10023",
		"A-10023-7x",
		"yesterday",
		"A-1002300000",
		"-",
		"x".repeat(5_000),
	])
		expect(normalizeOrderNumber(typed), typed.slice(0, 20)).toBeNull();
});

test("[SH1] an e-mail address loses its case and what surrounds it", ({ expect }) => {
	for (const typed of [
		"anna@example.com",
		"Anna@Example.COM",
		"  anna@example.com ",
		"<anna@example.com>",
		"mailto:anna@example.com",
		"(anna@example.com).",
		'"anna@example.com"',
		"anna@example.com!",
	])
		expect(normalizeEmail(typed), typed).toBe("anna@example.com");
	// other people's mailboxes stay other people's
	expect(normalizeEmail("anna+shop@example.com")).toBe("anna+shop@example.com");
	expect(normalizeEmail("an.na@example.com")).toBe("an.na@example.com");
});

test("[SH1] what is no address stays unknown, quickly", ({ expect }) => {
	for (const typed of [
		"",
		"anna",
		"anna@",
		"@example.com",
		"a b@example.com",
		"a@b@c.d",
		"anna@example",
		"@".repeat(250),
	])
		expect(normalizeEmail(typed), typed).toBeNull();
	expect(normalizeEmail(`${"a".repeat(100_000)}@example.com`)).toBeNull();
});
