import type { ShopContext } from "./shop-sdk.ts";

/** How an answer is worded: in whose language, with whose words, and which day is today. */
export interface Wording {
	/** For `Intl`. */
	readonly locale: string;
	readonly nowMs: number;
	readonly phrase: ShopContext["phrase"];
}

/** Where the language alone leaves a choice: the shop's English is British, its digits are those of order numbers. */
const LOCALES: ReadonlyMap<string, string> = new Map([
	["en", "en-GB"],
	["ar", "ar-u-nu-latn"],
]);

export function wordingOf({
	language,
	nowMs,
	phrase,
}: Pick<ShopContext, "language" | "nowMs" | "phrase">): Wording {
	return { locale: LOCALES.get(language) ?? language, nowMs, phrase };
}
