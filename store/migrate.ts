/** Applies migrations over any driver: one migration is one statement, so it happens whole or not at all. */
import { sql } from "drizzle-orm";
import { z } from "zod";
import { type Database, answered, queryRows } from "./database.ts";
import { StoreFault } from "./failures.ts";

/** A file of migrations/, read by the caller: `0001_conversations-and-shop` and its text. */
export interface Migration {
	readonly name: string;
	readonly sql: string;
}

export interface MigrationReport {
	/** Names of what this call found unapplied, in order. */
	readonly applied: readonly string[];
	/** How many were there before. */
	readonly before: number;
}

/** A database that these files cannot lead forward. */
export class MigrationRefused extends Error {
	override readonly name = "MigrationRefused";
}

/** Any number that nobody else locks: the letters "care". */
const LOCK = 0x63617265;
const BREAKPOINT = "--> statement-breakpoint";
/** SQLSTATE of our own `raise` below: the user-defined class P0. */
const CHANGED_MEANWHILE = "P0001";

/**
 * Brings the database forward. Safe when two start at once: each migration takes the lock, looks again whether it is
 * applied, runs, and writes itself down, in one transaction.
 *
 * @param migrations - all files, applied ones included; they run in the order of their names
 * @throws MigrationRefused when an applied file was changed or is missing here; nothing is applied then
 */
export async function migrateDatabase(
	db: Database,
	migrations: readonly Migration[],
): Promise<MigrationReport> {
	const ordered = await Promise.all(
		[...migrations]
			.sort((a, b) => (a.name < b.name ? -1 : 1))
			.map(async (migration) => ({ ...migration, hash: await hashOf(migration.sql) })),
	);
	await answered(db.execute(sql.raw(CREATE_LEDGER)));
	const applied = await readApplied(db);
	const known = new Map(ordered.map(({ name, hash }) => [name, hash]));
	for (const [name, hash] of applied) {
		const ours = known.get(name);
		if (ours === undefined)
			throw new MigrationRefused(
				`The database has ${name}, which is not among these migrations: it is newer.`,
			);
		if (ours !== hash)
			throw new MigrationRefused(
				`${name} was changed after it was applied: restore it and add a new migration.`,
			);
	}
	const missing = ordered.filter(({ name }) => !applied.has(name));
	for (const migration of missing) await apply(db, migration);
	return { applied: missing.map(({ name }) => name), before: applied.size };
}

/** Name and hash of what is applied. */
async function readApplied(db: Database): Promise<ReadonlyMap<string, string>> {
	const rows = await queryRows(
		db,
		z.object({ name: z.string(), hash: z.string() }),
		sql`select json_build_object('name', name, 'hash', hash) as row from schema_migrations order by name`,
	);
	return new Map(rows.map(({ name, hash }) => [name, hash]));
}

async function apply(db: Database, migration: Migration & { readonly hash: string }): Promise<void> {
	const name = quoted(migration.name);
	const hash = quoted(migration.hash);
	const statements = migration.sql
		.split(BREAKPOINT)
		.map((statement) => statement.trim())
		.filter((statement) => statement !== "");
	const body = [
		`perform pg_advisory_xact_lock(${LOCK});`,
		`if exists (select from schema_migrations m where m.name = ${name}) then`,
		`if not exists (select from schema_migrations m where m.name = ${name} and m.hash = ${hash}) then`,
		`raise exception 'another file was applied under this name'; end if;`,
		`return; end if;`,
		...statements.map((statement) => `execute ${quoted(statement)};`),
		`insert into schema_migrations (name, hash) values (${name}, ${hash});`,
	].join("\n");
	try {
		await answered(db.execute(sql.raw(`do ${quoted(`begin\n${body}\nend`)}`)));
	} catch (error) {
		if (error instanceof StoreFault && error.code === CHANGED_MEANWHILE)
			throw new MigrationRefused(`${migration.name} was applied meanwhile with another text.`);
		if (error instanceof StoreFault)
			throw new MigrationRefused(`${migration.name} failed and left nothing behind: ${error.message}`, {
				cause: error,
			});
		throw error;
	}
}

/** Creating a table `if not exists` can still collide with another session's; the lock makes them take turns. */
const CREATE_LEDGER = `do $ledger$ begin
perform pg_advisory_xact_lock(${LOCK});
create table if not exists schema_migrations (
	name text primary key,
	hash text not null,
	applied_at timestamptz(3) not null default now()
);
end $ledger$`;

/** A dollar-quoted literal whose tag does not occur in the text: nothing inside needs escaping. */
function quoted(text: string): string {
	let tag = "$care$";
	for (let number = 1; `${text}$`.includes(tag); number += 1) tag = `$care${number}$`;
	return `${tag}${text}${tag}`;
}

/** SHA-256 in hex. Line ends are not part of it, so that a checkout on Windows is the same file. */
async function hashOf(text: string): Promise<string> {
	const bytes = new TextEncoder().encode(text.replaceAll("\r\n", "\n"));
	const digest = await crypto.subtle.digest("SHA-256", bytes);
	return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
