import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { sumUpEarlierDays } from "../store/analytics/sum-up.ts";
import type { Database } from "../store/database.ts";
import { migrateDatabase as applyMigrations, type MigrationReport } from "../store/migrate.ts";

const DIRECTORY = join(import.meta.dirname, "..", "migrations");

/** Applies the files of migrations/ that this database does not have yet, and does what they left for later. */
export async function migrateDatabase(db: Database): Promise<MigrationReport> {
	const files = readdirSync(DIRECTORY).filter((name) => name.endsWith(".sql"));
	const report = await applyMigrations(
		db,
		files.map((name) => ({
			name: name.replace(/\.sql$/, ""),
			sql: readFileSync(join(DIRECTORY, name), "utf8"),
		})),
	);
	await sumUpEarlierDays(db);
	return report;
}
