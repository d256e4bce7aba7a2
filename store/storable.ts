/** What PostgreSQL refuses in a text and customers can send all the same: one such message must not block an outbox. */

const REPLACEMENT = "\uFFFD";
/** NUL, and half a surrogate pair without the other half. */
const UNSTORABLE = /[\p{Surrogate}\0]/gu;
/** The same as `JSON.stringify` writes them. May also match an escaped backslash before `u0000`, which costs time only. */
const UNSTORABLE_IN_JSON = /\\u(?:0000|[dD][89a-fA-F])/;

/** The text with what PostgreSQL can't store replaced by U+FFFD. */
export function storableText(text: string): string {
	return text.replace(UNSTORABLE, REPLACEMENT);
}

/** JSON text that PostgreSQL's `jsonb` takes. */
export function storableJson(value: unknown): string {
	const text = JSON.stringify(value);
	if (!UNSTORABLE_IN_JSON.test(text)) return text;
	return JSON.stringify(cleaned(JSON.parse(text)));
}

function cleaned(value: unknown): unknown {
	if (typeof value === "string") return storableText(value);
	if (Array.isArray(value)) return value.map(cleaned);
	if (typeof value !== "object" || value === null) return value;
	return Object.fromEntries(Object.entries(value).map(([key, held]) => [storableText(key), cleaned(held)]));
}
