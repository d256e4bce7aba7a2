import type { JsonValue } from "../contracts/parse-data.ts";

/** The one text of a JSON value (RFC 8785): keys in order of their UTF-16 units, no blanks. For hashes and signatures. */
export function canonicalJson(value: JsonValue): string {
	if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
	if (typeof value !== "object" || value === null) return JSON.stringify(value);
	const members = Object.entries(value)
		.sort(([a], [b]) => (a < b ? -1 : 1))
		.map(([key, held]) => `${JSON.stringify(key)}:${canonicalJson(held)}`);
	return `{${members.join(",")}}`;
}
