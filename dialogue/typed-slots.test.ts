import { test } from "vitest";
import { buildProject } from "./testing/bot.ts";
import { typedSlots } from "./typed-slots.ts";

test("[AC12] slots are seen by their declared types", ({ expect }) => {
	const { domain } = buildProject({
		"domain.yml": `
			slots:
			  name: {type: text, mappings: []}
			  count: {type: float, mappings: []}
			  sure: {type: bool, mappings: []}
			  kind: {type: categorical, values: [Red, 2, true], mappings: []}
			  tags: {type: list, mappings: []}
			  memo: {type: any, mappings: []}`,
	}).project;
	const seen = (name: string, ...values: Parameters<typeof typedSlots>[1][string][]) =>
		values.map((value) => typedSlots(domain, { [name]: value })[name]);
	expect(seen("name", "a", 12_345, true, null, ["a"])).toEqual(["a", "12345", "true", null, null]);
	expect(seen("count", 3, "4.5", "many", "", null, [1])).toEqual([3, 4.5, null, null, null, null]);
	expect(seen("sure", true, "False", 1, "perhaps", null)).toEqual([true, false, true, null, null]);
	expect(seen("kind", "red", "RED", "2", 2, true, "blue", null, ["Red"])).toEqual([
		"Red",
		"Red",
		2,
		2,
		true,
		null,
		null,
		null,
	]);
	expect(seen("tags", ["a"], "a", null)).toEqual([["a"], ["a"], null]);
	expect(seen("memo", { a: [1] }, null)).toEqual([{ a: [1] }, null]);
	expect(typedSlots(domain, { unknown: 1 })).toEqual({ unknown: 1 });
});
