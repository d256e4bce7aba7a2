/** Longest text of an error that leaves the isolate. */
const MAX_CHARS = 500;

const RULES: readonly (readonly [RegExp, string])[] = [
	// what a driver appends: the parameters of a statement
	[/\bparams:[\s\S]*$/i, "params: …"],
	[/\b[a-z][a-z0-9+.-]{0,30}:\/\/[^\s/@]+@\S*/gi, "[address]"],
	[/\beyJ[\w-]*(?:\.[\w-]*){0,4}/g, "[token]"],
	[/\b(?:Bearer|Basic)\s+\S+/gi, "[token]"],
	[/(?<![^\s@"<>])[^\s@"<>]+@[^\s@"<>]+/g, "[e-mail]"],
	// parsers quote what they could not read
	[/"[^"]*"/g, '"…"'],
	[/(?:\d[ -]?){8,}\d/g, "[number]"],
];

/** Takes out of an error's text what may be a person's: quoted input, e-mail, tokens, long numbers, addresses. */
export function scrub(text: string): string {
	const cut = text.slice(0, MAX_CHARS * 4);
	const clean = RULES.reduce((rest, [pattern, instead]) => rest.replace(pattern, instead), cut);
	return clean.length > MAX_CHARS ? `${clean.slice(0, MAX_CHARS - 1)}…` : clean;
}

/** The class and message of an error, scrubbed: drivers put addresses, statements and values into theirs. */
export function errorText(error: unknown): string {
	return scrub(error instanceof Error ? `${error.name}: ${error.message}` : String(error));
}
