import type { ConversationSummary, HistoryPage, PostedMessage } from "../contracts/api.ts";
import type { ErrorCode } from "../contracts/errors.ts";
import { type ConversationEvent, PROTOCOL_VERSION } from "../contracts/protocol.ts";
import type { ConversationPorts, Dialogue, Listener } from "./conversation-ports.ts";
import {
	ConversationUnavailable,
	type HistoryCall,
	type PostMessageCall,
	type PostResult,
	type StreamMessageCall,
	type StreamResult,
} from "./conversation-rpc.ts";
import { latestOf } from "./conversation-preview.ts";
import { ConversationDesk } from "./desk/conversation-desk.ts";
import { DeskRoom } from "./desk/desk-room.ts";
import { InboxTeller } from "./desk/inbox-teller.ts";
import { type EventLog, LogClosed } from "./event-log.ts";
import { feedbackFrame, feedbackRefusal, redactedFeedback } from "./given-feedback.ts";
import { type Accepted, asksForOf, type IncomingMessage } from "./incoming-message.ts";
import type { IdentifyCall, IdentifyOutcome } from "./identified-visitor.ts";
import { LineStream } from "./line-stream.ts";
import { Listeners } from "./listeners.ts";
import type { FeedbackEvent, LogEntry } from "./log-entry.ts";
import { type BringingCall, redactedCall } from "./rasa-call.ts";
import { unavailableRefusal } from "./refusals.ts";
import { type RestReply, restReplies } from "./rest-replies.ts";
import type { ConversationSockets } from "./sockets.ts";
import { TokenBucket } from "./token-bucket.ts";
import { type OnSaid, Turns } from "./turns.ts";
import { visibleEvents } from "./visible-events.ts";

/** A refusal, before a channel puts it into its own shape. */
export interface Refusal {
	readonly code: ErrorCode;
	readonly message: string;
	readonly retryAfterMs?: number;
}

/** Entries of one frame: a long history goes out in several. */
const ENTRIES_PER_FRAME = 500;

/** A conversation whose log is at hand: what the channels ask of it. */
export class OpenConversation {
	readonly log: EventLog;
	readonly turns: Turns;
	readonly desk: ConversationDesk;
	readonly room: DeskRoom;
	readonly inbox: InboxTeller;
	readonly #listeners: Listeners;
	readonly #ports: ConversationPorts;
	readonly #sockets: ConversationSockets;
	readonly #messageBucket: TokenBucket;
	readonly #frameBucket: TokenBucket;
	readonly #deskBucket: TokenBucket;
	#visitorReadSeq: number | null = null;

	constructor(options: {
		log: EventLog;
		ports: ConversationPorts;
		sockets: ConversationSockets;
		onAppended: () => void;
		/** The inbox could not be told. */
		onLate: () => void;
	}) {
		const { log, ports, sockets } = options;
		this.log = log;
		this.#ports = ports;
		this.#sockets = sockets;
		this.#listeners = new Listeners(log, ports);
		this.#messageBucket = new TokenBucket(ports.limits.messages, ports.nowMs());
		this.#deskBucket = new TokenBucket(ports.limits.frames, ports.nowMs());
		this.#frameBucket = new TokenBucket(ports.limits.frames, ports.nowMs());
		this.turns = new Turns(log, ports, {
			appended: (entries) => {
				this.#broadcast(entries);
				this.inbox.heard(entries);
				options.onAppended();
			},
			botIsTyping: (isTyping) => {
				const presence = { type: "presence", who: "bot", state: isTyping ? "typing" : "idle" } as const;
				sockets.broadcast(presence);
				sockets.broadcastToAgents(presence);
			},
		});
		this.desk = new ConversationDesk(log, this.turns, ports);
		this.room = new DeskRoom(this, sockets);
		this.inbox = new InboxTeller(this, ports, options.onLate);
	}

	nowMs(): number {
		return this.#ports.nowMs();
	}

	/** Milliseconds until this socket's conversation takes another frame; 0 when it may go on. */
	frameDelayMs(): number {
		return this.#frameBucket.take(this.#ports.nowMs());
	}

