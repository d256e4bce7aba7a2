/** The new address of an order, as a customer types it. */
import { wrongTry } from "./wrong-try.ts";
import type { ShopResponseName, ShopTracker, ShopValidator } from "./shop-sdk.ts";

const MIN_ADDRESS_CHARS = 10;
const MAX_ADDRESS_CHARS = 1_000;

/** 20095, 1010, 110 00, 00-001; SW1A 1AA, K1A 0B1, D02 X285. House numbers of four digits pass for one: nobody is asked in vain. */
const POSTCODE =
	/(?<!\p{N})(?:\p{Nd}{4,6}|\p{Nd}{3} \p{Nd}{2}|\p{Nd}{2,4}-\p{Nd}{3})(?!\p{N})|\b(?:[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}|[A-Z]\d[A-Z] ?\d[A-Z]\d|[A-Z]\d[\dW] ?[A-Z\d]{4})\b/iu;
/** Some of those that have none. */
const WITHOUT_POSTCODES =
	/\b(?:UAE|Emirates|Dubai|Abu Dhabi|Qatar|Doha|Hong Kong|Macau|Bahamas|Ghana|Uganda)\b|الإمارات|دبي|قطر|الدوحة/iu;
/** A postcode and nothing else that could be an address: the answer to the question for it. */
const MAX_BARE_POSTCODE_CHARS = 14;

/** A word of three letters, and after a space another one of two. @param text - with single spaces */
function hasTwoWords(text: string): boolean {
	const first = text.search(/\p{L}{3}/u);
	const space = first < 0 ? -1 : text.indexOf(" ", first);
	return space >= 0 && /\p{L}{2}/u.test(text.slice(space));
}

const MISSING: ShopResponseName = "utter_postcode_missing";

/** Whether the bot has asked for the postcode already: once is enough. */
function hasAskedForPostcode({ events }: ShopTracker): boolean {
	return events.some((event) => {
		if (event.event !== "bot") return false;
		const { utter_action: said } = event.metadata ?? {};
		return said === MISSING;
	});
}

/** What the customer wrote before their last message. */
function textBefore({ events }: ShopTracker): string {
	const texts = events.flatMap((event) => (event.event === "user" ? [event.text ?? ""] : []));
	return texts.at(-2)?.trim().replaceAll(/\s+/gu, " ") ?? "";
}

/** A street and its number, a postcode and a town: at least some digits and a few words; without a postcode it is asked for once. */
export const address: ShopValidator<"new_address"> = (value, { tracker }) => {
	const said = typeof value === "string" ? value.trim().replaceAll(/\s+/gu, " ") : "";
	const hasAsked = hasAskedForPostcode(tracker);
	const isBare = hasAsked && said.length <= MAX_BARE_POSTCODE_CHARS && POSTCODE.test(said);
	const text = (isBare ? `${textBefore(tracker)}, ${said}` : said).slice(0, MAX_ADDRESS_CHARS);
	const isComplete = text.length >= MIN_ADDRESS_CHARS && /\p{Nd}/u.test(text) && hasTwoWords(text);
	if (!isComplete) return wrongTry(tracker, { response: "utter_address_incomplete" });
	if (hasAsked || POSTCODE.test(text) || WITHOUT_POSTCODES.test(text)) return { value: text };
	return wrongTry(tracker, { response: MISSING });
};
