import { z } from "zod";
import { jsonOrNull } from "../../contracts/json-or-null.ts";
import { findDanger } from "../../nlu/patterns/regex-danger.ts";

/** A card's number and a password are never kept. */
const OPTIONAL_KINDS = ["iban"] as const;
const MAX_PATTERNS = 50;
/** Here nothing is cut: metadata has 8,192 characters, and cubic time would be seconds. */
const QUICK_STEPS = 1e6;
const RESERVED = new Set(["card number", "iban", "password"]);

const PatternName = z
	.string()
	.regex(/^[\p{L}\p{N}][\p{L}\p{N} _-]{0,39}$/u, "must be 1 to 40 letters, digits, blanks, _ or -")
	.refine((name) => !RESERVED.has(name), "is taken by a kind of ours");

const Pattern = z
	.strictObject({
		name: PatternName,
		pattern: z.string().min(1).max(500),
		ignoreCase: z.boolean().default(false),
	})
	.superRefine(({ pattern, ignoreCase }, context) => {
		const fault = faultOf(pattern, ignoreCase);
		if (fault !== null) context.addIssue({ code: "custom", path: ["pattern"], message: fault });
	});

/** What is taken out of a customer's words before they are kept: docs/configuration.md. */
export const RedactionSettings = z.strictObject({
	off: z.array(z.enum(OPTIONAL_KINDS)).max(OPTIONAL_KINDS.length).default([]),
	patterns: z.array(Pattern).max(MAX_PATTERNS).default([]),
	/** Kind or pattern → slots: while the bot asks for one of these, the kind stays in the answer. */
	keep: z
		.record(z.string(), z.array(z.string().min(1).max(200)).max(50))
		.refine(
			(keep) => !("card number" in keep || "password" in keep),
			"card numbers and passwords are never kept",
		)
		.default({}),
});
export type RedactionSettings = z.infer<typeof RedactionSettings>;

/** @throws Error naming every bad key of `REDACTION`, and no value */
export function redactionSettings(json: string | undefined): RedactionSettings {
	if (json === undefined || json === "") return RedactionSettings.parse({});
	const parsed = RedactionSettings.safeParse(jsonOrNull(json));
	if (parsed.success) return parsed.data;
	const issues = parsed.error.issues.map((issue) => `${issue.path.join(".") || "value"}: ${issue.message}`);
	throw new Error(`Bad configuration: REDACTION: ${issues.join("; ")}. See docs/configuration.md.`);
}

function faultOf(pattern: string, ignoreCase: boolean): string | null {
	const compiled = compile(pattern, ignoreCase);
	if (compiled === null) return "is no regular expression";
	if (compiled.test("")) return "fits the empty text";
	const danger = findDanger(compiled, QUICK_STEPS);
	return danger === null ? null : `can take for ever on a long text: ${danger}`;
}

function compile(pattern: string, ignoreCase: boolean): RegExp | null {
	try {
		return new RegExp(pattern, ignoreCase ? "giu" : "gu");
	} catch {
		return null;
	}
}
