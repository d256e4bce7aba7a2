import { test } from "vitest";
import { AllowedOrigin, allowsOrigin } from "./allowed-origin.ts";

const isTaken = (entry: string): boolean => AllowedOrigin.safeParse(entry).success;

test("[OG1] an origin is taken as a browser writes it, and in no other way", ({ expect }) => {
	for (const origin of [
		"https://shop.example",
		"http://localhost:3000",
		"https://shop.example:8443",
		"https://xn--bcher-kva.example",
		"http://127.0.0.1:3000",
		"http://[::1]:3000",
	])
		expect(isTaken(origin), origin).toBe(true);
	for (const entry of [
		"https://shop.example/",
		"https://shop.example/chat",
		"https://shop.example?x",
		"https://SHOP.example",
		"https://shop.example:443",
		"https://ann@shop.example",
		"shop.example",
		"//shop.example",
		"ftp://shop.example",
		"javascript:alert(1)",
		"null",
		"*",
		"",
		"https://",
		"https://1.2.3",
		"https://shop.example:99999",
		"https://shop.example.",
		`https://${"a".repeat(300)}.example`,
	])
		expect(isTaken(entry), entry).toBe(false);
});

test("[OG2] a wildcard stands for the hosts under two labels at least, by https alone", ({ expect }) => {
	expect(isTaken("https://*.shop.example")).toBe(true);
	expect(isTaken("https://*.shop.example:8443")).toBe(true);
	for (const entry of [
		"http://*.shop.example",
		"https://*.com",
		"https://*",
		"https://*.",
		"https://*shop.example",
		"https://www.*.example",
		"https://*.*.example",
		"https://*.shop.example/",
		"https://*.shop.example:443",
		"https://*.1.2.3.4",
	])
		expect(isTaken(entry), entry).toBe(false);
	expect(allowsOrigin("https://*.shop.example", "https://www.shop.example")).toBe(true);
	expect(allowsOrigin("https://*.shop.example", "https://a.b.shop.example")).toBe(true);
	expect(allowsOrigin("https://*.shop.example:8443", "https://www.shop.example:8443")).toBe(true);
	expect(allowsOrigin("https://*.shop.example", "https://shop.example")).toBe(false);
});

test("[OG3] nothing that only looks alike passes", ({ expect }) => {
	for (const origin of [
		"http://www.shop.example",
		"https://www.shop.example:8443",
		"https://evilshop.example",
		"https://www.shop.example.evil.example",
		"https://evil.example/.shop.example",
		"https://evil.example#.shop.example",
		"https://evil.example\\.shop.example",
		"https://*.shop.example.evil.example",
		"null",
		"",
	])
		expect(allowsOrigin("https://*.shop.example", origin), origin).toBe(false);
	for (const origin of [
		"http://shop.example",
		"https://shop.example:8443",
		"https://shop.example.",
		"https://shop.example/",
	])
		expect(allowsOrigin("https://shop.example", origin), origin).toBe(false);
});
