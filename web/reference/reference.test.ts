import { test } from "vitest";
import { testWorld } from "../../worker/testing/test-world.ts";
import { filterGroups, readReference } from "./openapi.ts";
import { schemaText } from "./schema-text.ts";
import { curlText, prepareRequest, readableBody } from "./try-request.ts";

async function ourReference() {
	const world = await testWorld();
	const response = await world.request("/api/openapi.json");
	return { world, reference: readReference(await response.json()) };
}

test("[RF1] every route of the document stands on the page, in the group of its first tag", async ({
	expect,
}) => {
	const { world, reference } = await ourReference();
	const shown = reference.groups.flatMap(({ operations }) =>
		operations.map(({ method, path }) => `${method} ${path}`),
	);
	const described = world.app.openAPIRegistry.definitions.flatMap((definition) =>
		definition.type === "route"
			? [`${definition.route.method.toUpperCase()} ${definition.route.path.replace(/(.)\/$/, "$1")}`]
			: [],
	);
	expect(shown.toSorted()).toEqual(described.toSorted());
	expect(reference.groups.map(({ name }) => name)).toContain("conversations");
	for (const { operations } of reference.groups)
		for (const { body, responses } of operations)
			for (const schema of [body?.schema, ...responses.map((one) => one.schema)])
				if (schema !== undefined && schema !== null)
					expect(schemaText(schema, reference.schemas)).not.toBe("");
});

test("[RF2] operations are found by all words of method, path, summary and group", async ({ expect }) => {
	const { reference } = await ourReference();
	const found = (search: string) =>
		filterGroups(reference.groups, search).flatMap(({ operations }) => operations.map(({ id }) => id));
	expect(found("SIGN-IN post factor")).toEqual(["signInSecondFactor"]);
	expect(found("there is no such thing")).toEqual([]);
	expect(found("  ")).toHaveLength(reference.groups.flatMap(({ operations }) => operations).length);
});

test("[RF3] a schema is told as a type: what may be left out, bounds, names that hold themselves once", ({
	expect,
}) => {
	const named = {
		Tree: {
			type: "object",
			properties: { kids: { type: "array", items: { $ref: "#/components/schemas/Tree" } } },
		},
	};
	const schema = {
		type: "object",
		required: ["id"],
		properties: {
			id: { type: "string", format: "uuid", pattern: "^long$" },
			size: { type: "integer", minimum: 1, maximum: Number.MAX_SAFE_INTEGER },
			kind: { enum: ["a", "b"] },
			list: { type: "array", items: { anyOf: [{ type: "string" }, { type: "null" }] } },
		},
	};
	expect(schemaText(schema, {})).toBe(
		'{\n  id: string (uuid)\n  size?: integer (minimum 1)\n  kind?: "a" | "b"\n  list?: (string | null)[]\n}',
	);
	expect(schemaText(named.Tree, named).match(/kids/g)).toHaveLength(5);
});

test("[RF4] a request is put together as it is sent, and told as a command without the token", async ({
	expect,
}) => {
	const { reference } = await ourReference();
	const operation = reference.groups
		.flatMap(({ operations }) => operations)
		.find(({ id }) => id === "searchConversations");
	const post = reference.groups
		.flatMap(({ operations }) => operations)
		.find(({ id }) => id === "postMessage");
	if (operation === undefined || post === undefined) throw new Error("routes were renamed: name others here");
	const prepared = prepareRequest(operation, {
		values: { "query.search": "a b&c", "query.limit": " " },
		body: "",
		token: "secret",
	});
	expect(prepared).toEqual({
		ok: true,
		request: {
			path: "/api/desk/conversations?search=a+b%26c",
			method: "GET",
			headers: { Authorization: "Bearer secret" },
			body: null,
		},
	});
	expect(prepareRequest(post, { values: {}, body: "{}", token: "" })).toEqual({ ok: false, missing: "id" });
	const sent = prepareRequest(post, {
		values: { "path.id": "../x" },
		body: `{"text":"it's"}`,
		token: "secret",
	});
	if (!sent.ok) throw new Error(sent.missing);
	expect(sent.request.path).toBe("/api/conversations/..%2Fx/messages");
	const command = curlText(sent.request, "https://care.example");
	expect(command).not.toContain("secret");
	expect(command).toContain(String.raw`-d '{"text":"it'\''s"}'`);
	expect(readableBody('{"a":1}')).toBe('{\n  "a": 1\n}');
	expect(readableBody("a: 1")).toBe("a: 1");
});