	/** The same of all the agents' sockets: a customer can't use up what they may send. */
	deskFrameDelayMs(): number {
		return this.#deskBucket.take(this.#ports.nowMs());
	}

	/**
	 * Takes a message and answers it.
	 *
	 * @param onLogged - called once, when the message stands in the log, before the bot has thought
	 * @param onSaid - hears the answer part by part, as it is written
	 * @returns null when all went well, after the turn's end
	 */
	async take(
		message: IncomingMessage,
		onLogged: (seq: number) => void,
		onSaid: OnSaid | null = null,
	): Promise<Refusal | null> {
		const retryAfterMs = this.log.messages.find(message.id) === null ? this.#messageDelayMs() : 0;
		if (retryAfterMs > 0)
			return { code: "rate_limited", message: "Too many messages. Please wait a moment.", retryAfterMs };
		try {
			const onAccepted = (outcome: Accepted): void => {
				if (outcome.status === "logged") onLogged(outcome.seq);
			};
			const accepted = await this.turns.take(message, onAccepted, onSaid);
			if (accepted.status === "logged") return null;
			return { code: "conflict", message: "This message id was used for another message." };
		} catch (error) {
			if (error instanceof LogClosed)
				return { code: "unavailable", message: "The conversation has moved.", retryAfterMs: 1_000 };
			if (error instanceof ConversationUnavailable) return unavailableRefusal(error);
			const turn = { conversationId: this.log.state.id, turnId: message.id };
			this.#ports.report(error, { event: "turn.failed", ...turn });
			return { code: "internal", message: "The message could not be taken. Please try again." };
		}
	}

	async post(call: PostMessageCall): Promise<PostResult> {
		const refusal = await this.take(call, () => {});
		if (refusal !== null) return { ok: false, ...refusal };
		return { ok: true, posted: this.#posted(call.id) };
	}

	/** What the conversation gained by a message that was taken, now or before. */
	#posted(id: string): PostedMessage {
		const logged = this.log.messages.find(id);
		if (logged === null) throw new Error("a message that was taken is not in the log");
		const toSeq = logged.toSeq ?? this.log.lastSeq;
		const entries = this.log.read(logged.seq - 1, toSeq - logged.seq + 1);
		return { id, seq: logged.seq, events: visibleEvents(entries), lastSeq: this.log.lastSeq };
	}

	/**
	 * Takes a message; settles as soon as it is logged or refused, and the answer comes line by line as it is made. One that comes again gets
	 * its first answer, once that is whole.
	 */
	stream({ recipient, ...message }: StreamMessageCall): Promise<StreamResult> {
		const lines = new LineStream();
		const tell = (replies: readonly RestReply[]): void => {
			for (const reply of replies) lines.write(JSON.stringify(reply));
		};
		const isKnown = this.log.messages.find(message.id) !== null;
		const onSaid: OnSaid = (entries) => tell(restReplies(recipient, visibleEvents(entries)));
		return new Promise((resolve) => {
			const answer = async (): Promise<void> => {
				let isLogged = false;
				const onLogged = (): void => {
					isLogged = true;
					resolve({ ok: true, lines: lines.readable });
				};
				const refusal = await this.take(message, onLogged, isKnown ? null : onSaid);
				if (refusal !== null && !isLogged) return resolve({ ok: false, ...refusal });
				// the answer broke off: its reader is told so where the rest of it would stand
				if (refusal !== null) tell([{ recipient_id: recipient, text: refusal.message }]);
				else if (isKnown) tell(restReplies(recipient, this.#posted(message.id).events));
				lines.close();
			};
			void answer();
		});
	}

	/** Brings a socket up to date; from here on it is told of every entry. */
	hello(socket: WebSocket, lastSeq: number): void {
		// a client that has seen more than there is has seen another log: it begins again
		const after = lastSeq > this.log.lastSeq ? 0 : lastSeq;
		const { id: conversationId, desk } = this.log.state;
		const [first, ...others] = this.#spans(after);
		this.#sockets.send(socket, {
			type: "welcome",
			protocol: PROTOCOL_VERSION,
			conversationId,
			owner: desk.owner,
			...(first ?? { from: after + 1, to: after, events: [] }),
		});
		for (const span of others) this.#sockets.send(socket, { type: "events", ...span });
		const given = this.log.feedback();
		if (given.length > 0) this.#sockets.send(socket, feedbackFrame(given));
		if (desk.owner === "queue") this.#sockets.send(socket, this.room.queueFrame);
		this.#sockets.greet(socket);
		this.room.visitorChanged();
	}

