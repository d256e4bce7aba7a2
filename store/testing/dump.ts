import { sql } from "drizzle-orm";
import { z } from "zod";
import { type Database, queryRows } from "../database.ts";

/** Every row of every table, as text: PostgreSQL packs long values in its files, here they are as it reads them. */
export async function dumpOf(db: Database): Promise<string> {
	const tables = await queryRows(
		db,
		z.string(),
		sql`select to_json(quote_ident(tablename)) as row from pg_tables where schemaname = 'public'`,
	);
	const contents = await Promise.all(
		tables.map((table) =>
			queryRows(
				db,
				z.unknown(),
				sql.raw(`select to_json(coalesce(string_agg(t::text, ' '), '')) as row from ${table} t`),
			),
		),
	);
	return JSON.stringify(contents);
}
