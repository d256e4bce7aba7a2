/** A database to run the contract suites on. */
import type { Database } from "../database.ts";
import { freshId } from "../fresh-id.ts";
import { type Migration, migrateDatabase } from "../migrate.ts";
import { seedShop } from "../seed-shop.ts";

export interface Backend {
	readonly name: string;
	/** Why it can't be had on this machine; null when it can. */
	readonly absence: string | null;
	open(): Promise<OpenBackend>;
}

export interface OpenBackend {
	/** An empty database of its own. */
	emptyDatabase(): Promise<Database>;
	/** Null where statements never run at the same time. */
	readonly hold: Hold | null;
	close(): Promise<void>;
}

/**
 * Takes the locks of statements in a transaction of its own, starts `work`, waits until `waiters` statements stand
 * before these locks with their snapshots taken, and commits: the race is then certain instead of likely.
 */
export type Hold = <Result>(lock: string, waiters: number, work: () => Promise<Result>) => Promise<Result>;

/** The day that the tests take for today. */
export const TODAY_MS = Date.UTC(2026, 10, 23, 12);

let made = 0;
/** An id of that day; each sorts behind those before it. */
export const newId = (): string => freshId(TODAY_MS + made++);

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
