/**
 * Marks a signed socket ticket as spent, in the object's own SQLite: what one isolate has let in, no other does again,
 * nor this one after a restart. Marks that have had their time are swept along the way.
 *
 * @param untilMs - epoch ms from which on the ticket is expired by itself
 * @returns whether this is its first use
 */
export function spendTicket(
	sql: SqlStorage,
	ticket: { readonly id: string; readonly untilMs: number },
	nowMs: number,
): boolean {
	sql.exec("DELETE FROM spent_tickets WHERE until_ms < ?", nowMs);
	const { rowsWritten } = sql.exec(
		"INSERT INTO spent_tickets (id, until_ms) VALUES (?, ?) ON CONFLICT (id) DO NOTHING",
		ticket.id,
		ticket.untilMs,
	);
	return rowsWritten > 0;
}
