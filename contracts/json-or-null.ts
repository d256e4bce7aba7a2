/** What a text says as JSON; null where it is none: the caller's schema takes no null and says what it wants instead. */
export function jsonOrNull(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return null;
	}
}
