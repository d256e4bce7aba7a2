/** How the deliveries of webhooks fared in the last days. */
import { sql } from "drizzle-orm";
import { type DeliveryStatus, WebhookDelivery } from "../contracts/webhooks.ts";
import { type Database, answered, queryRows } from "./database.ts";
import { storableJson, storableText } from "./storable.ts";
import { at } from "./users.ts";

const MAX_PAGE = 101;

/**
 * Notes an attempt. What comes late changes nothing: of two notes the one of the later run, or of the later attempt, stands.
 * One of a webhook that is gone is noted nowhere.
 */
export async function noteDelivery(db: Database, delivery: WebhookDelivery): Promise<void> {
	const { id, webhookId, conversationId, seq, type, status, attempts, httpStatus, error, tookMs } = delivery;
	const { queuedAt, triedAt, nextAt } = delivery;
	await answered(
		db.execute(sql`insert into webhook_deliveries as d
			(id, webhook_id, conversation_id, seq, type, status, attempts, http_status, error, took_ms, queued_at, tried_at, next_at)
			select ${id}, w.id, ${conversationId}::uuid, ${seq}::int, ${type}, ${status}, ${attempts}::int, ${httpStatus}::int,
				${error === null ? null : storableText(error)}, ${tookMs}::int, ${queuedAt}::timestamptz, ${triedAt}::timestamptz,
				${nextAt}::timestamptz
			from webhooks w where w.id = ${webhookId}::uuid
			on conflict (id) do update set status = excluded.status, attempts = excluded.attempts,
				http_status = excluded.http_status, error = excluded.error, took_ms = excluded.took_ms,
				queued_at = excluded.queued_at, tried_at = excluded.tried_at, next_at = excluded.next_at
			where (excluded.queued_at, excluded.attempts) >= (d.queued_at, d.attempts)`),
	);
}

export interface DeliveryQuestion {
	readonly status?: DeliveryStatus | undefined;
	/** The last one of the page before. */
	readonly before?: { readonly id: string; readonly atMs: number } | undefined;
	readonly limit: number;
}

/** Latest attempt first. */
export async function listDeliveries(
	db: Database,
	webhookId: string,
	{ status, before, limit }: DeliveryQuestion,
): Promise<readonly WebhookDelivery[]> {
	const conditions = [
		sql`webhook_id = ${webhookId}::uuid`,
		...(status === undefined ? [] : [sql`status = ${status}`]),
		...(before === undefined ? [] : [sql`(tried_at, id) < (${at(before.atMs)}, ${before.id})`]),
	];
	const size = Math.min(Math.max(limit, 1), MAX_PAGE);
	return queryRows(
		db,
		WebhookDelivery,
		sql`select ${ROW} as row from webhook_deliveries where ${sql.join(conditions, sql` and `)}
			order by tried_at desc nulls last, id desc nulls last limit ${size}`,
	);
}

/** Those of these ids that this webhook has. */
export async function readDeliveries(
	db: Database,
	webhookId: string,
	ids: readonly string[],
): Promise<readonly WebhookDelivery[]> {
	return queryRows(
		db,
		WebhookDelivery,
		sql`select ${ROW} as row from webhook_deliveries
			where webhook_id = ${webhookId}::uuid and id in (select jsonb_array_elements_text(${storableJson(ids)}::jsonb))
			limit ${MAX_PAGE}`,
	);
}

const instant = (column: string) =>
	sql.raw(`to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`);
const ROW = sql`json_build_object('id', id, 'webhookId', webhook_id, 'conversationId', conversation_id, 'seq', seq,
	'type', type, 'status', status, 'attempts', attempts, 'httpStatus', http_status, 'error', error, 'tookMs', took_ms,
	'queuedAt', ${instant("queued_at")}, 'triedAt', ${instant("tried_at")}, 'nextAt', ${instant("next_at")})`;
