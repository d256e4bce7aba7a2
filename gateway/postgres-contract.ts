import { drizzle as drizzleHttp } from "drizzle-orm/neon-http";
import { drizzle as drizzleSocket } from "drizzle-orm/neon-serverless";
import { eq, sql as raw } from "drizzle-orm";
import { integer, jsonb, pgTable, serial, text, timestamp } from "drizzle-orm/pg-core";
import { neon, NeonDbError } from "@neondatabase/serverless";
import { test } from "vitest";
import { connectPool, connectSql, type TestGateway } from "./testing/test-gateway.ts";

const notes = pgTable("contract_notes", {
	id: serial("id").primaryKey(),
	body: text("body").notNull(),
	stars: integer("stars").notNull(),
	tags: jsonb("tags").$type<string[]>().notNull(),
	writtenAt: timestamp("written_at", { withTimezone: true }).notNull(),
});

const createNotes = `CREATE TABLE IF NOT EXISTS contract_notes (
	id serial PRIMARY KEY, body text NOT NULL, stars integer NOT NULL, tags jsonb NOT NULL, written_at timestamptz NOT NULL
)`;

/** Neon's side of the contract. */
export function postgresContract(gateway: () => TestGateway): void {
	singleQueries(gateway);
	fullResults(gateway);
	faultsOfStatements(gateway);
	transactions(gateway);
	interactiveTransactions(gateway);
	drizzleOverBoth(gateway);
}

function singleQueries(gateway: () => TestGateway): void {
	test("[GW1] every type comes back as the driver knows it", async ({ expect }) => {
		const sql = connectSql(gateway());
		const rows = await sql.query(
			`SELECT $1::jsonb AS document, $2::timestamptz AS moment, $3::bigint AS big, $4::numeric AS exact, $5::bytea AS bytes,
				$6::text[] AS words, $7::int[] AS numbers, $8::text AS nothing, $9::boolean AS flag, 1.5::float8 AS ratio, $10::uuid AS id`,
			[
				{ a: [1, null, "ü"] },
				"2026-11-23T10:00:00.123Z",
				"9007199254740993",
				"12345678901234567890.0001",
				Buffer.from([0, 1, 255]),
				["a,b", 'say "hi"', "", "NULL"],
				[1, 2, 3],
				null,
				true,
				"0190f5e2-5b7c-7000-8000-000000000001",
			],
		);
		// drizzle, once it was used, has the driver hand out moments as texts, in the whole process
		expect(rows.map((row) => ({ ...row, moment: new Date(row["moment"]) }))).toEqual([
			{
				document: { a: [1, null, "ü"] },
				moment: new Date("2026-11-23T10:00:00.123Z"),
				big: "9007199254740993",
				exact: "12345678901234567890.0001",
				bytes: Buffer.from([0, 1, 255]),
				words: ["a,b", 'say "hi"', "", "NULL"],
				numbers: [1, 2, 3],
				nothing: null,
				flag: true,
				ratio: 1.5,
				id: "0190f5e2-5b7c-7000-8000-000000000001",
			},
		]);
	});
}

function fullResults(gateway: () => TestGateway): void {
	test("[GW1] full results name fields, types, counts and the command; array mode gives arrays", async ({
		expect,
	}) => {
		const { databaseUrl } = gateway();
		connectSql(gateway());
		const full = neon(databaseUrl, { fullResults: true, arrayMode: true });
		const result = await full`SELECT 7 AS seven, 'x'::text AS x WHERE ${1} = '1'`;
		expect(result.rows).toEqual([[7, "x"]]);
		expect(result).toMatchObject({ command: "SELECT", rowCount: 1 });
		expect(result.fields.map((field) => [field.name, field.dataTypeID])).toEqual([
			["seven", 23],
			["x", 25],
		]);
		const none = await full`SELECT 1 WHERE false`;
		expect(none).toMatchObject({ rowCount: 0, rows: [] });
		const created = await full`CREATE TEMP TABLE contract_gone (a int)`;
		expect(created).toMatchObject({ command: "CREATE", rows: [], fields: [] });
	});
}

function faultsOfStatements(gateway: () => TestGateway): void {
	test("[GW2] bad SQL tells code, position and severity as PostgreSQL does", async ({ expect }) => {
		const sql = connectSql(gateway());
		const fault = await sql.query("SELECT 1, nonsense FROM pg_class").catch((error: unknown) => error);
		expect(fault).toBeInstanceOf(NeonDbError);
		expect(fault).toMatchObject({
			code: "42703",
			position: "11",
			severity: "ERROR",
			message: expect.stringContaining("nonsense"),
		});
		await sql`CREATE TABLE IF NOT EXISTS contract_unique (name text CONSTRAINT one_name UNIQUE)`;
		await sql`INSERT INTO contract_unique VALUES ('a') ON CONFLICT DO NOTHING`;
		const twice = await sql`INSERT INTO contract_unique VALUES ('a')`.catch((error: unknown) => error);
		expect(twice).toMatchObject({
			code: "23505",
			constraint: "one_name",
			table: "contract_unique",
			detail: expect.stringContaining("(name)=(a)"),
		});
		const two = await sql.query("SELECT 1; SELECT 2").catch((error: unknown) => error);
		expect(two).toMatchObject({ code: "42601" });
		expect(await sql`SELECT 1 AS one`).toEqual([{ one: 1 }]);
	});
}

