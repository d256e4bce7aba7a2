import { slotText } from "./customer-details.ts";
import { QUESTION_WORDS } from "./question-words.ts";
import { amountInWords } from "./order-wording.ts";
import type { ProductView } from "../../contracts/shop.ts";
import { type Wording, wordingOf } from "./wording.ts";
import {
	defineShopAction,
	type ShopAction,
	type ShopResponseName,
	type ShopContext,
	type ShopResult,
	type ShopResponse,
} from "./shop-sdk.ts";

/** From this stock on we no longer ask to be quick. */
const LOW_STOCK = 5;

/** The words of a message that may name a product; empty for "how much is it?". */
export function productWords(text: string): string {
	const words = text.toLowerCase().match(/[\p{L}\p{N}][\p{L}\p{N}'-]*/gu) ?? [];
	return words.filter((word) => !QUESTION_WORDS.has(word.replaceAll("'", ""))).join(" ");
}

/**
 * By the message's own words, then by the product that the NLU found in it (the other way round where the words are not
 * English: what surrounds a name is not known there), then by the one talked about before.
 */
async function findProducts({
	tracker,
	ports,
	language,
}: ShopContext): Promise<readonly ProductView[] | null> {
	const text = tracker.latestMessage?.text ?? "";
	const entity = tracker.latestEntities("product").at(-1)?.value;
	const own = [text.startsWith("/") ? "" : productWords(text), typeof entity === "string" ? entity : ""];
	const named = (language === "en" ? own : own.toReversed()).filter((words) => words !== "");
	const remembered = slotText(tracker, "product");
	const tries = named.length > 0 || remembered === "" ? named : [remembered];
	for (const words of tries) {
		// the second search is needed only where the first found nothing
		const found = await ports.shop.searchProducts(words);
		if (found.length > 0) return namedInFull(found, words);
	}
	return tries.length === 0 ? null : [];
}

/** "Saga armchair" means the one of that name, not the footstool whose description mentions it. */
function namedInFull(products: readonly ProductView[], words: string): readonly ProductView[] {
	const wanted = words.toLowerCase().split(" ");
	const exact = products.filter(({ name }) => wanted.every((word) => name.toLowerCase().includes(word)));
	return exact.length === 1 ? exact : products;
}

function productAction(
	name: ShopAction,
	answer: (product: ProductView) => ShopResponseName,
): ReturnType<typeof defineShopAction> {
	return defineShopAction({
		name,
		async run(context): Promise<ShopResult> {
			const products = await findProducts(context);
			if (products === null) return { events: [], responses: [{ response: "utter_which_product" }] };
			const [first, ...others] = products;
			if (first === undefined) return { events: [], responses: [{ response: "utter_product_unknown" }] };
			if (others.length > 0) return { events: [], responses: [severalFound(products, wordingOf(context))] };
			return {
				events: [{ event: "slot", name: "product", value: first.name }],
				responses: [{ response: answer(first), values: productValues(first, wordingOf(context)) }],
			};
		},
	});
}

function productValues(product: ProductView, wording: Wording): Record<string, string | number> {
	return {
		name: product.name,
		price: amountInWords(product.priceCents, product.currency, wording),
		description: product.description,
		stock: product.stock,
	};
}

function severalFound(products: readonly ProductView[], wording: Wording): ShopResponse {
	const lines = products.map((product) => {
		const { name = "", price = "" } = productValues(product, wording);
		const isInStock = product.stock > 0;
		const response = isInStock ? "utter_words_product_in_stock" : "utter_words_product_sold_out";
		return wording.phrase(response, { name, price });
	});
	return { response: "utter_products_found", values: { list: lines.join("\n") } };
}

function availabilityResponse({ stock }: ProductView): ShopResponseName {
	if (stock <= 0) return "utter_product_out_of_stock";
	return stock < LOW_STOCK ? "utter_product_low_stock" : "utter_product_in_stock";
}

export const productActions = [
	productAction("action_product_question", () => "utter_product_details"),
	productAction("action_availability", availabilityResponse),
	productAction("action_price", () => "utter_product_price"),
];
