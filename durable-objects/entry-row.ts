import type { LogEntry } from "./log-entry.ts";

/** A row of the object's `entries`. */
export type EntryRow = {
	seq: number;
	at_ms: number;
	kind: string;
	event: string;
	event_id: string;
	visible: number;
};

/** The entry as it was appended. */
export function toEntry(row: EntryRow): LogEntry {
	const entry: unknown = {
		kind: row.kind,
		event: JSON.parse(row.event),
		seq: row.seq,
		atMs: row.at_ms,
		eventId: row.event_id,
	};
	// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- SAFETY: EventLog.append wrote it from a typed entry
	return entry as LogEntry;
}