function transactions(gateway: () => TestGateway): void {
	test("[GW3] a batch is one transaction: all of it, or nothing", async ({ expect }) => {
		const sql = connectSql(gateway());
		await sql`DROP TABLE IF EXISTS contract_batch`;
		await sql`CREATE TABLE contract_batch (n int PRIMARY KEY)`;
		const results = await sql.transaction([
			sql`INSERT INTO contract_batch VALUES (1), (2) RETURNING n`,
			sql`SELECT count(*)::int AS count FROM contract_batch`,
		]);
		expect(results).toEqual([[{ n: 1 }, { n: 2 }], [{ count: 2 }]]);
		const fault = await sql
			.transaction([sql`INSERT INTO contract_batch VALUES (3)`, sql`INSERT INTO contract_batch VALUES (1)`])
			.catch((error: unknown) => error);
		expect(fault).toMatchObject({ code: "23505" });
		expect(await sql`SELECT n FROM contract_batch ORDER BY n`).toEqual([{ n: 1 }, { n: 2 }]);
	});

	test("[GW3] a batch's isolation level, read-only and deferrable hold", async ({ expect }) => {
		const sql = connectSql(gateway());
		const show = [
			sql`SHOW transaction_isolation`,
			sql`SHOW transaction_read_only`,
			sql`SHOW transaction_deferrable`,
		];
		const options = { isolationLevel: "Serializable", readOnly: true, deferrable: true } as const;
		expect(await sql.transaction(show, options)).toEqual([
			[{ transaction_isolation: "serializable" }],
			[{ transaction_read_only: "on" }],
			[{ transaction_deferrable: "on" }],
		]);
		const write = sql.transaction([sql`CREATE TABLE contract_never (a int)`], { readOnly: true });
		await expect(write).rejects.toMatchObject({ code: "25006" });
	});
}

function interactiveTransactions(gateway: () => TestGateway): void {
	test("[GW4] an interactive transaction over the pool: seen inside, gone after a rollback, kept after a commit", async ({
		expect,
	}) => {
		const pool = connectPool(gateway());
		await pool.query("DROP TABLE IF EXISTS contract_pool");
		await pool.query("CREATE TABLE contract_pool (n int)");
		const client = await pool.connect();
		for (const end of ["ROLLBACK", "COMMIT"]) {
			await client.query("BEGIN");
			await client.query("INSERT INTO contract_pool VALUES ($1)", [5]);
			expect((await client.query("SELECT n FROM contract_pool")).rows).toEqual([{ n: 5 }]);
			await client.query(end);
			expect((await client.query("SELECT n FROM contract_pool")).rows).toEqual(
				end === "COMMIT" ? [{ n: 5 }] : [],
			);
		}
		await client.query("BEGIN");
		await expect(client.query("SELECT 1/0")).rejects.toMatchObject({ code: "22012" });
		await expect(client.query("SELECT 1")).rejects.toMatchObject({ code: "25P02" });
		await client.query("ROLLBACK");
		client.release();
		await pool.end();
	});

	test("[GW4] prepared statements of one name in two sessions do not meet", async ({ expect }) => {
		const pool = connectPool(gateway());
		const [one, two] = [await pool.connect(), await pool.connect()];
		const named = (text: string, values: unknown[]) => ({ name: "same", text, values });
		expect((await one.query(named("SELECT $1::int AS a", [1]))).rows).toEqual([{ a: 1 }]);
		expect((await two.query(named("SELECT $1::text AS b", ["x"]))).rows).toEqual([{ b: "x" }]);
		expect((await one.query(named("SELECT $1::int AS a", [2]))).rows).toEqual([{ a: 2 }]);
		one.release();
		two.release();
		await pool.end();
	});
}

function drizzleOverBoth(gateway: () => TestGateway): void {
	test("[GW5] drizzle over neon-http: insert, select, update, batch", async ({ expect }) => {
		const sql = connectSql(gateway());
		await sql.query(createNotes);
		const db = drizzleHttp(sql);
		await db.delete(notes);
		const writtenAt = new Date("2026-01-02T03:04:05.000Z");
		const [note] = await db
			.insert(notes)
			.values({ body: "a", stars: 3, tags: ["x"], writtenAt })
			.returning();
		expect(note).toMatchObject({ body: "a", stars: 3, tags: ["x"], writtenAt });
		const [updated, all] = await db.batch([
			db.update(notes).set({ stars: 4 }).where(eq(notes.body, "a")).returning({ stars: notes.stars }),
			db.select().from(notes),
		]);
		expect(updated).toEqual([{ stars: 4 }]);
		expect(all).toHaveLength(1);
		expect((await db.execute(raw`SELECT count(*)::int AS n FROM contract_notes`)).rows).toEqual([{ n: 1 }]);
	});

	test("[GW5] drizzle over neon-serverless: a transaction and its rollback", async ({ expect }) => {
		await connectSql(gateway()).query(createNotes);
		const pool = connectPool(gateway());
		const db = drizzleSocket(pool);
		await db.delete(notes);
		const row = { body: "b", stars: 1, tags: [], writtenAt: new Date() };
		await db.transaction(async (tx) => {
			await tx.insert(notes).values(row);
			await tx.transaction(async (inner) => {
				await inner.update(notes).set({ stars: 2 });
			});
		});
		const undone = db.transaction(async (tx) => {
			await tx.insert(notes).values(row);
			tx.rollback();
		});
		await expect(undone).rejects.toThrow();
		expect(await db.select({ body: notes.body, stars: notes.stars }).from(notes)).toEqual([
			{ body: "b", stars: 2 },
		]);
		await pool.end();
	});
}
