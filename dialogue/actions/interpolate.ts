import type { JsonValue } from "../../contracts/parse-data.ts";
import { pythonText } from "../python-text.ts";

/** A slot's name between braces: no line break and no brace inside. */
const PLACEHOLDER = /\{([^\n{}]+?)\}/g;
/** Any brace, and what is doubled to stand for itself. */
const BRACES = /\{\{|\}\}|\{([^\n{}]+?)\}|[{}]/g;

/**
 * Fills `{slot}` in a response's texts, lists and maps (SPEC RE4). A text that names something unknown is left as it
 * is, all of it; `{{x}}` stands for `{x}`, and beside a `{slot}` nothing is filled.
 */
export function interpolate(value: JsonValue, values: ReadonlyMap<string, JsonValue>): JsonValue {
	if (typeof value === "string") return interpolateText(value, values);
	if (Array.isArray(value)) return value.map((item) => interpolate(item, values));
	if (typeof value !== "object" || value === null) return value;
	return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, interpolate(item, values)]));
}

function interpolateText(text: string, values: ReadonlyMap<string, JsonValue>): string {
	if (!text.includes("{") && !text.includes("}")) return text;
	let isMalformed = false;
	let hasUnknown = false;
	let fields = 0;
	const filled = text.replaceAll(BRACES, (match, name: string | undefined) => {
		if (match === "{{") return "{";
		if (match === "}}") return "}";
		if (name === undefined) {
			isMalformed = true;
			return match;
		}
		fields += 1;
		const value = values.get(name);
		if (value === undefined) hasUnknown = true;
		return pythonText(value ?? null);
	});
	if (isMalformed || hasUnknown) return text;
	// Rasa finds its own mark of a field in the result, and starts again with no values at all
	const hasMark = fields < [...text.matchAll(PLACEHOLDER)].length || filled.includes("0[");
	return hasMark && fields > 0 ? text : filled;
}
