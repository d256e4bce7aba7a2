import { test } from "vitest";
import { z } from "zod";
import { faultInWords } from "./validation.ts";

const faultsOf = (schema: z.ZodType, value: unknown): string[] =>
	(schema.safeParse(value).error?.issues ?? []).map(faultInWords);

test("[ER4] what is wrong with a field is said in the words of people", ({ expect }) => {
	expect(faultsOf(z.string().min(1), "")).toEqual(["is empty"]);
	expect(faultsOf(z.string().min(8), "seven")).toEqual(["needs at least 8 characters"]);
	expect(faultsOf(z.string().max(2), "three")).toEqual(["has more than 2 characters"]);
	expect(faultsOf(z.array(z.string()).min(1), [])).toEqual(["needs at least one"]);
	expect(faultsOf(z.array(z.string()).min(2), [])).toEqual(["needs at least 2"]);
	expect(faultsOf(z.array(z.string()).max(1), ["a", "b"])).toEqual(["has more than 1"]);
	expect(faultsOf(z.int().min(1).max(365), 0)).toEqual(["is less than 1"]);
	expect(faultsOf(z.int().min(1).max(365), 400)).toEqual(["is more than 365"]);
	expect(faultsOf(z.object({ name: z.string() }), {})).toEqual(["is missing"]);
	expect(faultsOf(z.string(), 7)).toEqual(["is not of the type string"]);
	expect(faultsOf(z.email(), "ada")).toEqual(["is not an e-mail address"]);
	expect(faultsOf(z.url(), "shop")).toEqual(["is not a web address"]);
	expect(faultsOf(z.iso.datetime(), "tomorrow")).toEqual(["is not an instant such as 2026-11-27T09:00:00Z"]);
	expect(faultsOf(z.uuid(), "x")).toEqual(["is not written as it should be"]);
	expect(faultsOf(z.enum(["low", "high"]), "odd")).toEqual(["is none of low, high"]);
	expect(faultsOf(z.string().min(1, "names nobody"), ""), "a schema's own words stand").toEqual([
		"names nobody",
	]);
});
