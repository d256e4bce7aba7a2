/** The tables of a conversation's own SQLite. They carry a version and only ever migrate forward. */

/** Each member brings the tables from its index to index + 1. A member is never edited after it was released. */
const MIGRATIONS: readonly (readonly string[])[] = [
	[
		`CREATE TABLE conversation (
			only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
			id TEXT NOT NULL,
			visitor_id TEXT,
			channel TEXT NOT NULL,
			created_at_ms INTEGER NOT NULL,
			owner TEXT NOT NULL,
			owner_epoch INTEGER NOT NULL,
			lease_epoch INTEGER NOT NULL,
			model_id TEXT,
			flushed_seq INTEGER NOT NULL,
			flush_failures INTEGER NOT NULL,
			flush_at_ms INTEGER NOT NULL
		)`,
		`CREATE TABLE entries (
			seq INTEGER PRIMARY KEY,
			at_ms INTEGER NOT NULL,
			kind TEXT NOT NULL,
			event TEXT NOT NULL,
			event_id TEXT NOT NULL,
			visible INTEGER NOT NULL
		)`,
		`CREATE INDEX visible_entries ON entries (seq) WHERE visible = 1`,
		`CREATE TABLE message_ids (
			id TEXT PRIMARY KEY,
			seq INTEGER NOT NULL,
			to_seq INTEGER,
			tries INTEGER NOT NULL
		) WITHOUT ROWID`,
		`CREATE INDEX pending_turns ON message_ids (seq) WHERE to_seq IS NULL`,
		`CREATE TABLE reminders (
			name TEXT PRIMARY KEY,
			due_at_ms INTEGER NOT NULL,
			intent TEXT NOT NULL,
			entities TEXT NOT NULL,
			kill_on_user_message INTEGER NOT NULL
		) WITHOUT ROWID`,
	],
	[`CREATE TABLE spent_tickets (id TEXT PRIMARY KEY, until_ms INTEGER NOT NULL) WITHOUT ROWID`],
	[`CREATE TABLE listeners (kind TEXT NOT NULL, name TEXT NOT NULL, PRIMARY KEY (kind, name)) WITHOUT ROWID`],
	[
		`CREATE TABLE webhook_queue (
			webhook_id TEXT NOT NULL,
			seq INTEGER NOT NULL,
			type TEXT NOT NULL,
			queued_at_ms INTEGER NOT NULL,
			attempts INTEGER NOT NULL,
			due_at_ms INTEGER NOT NULL,
			PRIMARY KEY (webhook_id, seq)
		) WITHOUT ROWID`,
		// what was said before this release is no news
		`CREATE TABLE webhook_cursor (seq INTEGER NOT NULL)`,
		`INSERT INTO webhook_cursor (seq) SELECT coalesce(max(seq), 0) FROM entries`,
	],
	// custom actions that a turn had called when a part of its answer was written
	[`ALTER TABLE message_ids ADD COLUMN calls INTEGER NOT NULL DEFAULT 0`],
	[`CREATE INDEX feedback_entries ON entries (seq) WHERE kind = 'feedback'`],
	[
		// how the conversation stands at the desk, as JSON
		`ALTER TABLE conversation ADD COLUMN desk TEXT`,
		`ALTER TABLE conversation ADD COLUMN reported_seq INTEGER NOT NULL DEFAULT 0`,
		// what people of the company had done, by their clients' ids
		`CREATE TABLE commands (id TEXT PRIMARY KEY, seq INTEGER NOT NULL) WITHOUT ROWID`,
	],
	// conversations of before there was another site are the default one's
	[`ALTER TABLE conversation ADD COLUMN site_key TEXT NOT NULL DEFAULT 'default'`],
];

/** Version that this code reads and writes. */
export const OBJECT_SCHEMA_VERSION = MIGRATIONS.length;

/** The version of the tables in this storage; 0 when there are none. */
export function objectSchemaVersion(sql: SqlStorage): number {
	const [table] = sql.exec("SELECT name FROM sqlite_master WHERE name = 'object_schema'").toArray();
	if (table === undefined) return 0;
	return sql.exec<{ version: number }>("SELECT version FROM object_schema").one().version;
}

/**
 * Brings the tables to the version of this code. Call it inside a transaction.
 *
 * @throws Error when a newer release has written them: an older one must not guess at their meaning
 */
export function migrateObject(
	sql: SqlStorage,
	migrations: readonly (readonly string[])[] = MIGRATIONS,
): void {
	const version = objectSchemaVersion(sql);
	if (version === migrations.length) return;
	if (version > migrations.length)
		throw new Error(
			`The object's tables have version ${version}; this release knows up to ${migrations.length}. Deploy the newer release.`,
		);
	if (version === 0) {
		sql.exec("CREATE TABLE object_schema (version INTEGER NOT NULL)");
		sql.exec("INSERT INTO object_schema (version) VALUES (0)");
	}
	for (const statement of migrations.slice(version).flat()) sql.exec(statement);
	sql.exec("UPDATE object_schema SET version = ?", migrations.length);
}
