/**
 * What the assistant's actions change of an order. Each change is one statement in four steps, each reading the one before:
 *
 * `o` locks the order's row and so reads its latest version, not the snapshot's; `decided` says what comes of the
 * request; `claim` writes that down under the idempotency key, or finds the first outcome there; the effects happen only
 * for a fresh claim. Two changes of one order therefore take turns, and a repeat finds what its first try found.
 */
import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { type Database, queryRows } from "./database.ts";
import { OrderRow, orderJson, orderKey } from "./orders.ts";
import type {
	AddressOutcome,
	CancelOutcome,
	Change,
	OrderCredentials,
	ReturnOutcome,
	ReturnRequest,
} from "../contracts/shop.ts";
import { storableText } from "./storable.ts";

/** Days after delivery in which an order may be sent back. */
export const RETURN_WINDOW_DAYS = 30;
const DAY_MS = 86_400_000;

const beforeDispatch = sql`('pending', 'paid', 'packed')`;

/** The steps `o`, `decided` and `claim`. `decide` gives `outcome` and `detail` (json) from the row `o`. */
function claimed(kind: string, credentials: OrderCredentials, change: Change, decide: SQL): SQL {
	const { number, email } = orderKey(credentials);
	return sql`
		o as materialized (
			select o.* from orders o join customers c on c.id = o.customer_id
			where o.number = ${number} and c.email = ${email}
			for update of o
		), decided as materialized (${decide}), claim as (
			insert into order_changes as first (idempotency_key, order_id, change, outcome, detail, conversation_id, at)
			select ${change.idempotencyKey}, o.id, ${kind}, decided.outcome, decided.detail,
				${storableText(change.conversationId)}, ${instantOf(change)}
			from o cross join decided
			on conflict (idempotency_key) do update set repeats = first.repeats + 1
			returning order_id, outcome, detail, repeats = 0 as is_fresh
		)`;
}

function instantOf(change: Change): SQL {
	return sql`${new Date(change.nowMs).toISOString()}::timestamptz`;
}

const CancelRow = z.object({
	status: z.enum(["cancelled", "too_late", "already_cancelled"]),
	order: OrderRow,
	refundCents: z.int(),
});

/** Cancels an order that has not left yet. One that was paid gets a refund of its total. */
export async function cancelOrder(
	db: Database,
	credentials: OrderCredentials,
	change: Change,
): Promise<CancelOutcome> {
	const decide = sql`
		select case when o.status = 'cancelled' then 'already_cancelled'
				when o.status in ${beforeDispatch} then 'cancelled' else 'too_late' end as outcome,
			jsonb_build_object('refundCents', case when o.paid_at is null then 0 else o.total_cents end) as detail
		from o`;
	const [row] = await queryRows(
		db,
		CancelRow,
		sql`with ${claimed("cancel", credentials, change, decide)}, cancelled as (
				update orders set status = 'cancelled', cancelled_at = ${instantOf(change)}
				from claim where orders.id = claim.order_id and claim.is_fresh and claim.outcome = 'cancelled'
			), refund as (
				insert into refunds (order_id, cause, amount_cents, currency, status, idempotency_key, created_at)
				select o.id, 'cancellation', o.total_cents, o.currency, 'pending', ${change.idempotencyKey}, ${instantOf(change)}
				from claim join o on o.id = claim.order_id
				where claim.is_fresh and claim.outcome = 'cancelled' and o.paid_at is not null and o.total_cents > 0
			)
			select json_build_object('status', claim.outcome, 'refundCents', claim.detail->'refundCents', 'order',
				${orderJson(sql`case when claim.outcome = 'cancelled' then 'cancelled' else o.status end`)}) as row
			from claim join o on o.id = claim.order_id`,
	);
	if (row === undefined) return { status: "not_found" };
	const { status, order, refundCents } = row;
	return status === "cancelled" ? { status, order, refundCents } : { status, order };
}

const AddressRow = z.object({ status: z.enum(["changed", "too_late"]), order: OrderRow });

