/** Python's regular expressions, as Rasa's projects write them, for JavaScript's engine. */

/** A compiled pattern, or why it can't be one. */
export type CompiledPattern = { ok: true; regex: RegExp } | { ok: false; reason: string };

/** Translates what the two languages write differently and compiles it, global. */
export function compilePattern(pattern: string, caseSensitive: boolean): CompiledPattern {
	const inline = /^\(\?([aiLmsux]+)\)/.exec(pattern);
	const letters = inline?.[1] ?? "";
	let flags = "g";
	if (!caseSensitive || letters.includes("i")) flags += "i";
	if (letters.includes("m")) flags += "m";
	if (letters.includes("s")) flags += "s";
	const source = pattern
		.slice(inline?.[0].length ?? 0)
		.replaceAll("(?P<", "(?<")
		.replace(/\(\?P=(\w+)\)/g, String.raw`\k<$1>`)
		.replaceAll(String.raw`\A`, "^")
		.replaceAll(String.raw`\Z`, "$");
	const strict = compile(source, `${flags}u`);
	// escapes such as \- outside a class are errors only in the Unicode mode: without it they are read as in Python
	return strict.ok ? strict : compile(source, flags);
}

function compile(source: string, flags: string): CompiledPattern {
	try {
		return { ok: true, regex: new RegExp(source, flags) };
	} catch (error) {
		return { ok: false, reason: error instanceof Error ? error.message : String(error) };
	}
}
