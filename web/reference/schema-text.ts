import type { Schema } from "../../contracts/schema-sample.ts";

const INDENT = "  ";
/** Deeper than this a name says more than its parts. */
const DEEPEST = 5;
/** What bounds a value, in the order in which it is told. */
const BOUNDS = [
	"format",
	"minimum",
	"exclusiveMinimum",
	"maximum",
	"minLength",
	"maxLength",
	"minItems",
	"maxItems",
	"pattern",
	"default",
];

/** A schema as people write types down: one line a field, `?` for what may be left out, bounds behind it. */
export function schemaText(schema: Schema, named: Readonly<Record<string, Schema>>): string {
	return textOf(schema, named, 0);
}

function textOf(schema: Schema, named: Readonly<Record<string, Schema>>, depth: number): string {
	const name = /^#\/components\/schemas\/(.+)$/.exec(String(schema["$ref"]))?.[1];
	if (name !== undefined) {
		const target = named[name];
		return target === undefined || depth >= DEEPEST || name.startsWith("JsonValue")
			? name
			: textOf(target, named, depth);
	}
	if (schema["const"] !== undefined) return JSON.stringify(schema["const"]);
	const { enum: choices } = schema;
	if (Array.isArray(choices)) return choices.map((choice) => JSON.stringify(choice)).join(" | ");
	const either = schema["oneOf"] ?? schema["anyOf"];
	if (Array.isArray(either)) return either.map((one) => textOf(asSchema(one), named, depth)).join(" | ");
	const all = schema["allOf"];
	if (Array.isArray(all)) return all.map((one) => textOf(asSchema(one), named, depth)).join(" & ");
	const { type } = schema;
	if (type === "object") return objectText(schema, named, depth);
	if (type === "array") return arrayText(schema, named, depth);
	const word = Array.isArray(type) ? type.join(" | ") : typeof type === "string" ? type : "any";
	return `${word}${boundsOf(schema)}`;
}

function arrayText(schema: Schema, named: Readonly<Record<string, Schema>>, depth: number): string {
	const item = textOf(asSchema(schema["items"]), named, depth);
	return `${/[ |]/.test(item) && !item.startsWith("{") ? `(${item})` : item}[]${boundsOf(schema)}`;
}

function objectText(schema: Schema, named: Readonly<Record<string, Schema>>, depth: number): string {
	const properties = Object.entries(asSchema(schema["properties"]));
	const rest = schema["additionalProperties"];
	const required = Array.isArray(schema["required"]) ? schema["required"] : [];
	const pad = INDENT.repeat(depth + 1);
	const lines = properties.map(
		([key, inner]) =>
			`${pad}${key}${required.includes(key) ? "" : "?"}: ${textOf(asSchema(inner), named, depth + 1)}`,
	);
	if (typeof rest === "object" && rest !== null)
		lines.push(`${pad}[name]: ${textOf(asSchema(rest), named, depth + 1)}`);
	return lines.length === 0 ? "{}" : `{\n${lines.join("\n")}\n${INDENT.repeat(depth)}}`;
}

function boundsOf(schema: Schema): string {
	const told = BOUNDS.flatMap((name) => {
		const value = schema[name];
		// a format says it in a word, and 2^53 says nothing
		const isNoise = value === undefined || Math.abs(Number(value)) === Number.MAX_SAFE_INTEGER;
		if (isNoise || (name === "pattern" && schema["format"] !== undefined)) return [];
		return name === "format" && typeof value === "string"
			? [value]
			: [`${name} ${typeof value === "string" ? value : JSON.stringify(value)}`];
	});
	return told.length === 0 ? "" : ` (${told.join(", ")})`;
}

function asSchema(value: unknown): Schema {
	// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- SAFETY: of an object every key may be asked for; what is found is looked at before it is used
	return typeof value === "object" && value !== null ? (value as Schema) : {};
}
