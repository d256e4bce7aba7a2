import type { Context } from "hono";
import type { Erasure } from "../../contracts/privacy.ts";
import { runErasure } from "../../durable-objects/erasure/run-erasure.ts";
import { SCHEDULER_NAME } from "../../durable-objects/scheduler-host.ts";
import { recordAudit } from "../../store/audit-log.ts";
import type { NewAuditEntry } from "../../store/audit-entry.ts";
import { type ErasureJob, findErasure, requestErasure } from "../../store/erasures.ts";
import { audit } from "../auth/audit.ts";
import type { Sessions } from "../auth/sessions.ts";
import type { HonoEnv } from "../hono-env.ts";
import { erasureReceipt } from "./receipt.ts";

/** Whoever asks waits so long; what is left then goes on by itself. */
const PATIENCE_MS = 8_000;

export interface EraseOrder {
	readonly contactId: string;
	readonly scope: "data" | "account";
	/** Conversations of this contact that Postgres may not know yet. */
	readonly conversationIds?: readonly string[];
	readonly actor: NewAuditEntry["actor"] & { readonly kind: "visitor" | "user" | "api_key" };
}

/**
 * Erases somebody's data as far as it goes while they wait; the scheduler does the rest.
 *
 * @throws StoreUnavailable while Postgres is away: then nothing was asked for, and is not told as if it were
 * @throws LastAdministrator when it is the account of the last one: nothing was asked for either
 */
export async function eraseNow(c: Context<HonoEnv>, order: EraseOrder): Promise<Erasure> {
	const { services, surroundings, requestId } = c.var;
	const { database, redis, sessions } = services;
	const { nowMs } = surroundings;
	const job = await requestErasure(database, {
		id: crypto.randomUUID(),
		contactId: order.contactId,
		scope: order.scope,
		conversationIds: [
			...(order.conversationIds ?? []),
			...(await conversationsOfSessions(sessions, order.contactId)),
		],
		requestedBy: order.actor.kind,
		nowMs: nowMs(),
	});
	if (job.status === "running") {
		if (order.scope === "account" && order.actor.id === order.contactId)
			await audit(c, { action: "user.deleted", target: { kind: "user", id: order.contactId } });
		await recordAudit(database, {
			atMs: nowMs(),
			actor: order.actor,
			action: "contact.erasure_requested",
			target: { kind: "contact", id: order.contactId },
			requestId,
			details: { erasureId: job.id, scope: job.scope },
		});
		const world = { database, redis: redis.direct, conversations: c.env.CONVERSATIONS, nowMs };
		await runErasure(world, job.id, { untilMs: nowMs() + PATIENCE_MS });
	}
	const now = (await findErasure(database, job.id)) ?? job;
	if (now.status === "running") await c.env.SCHEDULER.getByName(SCHEDULER_NAME).wake("erasures");
	return toErasure(c, now);
}

/** Of somebody who is signed in Redis knows conversations that have not reached Postgres yet. */
async function conversationsOfSessions(sessions: Sessions, userId: string): Promise<readonly string[]> {
	const open = (await sessions.list(userId)) ?? [];
	const noted = await Promise.all(open.map(({ id }) => sessions.conversations(id)));
	return [...new Set(noted.flat())];
}

/** The job as its asker sees it. */
export async function toErasure(c: Context<HonoEnv>, job: ErasureJob): Promise<Erasure> {
	return {
		id: job.id,
		status: job.status,
		scope: job.scope,
		requestedAt: new Date(job.requestedAtMs).toISOString(),
		finishedAt: job.finishedAtMs === null ? null : new Date(job.finishedAtMs).toISOString(),
		counts: job.counts,
		receipt: await erasureReceipt(c.var.services.keys, job),
	};
}
