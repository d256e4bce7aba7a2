import type { ConversationPorts } from "../conversation-ports.ts";
import type { ConversationReport } from "../inbox/inbox-rpc.ts";
import type { LogEntry } from "../log-entry.ts";
import type { OpenConversation } from "../open-conversation.ts";
import { latestOf } from "../conversation-preview.ts";
import { FLUSH_DELAY_MS } from "../outbox.ts";

/** An inbox that can't be reached is told again after this time. */
const RETRY_MS = 5_000;

/**
 * Tells the inbox how the conversation is: at least once, the latest state in the place of all before it. No turn waits for
 * it: it goes out beside the turn, and what could not be told is told by the alarm.
 */
export class InboxTeller {
	readonly #conversation: OpenConversation;
	readonly #ports: ConversationPorts;
	readonly #onLate: () => void;
	#isTelling = false;
	/** More will come with the end of the turn; one that dies is looked after by another alarm. */
	#isMidTurn = false;
	#notBeforeMs = 0;

	constructor(conversation: OpenConversation, ports: ConversationPorts, onLate: () => void) {
		this.#conversation = conversation;
		this.#ports = ports;
		this.#onLate = onLate;
	}

	/** The log has grown. While the bot thinks there is nothing to tell yet. */
	heard(entries: readonly LogEntry[]): void {
		this.#isMidTurn = this.#conversation.log.state.desk.owner === "bot" && entries.every(isMidTurn);
		if (!this.#isMidTurn && this.#notBeforeMs <= this.#ports.nowMs()) void this.tell();
	}

	/** When the inbox wants to be told (epoch ms), or null when it knows everything. */
	dueMs(nowMs: number): number | null {
		const { log } = this.#conversation;
		if (this.#isTelling || this.#isMidTurn || log.state.reportedSeq >= log.lastSeq) return null;
		return Math.max(nowMs + FLUSH_DELAY_MS, this.#notBeforeMs);
	}

	/** Never throws: what can't be told now is due later. */
	async tell(): Promise<void> {
		if (this.#isTelling) return;
		const { log } = this.#conversation;
		this.#isTelling = true;
		try {
			while (!log.isClosed && log.state.reportedSeq < log.lastSeq)
				// the latest state, once the one before has arrived
				await this.#tellNow();
		} catch {
			this.#notBeforeMs = this.#ports.nowMs() + RETRY_MS; // it is told by the alarm
		} finally {
			this.#isTelling = false;
			if (!log.isClosed && log.state.reportedSeq < log.lastSeq) this.#onLate();
		}
	}

	async #tellNow(): Promise<void> {
		const { log, room, desk, turns } = this.#conversation;
		const report = reportOf(this.#conversation);
		const { place, isAttended, handoff } = await this.#ports.tellInbox(report);
		if (log.isClosed) return;
		log.update({ reportedSeq: report.lastSeq });
		room.setPlace(place, isAttended);
		if (handoff === null) return;
		// what the bot is about to say is no draft because of a rule; the inbox is told of more meanwhile
		const handOff = (): void => {
			if (!log.isClosed) desk.handOff(handoff, report.desk.epoch);
		};
		turns
			.idle()
			.then(handOff)
			.catch((error: unknown) => {
				const conversationId = log.state.id;
				this.#ports.report(error, { event: "object.failed", conversationId, handler: "handoff" });
			});
	}
}

function reportOf({ log }: OpenConversation): ConversationReport {
	const { id, visitorId, channel, siteKey, createdAtMs, leaseEpoch, desk } = log.state;
	const latest = latestOf(log, desk.owner === "queue");
	return {
		id,
		contactId: visitorId,
		channel,
		siteKey,
		createdAtMs,
		lastActivityAtMs: latest.atMs ?? createdAtMs,
		preview: latest.preview,
		leaseEpoch,
		lastSeq: log.lastSeq,
		desk,
	};
}

/** The bot has not listened again: more will come. */
function isMidTurn({ kind, event }: LogEntry): boolean {
	return kind === "dialogue" && !(event.event === "action" && event.name === "action_listen");
}
