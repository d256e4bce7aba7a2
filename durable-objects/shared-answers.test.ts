import { afterAll, beforeAll, test } from "vitest";
import type { ProductView, Shop } from "../contracts/shop.ts";
import { startTestGateway, type TestGateway } from "../gateway/testing/test-gateway.ts";
import { StoreUnavailable } from "../store/failures.ts";
import { connectRedis } from "../store/redis.ts";
import { cachingShop, sharedAnswers } from "./shared-answers.ts";

let gateway: TestGateway;
beforeAll(async () => {
	gateway = await startTestGateway("embedded");
});
afterAll(() => gateway.close());

const SOFA: ProductView = {
	sku: "S-1",
	name: "Sofa",
	description: "Soft.",
	priceCents: 90_000,
	currency: "EUR",
	stock: 3,
};

/** A shop that knows one product and remembers what it was asked. */
function shopOf() {
	const asked: string[] = [];
	const refuse = async () => {
		throw new Error("not asked here");
	};
	const shop: Shop = {
		findOrder: async ({ orderNumber }) => {
			asked.push(orderNumber);
			return null;
		},
		cancelOrder: refuse,
		changeDeliveryAddress: refuse,
		requestReturn: refuse,
		findReturn: refuse,
		listRefunds: refuse,
		openTicket: refuse,
		searchProducts: async (words) => {
			asked.push(words);
			return [SOFA];
		},
	};
	return { shop, asked };
}
const env = () => ({
	UPSTASH_REDIS_REST_URL: gateway.redisUrl,
	UPSTASH_REDIS_REST_TOKEN: gateway.token,
});

test("[CH3] a product that was asked for is told to the next customer without Postgres; orders never are", async ({
	expect,
}) => {
	const { shop, asked } = shopOf();
	const cached = cachingShop(shop, sharedAnswers(env(), 20_000));
	expect(await cached.searchProducts("Blue Sofa")).toEqual([SOFA]);
	expect(await cached.searchProducts(" blue sofa ")).toEqual([SOFA]);
	expect(asked).toEqual(["Blue Sofa"]);
	const away: Shop = {
		...shop,
		searchProducts: async () => {
			throw new StoreUnavailable("postgres", "gone");
		},
	};
	expect(await cachingShop(away, sharedAnswers(env(), 20_000)).searchProducts("blue sofa")).toEqual([SOFA]);
	const credentials = { orderNumber: "A-1", email: "ann@example.com" };
	for (const _ of [1, 2]) await cached.findOrder(credentials);
	expect(asked).toEqual(["Blue Sofa", "A-1", "A-1"]);
});

test("[CH3] no word of a customer stands in Redis, and words that may be a person's go past it", async ({
	expect,
}) => {
	const { shop, asked } = shopOf();
	const cached = cachingShop(shop, sharedAnswers(env(), 20_000));
	await cached.searchProducts("velvet");
	for (const _ of [1, 2]) {
		await cached.searchProducts("ann@example.com");
		await cached.searchProducts("0170 1234567");
	}
	expect(asked).toHaveLength(5);
	const redis = connectRedis({ url: gateway.redisUrl, token: gateway.token });
	expect((await redis.keys("*")).join(" ")).toMatch(/care:cache:products:/);
	expect((await redis.keys("*")).join(" ")).not.toMatch(/velvet|ann@|0170/);
});

test("[CH3] without Redis, or with one that is away, the shop itself answers", async ({ expect }) => {
	const { shop, asked } = shopOf();
	expect(sharedAnswers({ UPSTASH_REDIS_REST_URL: "", UPSTASH_REDIS_REST_TOKEN: "" })).toBeNull();
	expect(cachingShop(shop, null)).toBe(shop);
	const nobody = sharedAnswers({
		UPSTASH_REDIS_REST_URL: "http://127.0.0.1:9",
		UPSTASH_REDIS_REST_TOKEN: "x",
	});
	const cached = cachingShop(shop, nobody);
	for (const _ of [1, 2]) expect(await cached.searchProducts("sofa")).toEqual([SOFA]);
	expect(asked).toHaveLength(2);
});
