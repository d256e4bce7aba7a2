/** How Python compares values and reads numbers: conditions of responses, checkpoints and slots hang on it. */
import type { JsonValue } from "../contracts/parse-data.ts";

/** Whether `a == b` in Python: `True` is `1`, and the order of a map's keys doesn't count. */
export function pythonEquals(a: JsonValue, b: JsonValue): boolean {
	if (typeof a === "boolean" || typeof b === "boolean") return numberLike(a) === numberLike(b);
	if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return a === b;
	if (Array.isArray(a) || Array.isArray(b))
		return (
			Array.isArray(a) &&
			Array.isArray(b) &&
			a.length === b.length &&
			a.every((item, index) => pythonEquals(item, b[index] ?? null))
		);
	const keys = Object.keys(a);
	return (
		keys.length === Object.keys(b).length &&
		keys.every((key) => Object.hasOwn(b, key) && pythonEquals(a[key] ?? null, b[key] ?? null))
	);
}

/** Booleans are the numbers 1 and 0; what is neither is itself. */
function numberLike(value: JsonValue): JsonValue {
	return typeof value === "boolean" ? Number(value) : value;
}

/** A text by which texts are compared that differ in case only: `straße` and `STRASSE` are the same. */
export function caseFolded(text: string): string {
	return text.toUpperCase().toLowerCase();
}

const DECIMAL = /^[+-]?(?:\d+(?:_\d+)*(?:\.(?:\d+(?:_\d+)*)?)?|\.\d+(?:_\d+)*)(?:e[+-]?\d+(?:_\d+)*)?$/i;
const INFINITE = /^([+-]?)inf(?:inity)?$/i;

/** What `float(text)` gives; null where it refuses. `NaN` is a value. */
export function pythonFloatOf(text: string): number | null {
	const trimmed = text.trim();
	if (DECIMAL.test(trimmed)) return Number(trimmed.replaceAll("_", ""));
	const infinite = INFINITE.exec(trimmed);
	if (infinite !== null) return infinite[1] === "-" ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
	return /^[+-]?nan$/i.test(trimmed) ? Number.NaN : null;
}
