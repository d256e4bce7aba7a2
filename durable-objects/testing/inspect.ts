/** What a test looks at inside an object, and what it holds in its hand. */
import { runInDurableObject } from "cloudflare:test";
import type { LogEntry } from "../log-entry.ts";
import { world } from "./scripted-world.ts";
import { newId, type Stub } from "./test-client.ts";

/** The log as it stands on the object's disk. */
export function logOf(stub: Stub): Promise<{ seq: number; kind: string; event: LogEntry["event"] }[]> {
	return runInDurableObject(stub, (_object, state) =>
		state.storage.sql
			.exec<{ seq: number; kind: string; event: string }>("SELECT seq, kind, event FROM entries ORDER BY seq")
			.toArray()
			.map((row) => ({ ...row, event: JSON.parse(row.event) })),
	);
}

export function tablesOf(stub: Stub): Promise<string[]> {
	return runInDurableObject(stub, (_object, state) =>
		state.storage.sql
			.exec<{ name: string }>(
				"SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_cf%' ESCAPE '\\'",
			)
			.toArray()
			.map(({ name }) => name),
	);
}

/** Everything that stands on the object's disk, in one text. */
export async function diskOf(stub: Stub): Promise<string> {
	const tables = await tablesOf(stub);
	return runInDurableObject(stub, (_object, state) =>
		JSON.stringify(
			tables.map((table) => [table, state.storage.sql.exec(`SELECT * FROM "${table}"`).toArray()]),
		),
	);
}

/** When the object's alarm will ring, in epoch milliseconds. */
export function alarmOf(stub: DurableObjectStub): Promise<number | null> {
	return runInDurableObject(stub, (_object, state) => state.storage.getAlarm());
}

/** Something that takes until the test lets it go. Promises stay inside the object: they do not cross its border. */
export interface Held {
	/** Called inside the object. */
	wait(): Promise<void>;
	release(stub: Stub): Promise<void>;
}

export function held(): Held {
	let open = (): void => {};
	let isReleased = false;
	return {
		wait: () =>
			new Promise((resolve) => {
				if (isReleased) resolve();
				open = resolve;
			}),
		release: (stub) =>
			runInDurableObject(stub, () => {
				isReleased = true;
				open();
			}),
	};
}

/** Puts a message into the log whose turn a crash has kept from its end. */
export function crashAfterReceive(stub: Stub, id: string, text: string): Promise<void> {
	return runInDurableObject(stub, (_object, { storage }) => {
		const user = { event: "user", text, message_id: id, parse_data: {}, metadata: {} };
		const { seq } = storage.sql
			.exec<{ seq: number }>("SELECT coalesce(max(seq), 0) + 1 AS seq FROM entries")
			.one();
		storage.sql.exec(
			"INSERT INTO entries (seq, at_ms, kind, event, event_id, visible) VALUES (?, ?, 'dialogue', ?, ?, 1)",
			seq,
			world.nowMs,
			JSON.stringify(user),
			newId(),
		);
		storage.sql.exec("INSERT INTO message_ids (id, seq, to_seq, tries) VALUES (?, ?, NULL, 1)", id, seq);
	});
}
