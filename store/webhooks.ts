/** Webhooks and the deliveries that they did not take. */
import { type SQL, and, asc, desc, eq, inArray, lt, or, sql } from "drizzle-orm";
import { DeadLetter, type NewWebhook, Webhook, type WebhookChange } from "../contracts/webhooks.ts";
import { type Database, answered } from "./database.ts";
import { storableText } from "./storable.ts";
import { webhookDeadLetters, webhooks } from "./webhook-schema.ts";

/** Every object looks through all of them at each turn. */
export const MAX_WEBHOOKS = 20;
const MAX_PAGE = 100;

/** One that is told, with its sealed secret. */
export interface ActiveWebhook extends Pick<Webhook, "id" | "url" | "events"> {
	readonly sealedSecret: string;
	readonly activeSinceMs: number;
}

/** The row to which a sealed secret belongs. */
export const webhookSecretOf = (id: string): string => `webhooks.secret:${id}`;

/** @returns null when there are `MAX_WEBHOOKS` already */
export async function createWebhook(
	db: Database,
	webhook: NewWebhook & { readonly id: string; readonly sealedSecret: string; readonly nowMs: number },
): Promise<Webhook | null> {
	const { id, url, events, sealedSecret, nowMs } = webhook;
	const now = sql`to_timestamp(${nowMs}::bigint / 1000.0)`;
	const [row] = await answered(
		db
			.insert(webhooks)
			.select(
				sql`select ${id}::uuid, ${url}::text, ${JSON.stringify(events)}::jsonb, ${sealedSecret}::text, true, ${now}, ${now}
					where (select count(*) from webhooks) < ${MAX_WEBHOOKS}`,
			)
			.returning(),
	);
	return row === undefined ? null : toWebhook(row);
}

/** In the order of their making. */
export async function listWebhooks(db: Database): Promise<readonly Webhook[]> {
	return (await answered(db.select().from(webhooks).orderBy(asc(webhooks.createdAt), asc(webhooks.id)))).map(
		toWebhook,
	);
}

/** Those that are told now. */
export async function listActiveWebhooks(db: Database): Promise<readonly ActiveWebhook[]> {
	const rows = await answered(db.select().from(webhooks).where(eq(webhooks.enabled, true)));
	return rows.map(({ id, url, events, secret, activeSince }) => ({
		id,
		url,
		events,
		sealedSecret: secret,
		activeSinceMs: activeSince.getTime(),
	}));
}

/** Turned on again it is told what happens from now on. @returns null when there is none of this id */
export async function changeWebhook(
	db: Database,
	id: string,
	{ url, events, enabled, nowMs }: WebhookChange & { readonly nowMs: number },
): Promise<Webhook | null> {
	const isTurnedOn = sql`case when not ${webhooks.enabled} then to_timestamp(${nowMs}::bigint / 1000.0) else ${webhooks.activeSince} end`;
	const [row] = await answered(
		db
			.update(webhooks)
			.set({
				...(url === undefined ? {} : { url }),
				...(events === undefined ? {} : { events }),
				...(enabled === undefined ? {} : { enabled, ...(enabled ? { activeSince: isTurnedOn } : {}) }),
				id: sql`${webhooks.id}`,
			})
			.where(eq(webhooks.id, id))
			.returning(),
	);
	return row === undefined ? null : toWebhook(row);
}

/** Its dead letters go with it. @returns false when there was none */
export async function deleteWebhook(db: Database, id: string): Promise<boolean> {
	return (
		(await answered(db.delete(webhooks).where(eq(webhooks.id, id)).returning({ id: webhooks.id }))).length > 0
	);
}

/** Notes a delivery that is given up. A repeat, or one of a webhook that is gone, does nothing. */
export async function buryDelivery(db: Database, letter: DeadLetter): Promise<void> {
	const { id, webhookId, conversationId, seq, type, attempts, error, queuedAt, failedAt } = letter;
	await answered(
		db.execute(sql`insert into webhook_dead_letters
			(id, webhook_id, conversation_id, seq, type, attempts, error, queued_at, failed_at)
			select ${id}, w.id, ${conversationId}::uuid, ${seq}::int, ${type}, ${attempts}::int, ${storableText(error)},
				${queuedAt}::timestamptz, ${failedAt}::timestamptz
			from webhooks w where w.id = ${webhookId}::uuid
			on conflict (id) do nothing`),
	);
}

/** Newest first. @param before - the last one of the page before */
export async function listDeadLetters(
	db: Database,
	webhookId: string,
	{
		before,
		limit,
	}: { readonly before?: Pick<DeadLetter, "id" | "failedAt"> | undefined; readonly limit: number },
): Promise<readonly DeadLetter[]> {
	const rows = await answered(
		db
			.select()
			.from(webhookDeadLetters)
			.where(and(eq(webhookDeadLetters.webhookId, webhookId), olderThan(before)))
			.orderBy(desc(webhookDeadLetters.failedAt), desc(webhookDeadLetters.id))
			.limit(Math.min(Math.max(limit, 1), MAX_PAGE)),
	);
	return rows.map(toDeadLetter);
}

/** The letters of these ids that this webhook has. */
export async function readDeadLetters(
	db: Database,
	webhookId: string,
	ids: readonly string[],
): Promise<readonly DeadLetter[]> {
	if (ids.length === 0) return [];
	const rows = await answered(
		db
			.select()
			.from(webhookDeadLetters)
			.where(
				and(
					eq(webhookDeadLetters.webhookId, webhookId),
					inArray(webhookDeadLetters.id, ids.map(storableText)),
				),
			)
			.limit(MAX_PAGE),
	);
	return rows.map(toDeadLetter);
}

/** They are on their way again. */
export async function removeDeadLetters(db: Database, ids: readonly string[]): Promise<void> {
	if (ids.length > 0)
		await answered(db.delete(webhookDeadLetters).where(inArray(webhookDeadLetters.id, [...ids])));
}

function olderThan(before: Pick<DeadLetter, "id" | "failedAt"> | undefined): SQL | undefined {
	if (before === undefined) return undefined;
	const at = new Date(before.failedAt);
	return or(
		lt(webhookDeadLetters.failedAt, at),
		and(eq(webhookDeadLetters.failedAt, at), lt(webhookDeadLetters.id, before.id)),
	);
}

function toWebhook({ id, url, events, enabled, createdAt }: typeof webhooks.$inferSelect): Webhook {
	return Webhook.parse({ id, url, events, enabled, createdAt: createdAt.toISOString() });
}

function toDeadLetter(row: typeof webhookDeadLetters.$inferSelect): DeadLetter {
	return DeadLetter.parse({
		...row,
		queuedAt: row.queuedAt.toISOString(),
		failedAt: row.failedAt.toISOString(),
	});
}
