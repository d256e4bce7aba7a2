/** What a test looks at inside an object, and what it holds in its hand. */
import { runInDurableObject } from "cloudflare:test";
import type { LogEntry } from "../log-entry.ts";
import type { Stub } from "./test-client.ts";

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

/** When the object's alarm will ring, in epoch milliseconds. */
export function alarmOf(stub: Stub): Promise<number | null> {
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
