import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { drizzle } from "drizzle-orm/pglite";
import { afterAll, beforeAll, test } from "vitest";
import type { Database } from "../store/database.ts";
import { freshId } from "../store/fresh-id.ts";
import { migrateDatabase } from "../store/migrate.ts";
import type { ArchiveBatch, ConversationArchive } from "./conversation-ports.ts";
import { followDesk, FRESH_DESK } from "./desk/desk-state.ts";
import type { LogEntry, NewEntry } from "./log-entry.ts";
import { postgresArchive } from "./postgres-archive.ts";
import { rebuildLog } from "./rebuild.ts";

let client: PGlite;
let archive: ConversationArchive;

beforeAll(async () => {
	client = await PGlite.create();
	const db: Database = drizzle({ client });
	const directory = join(import.meta.dirname, "..", "migrations");
	const files = readdirSync(directory).filter((file) => file.endsWith(".sql"));
	const read = (file: string): string => readFileSync(join(directory, file), "utf8");
	await migrateDatabase(
		db,
		files.map((file) => ({ name: file.slice(0, -".sql".length), sql: read(file) })),
	);
	archive = postgresArchive(db);
});
afterAll(() => client.close());

const newId = (): string => freshId(Date.now());

/** One entry of every kind, with everything that JSON and Unicode can do to a column. */
const entries: NewEntry[] = [
	{
		kind: "dialogue",
		event: { event: "session_started", timestamp: 1_763_888_400.25, metadata: { model_id: "m" } },
	},
	{ kind: "dialogue", event: { event: "action", name: "action_listen", policy: null, confidence: null } },
	{
		kind: "dialogue",
		event: {
			event: "user",
			text: "/affirm",
			message_id: "message-1",
			parse_data: { intent: { name: "affirm", confidence: 1 }, entities: [] },
			metadata: { display_text: 'Yes 😀 ‮ "quoted" \\u0000' },
			project_key: [1, { deep: null }],
		},
	},
	{ kind: "dialogue", event: { event: "bot", text: null, data: { custom: { a: [true, 1.5] } } } },
	{ kind: "dialogue", event: { event: "action", name: "action_listen" } },
	{ kind: "feedback", event: { seq: 4, rating: "down", reason: "no picture" } },
	{ kind: "read", event: { who: "visitor", seq: 4 } },
	{ kind: "system", event: { type: "owner_changed", owner: "person", epoch: 1 } },
	{
		kind: "system",
		event: {
			type: "discarded_draft",
			turnId: "message-1",
			epoch: 0,
			currentEpoch: 1,
			events: [{ event: "bot", text: "x" }],
		},
	},
	{ kind: "system", event: { type: "reminder_fired", name: "r" } },
	{ kind: "system", event: { type: "turn_failed", turnId: "message-1", error: "TypeError: no" } },
];

function batch(id: string): ArchiveBatch {
	const log = entries.map((entry, index): LogEntry => ({
		...entry,
		seq: index + 1,
		atMs: 1_763_888_400_123 + index,
		eventId: newId(),
	}));
	return {
		conversation: {
			id,
			visitorId: newId(),
			channel: "chat",
			siteKey: "berlin",
			createdAtMs: 1_763_888_400_000,
			lastActivityAtMs: 1_763_888_400_126,
			owner: "person",
			ownerEpoch: 1,
			lastSeq: log.length,
			preview: "Yes",
			modelId: "m",
			desk: log.reduce(followDesk, FRESH_DESK),
		},
		entries: log,
		leaseEpoch: 1,
	};
}

test("[RB11] what was flushed to Postgres comes back entry for entry, claimed under a higher lease", async ({
	expect,
}) => {
	const flushed = batch(newId());
	expect(await archive.flush(flushed)).toEqual({ status: "stored", throughSeq: entries.length });
	const rebuilt = await rebuildLog(archive, flushed.conversation.id);
	expect(rebuilt).toEqual({
		state: {
			id: flushed.conversation.id,
			visitorId: flushed.conversation.visitorId,
			channel: "chat",
			siteKey: "berlin",
			createdAtMs: 1_763_888_400_000,
			leaseEpoch: 2,
			desk: flushed.conversation.desk,
			modelId: "m",
			flushedSeq: entries.length,
			flushFailures: 0,
			flushAtMs: 0,
			reportedSeq: 0,
		},
		entries: flushed.entries,
		messages: [{ id: "message-1", seq: 3, toSeq: 5 }],
	});
	expect(await archive.flush(flushed)).toEqual({ status: "superseded", leaseEpoch: 2 });
});

test("[RB12] a conversation that Postgres does not know is not made up", async ({ expect }) => {
	expect(await rebuildLog(archive, newId())).toBeNull();
});
