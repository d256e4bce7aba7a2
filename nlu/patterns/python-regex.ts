/** Python's regular expressions, as Rasa's projects write them, for JavaScript's engine. */
import { translatePython } from "./translate-python.ts";
import { UntranslatablePattern } from "./untranslatable-pattern.ts";

/** A compiled pattern, or why it can't be one: what, and how to mend it, without a full stop. */
export type CompiledPattern = { ok: true; regex: RegExp } | { ok: false; reason: string };

/** Translates what the two languages write differently and compiles it, global. */
export function compilePattern(pattern: string, caseSensitive: boolean): CompiledPattern {
	try {
		const { source, flags } = translatePython(pattern, caseSensitive, false);
		const strict = compile(source, `g${flags}u`);
		if (strict.ok) return strict;
		// a repeated look-ahead is an error only in the Unicode mode
		const plain = translatePython(pattern, caseSensitive, true);
		return compile(plain.source, `g${plain.flags}`);
	} catch (error) {
		if (error instanceof UntranslatablePattern) return { ok: false, reason: error.message };
		throw error;
	}
}

function compile(source: string, flags: string): CompiledPattern {
	try {
		return { ok: true, regex: new RegExp(source, flags) };
	} catch (error) {
		return { ok: false, reason: error instanceof Error ? error.message : String(error) };
	}
}
