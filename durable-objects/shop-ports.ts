import type { Shop } from "../assistant/actions/ports.ts";
import type { Database } from "../store/database.ts";
import { createShop } from "../store/shop.ts";

/** The shop that the assistant's actions ask for, on Postgres. */
export function postgresShop(db: Database): Shop {
	return createShop(db);
}