	/** Passed on to the customer's other tabs and to the desk, and not kept. */
	visitorTypes(socket: WebSocket): void {
		const presence = { type: "presence", who: "visitor", state: "typing" } as const;
		this.#sockets.broadcast(presence, socket);
		this.#sockets.broadcastToAgents(presence);
	}

	/** @returns null when noted */
	giveFeedback(feedback: FeedbackEvent): Refusal | null {
		const refusal = feedbackRefusal(this.log, feedback);
		if (refusal !== null) return refusal;
		const event = redactedFeedback(feedback, (text) => this.#ports.redactor.text(text, () => null));
		this.turns.note({ kind: "feedback", event });
		this.#sockets.broadcast(feedbackFrame([event]));
		return null;
	}

	/** Notes how far the customer has read; only ever forward. */
	markRead(socket: WebSocket, seq: number): void {
		const upTo = Math.min(seq, this.log.lastSeq);
		if (upTo <= this.visitorReadSeq()) return;
		this.#visitorReadSeq = upTo;
		this.turns.note({ kind: "read", event: { who: "visitor", seq: upTo } });
		this.#sockets.broadcast({ type: "read", who: "visitor", seq: upTo }, socket);
		this.room.visitorChanged();
	}

	/** How far the customer has read. */
	visitorReadSeq(): number {
		this.#visitorReadSeq ??= this.log.visitorReadSeq();
		return this.#visitorReadSeq;
	}

	/** From here on this listener is told what the conversation gains. @throws Error when it has enough of them */
	listen(listener: Listener): void {
		if (!this.log.listeners.add(listener)) throw new Error("the conversation has too many listeners");
	}

	/** Sockets of the visitor who it was before are closed: their token opens it no longer. */
	identify(call: IdentifyCall): IdentifyOutcome {
		const outcome = this.turns.customer.identify(call);
		if (outcome === "merged") this.#sockets.closeOthers(call.visitorId);
		return outcome;
	}

	/** A call of Rasa's API without what must not be kept. */
	redacted(dialogue: Dialogue, call: BringingCall): BringingCall {
		return redactedCall(this.#ports.redactor, asksForOf(dialogue), call);
	}

	history(call: HistoryCall): HistoryPage {
		const entries = this.log.readVisible(call.before ?? Number.MAX_SAFE_INTEGER, call.limit + 1);
		const page = entries.slice(-call.limit);
		const isBeginning = entries.length <= call.limit;
		return {
			events: visibleEvents(page),
			before: isBeginning ? null : (page[0]?.seq ?? null),
			lastSeq: this.log.lastSeq,
		};
	}

	summary(): ConversationSummary {
		const { id, createdAtMs, desk } = this.log.state;
		const latest = latestOf(this.log);
		return {
			id,
			createdAt: new Date(createdAtMs).toISOString(),
			lastActivityAt: new Date(latest.atMs ?? createdAtMs).toISOString(),
			owner: desk.owner,
			preview: latest.preview,
			lastSeq: this.log.lastSeq,
		};
	}

	#messageDelayMs(): number {
		return this.#messageBucket.take(this.#ports.nowMs());
	}

	#broadcast(entries: readonly LogEntry[]): void {
		const [from, to] = [entries[0]?.seq, entries.at(-1)?.seq];
		if (from === undefined || to === undefined) return;
		const events = visibleEvents(entries);
		this.#sockets.broadcast({ type: "events", from, to, events });
		this.room.tell(entries);
		this.#listeners.tell(events);
	}

	*#spans(after: number): Generator<{ from: number; to: number; events: ConversationEvent[] }> {
		for (let from = after + 1; from <= this.log.lastSeq; from += ENTRIES_PER_FRAME) {
			const entries = this.log.read(from - 1, ENTRIES_PER_FRAME);
			yield { from, to: from + entries.length - 1, events: visibleEvents(entries) };
		}
	}
}
