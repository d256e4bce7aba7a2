import { test } from "vitest";
import { identityIn } from "./identity-message.ts";

test("[CV4] only a page of this very origin can say who the visitor is", ({ expect }) => {
	const own = "https://chat.example";
	const data = { type: "care:identify", token: "a.b.c" };
	expect(identityIn({ origin: own, data }, own)).toBe("a.b.c");
	for (const origin of [
		"https://evil.example",
		"https://chat.example.evil.example",
		"http://chat.example",
		"null",
		"",
	])
		expect(identityIn({ origin, data }, own), origin).toBeNull();
	for (const other of [
		{ type: "other", token: "a.b.c" },
		{ type: "care:identify" },
		{ ...data, token: "" },
		"x",
		null,
	])
		expect(identityIn({ origin: own, data: other }, own)).toBeNull();
});
