/** A customer with a planted word in everything that is stored of them. */
import { sql } from "drizzle-orm";
import { flushConversation } from "../conversation-log.ts";
import { type Database, answered } from "../database.ts";
import { demoOrders } from "../demo-orders.ts";
import { createShop } from "../shop.ts";
import { createUser } from "../users.ts";
import { newId, TODAY_MS } from "./backend.ts";
import { conversationRow } from "./stored-conversation.ts";

/** A conversation with a planted word in everything that its flush stores. */
export async function plantConversation(
	db: Database,
	contactId: string | null,
	planted: string,
	atMs = TODAY_MS,
) {
	const id = newId();
	const said = {
		event: "user",
		text: `said ${planted}`,
		parse_data: {},
		message_id: newId(),
		metadata: { planted },
	};
	const entries = [
		{ seq: 1, atMs, kind: "dialogue" as const, event: said, eventId: newId() },
		{
			seq: 2,
			atMs,
			kind: "dialogue" as const,
			event: { event: "bot", text: `hello ${planted}`, data: {} },
			eventId: newId(),
		},
		{
			seq: 3,
			atMs,
			kind: "feedback" as const,
			event: { seq: 2, rating: "down", reason: planted },
			eventId: newId(),
		},
	];
	const conversation = conversationRow(id, atMs, { visitorId: contactId, lastSeq: 3, preview: planted });
	return { id, flush: () => flushConversation(db, { conversation, entries, leaseEpoch: 1 }) };
}

/** A customer with an account, an order, a return, a ticket, a conversation and a dead letter: a planted word in each. */
export async function plantCustomer(db: Database, planted: string) {
	const contactId = newId();
	const email = `${planted}@example.com`;
	await createUser(db, {
		id: contactId,
		email,
		name: `Zoe ${planted}`,
		passwordHash: "x",
		isPasswordLong: true,
		isVerified: true,
		roleNames: ["customer"],
		nowMs: TODAY_MS,
	});
	const { number } = demoOrders.delivered;
	await answered(
		db.execute(sql`update customers c set email = ${email}, name = ${planted}, phone = ${planted}, address = ${planted}
			from orders o where o.customer_id = c.id and o.number = ${number}`),
	);
	await answered(
		db.execute(sql`update orders set delivery_address = ${planted}, tracking_number = ${planted},
			status = case when status in ('delivered', 'returned', 'cancelled') then status else 'cancelled' end,
			cancelled_at = case when status in ('delivered', 'returned') then null else coalesce(cancelled_at, now()) end,
			dispatched_at = case when status in ('delivered', 'returned') then dispatched_at end
			where customer_id = (select id from customers where email = ${email})`),
	);
	const { id: conversationId, flush } = await plantConversation(db, contactId, planted);
	await flush();
	const change = { idempotencyKey: `${conversationId}:${planted}`, nowMs: TODAY_MS, conversationId };
	const shop = createShop(db);
	await shop.requestReturn({ orderNumber: number, email }, { reason: planted, kind: "refund" }, change);
	await shop.openTicket(
		{ topic: "complaint", summary: planted, email, orderNumber: planted },
		{ ...change, idempotencyKey: `${planted}-ticket` },
	);
	await answered(
		db.execute(sql`insert into external_identities (issuer, subject, user_id, created_at)
			values ('https://id.example', ${planted}, ${contactId}::uuid, now())`),
	);
	await answered(
		db.execute(sql`insert into contact_identities (site_id, subject, contact_id, email, name, attributes, identified_at)
			select id, ${planted}, ${contactId}::uuid, ${email}, ${planted}, jsonb_build_object('plan', ${planted}::text), now()
			from sites limit 1`),
	);
	await answered(
		db.execute(sql`insert into invitations (id, email, email_key, role_names, token_hash, created_at, expires_at)
			values (${newId()}::uuid, ${email}, ${email}, '[]'::jsonb, ${`${planted}hash`}, now(), now())`),
	);
	await plantDeliveries(db, conversationId, planted);
	return { contactId, conversationId, number };
}

async function plantDeliveries(db: Database, conversationId: string, planted: string): Promise<void> {
	await answered(
		db.execute(sql`insert into webhooks (id, url, events, secret, active_since, created_at)
			values (${newId()}::uuid, 'https://x.example', '[]'::jsonb, 's', now(), now())`),
	);
	await answered(
		db.execute(sql`insert into webhook_dead_letters (id, webhook_id, conversation_id, seq, type, attempts, error, queued_at, failed_at)
			select ${planted}, id, ${conversationId}::uuid, 1, 'message.created', 3, 'no', now(), now() from webhooks`),
	);
	await answered(
		db.execute(sql`insert into webhook_deliveries
				(id, webhook_id, conversation_id, seq, type, status, attempts, took_ms, queued_at, tried_at)
			select ${planted}, id, ${conversationId}::uuid, 1, 'message.created', 'delivered', 1, 5, now(), now() from webhooks`),
	);
}
