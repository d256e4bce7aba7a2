import { errorText } from "../../observability/scrub.ts";
import { recordAudit } from "../../store/audit-log.ts";
import type { Database } from "../../store/database.ts";
import { eraseAccountRows, findErasedAccount } from "../../store/erase-account.ts";
import { erasePersonInRedis, eraseRememberedCalls } from "../../store/erase-redis.ts";
import { eraseContactRow, eraseConversationRows, nextConversations } from "../../store/erase-rows.ts";
import {
	claimErasure,
	type ErasureJob,
	finishErasure,
	noteErased,
	releaseErasure,
} from "../../store/erasures.ts";
import type { Redis } from "../../store/redis.ts";
import { backoffMs } from "../backoff.ts";
import type { EraseCall } from "../conversation-rpc.ts";

export interface ErasureWorld {
	readonly database: Database;
	readonly redis: Redis;
	readonly conversations: { getByName(id: string): { erase(call: EraseCall): Promise<void> } };
	readonly nowMs: () => number;
}

/** Conversations that are erased at once: each wakes an object. */
const BATCH = 20;
/** Nobody else takes a job that was claimed for so long: a crash costs no more than that. */
const CLAIM_MS = 90_000;

/**
 * Works on an erasure until it is done or the time is over. Every step can be repeated, and the job is done only when
 * nothing is left. What is in the way is noted with the time of the next try.
 *
 * @throws StoreUnavailable when not even that could be noted; the job is taken again when its claim runs out
 */
export async function runErasure(
	world: ErasureWorld,
	id: string,
	{ untilMs }: { readonly untilMs: number },
): Promise<void> {
	const { database, nowMs } = world;
	const claim = { nowMs: nowMs(), untilMs: nowMs() + CLAIM_MS };
	const job = await claimErasure(database, id, claim);
	if (job === null) return;
	try {
		const isDone = await work(world, job, untilMs);
		if (!isDone) await releaseErasure(database, id, { nextTryAtMs: nowMs(), error: null });
	} catch (error) {
		const nextTryAtMs = nowMs() + backoffMs(job.attempts, Math.random());
		await releaseErasure(database, id, { nextTryAtMs, error: errorText(error) });
	}
}

/** @returns false when the time is over */
async function work(world: ErasureWorld, job: ErasureJob, untilMs: number): Promise<boolean> {
	const { database, redis, nowMs } = world;
	while (nowMs() < untilMs) {
		// batch after batch
		const batch = await nextConversations(database, job, BATCH);
		if (batch.length > 0) {
			await eraseBatch(world, job, batch);
			continue;
		}
		if (job.contactId !== null) {
			// what a conversation brought meanwhile goes in the next round
			await erasePerson({ database, redis }, { ...job, contactId: job.contactId });
		}
		if (await finishErasure(database, job.id, nowMs())) {
			await noteDone(world, job);
			return true;
		}
	}
	return false;
}

/** Objects first: what is not in Postgres can't be rebuilt, and what is not in an object is not flushed again. */
async function eraseBatch(world: ErasureWorld, job: ErasureJob, batch: readonly string[]): Promise<void> {
	const erase = (id: string, tombstone: boolean) => world.conversations.getByName(id).erase({ tombstone });
	await Promise.all(batch.map((id) => erase(id, true)));
	await eraseConversationRows(world.database, job.id, batch);
	// a sender of Rasa's channels has one id for ever, and may come back
	await Promise.all(batch.filter(isOfSender).map((id) => erase(id, false)));
}

/** Conversations of senders have the time zero: see sender-conversation.ts. */
function isOfSender(conversationId: string): boolean {
	return conversationId.startsWith("00000000-0000-7");
}

async function erasePerson(
	{ database, redis }: Pick<ErasureWorld, "database" | "redis">,
	job: ErasureJob & { readonly contactId: string },
): Promise<void> {
	await eraseContactRow(database, job);
	await eraseRememberedCalls(redis, job.contactId);
	if (job.scope !== "account") return;
	const account = await findErasedAccount(database, job);
	if (account === null) return;
	// before the account: afterwards nobody knows whose entries they are
	await noteErased(
		database,
		job.id,
		await erasePersonInRedis(redis, { id: job.contactId, email: account.email }),
	);
	await eraseAccountRows(database, job);
}

async function noteDone({ database, nowMs }: ErasureWorld, job: ErasureJob): Promise<void> {
	await recordAudit(database, {
		atMs: nowMs(),
		actor: { kind: "system", id: null },
		action: job.contactId === null ? "conversations.expired" : "contact.erased",
		target: job.contactId === null ? null : { kind: "contact", id: job.contactId },
		details: { erasureId: job.id, scope: job.scope },
	});
}
