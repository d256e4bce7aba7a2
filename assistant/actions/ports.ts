import type { HttpPort } from "../../dialogue/http-port.ts";
import type { Desk } from "../../contracts/reception.ts";
import type { Shop } from "../../contracts/shop.ts";

/** What actions may ask of the world. durable-objects/ implements it: the shop on store/, HTTP with guards around it. */
export interface ShopPorts {
	readonly shop: Shop;
	/** Whether people of the company take conversations now. */
	readonly desk: Desk;
	/** For what stands on other servers: a carrier's tracking, a loyalty programme. The shop's own actions need none. */
	readonly http: HttpPort;
}
