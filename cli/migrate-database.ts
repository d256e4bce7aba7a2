import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Database } from "../store/database.ts";
import { migrateDatabase as applyMigrations, type MigrationReport } from "../store/migrate.ts";

const DIRECTORY = join(import.meta.dirname, "..", "migrations");

/** Applies the files of migrations/ that this database does not have yet. */
export function migrateDatabase(db: Database): Promise<MigrationReport> {
	const files = readdirSync(DIRECTORY).filter((name) => name.endsWith(".sql"));
	return applyMigrations(
		db,
		files.map((name) => ({
			name: name.replace(/\.sql$/, ""),
			sql: readFileSync(join(DIRECTORY, name), "utf8"),
		})),
	);
}
