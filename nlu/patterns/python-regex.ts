/** Python's regular expressions, as Rasa's projects write them, for JavaScript's engine. */
import { translatePython } from "./translate-python.ts";
import { UntranslatablePattern } from "./untranslatable-pattern.ts";

/** A compiled pattern, or why it can't be one: what, and how to mend it, without a full stop. */
export type CompiledPattern = { ok: true; regex: RegExp } | { ok: false; reason: string };

/** Translates what the two languages write differently and compiles it, global and in the Unicode mode. */
export function compilePattern(pattern: string, caseSensitive: boolean): CompiledPattern {
	try {
		const { source, flags } = translatePython(pattern, caseSensitive);
		return compile(source, `g${flags}u`);
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
