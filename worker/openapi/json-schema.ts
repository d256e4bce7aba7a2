import { z } from "zod";

export type JsonSchema = Record<string, unknown>;

/**
 * Translates zod's schemas into those of an OpenAPI 3.1 document (JSON Schema 2020-12). Named ones stand once under
 * `components`; what refers to itself, such as any JSON value, is moved there too. zod's own translation is used: the
 * one of @hono/zod-openapi does not end on `z.json()`.
 */
export class SchemaBook {
	readonly components: Record<string, JsonSchema> = {};
	readonly #names: ReadonlyMap<z.ZodType, string>;

	constructor(named: Readonly<Record<string, z.ZodType>>) {
		this.#names = new Map(Object.entries(named).map(([name, schema]) => [schema, name]));
	}

	/** The schema, or a reference to it. @param io - `input` for what a caller sends, `output` for what we answer */
	describe(schema: z.ZodType, io: "input" | "output"): JsonSchema {
		const name = this.#names.get(schema);
		if (name === undefined) return this.#translate(schema, io);
		this.components[name] ??= this.#translate(schema, io);
		return { $ref: `#/components/schemas/${name}` };
	}

	#translate(schema: z.ZodType, io: "input" | "output"): JsonSchema {
		const {
			$schema: _dialect,
			$defs = {},
			...translated
		} = z.toJSONSchema(schema, {
			io,
			override: ({ jsonSchema }) => {
				// a tuple of one kind in words that every reader knows: some know no `prefixItems`, or want `items` to be a schema
				const { prefixItems, items } = jsonSchema;
				if (prefixItems === undefined || items !== false) return;
				const [first, ...others] = prefixItems.map((item) => JSON.stringify(item));
				const isOfOneKind = others.every((item) => item === first);
				jsonSchema.items = (isOfOneKind ? prefixItems[0] : undefined) ?? {};
				jsonSchema.maxItems = prefixItems.length;
				if (isOfOneKind) delete jsonSchema.prefixItems;
			},
		});
		const names = new Map<string, string>();
		for (const key of Object.keys($defs)) names.set(`#/$defs/${key}`, this.#nameFor($defs[key]));
		for (const [key, definition] of Object.entries($defs)) {
			const name = names.get(`#/$defs/${key}`);
			if (name !== undefined) this.components[name] = asRecord(withReferences(definition, names));
		}
		return asRecord(withReferences(translated, names));
	}

	/** The only definition that refers to itself is any JSON value; a second one gets a name of its own. */
	#nameFor(definition: unknown): string {
		const text = JSON.stringify(definition).replaceAll(/#\/\$defs\/\w+/g, "#");
		for (let number = 1; ; number++) {
			const name = number === 1 ? "JsonValue" : `JsonValue${number}`;
			const known = this.components[name];
			if (known === undefined) return name;
			if (JSON.stringify(known).replaceAll(`#/components/schemas/${name}`, "#") === text) return name;
		}
	}
}

function withReferences(value: unknown, names: ReadonlyMap<string, string>): unknown {
	if (Array.isArray(value)) return value.map((item) => withReferences(item, names));
	if (typeof value !== "object" || value === null) return value;
	return Object.fromEntries(
		Object.entries(value).map(([key, inner]) => {
			const name = key === "$ref" && typeof inner === "string" ? names.get(inner) : undefined;
			return [key, name === undefined ? withReferences(inner, names) : `#/components/schemas/${name}`];
		}),
	);
}

function asRecord(value: unknown): JsonSchema {
	return z.record(z.string(), z.unknown()).parse(value);
}
