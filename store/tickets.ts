/** Tickets: what a person must look at. */
import { sql } from "drizzle-orm";
import { z } from "zod";
import { type Database, queryRows } from "./database.ts";
import { normalizeEmail, normalizeOrderNumber } from "./normalize.ts";
import type { Change, TicketDraft } from "../contracts/shop.ts";
import { storableText } from "./storable.ts";

/** Opens a ticket; the same key again gets the first one's number. */
export async function openTicket(
	db: Database,
	ticket: TicketDraft,
	change: Change,
): Promise<{ readonly ticketNumber: string }> {
	const email = ticket.email === null ? null : (normalizeEmail(ticket.email) ?? storableText(ticket.email));
	const orderNumber =
		ticket.orderNumber === null
			? null
			: (normalizeOrderNumber(ticket.orderNumber) ?? storableText(ticket.orderNumber));
	const [opened] = await queryRows(
		db,
		z.object({ ticketNumber: z.string() }),
		sql`insert into tickets as first (number, topic, summary, email, order_number, conversation_id, idempotency_key, created_at)
			values ('T-' || nextval('ticket_numbers'), ${ticket.topic}, ${storableText(ticket.summary)}, ${email},
				${orderNumber}, ${storableText(change.conversationId)}, ${change.idempotencyKey},
				${new Date(change.nowMs).toISOString()}::timestamptz)
			on conflict (idempotency_key) do update set summary = first.summary
			returning json_build_object('ticketNumber', first.number) as row`,
	);
	if (opened === undefined) throw new Error("An insert that returns gave no row.");
	return opened;
}
