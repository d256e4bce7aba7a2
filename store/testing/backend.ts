/** A database to run the contract suites on. */
import type { Database } from "../database.ts";
import { type Migration, migrateDatabase } from "../migrate.ts";
import { seedShop } from "../seed-shop.ts";

export interface Backend {
	readonly name: string;
	/** Why it can't be had on this machine; null when it can. */
	readonly absence: string | null;
	/** Several statements really run at the same time. */
	open(): Promise<OpenBackend>;
}

export interface OpenBackend {
	/** An empty database of its own. */
	emptyDatabase(): Promise<Database>;
	close(): Promise<void>;
}

/** The day that the tests take for today. */
export const TODAY_MS = Date.UTC(2026, 10, 23, 12);

/** A database with the schema and the demo shop. */
export async function seededDatabase(
	backend: OpenBackend,
	migrations: readonly Migration[],
): Promise<Database> {
	const db = await backend.emptyDatabase();
	await migrateDatabase(db, migrations);
	await seedShop(db, { nowMs: TODAY_MS });
	return db;
}
