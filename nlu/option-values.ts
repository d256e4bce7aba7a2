/** What the options that take effect may hold, for every component that has them. */
import { z } from "zod";
import { compilePattern } from "./patterns/python-regex.ts";
import { isDangerous } from "./patterns/regex-danger.ts";

interface OptionShape {
	readonly schema: z.ZodType;
	/** Ends the sentence "must be …". */
	readonly says: string;
}

const FLAG: OptionShape = { schema: z.boolean(), says: "true or false" };
const SHARE: OptionShape = { schema: z.number().min(0).max(1), says: "a number from 0 to 1" };
const NAME: OptionShape = { schema: z.string().min(1), says: "a name" };
const NAMES: OptionShape = { schema: z.array(z.string()), says: "a list of names" };

const SHAPES: ReadonlyMap<string, OptionShape> = new Map([
	["case_sensitive", FLAG],
	["use_lookup_tables", FLAG],
	["use_regexes", FLAG],
	["use_word_boundaries", FLAG],
	["intent_classification", FLAG],
	["entity_recognition", FLAG],
	["second_tier", FLAG],
	["spelling", FLAG],
	[
		"split_entities_by_comma",
		{
			schema: z.union([z.boolean(), z.record(z.string(), z.boolean())]),
			says: "true or false, for all entities or for each by name",
		},
	],
	["threshold", SHARE],
	["ambiguity_threshold", SHARE],
	["ranking_length", { schema: z.int().nonnegative(), says: "a whole number; 0 for all intents" }],
	["timeout", { schema: z.number().positive(), says: "a number of seconds above 0" }],
	["retrieval_intent", NAME],
	[
		"locale",
		{
			schema: z.string().regex(/^[A-Za-z]{2,3}(?:[_-][A-Za-z0-9]{2,8})*$/),
			says: "a locale such as `de_DE`",
		},
	],
	[
		"timezone",
		{ schema: z.string().refine(isTimeZone), says: "the name of a time zone such as `Europe/Berlin`" },
	],
	[
		"url",
		{ schema: z.url({ protocol: /^https?$/ }), says: "an address that begins with http:// or https://" },
	],
	["dimensions", NAMES],
	[
		"patterns",
		{
			schema: z.record(z.string(), z.string().refine(isHarmless)),
			says: "a regular expression for each entity, none of which repeats what can repeat itself, as `(a+)+` does",
		},
	],
]);

/** Why an option can't hold a value, as the end of "must be …"; null when it can. What is null has Rasa's default. */
export function badOptionValue(option: string, value: unknown): string | null {
	const shape = SHAPES.get(option);
	if (value === null || shape === undefined || shape.schema.safeParse(value).success) return null;
	return shape.says;
}

/** Others would find nothing: they can't be read, or can take minutes on one message. */
function isHarmless(pattern: string): boolean {
	const compiled = compilePattern(pattern, false);
	return compiled.ok && !isDangerous(compiled.regex);
}

function isTimeZone(name: string): boolean {
	try {
		return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
	} catch {
		return false; // the platform knows no such zone
	}
}
