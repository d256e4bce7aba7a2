/** A UUIDv7 that nobody has. */
export const NOBODYS_ID = "01a1f866-0d00-7f5a-8b28-9b54a80e4d51";

/** A schema of an OpenAPI 3.1 document. */
export type Schema = Readonly<Record<string, unknown>>;
const isSchema = (value: unknown): value is Schema => typeof value === "object" && value !== null;
const DEEPEST = 6;

/**
 * A value that a schema takes, or comes near to.
 *
 * @param named - those under `components.schemas`
 * @param fields - `all`, or those alone that may not be left out
 */
export function sampleOf(
	schema: Schema,
	named: Readonly<Record<string, Schema>>,
	fields: "all" | "required" = "all",
): unknown {
	return new Samples(named, fields).of(schema);
}

/** Values that schemas take. Formats are met where routes look at them; the rest is plain words. */
class Samples {
	readonly #named: Readonly<Record<string, Schema>>;
	readonly #fields: "all" | "required";

	constructor(named: Readonly<Record<string, Schema>>, fields: "all" | "required") {
		this.#named = named;
		this.#fields = fields;
	}

	of(schema: Schema, depth = 0): unknown {
		const name = /^#\/components\/schemas\/(.+)$/.exec(String(schema["$ref"]))?.[1];
		if (name !== undefined) return depth > DEEPEST ? null : this.of(this.#named[name] ?? {}, depth + 1);
		if (schema["const"] !== undefined) return schema["const"];
		const choices = schema["enum"] ?? schema["oneOf"] ?? schema["anyOf"] ?? schema["allOf"];
		if (Array.isArray(choices)) {
			const [first]: unknown[] = choices;
			return isSchema(first) ? this.of(first, depth + 1) : first;
		}
		const { type } = schema;
		switch (Array.isArray(type) ? (type[0] as unknown) : type) {
			case "object":
				return this.#object(schema, depth);
			case "array":
				return isSchema(schema["items"]) && depth <= DEEPEST ? [this.of(schema["items"], depth + 1)] : [];
			case "integer":
			case "number":
				return typeof schema["minimum"] === "number" && schema["minimum"] > 0 ? schema["minimum"] : 1;
			case "boolean":
				return false;
			case "null":
				return null;
			default:
				return sampleText(schema);
		}
	}

	#object(schema: Schema, depth: number): unknown {
		if (depth > DEEPEST) return {};
		const properties = isSchema(schema["properties"]) ? schema["properties"] : {};
		const { required } = schema;
		const isWanted = (key: string): boolean =>
			this.#fields === "all" || (Array.isArray(required) && required.includes(key));
		const wanted = Object.entries(properties).filter(([key]) => isWanted(key));
		return Object.fromEntries(
			wanted.map(([key, inner]) => [key, isSchema(inner) ? this.of(inner, depth + 1) : null]),
		);
	}
}

function sampleText(schema: Schema): string {
	const { format, minLength } = schema;
	if (format === "email") return "sample@example.com";
	if (format === "uuid") return NOBODYS_ID;
	if (format === "uri") return "https://shop.example/hook";
	if (format === "date-time") return "2026-01-01T00:00:00.000Z";
	return typeof minLength === "number" ? "sample-text".padEnd(minLength, "x") : "sample-text";
}
