import { test } from "vitest";
import { parseLiteralMessage } from "./literal-message.ts";

test("[LT1] reads an intent with confidence and entities", ({ expect }) => {
	expect(parseLiteralMessage("hello /greet")).toBe(null);
	expect(parseLiteralMessage("/")).toBe(null);
	expect(parseLiteralMessage(" /greet ")).toEqual({ intent: "greet", confidence: 1, entities: [] });
	expect(parseLiteralMessage("/faq/ask_name@0.8")).toEqual({
		intent: "faq/ask_name",
		confidence: 0.8,
		entities: [],
	});
	expect(parseLiteralMessage('/greet{"name": "Core"}')).toEqual({
		intent: "greet",
		confidence: 1,
		entities: [{ entity: "name", value: "Core", start: 6, end: 22 }],
	});
	expect(parseLiteralMessage('/x@0.5{"a": ["p", "q"], "n": 3}')?.entities).toEqual([
		{ entity: "a", value: "p", start: 6, end: 31 },
		{ entity: "a", value: "q", start: 6, end: 31 },
		{ entity: "n", value: 3, start: 6, end: 31 },
	]);
});

test("[LT2] caps the confidence, takes a bad one for 0 and bad JSON for no entities", ({ expect }) => {
	expect(parseLiteralMessage("/greet@7")?.confidence).toBe(1);
	expect(parseLiteralMessage("/greet@0.8.1")?.confidence).toBe(0);
	expect(parseLiteralMessage("/greet{bad}")).toEqual({ intent: "greet", confidence: 1, entities: [] });
	expect(parseLiteralMessage('/greet["a"]')?.entities).toEqual([]);
	expect(parseLiteralMessage('/greet{"a": 1,\n"b": 2}')).toEqual({
		intent: "greet",
		confidence: 1,
		entities: [],
	});
	expect(parseLiteralMessage('/greet{"a": 1}\n{"b": 2}')?.entities).toEqual([
		{ entity: "a", value: 1, start: 6, end: 14 },
	]);
});