/** Sends an order that has not left yet to another address. */
export async function changeDeliveryAddress(
	db: Database,
	credentials: OrderCredentials,
	address: string,
	change: Change,
): Promise<AddressOutcome> {
	const wanted = sql`${storableText(address)}::text`;
	const decide = sql`
		select case when o.status in ${beforeDispatch} then 'changed' else 'too_late' end as outcome,
			jsonb_build_object('from', o.delivery_address, 'to', ${wanted}) as detail
		from o`;
	const [row] = await queryRows(
		db,
		AddressRow,
		sql`with ${claimed("address", credentials, change, decide)}, moved as (
				update orders set delivery_address = ${wanted}
				from claim where orders.id = claim.order_id and claim.is_fresh and claim.outcome = 'changed'
			)
			select json_build_object('status', claim.outcome, 'order', ${orderJson(
				undefined,
				sql`case when claim.is_fresh and claim.outcome = 'changed' then ${wanted} else o.delivery_address end`,
			)}) as row
			from claim join o on o.id = claim.order_id`,
	);
	return row ?? { status: "not_found" };
}

const ReturnRow = z.object({
	status: z.enum(["accepted", "already_requested", "not_delivered", "window_closed"]),
	order: OrderRow,
	returnNumber: z.string().nullable(),
	refundCents: z.int(),
});

/** Takes back a delivered order within the window. A return for a refund promises the order's total. */
export async function requestReturn(
	db: Database,
	credentials: OrderCredentials,
	request: ReturnRequest,
	change: Change,
): Promise<ReturnOutcome> {
	const opensAt = sql`${new Date(change.nowMs - RETURN_WINDOW_DAYS * DAY_MS).toISOString()}::timestamptz`;
	const refundCents = request.kind === "refund" ? sql`o.total_cents` : sql`0`;
	const decide = sql`
		select verdict.outcome, jsonb_build_object('refundCents', ${refundCents}, 'returnNumber',
			case when verdict.outcome = 'accepted' then 'R-' || nextval('return_numbers') else o.return_number end) as detail
		from o cross join lateral (select case when o.return_number is not null then 'already_requested'
			when o.status <> 'delivered' then 'not_delivered'
			when o.delivered_at < ${opensAt} then 'window_closed' else 'accepted' end as outcome) as verdict`;
	const isNew = sql`claim.is_fresh and claim.outcome = 'accepted'`;
	const [row] = await queryRows(
		db,
		ReturnRow,
		sql`with ${claimed("return", credentials, change, decide)}, noted as (
				update orders set return_number = claim.detail->>'returnNumber'
				from claim where orders.id = claim.order_id and ${isNew}
			), opened as (
				insert into returns (number, order_id, kind, reason, status, conversation_id, idempotency_key, requested_at)
				select claim.detail->>'returnNumber', claim.order_id, ${request.kind}, ${storableText(request.reason)},
					'requested', ${storableText(change.conversationId)}, ${change.idempotencyKey}, ${instantOf(change)}
				from claim where ${isNew}
			), refund as (
				insert into refunds (order_id, cause, amount_cents, currency, status, idempotency_key, created_at)
				select o.id, 'return', o.total_cents, o.currency, 'pending', ${change.idempotencyKey}, ${instantOf(change)}
				from claim join o on o.id = claim.order_id
				where ${isNew} and ${request.kind} = 'refund' and o.total_cents > 0
			)
			select json_build_object('status', claim.outcome, 'order', ${orderJson()},
				'returnNumber', claim.detail->'returnNumber', 'refundCents', claim.detail->'refundCents') as row
			from claim join o on o.id = claim.order_id`,
	);
	return row === undefined ? { status: "not_found" } : returnOutcome(row);
}

function returnOutcome(row: z.infer<typeof ReturnRow>): ReturnOutcome {
	const { status, order, refundCents } = row;
	const returnNumber = row.returnNumber ?? "";
	if (status === "accepted") return { status, returnNumber, order, refundCents };
	if (status === "already_requested") return { status, returnNumber, order };
	if (status === "window_closed") return { status, order, windowDays: RETURN_WINDOW_DAYS };
	return { status, order };
}
