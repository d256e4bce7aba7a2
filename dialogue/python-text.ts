/**
 * Python's way of writing values. Rasa's rule keys are `json.dumps` texts whose length decides between rules, and its
 * templates print slots by `str()`: both are visible from outside, so both are written here as Python writes them.
 */
import type { JsonValue } from "../contracts/parse-data.ts";

/** A number as Python's `repr` of a float writes it: `1.0`, `0.1`, `1e-05`, `1e+16`. */
export function pythonFloat(value: number): string {
	if (!Number.isFinite(value)) return Number.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
	const size = Math.abs(value);
	if (Number.isInteger(value) && size < 1e16) return `${value}.0`;
	if (size >= 1e16 || size < 1e-4) {
		const [digits = "0", exponent = "0"] = value.toExponential().split("e");
		const sign = exponent.startsWith("-") ? "-" : "+";
		return `${digits}e${sign}${exponent.slice(1).padStart(2, "0")}`;
	}
	return String(value);
}

/** A text as `json.dumps` writes it: ASCII only. */
export function pythonJsonText(value: string): string {
	return JSON.stringify(value).replaceAll(
		/[\u007F-\uFFFF]/g,
		(unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
	);
}

/** A value as `json.dumps(value, sort_keys=True)` writes it, whole numbers as integers. */
export function pythonJson(value: JsonValue): string {
	if (value === null) return "null";
	if (typeof value === "string") return pythonJsonText(value);
	if (typeof value === "number") return pythonNumber(value);
	if (typeof value === "boolean") return value ? "true" : "false";
	if (Array.isArray(value)) return `[${value.map(pythonJson).join(", ")}]`;
	const entries = Object.entries(value).toSorted(([a], [b]) => compareText(a, b));
	return `{${entries.map(([key, item]) => `${pythonJsonText(key)}: ${pythonJson(item)}`).join(", ")}}`;
}

/** A value as Python's `str()` prints it in a template: `None`, `True`, `['a', 'b']`. */
export function pythonText(value: JsonValue): string {
	return typeof value === "string" ? value : pythonRepr(value);
}

/** Orders texts by UTF-16 units: the same on every machine, whatever its language. */
export function compareText(a: string, b: string): number {
	if (a === b) return 0;
	return a < b ? -1 : 1;
}

function pythonNumber(value: number): string {
	return Number.isInteger(value) && Math.abs(value) < 1e16 ? String(value) : pythonFloat(value);
}

function pythonRepr(value: JsonValue): string {
	if (value === null) return "None";
	if (typeof value === "boolean") return value ? "True" : "False";
	if (typeof value === "number") return pythonNumber(value);
	if (typeof value === "string") return pythonTextRepr(value);
	if (Array.isArray(value)) return `[${value.map(pythonRepr).join(", ")}]`;
	const entries = Object.entries(value).map(([key, item]) => `${pythonTextRepr(key)}: ${pythonRepr(item)}`);
	return `{${entries.join(", ")}}`;
}

function pythonTextRepr(value: string): string {
	const quote = value.includes("'") && !value.includes('"') ? '"' : "'";
	const escaped = value
		.replaceAll("\\", "\\\\")
		.replaceAll("\n", "\\n")
		.replaceAll("\r", "\\r")
		.replaceAll("\t", "\\t")
		.replaceAll(/(?! )[\p{C}\p{Z}]/gu, escapedCharacter);
	return `${quote}${quote === "'" ? escaped.replaceAll("'", "\\'") : escaped}${quote}`;
}

/** A character that can't be seen, by its number. */
function escapedCharacter(character: string): string {
	const number = character.codePointAt(0) ?? 0;
	const hex = number.toString(16);
	if (number <= 0xff) return `\\x${hex.padStart(2, "0")}`;
	return number <= 0xffff ? `\\u${hex.padStart(4, "0")}` : `\\U${hex.padStart(8, "0")}`;
}
