import spectralCore, { type RulesetDefinition } from "@stoplight/spectral-core";
import { oas } from "@stoplight/spectral-rulesets";
import { test } from "vitest";
import { z } from "zod";
import { testWorld } from "../testing/test-world.ts";
import { SchemaBook } from "./json-schema.ts";

const { Spectral } = spectralCore;

const Operation = z.looseObject({
	operationId: z.string(),
	summary: z.string(),
	security: z.array(z.record(z.string(), z.array(z.string()))),
	responses: z.record(z.string(), z.looseObject({ description: z.string() })),
});
const Document = z.looseObject({
	openapi: z.literal("3.1.0"),
	paths: z.record(z.string(), z.record(z.string(), Operation)),
	components: z.looseObject({ schemas: z.record(z.string(), z.unknown()) }),
});

function referencesIn(value: unknown): string[] {
	if (Array.isArray(value)) return value.flatMap(referencesIn);
	if (typeof value !== "object" || value === null) return [];
	return Object.entries(value).flatMap(([key, inner]) =>
		key === "$ref" ? [String(inner)] : referencesIn(inner),
	);
}

test("[OA1] the document describes exactly the routes that are served, and its references resolve", async ({
	expect,
}) => {
	const world = await testWorld();
	const response = await world.request("/api/openapi.json");
	const document = Document.parse(await response.json());
	const described = Object.entries(document.paths).flatMap(([path, operations]) =>
		Object.keys(operations).map(
			(method) => `${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ":$1")}`,
		),
	);
	const served = world.app.routes
		.filter(({ method, path }) => method !== "ALL" && path !== "/api/openapi.json")
		.map(({ method, path }) => `${method} ${path}`);
	expect(new Set(described)).toEqual(new Set(served));
	const operations = Object.values(document.paths).flatMap((path) => Object.values(path));
	expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length);

	const references = new Set(referencesIn(document));
	expect(references.size).toBeGreaterThan(5);
	for (const reference of references) {
		const name = /^#\/components\/schemas\/(\w+)$/.exec(reference)?.[1] ?? "";
		expect(Object.keys(document.components.schemas), reference).toContain(name);
	}
	const post = document.paths["/api/conversations/{id}/messages"]?.["post"];
	expect(post).toMatchObject({
		security: [{ visitor: [] }],
		parameters: [
			{ name: "id", in: "path", required: true },
			{ name: "Idempotency-Key", in: "header", required: false },
		],
		requestBody: {
			required: true,
			content: { "application/json": { schema: { $ref: "#/components/schemas/PostMessage" } } },
		},
	});
	expect(Object.keys(post?.responses ?? {})).toEqual([
		"200",
		"400",
		"401",
		"403",
		"404",
		"409",
		"413",
		"415",
		"422",
		"429",
		"500",
		"503",
	]);
	const tokens = JSON.stringify(document.paths["/api/nlu/parse"]);
	expect(tokens, "a pair is a list of two").toContain(
		'"text_tokens":{"type":"array","items":{"type":"array","items":',
	);
	expect(JSON.stringify(document)).not.toContain("prefixItems");
	const bodies = Object.entries(document.paths).flatMap(([path, operations]) =>
		Object.entries(operations).flatMap(([method, operation]) =>
			"requestBody" in operation && path.startsWith("/api/") && !("413" in operation.responses)
				? [`${method} ${path}`]
				: [],
		),
	);
	expect(bodies, "each body has a limit, and says so").toEqual([]);
	const list = document.paths["/api/conversations/{id}/messages"]?.["get"];
	expect(list).toMatchObject({
		parameters: [
			{ name: "id" },
			{ name: "before", required: false },
			{ name: "limit", required: false },
			{ name: "If-None-Match", required: false },
		],
	});
});

test("[OA1] a schema that holds any JSON value is described, once", ({ expect }) => {
	const named = { A: z.object({ a: z.json() }), B: z.object({ b: z.record(z.string(), z.json()) }) };
	const book = new SchemaBook(named);
	expect(book.describe(named.A, "output")).toEqual({ $ref: "#/components/schemas/A" });
	book.describe(named.B, "output");
	expect(Object.keys(book.components).toSorted()).toEqual(["A", "B", "JsonValue"]);
	for (const reference of referencesIn(book.components))
		expect(reference).toBe("#/components/schemas/JsonValue");
});

test("[OA3] spectral's rules for OpenAPI find nothing to mend", async ({ expect }) => {
	const world = await testWorld();
	const response = await world.request("/api/openapi.json");
	const spectral = new Spectral();
	// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- SAFETY: its own ruleset, whose type the package tells wrongly
	spectral.setRuleset({ extends: [oas as RulesetDefinition] });
	const found = await spectral.run(z.record(z.string(), z.unknown()).parse(await response.json()));
	expect(found.map(({ code, path, message }) => `${code} ${path.join(".")}: ${message}`)).toEqual([
		// an upgrade is answered by 101
		'operation-success-response paths./api/desk/conversations/{id}/socket.get.responses: Operation must have at least one "2xx" or "3xx" response.',
		'operation-success-response paths./api/desk/inbox/socket.get.responses: Operation must have at least one "2xx" or "3xx" response.',
		'operation-success-response paths./api/conversations/{id}/socket.get.responses: Operation must have at least one "2xx" or "3xx" response.',
	]);
	const broken = await spectral.run({ openapi: "3.1.0", paths: { "/x": { get: { responses: {} } } } });
	expect(broken.length).toBeGreaterThan(0);
});
