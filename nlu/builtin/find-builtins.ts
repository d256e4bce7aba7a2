import type { JsonValue } from "../../contracts/parse-data.ts";
import { type BuiltinContext, type BuiltinMatch, type Dimension, DIMENSIONS } from "./builtin-match.ts";

export { DIMENSIONS, type Dimension };

const EMAIL =
	/[\p{L}\p{N}][\p{L}\p{N}._%+-]{0,63}@[\p{L}\p{N}][\p{L}\p{N}-]{0,62}(?:\.[\p{L}\p{N}][\p{L}\p{N}-]{0,62}){1,8}/gu;

/** E-mail addresses, numbers and order numbers of a text. */
export function findBuiltins(
	text: string,
	dimensions: readonly Dimension[],
	_context: BuiltinContext,
): BuiltinMatch[] {
	const matches: BuiltinMatch[] = [];
	const add = (dimension: Dimension, regex: RegExp, valueOf: (span: string) => JsonValue): void => {
		if (!dimensions.includes(dimension)) return;
		for (const match of text.matchAll(regex)) {
			const value = valueOf(match[0]);
			matches.push({
				dimension,
				start: match.index,
				end: match.index + match[0].length,
				value,
				info: { value },
			});
		}
	};
	add("email", EMAIL, (span) => span.toLowerCase());
	add("number", /(?<![\p{L}\p{N}.,-])\d+(?:\.\d+)?(?![\p{L}\p{N}])/gu, Number);
	add("order_number", /(?<![\p{L}\p{N}])#?(?:[A-Z]{1,4}-?)?\d{4,12}(?![\p{L}\p{N}])/gu, (span) =>
		span.replace("#", ""),
	);
	return matches;
}
