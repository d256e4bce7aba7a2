import { slotText } from "./customer-details.ts";
import { misreadReason } from "./given-reason.ts";
import { QUESTION_WORDS } from "./question-words.ts";
import { amountInWords } from "./order-wording.ts";
import { isMeant, isNear } from "./product-match.ts";
import type { ProductView } from "../../contracts/shop.ts";
import { type Wording, wordingOf } from "./wording.ts";
import {
	defineShopAction,
	type ShopIntent,
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

/** What the shop has of it: what was meant, else what comes near. */
interface Finding {
	readonly isMeant: boolean;
	readonly products: readonly ProductView[];
}

/**
 * By the message's own words, then by the product that the NLU found in it (the other way round where the words are not
 * English: what surrounds a name is not known there), then by the one talked about before. Null: none was named.
 */
async function findProducts({ tracker, ports, language }: ShopContext): Promise<Finding | null> {
	const text = tracker.latestMessage?.text ?? "";
	const value = tracker.latestEntities("product").at(-1)?.value;
	const entity = typeof value === "string" ? value : "";
	const own = [text.startsWith("/") ? "" : productWords(text), entity];
	const named = (language === "en" ? own : own.toReversed()).filter((words) => words !== "");
	const remembered = slotText(tracker, "product");
	const tries = named.length > 0 || remembered === "" ? named : [remembered];
	if (tries.length === 0) return null;
	const near = new Map<string, ProductView>();
	for (const words of tries) {
		// the second search is needed only where the first found nothing that was meant
		const found = await ports.shop.searchProducts(words);
		const wanted = { words, known: entity };
		const meant = found.filter((product) => isMeant(product, wanted));
		if (meant.length > 0) return { isMeant: true, products: namedInFull(meant, words) };
		for (const product of found) if (isNear(product, wanted)) near.set(product.sku, product);
	}
	return { isMeant: false, products: [...near.values()] };
}

/** "Saga armchair" means the one of that name, not the footstool whose description mentions it. */
function namedInFull(products: readonly ProductView[], words: string): readonly ProductView[] {
	const wanted = words.toLowerCase().split(" ");
	const exact = products.filter(({ name }) => wanted.every((word) => name.toLowerCase().includes(word)));
	return exact.length === 1 ? exact : products;
}

/** @param intent - what a press of a product's button asks about it */
function productAction(
	intent: "product_question" | "availability" | "price",
	answer: (product: ProductView) => ShopResponseName,
): ReturnType<typeof defineShopAction> {
	return defineShopAction({
		name: `action_${intent}`,
		async run(context): Promise<ShopResult> {
			const reason = misreadReason(context.tracker);
			if (reason !== null) return { events: reason, responses: [] };
			const finding = await findProducts(context);
			if (finding === null) return { events: [], responses: [{ response: "utter_which_product" }] };
			const wording = wordingOf(context);
			const [first, ...others] = finding.products;
			if (first === undefined) return { events: [], responses: [{ response: "utter_product_unknown" }] };
			const choice = { products: finding.products, intent, wording };
			if (!finding.isMeant) return { events: [], responses: [choiceOf("utter_products_near", choice)] };
			if (others.length > 0) return { events: [], responses: [choiceOf("utter_products_found", choice)] };
			return {
				events: [{ event: "slot", name: "product", value: first.name }],
				responses: [{ response: answer(first), values: productValues(first, wording) }],
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

interface Choice {
	readonly products: readonly ProductView[];
	readonly intent: ShopIntent;
	readonly wording: Wording;
}

/** A button each: nobody types a product's name on a phone. */
function choiceOf(response: ShopResponseName, { products, intent, wording }: Choice): ShopResponse {
	const buttons = products.map((product) => {
		const { name = "", price = "" } = productValues(product, wording);
		const isInStock = product.stock > 0;
		const words = isInStock ? "utter_words_product_in_stock" : "utter_words_product_sold_out";
		return {
			title: wording.phrase(words, { name, price }),
			payload: `/${intent}${JSON.stringify({ product: product.name })}`,
		};
	});
	return { remote: { response, buttons } };
}

function availabilityResponse({ stock }: ProductView): ShopResponseName {
	if (stock <= 0) return "utter_product_out_of_stock";
	return stock < LOW_STOCK ? "utter_product_low_stock" : "utter_product_in_stock";
}

export const productActions = [
	productAction("product_question", () => "utter_product_details"),
	productAction("availability", availabilityResponse),
	productAction("price", () => "utter_product_price"),
];
