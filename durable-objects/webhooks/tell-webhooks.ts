import { errorText } from "../../observability/scrub.ts";
import type { DeliveryStatus, WebhookPayload } from "../../contracts/webhooks.ts";
import type { ConversationPorts } from "../conversation-ports.ts";
import type { ReplayCall } from "../conversation-rpc.ts";
import type { EventLog } from "../event-log.ts";
import { GIVE_UP_AFTER_MS, webhookDelayMs } from "./webhook-delay.ts";
import { deliveryId, webhookEventType, webhookPayload } from "./webhook-payload.ts";
import type { DeliveryOutcome, OpenWebhook } from "./webhook-ports.ts";
import type { QueuedDelivery } from "./webhook-queue.ts";

/** Entries that are looked through at once. */
const BATCH = 500;
/** No delivery begins later than this after the alarm rang: reminders and Postgres wait for the next ring. */
const ROUND_MS = 5_000;
/** With the list of webhooks out of reach, it is asked for again after this time. */
const LIST_RETRY_MS = 15_000;

/**
 * Tells webhooks what the conversation gained: at least once, each webhook in the order of the log. One that fails holds up
 * its own queue and nobody else's.
 */
export class WebhookTeller {
	readonly #ports: ConversationPorts;
	/** The list of webhooks is out of reach until then (epoch ms). */
	#notBeforeMs = 0;

	constructor(ports: ConversationPorts) {
		this.#ports = ports;
	}

	/** Never throws: what can't be told now is due later. */
	async tell(log: EventLog): Promise<void> {
		const ports = this.#ports;
		const untilMs = ports.nowMs() + ROUND_MS;
		try {
			if (log.webhooks.cursor >= log.lastSeq && log.webhooks.dueAtMs() === null) return;
			const active = await ports.webhooks.active();
			if (log.isClosed) return;
			queueNews(log, active, ports.nowMs());
			await Promise.all(active.map((webhook) => tellOne(log, ports, { webhook, untilMs })));
		} catch (error) {
			this.#notBeforeMs = ports.nowMs() + LIST_RETRY_MS;
			ports.log({ event: "webhooks.unavailable", conversationId: log.state.id, error: errorText(error) });
		}
	}

