import { test } from "vitest";
import { instantOf } from "./conversations/conversation-api.ts";
import { queryOf, Refused, shouldRetry } from "./reading.ts";

test("[DA6] only what may be better a moment later is asked again, twice", ({ expect }) => {
	const refused = (code: "unreachable" | "forbidden") => new Refused({ code, message: "no", fields: {} });
	expect(shouldRetry(0, refused("unreachable"))).toBe(true);
	expect(shouldRetry(1, refused("unreachable"))).toBe(true);
	expect(shouldRetry(2, refused("unreachable"))).toBe(false);
	expect(shouldRetry(0, refused("forbidden"))).toBe(false);
	expect(shouldRetry(0, new Error("a bug"))).toBe(false);
});

test("[DA6] a query has what is given; days are the reader's own, the last one whole", ({ expect }) => {
	expect(queryOf({ search: "a b&c", owner: "", cursor: null, limit: 30 })).toBe("?search=a+b%26c&limit=30");
	expect(queryOf({ cursor: undefined })).toBe("");
	expect(instantOf("2026-11-26", 0)).toBe(new Date(2026, 10, 26).toISOString());
	expect(instantOf("2026-11-30", 1)).toBe(new Date(2026, 11, 1).toISOString());
	expect(instantOf("", 0)).toBe("");
	expect(instantOf("soon", 0)).toBe("");
});
