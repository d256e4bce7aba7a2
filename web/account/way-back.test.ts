import { test } from "vitest";
import { keepWayBack, takeWayBack } from "./way-back.ts";

function tab() {
	const kept = new Map<string, string>();
	return {
		get: (key: string) => kept.get(key) ?? null,
		set: (key: string, value: string) => void kept.set(key, value),
		remove: (key: string) => void kept.delete(key),
	};
}

test("[AP6] sign-in leads back to the dashboard's page, once, and nowhere else", ({ expect }) => {
	const store = tab();
	keepWayBack(store, "/app/conversations/01a1?search=lamp");
	expect(takeWayBack(store)).toBe("/app/conversations/01a1?search=lamp");
	expect(takeWayBack(store)).toBeNull();
	for (const path of [
		"//evil.example/app",
		"https://evil.example/app",
		"/application",
		"/\\evil.example",
		"javascript:1",
	]) {
		keepWayBack(store, path);
		expect(takeWayBack(store), path).toBeNull();
		// as if something else had written into this tab's storage
		store.set("care.account.next", path);
		expect(takeWayBack(store), path).toBeNull();
	}
	expect(new URL("/app/..//evil.example", "https://care.example").origin).toBe("https://care.example");
});