	/**
	 * When the webhooks want to be told (epoch ms), or null when they know everything.
	 *
	 * @param newsAtMs - when to look through what the log gained
	 */
	dueMs(log: EventLog, newsAtMs: number): number | null {
		const waitingAtMs = log.webhooks.dueAtMs();
		const hasNews = log.webhooks.cursor < log.lastSeq;
		if (!hasNews && waitingAtMs === null) return null;
		return Math.max(Math.min(hasNews ? newsAtMs : Infinity, waitingAtMs ?? Infinity), this.#notBeforeMs);
	}

	/** What a delivery of this entry says; null where it says nothing. */
	payloadOf(log: EventLog, seq: number): WebhookPayload | null {
		const [entry] = log.read(seq - 1, 1);
		return entry === undefined ? null : webhookPayload(log.state.id, entry);
	}

	/** Queues these entries once more for one webhook. @returns how many there was something of */
	requeue(log: EventLog, { webhookId, seqs }: ReplayCall): number {
		const nowMs = this.#ports.nowMs();
		return log.transaction(() => {
			let queued = 0;
			for (const seq of seqs) {
				const [entry] = log.read(seq - 1, 1);
				const type = entry === undefined ? null : webhookEventType(entry);
				if (type === null) continue;
				log.webhooks.add({ webhookId, seq, type, queuedAtMs: nowMs, attempts: 0, dueAtMs: nowMs });
				queued += 1;
			}
			return queued;
		});
	}
}

/** Puts what is new into the queues of those who want it, and drops the queues of those who are gone. */
function queueNews(log: EventLog, active: readonly OpenWebhook[], nowMs: number): void {
	const { webhooks: queue } = log;
	log.transaction(() => {
		for (const id of queue.webhookIds()) if (!active.some((webhook) => webhook.id === id)) queue.drop(id);
		while (queue.cursor < log.lastSeq) {
			const entries = log.read(queue.cursor, BATCH);
			for (const entry of entries) {
				const type = webhookEventType(entry);
				// after a rebuild the whole log is news: what would be given up by now is not told
				if (type === null || entry.atMs <= nowMs - GIVE_UP_AFTER_MS) continue;
				for (const { id, events, activeSinceMs } of active)
					if (events.includes(type) && entry.atMs >= activeSinceMs)
						queue.add({
							webhookId: id,
							seq: entry.seq,
							type,
							queuedAtMs: nowMs,
							attempts: 0,
							dueAtMs: nowMs,
						});
			}
			queue.moveCursor(entries.at(-1)?.seq ?? log.lastSeq);
		}
	});
}

async function tellOne(
	log: EventLog,
	ports: ConversationPorts,
	{ webhook, untilMs }: { readonly webhook: OpenWebhook; readonly untilMs: number },
): Promise<void> {
	const { webhooks: queue } = log;
	for (
		let next = queue.head(webhook.id);
		next !== null;
		next = log.isClosed ? null : queue.head(webhook.id)
	) {
		const nowMs = ports.nowMs();
		if (next.dueAtMs > nowMs || nowMs >= untilMs) return;
		// in order: the next waits for this one
		const attempt = await deliver(log, ports, { webhook, next });
		if (log.isClosed) return;
		if (attempt === null || attempt.outcome.status === "delivered") {
			queue.remove(next);
			if (attempt !== null) await note(log, ports, { next, attempt, status: "delivered" });
		} else if (!(await isGivenUp(log, ports, { next, attempt, failure: attempt.outcome.error }))) return;
	}
}

/** One try, and how long it took. */
interface Attempt {
	readonly outcome: DeliveryOutcome;
	readonly tookMs: number;
}

/** @returns how it went; null where there is nothing to tell any more */
async function deliver(
	log: EventLog,
	ports: ConversationPorts,
	{ webhook, next }: { readonly webhook: OpenWebhook; readonly next: QueuedDelivery },
): Promise<Attempt | null> {
	const { id: conversationId } = log.state;
	const [entry] = log.read(next.seq - 1, 1);
	const payload = entry === undefined ? null : webhookPayload(conversationId, entry);
	if (payload === null) return null;
	const id = deliveryId(webhook.id, conversationId, next.seq);
	const beganMs = ports.nowMs();
	const outcome = await ports.webhooks.send(webhook, { id, attempt: next.attempts + 1, payload });
	return { outcome, tookMs: Math.max(0, ports.nowMs() - beganMs) };
}

interface Noted {
	readonly next: QueuedDelivery;
	readonly attempt: Attempt;
	readonly status: DeliveryStatus;
	readonly nextAtMs?: number;
}

/** For the list of deliveries, which people look at. */
async function note(
	log: EventLog,
	ports: ConversationPorts,
	{ next, attempt: { outcome, tookMs }, status, nextAtMs }: Noted,
): Promise<void> {
	const { id: conversationId } = log.state;
	const { webhookId, seq, type, attempts, queuedAtMs } = next;
	await ports.webhooks.note({
		id: deliveryId(webhookId, conversationId, seq),
		webhookId,
		conversationId,
		seq,
		type,
		status,
		attempts: attempts + 1,
		httpStatus: outcome.httpStatus ?? null,
		error: outcome.status === "failed" ? outcome.error : null,
		tookMs,
		queuedAt: new Date(queuedAtMs).toISOString(),
		triedAt: new Date(ports.nowMs()).toISOString(),
		nextAt: nextAtMs === undefined ? null : new Date(nextAtMs).toISOString(),
	});
}

/** Puts a failed delivery off, or gives it up when its time is over. True when the next one's turn has come. */
async function isGivenUp(
	log: EventLog,
	ports: ConversationPorts,
	{ next, attempt, failure }: { next: QueuedDelivery; attempt: Attempt; failure: string },
): Promise<boolean> {
	const { id: conversationId } = log.state;
	const { webhookId, seq, type } = next;
	const attempts = next.attempts + 1;
	const nowMs = ports.nowMs();
	const retryInMs = webhookDelayMs(attempts, ports.random());
	// noted first: if the dead letter can't be written now, the attempt still counts
	log.webhooks.putOff(next, nowMs + retryInMs);
	const told = { conversationId, webhookId, attempts, error: failure };
	if (nowMs - next.queuedAtMs < GIVE_UP_AFTER_MS) {
		ports.log({ event: "webhook.failed", ...told, retryInMs });
		await note(log, ports, { next, attempt, status: "waiting", nextAtMs: nowMs + retryInMs });
		return false;
	}
	await ports.webhooks.bury({
		id: deliveryId(webhookId, conversationId, seq),
		webhookId,
		conversationId,
		seq,
		type,
		attempts,
		error: failure,
		queuedAt: new Date(next.queuedAtMs).toISOString(),
		failedAt: new Date(nowMs).toISOString(),
	});
	if (log.isClosed) return false;
	log.webhooks.remove(next);
	ports.log({ event: "webhook.given_up", ...told });
	await note(log, ports, { next, attempt, status: "given_up" });
	return !log.isClosed;
}
