import { sql } from "drizzle-orm";
import { test } from "vitest";
import { z } from "zod";
import { flushConversation } from "../conversation-log.ts";
import { type Database, answered, queryRows } from "../database.ts";
import { demoOrders } from "../demo-orders.ts";
import { type Migration, MigrationRefused, migrateDatabase } from "../migrate.ts";
import { seedShop } from "../seed-shop.ts";
import { createShop } from "../shop.ts";
import { TODAY_MS } from "./backend.ts";
import {
	ACCOUNT_TABLES,
	ANALYTICS_TABLES,
	DESK_TABLES,
	countRows,
	digestOf,
	SHOP_TABLES,
} from "./count-rows.ts";
import { conversationRow } from "./stored-conversation.ts";

const tablesOf = (db: Database): Promise<readonly string[]> =>
	queryRows(
		db,
		z.string(),
		sql`select to_json(tablename::text) as row from pg_tables where schemaname = 'public' order by tablename`,
	);

const ADD_COLUMN: Migration = {
	name: "9000_add-nickname",
	sql: "alter table customers add column nickname text;--> statement-breakpoint\nupdate customers set nickname = 'it''s $care$ ' || name;",
};
const BROKEN: Migration = {
	name: "9001_broken",
	sql: "create table half_done (id int);--> statement-breakpoint\nselect no_such_function();",
};

/**
 * What the migrator must do on any database, and what the shipped migrations must do to one with data.
 *
 * @param empty - an empty database of its own for each call
 */
// oxlint-disable-next-line max-lines-per-function -- a list of tests, each of which stands alone
export function migrationContract(
	name: string,
	empty: () => Promise<Database>,
	migrations: readonly Migration[],
): void {
	const names = migrations.map((migration) => migration.name).sort();

	test(`[MI1] ${name}: an empty database gets the whole schema, whatever the order of the files`, async ({
		expect,
	}) => {
		const db = await empty();
		expect(await migrateDatabase(db, migrations.toReversed())).toEqual({ applied: names, before: 0 });
		expect(await tablesOf(db)).toEqual(
			[...SHOP_TABLES, "contacts", "conversations", "conversation_events", "messages", "feedback", "csat"]
				.concat("audit_log", "audit_head", "models", "model_pieces", "active_model")
				.concat("webhooks", "webhook_dead_letters", "webhook_deliveries", "erasures")
				.concat(ACCOUNT_TABLES, ANALYTICS_TABLES, DESK_TABLES)
				.concat("schema_migrations")
				.sort(),
		);
	});

	test(`[MI2] ${name}: applying again does nothing, and data stays`, async ({ expect }) => {
		const db = await empty();
		await migrateDatabase(db, migrations);
		await seedShop(db, { nowMs: TODAY_MS });
		const before = await digestOf(db, SHOP_TABLES);
		expect(await migrateDatabase(db, migrations)).toEqual({ applied: [], before: migrations.length });
		expect(await digestOf(db, SHOP_TABLES)).toBe(before);
		const next = [...migrations, ADD_COLUMN];
		expect(await migrateDatabase(db, next)).toEqual({
			applied: [ADD_COLUMN.name],
			before: migrations.length,
		});
		expect(await countRows(db, "customers where nickname = 'it''s $care$ ' || name")).toBe(50);
	});

	test(`[MI3] ${name}: the last migration applies to data of the one before`, async ({ expect }) => {
		const db = await empty();
		const ordered = [...migrations].sort((a, b) => (a.name < b.name ? -1 : 1));
		await migrateDatabase(db, ordered.slice(0, -1));
		await answered(db.execute(sql`create table of_before (note text)`));
		await answered(db.execute(sql`insert into of_before values ('kept')`));
		await migrateDatabase(db, ordered);
		expect(await countRows(db, "of_before where note = 'kept'")).toBe(1);
		await seedShop(db, { nowMs: TODAY_MS });
		const { number, email } = demoOrders.paid;
		expect(await createShop(db).findOrder({ orderNumber: number, email })).not.toBeNull();
	});

	test(`[MI4] ${name}: a changed or missing file is refused and nothing is applied`, async ({ expect }) => {
		const db = await empty();
		await migrateDatabase(db, migrations);
		const [first, ...others] = migrations;
		const changed = [{ name: first?.name ?? "", sql: `${first?.sql} -- and more` }, ...others, ADD_COLUMN];
		await expect(migrateDatabase(db, changed)).rejects.toThrow(MigrationRefused);
		await expect(migrateDatabase(db, [...others, ADD_COLUMN])).rejects.toThrow(`${first?.name}`);
		expect(await countRows(db, `schema_migrations where name = '${ADD_COLUMN.name}'`)).toBe(0);
		const windows = migrations.map((file) => ({ ...file, sql: file.sql.replaceAll("\n", "\r\n") }));
		expect(await migrateDatabase(db, windows)).toEqual({ applied: [], before: migrations.length });
	});

	test(`[MI5] ${name}: a migration that fails leaves nothing behind and says which it was`, async ({
		expect,
	}) => {
		const db = await empty();
		await expect(migrateDatabase(db, [...migrations, BROKEN])).rejects.toThrow(/9001_broken .*42883/);
		expect(await tablesOf(db)).not.toContain("half_done");
		expect(await countRows(db, "schema_migrations")).toBe(migrations.length);
	});

	test(`[MI6] ${name}: several at once apply each migration once`, async ({ expect }) => {
		const db = await empty();
		await Promise.all(Array.from({ length: 6 }, () => migrateDatabase(db, migrations)));
		expect(await countRows(db, "schema_migrations")).toBe(migrations.length);
		await seedShop(db, { nowMs: TODAY_MS });
		expect(await countRows(db, "orders")).toBe(300);
		const conversation = conversationRow("019ab000-0000-7001-8000-000000000001", TODAY_MS);
		expect(await flushConversation(db, { conversation, entries: [], leaseEpoch: 1 })).toEqual({
			status: "stored",
			throughSeq: 0,
		});
	});
}
