import { test } from "vitest";
import type { RemoteMatch } from "./remote-extractor.ts";
import { trainInterpreter } from "./test-project.ts";

const CONFIG = `pipeline:
- name: DucklingEntityExtractor
  url: http://duckling.example:8000
  locale: de_DE
  timezone: Europe/Berlin
  timeout: 2
  dimensions: [time, number]
- name: BuiltinEntityExtractor
  dimensions: [email]
`;
const NOW = { nowMs: Date.UTC(2026, 10, 23, 11) };
const interpreter = trainInterpreter("nlu: []", CONFIG);
const [duckling] = interpreter.remoteExtractors ?? [];
const parse = (text: string, matches: readonly RemoteMatch[]) =>
	interpreter.parse(text, {
		...NOW,
		remoteMatches: new Map(duckling === undefined ? [] : [[duckling, matches]]),
	}).entities;

test("[DU1] [DU4] names the server with its options, and turns its answer into Rasa's entities", ({
	expect,
}) => {
	expect(interpreter.remoteExtractors).toEqual([
		{
			name: "DucklingEntityExtractor",
			url: "http://duckling.example:8000",
			locale: "de_DE",
			timeZone: "Europe/Berlin",
			timeoutMs: 2_000,
			dimensions: ["time", "number"],
		},
	]);
	const at = (value: string) => ({ value, grain: "hour" });
	const interval = { type: "interval", from: at("2026-11-24T09:00:00.000+01:00") };
	const entities = parse("👍 two, from nine, 3 km", [
		{ dim: "number", start: 2, end: 5, body: "two", value: { type: "value", value: 2 }, latent: false },
		{ dim: "time", start: 7, end: 16, value: interval },
		{ dim: "distance", start: 18, end: 22, value: { type: "value", value: 3, unit: "kilometre" } },
	]);
	expect(entities).toEqual([
		{
			start: 3,
			end: 6,
			text: "two",
			value: 2,
			confidence: 1,
			additional_info: { type: "value", value: 2 },
			entity: "number",
			extractor: "DucklingEntityExtractor",
		},
		{
			start: 8,
			end: 17,
			text: "from nine",
			value: { from: "2026-11-24T09:00:00.000+01:00", to: null },
			confidence: 1,
			additional_info: interval,
			entity: "time",
			extractor: "DucklingEntityExtractor",
		},
	]);
});

test("[DU2] drops spans that are not in the text", ({ expect }) => {
	const value = { type: "value", value: 1 };
	expect(
		parse("one", [
			{ dim: "number", start: 2, end: 9, value },
			{ dim: "number", start: 1, end: 1, value },
		]),
	).toEqual([]);
});

test("[DU3] finds nothing when its server was asked in vain, and its own entities when it was not", ({
	expect,
}) => {
	expect(parse("morgen um 17 Uhr", [])).toEqual([]);
	expect(interpreter.parse("morgen um 17 Uhr", NOW).entities).toMatchObject([
		{ entity: "time", value: "2026-11-24T17:00:00.000+01:00", extractor: "DucklingEntityExtractor" },
	]);
});

test("[DU5] an explanation says whether the server answered, failed or was not asked", ({ expect }) => {
	const stateWith = (matches?: readonly RemoteMatch[] | null) => {
		const asked = duckling === undefined || matches === undefined ? [] : ([[duckling, matches]] as const);
		const options = { ...NOW, explain: true, remoteMatches: new Map(asked) };
		return interpreter.parse("two", options)["explanation"];
	};
	const two = { dim: "number", start: 0, end: 3, value: { type: "value", value: 2 } };
	const found = [{ text: "two", entity: "number", value: 2 }];
	expect(stateWith([two])).toMatchObject({
		steps: [{ component: "builtinEntities", found, server: "answered" }, { found: [] }],
	});
	expect(stateWith(null)).toMatchObject({ steps: [{ found: [], server: "failed" }, { found: [] }] });
	expect(stateWith()).toMatchObject({ steps: [{ server: "not asked" }, { found: [] }] });
});
