import type { JsonValue } from "../../contracts/parse-data.ts";
import { pythonText } from "../python-text.ts";

/** A slot's name between braces: no line break and no brace inside. */
const PLACEHOLDER = /\{([^\n{}]+?)\}/g;
/** Any brace, and what is doubled to stand for itself. */
const BRACES = /\{\{|\}\}|\{([^\n{}]+?)\}|[{}]/g;

/**
 * Fills `{slot}` in a response's texts, lists and maps (SPEC RE4). A text that names something unknown is left as it
 * is, all of it; `{{x}}` stands for `{x}`.
 */
export function interpolate(value: JsonValue, values: ReadonlyMap<string, JsonValue>): JsonValue {
	if (typeof value === "string") return interpolateText(value, values);
	if (Array.isArray(value)) return value.map((item) => interpolate(item, values));
	if (typeof value !== "object" || value === null) return value;
	return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, interpolate(item, values)]));
}

function interpolateText(text: string, values: ReadonlyMap<string, JsonValue>): string {
	if (!text.includes("{") && !text.includes("}")) return text;
	const names = [...text.matchAll(PLACEHOLDER)].map((match) => match[1] ?? "");
	let isMalformed = false;
	let hasUnknown = false;
	const doubled = new Set([...text.matchAll(/\{\{([^\n{}]+?)\}\}/g)].map((match) => match[1] ?? ""));
	if (names.some((name) => !values.has(name) && !doubled.has(name))) return text;
	const filled = text.replaceAll(BRACES, (match, name: string | undefined) => {
		if (match === "{{") return "{";
		if (match === "}}") return "}";
		if (name === undefined) {
			isMalformed = true;
			return match;
		}
		const value = values.get(name);
		if (value === undefined) hasUnknown = true;
		return pythonText(value ?? null);
	});
	return isMalformed || hasUnknown ? text : filled;
}
