/** What customers type, in the form in which the shop's tables keep it. Pure. */

/** Longer than any number or address that is meant. */
const MAX_TYPED_CHARS = 254;

/**
 * The order number as the shop writes it, `A-10023`, from what customers make of it: `#10023`, `a 10023`, `A10023`,
 * `order no. 10023`. Null when it is no order number at all.
 */
export function normalizeOrderNumber(typed: string): string | null {
	if (typed.length > MAX_TYPED_CHARS) return null;
	const squeezed = typed
		.normalize("NFKC")
		.toUpperCase()
		.replaceAll(/[^\p{L}\p{N}]/gu, "");
	const digits = /^(?:ORDER)?(?:NUMBER|NO|NR)?A?(\d{5,9})$/.exec(squeezed)?.[1];
	return digits === undefined ? null : `A-${digits}`;
}

/** The address in lower case, without what surrounds it: `<Anna@Example.com>.` becomes `anna@example.com`. */
export function normalizeEmail(typed: string): string | null {
	if (typed.length > MAX_TYPED_CHARS) return null;
	const bare = typed
		.normalize("NFKC")
		.trim()
		.toLowerCase()
		.replace(/^mailto:/, "")
		.replace(/^[<("']+/, "")
		.replace(/(?<![>)"'.,;:!?])[>)"'.,;:!?]+$/, "");
	return /^(?=[^\s@]+@[^\s@]+$).+@.+\..+$/.test(bare) ? bare : null;
}
