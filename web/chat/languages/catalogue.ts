import type { english } from "./english.ts";

/** A sentence in each of the language's plural forms; `#` stands for the number. */
export type PluralForms = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };

/** How a language writes numbers, and which of a sentence's forms goes with them. */
export interface Words {
	number: (value: number) => string;
	counted: (count: number, forms: PluralForms) => string;
}

/** Every sentence of the chat page in one language. English has the say about which there are. */
export type Texts = ReturnType<typeof english>;
export type Catalogue = (words: Words) => Texts;

export function wordsOf(locale: string): Words {
	const format = new Intl.NumberFormat(locale);
	const rules = new Intl.PluralRules(locale);
	return {
		number: (value) => format.format(value),
		counted: (count, forms) => (forms[rules.select(count)] ?? forms.other).replace("#", format.format(count)),
	};
}
