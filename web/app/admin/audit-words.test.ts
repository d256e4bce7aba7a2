import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "vitest";
import { AUDIT_ACTIONS } from "../../../contracts/audit-actions.ts";
import { actionGroups, actionInWords, kindInWords } from "./audit-words.ts";

test("[DA22] every action that the product can write has words of its own, and a place in the filter", ({
	expect,
}) => {
	const words = AUDIT_ACTIONS.map(actionInWords);
	expect(words.filter((said) => /[._]/u.test(said))).toEqual([]);
	expect(new Set(words).size).toBe(AUDIT_ACTIONS.length);
	const groups = actionGroups();
	expect(groups.map(({ name }) => name)).not.toContain("Other");
	expect(groups.flatMap(({ actions }) => actions.map(({ action }) => action)).toSorted()).toEqual(
		AUDIT_ACTIONS.toSorted(),
	);
});

test("[DA22] what is on the list is written somewhere: nobody is offered a filter that can't find anything", ({
	expect,
}) => {
	const sources = ["worker", "store", "durable-objects", "cli"].flatMap((room) =>
		readdirSync(room, { recursive: true, encoding: "utf8" })
			.filter((path) => path.endsWith(".ts") && !/\.test\.ts$|testing\//u.test(path))
			.map((path) => readFileSync(join(room, path), "utf8")),
	);
	const all = sources.join("\n");
	expect(AUDIT_ACTIONS.filter((action) => !all.includes(`"${action}"`))).toEqual([]);
});

test("[DA22] what a later release writes is called as it calls itself", ({ expect }) => {
	expect(actionInWords("moon.reached")).toBe("moon.reached");
	expect(actionInWords("constructor")).toBe("constructor");
	expect(["api_key", "user", "site_key", "toString"].map(kindInWords)).toEqual([
		"API key",
		"User",
		"Site key",
		"ToString",
	]);
});
