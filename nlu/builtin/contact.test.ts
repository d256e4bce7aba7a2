import { test } from "vitest";
import { foundIn } from "./found-in.ts";

test("[BE1] a host alone is an address, a missing space and a file are none", ({ expect }) => {
	const urls = (text: string): string[] => foundIn("en", text);
	expect(urls("see example.com for details, or my-shop.co.uk.")).toEqual([
		"url example.com",
		"url my-shop.co.uk",
	]);
	expect(urls("www.example.com/path, example.com:8080/a?b=1!")).toEqual([
		"url www.example.com/path",
		"url example.com:8080/a?b=1",
	]);
	expect(urls("HTTPS://Example.COM/x and max@mail.example.com")).toEqual([
		"url HTTPS://Example.COM/x",
		"email max@mail.example.com",
	]);
	expect(urls("ok.it works, invoice.pdf, node.js, z.B. das.Das, e.g. this")).toEqual([]);
});

const PHONES: readonly (readonly [written: string, value: string])[] = [
	["030 1234567", "0301234567"],
	["(030) 123456-78", "03012345678"],
	["0170/1234567", "01701234567"],
	["0049 170 1234567", "00491701234567"],
	["+49 (0)30 1234567", "+49301234567"],
	["49 170 1234567", "491701234567"],
	["06 12 34 56 78", "0612345678"],
	["06.12.34.56.78", "0612345678"],
	["+33 6 12 34 56 78", "+33612345678"],
	["612 345 678", "612345678"],
	["91 123 45 67", "911234567"],
	["+34 612 34 56 78", "+34612345678"],
	["07700 900123", "07700900123"],
	["+44 (0)20 7946 0958", "+442079460958"],
	["(555) 123-4567", "5551234567"],
	["555.123.4567", "5551234567"],
	["1-800-555-0199", "18005550199"],
	["+1 (555) 123-4567", "+15551234567"],
];

test("[BE1] telephone numbers are read as their countries write them", ({ expect }) => {
	const read = PHONES.map(([written]) => [written, foundIn("en", `call ${written} please`)]);
	expect(read).toEqual(PHONES.map(([written, value]) => [written, [`phone-number ${value}`]]));
	expect(foundIn("en", "call 0170 1234567 2 times")).toEqual(["phone-number 01701234567", "number 2"]);
});

test("[BE1] a shop's own numbers are no telephone numbers", ({ expect }) => {
	const texts = [
		["en", "my order number is 5551234567"],
		["en", "order 1234 5678"],
		["en", "tracking 00340434161094015902"],
		["en", "EAN 4006381333931"],
		["en", "IBAN DE89 3704 0044 0532 0130 00"],
		["en", "12.5.2026, 12/05/2026, 10 000 000"],
		["de", "Bestellnummer 0170123456"],
		["de", "meine Bestellung 612345678"],
		["fr", "commande n° 0612345678"],
		["es", "mi pedido es 612345678"],
	] as const;
	const found = texts.flatMap(([language, text]) => foundIn(language, text));
	expect(found.filter((line) => line.startsWith("phone-number"))).toEqual([]);
	expect(foundIn("en", "my phone number is 5551234567")).toEqual(["phone-number 5551234567"]);
});
