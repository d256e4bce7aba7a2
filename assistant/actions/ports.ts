import type { Shop } from "../../contracts/shop.ts";

/** What the shop's actions need from the world. durable-objects/shop-ports.ts implements it on store/. */
export interface ShopPorts {
	readonly shop: Shop;
}
