/** The last bits of powers, exponents and logarithms are not the same in every runtime, the model must be (SPEC BI5). */
export function rounded(value: number, decimals = 6): number {
	const factor = 10 ** decimals;
	return Math.round(value * factor) / factor;
}
