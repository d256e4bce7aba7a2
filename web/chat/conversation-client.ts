import type { Erased } from "../api/client.ts";
import { uuidV7 } from "../../contracts/ids.ts";
import type { ServerFrame } from "../../contracts/protocol.ts";
import type { ClientDeps } from "./client-deps.ts";
import type { Connection } from "./connection.ts";
import { Draft } from "./draft.ts";
import { ConversationSocket } from "./conversation-socket.ts";
import {
	type ConversationAction,
	conversationReducer,
	type ConversationState,
	emptyConversation,
	isAnswer,
} from "./conversation-state.ts";
import { eraseVisitor, SEEN_KEY } from "./erase-visitor.ts";
import { OwnFeedback, shownFeedback } from "./own-feedback.ts";
import { Outbox, type OutgoingMessage } from "./outgoing-message.ts";
import { Typing } from "./typing.ts";

/** A slow action may take ten seconds before the server answers anything; after this the line is suspect. */
const ACK_TIMEOUT_MS = 15_000;
/** How often one message is sent over a working line before the visitor is asked. */
const MAX_SENDS = 2;
const HISTORY_PAGE = 50;
const TIME_ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** Joins socket, session, queue and reducer. The page reads `state` and calls the verbs. */
export class ConversationClient {
	readonly #deps: ClientDeps;
	readonly #outbox: Outbox;
	readonly #socket: ConversationSocket;
	readonly draft: Draft;
	readonly typing: Typing;
	readonly feedback: OwnFeedback;
	readonly #listeners = new Set<() => void>();
	readonly #sends = new Map<string, number>();
	#state = emptyConversation;
	#lastWroteMs = 0;
	#lastReadSeq = 0;
	#wasOnline = false;
	#cancelAck: () => void = () => undefined;
	#cancelHold: () => void = () => undefined;

	constructor(deps: ClientDeps) {
		this.#deps = deps;
		this.#outbox = new Outbox(deps.store);
		this.draft = new Draft(deps.store);
		this.typing = new Typing({
			clock: deps.clock,
			tell: () => this.#socket.send({ type: "typing" }),
			onExpired: () => this.#dispatch({ type: "presenceExpired" }),
		});
		this.feedback = new OwnFeedback({
			send: (frame) => this.#socket.send(frame),
			show: (frame) => this.#dispatch({ type: "feedback", frame: shownFeedback(frame) }),
		});
		this.#socket = new ConversationSocket({
			clock: deps.clock,
			random: () => deps.chance.random(),
			openSocket: deps.openSocket,
			openDoor: () => this.#openDoor(),
			isDeviceOnline: deps.isDeviceOnline,
			onConnection: (connection) => this.#connected(connection),
			onFrame: (frame) => this.#receive(frame),
			onRestart: () => this.#dispatch({ type: "logRestarted" }),
		});
	}

	get state(): ConversationState {
		return this.#state;
	}

	subscribe(listener: () => void): () => void {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}

	/** Goes on with the conversation of an earlier visit, if there is one. Makes nothing. */
	async resume(): Promise<void> {
		if (this.#state.history !== "none") return;
		const { session } = this.#deps;
		const isNew = session.ownId === null;
		const ownId = session.join();
		const waiting = this.#outbox.restore(ownId, isNew);
		if (waiting.length === 0 && ownId === null) return;
		this.#dispatch({ type: "historyLoading" });
		for (const message of waiting) {
			const isShown = this.#state.outgoing.some(({ id }) => id === message.id);
			if (!isShown) this.#dispatch({ type: "wrote", message });
		}
		const page = await session.readHistory(null, HISTORY_PAGE);
		if (ownId !== session.ownId) return; // left while it was on its way
		if (page?.ok === true) {
			const { events, before, lastSeq } = page.value;
			const seenSeq = Number(this.#deps.store.get(SEEN_KEY + ownId) ?? 0);
			this.#dispatch({ type: "historyLoaded", events, before, seenSeq });
			for (const event of events) if (event.kind === "visitor") this.#outbox.drop(event.messageId);
			return this.#socket.start(lastSeq);
		}
		this.#dispatch({ type: "historyFailed" });
		this.#socket.start(0);
	}

	/** Another tab began a conversation: join it. */
	joinOtherTab(): void {
		if (this.#state.connection.state === "idle" && this.#deps.session.join() !== null) void this.resume();
	}

	send(text: string, payload: string | null = null): void {
		const nowMs = this.#deps.clock.now();
		// never the same millisecond twice: the order of ids is the order of writing, over a reload too
		this.#lastWroteMs = Math.max(nowMs, this.#lastWroteMs + 1);
		const message: OutgoingMessage = {
			id: uuidV7(this.#lastWroteMs, this.#deps.chance.bytes(10)),
			text,
			payload,
			atMs: nowMs,
			status: "queued",
			reason: null,
			seq: null,
		};
		this.#outbox.keep(message, this.#deps.session.ownId);
		this.#dispatch({ type: "wrote", message });
		this.#dispatch({ type: "kept", isKept: this.#deps.store.isKept() });
		this.#socket.start(0);
		this.#flush();
	}

	/** The same id again: the server takes it once, however often it comes. */
	retry(id: string): void {
		this.#sends.delete(id);
		this.#dispatch({ type: "requeued", id });
		this.#keepOutgoing(id);
		this.#socket.wake();
		this.#flush();
	}

	remove(id: string): void {
		this.#outbox.drop(id);
		this.#dispatch({ type: "deleted", id });
		this.#flush();
	}

	async loadEarlier(): Promise<void> {
		const { earlierBefore, isLoadingEarlier } = this.#state;
		if (earlierBefore === null || isLoadingEarlier) return;
		this.#dispatch({ type: "earlierLoading" });
		const { ownId } = this.#deps.session;
		const page = await this.#deps.session.readHistory(earlierBefore, HISTORY_PAGE);
		if (ownId !== this.#deps.session.ownId) return;
		if (page?.ok !== true) return this.#dispatch({ type: "earlierFailed" });
		this.#dispatch({ type: "earlierLoaded", events: page.value.events, before: page.value.before });
	}

	/** Whether the reader sees the newest message now: the tab is visible and scrolled to the end. */
	setAttention(isAttentive: boolean): void {
		if (isAttentive !== this.#state.isAttentive) this.#dispatch({ type: "attention", isAttentive });
		this.#markRead();
	}

	/** Waits no longer for a person. */
	leaveQueue(): void {
		this.#socket.send({ type: "leave_queue" });
	}

	wake(): void {
		this.#socket.wake();
	}

	sleep(): void {
		this.#socket.sleep();
	}

	/** Leaves this conversation as it is and begins with a clean page. `goBack` leads back, unless it is gone for good. */
	startOver(): void {
		const { session, store } = this.#deps;
		const { connection } = this.#state;
		const reason = connection.state === "failed" ? connection.reason : null;
		const canGoBack = session.ownId !== null && reason !== "expired" && reason !== "erased";
		if (!canGoBack) {
			this.#outbox.clear(session.ownId);
			store.remove(SEEN_KEY + session.ownId);
		}
		if (reason === "expired") session.forget();
		else session.leave(canGoBack);
		this.#clear();
	}

	/** Has everything of this visitor deleted, and begins afresh. @returns null when it could not be asked for */
	async erase(): Promise<Erased | null> {
		const erased = await eraseVisitor(this.#deps, this.#outbox);
		if (erased === null) return null;
		this.draft.keep("");
		this.#clear();
		return erased;
	}

	/** Says who the visitor is: see `ChatSession.identify`. What is refused changes nothing. */
	async identify(identity: string): Promise<void> {
		const { ownId } = this.#deps.session;
		await this.#deps.session.identify(identity);
		if (this.#deps.session.ownId !== ownId) this.#clear(ownId);
	}

	get canGoBack(): boolean {
		return this.#deps.session.previousId() !== null;
	}

	async goBack(): Promise<void> {
		this.#deps.session.goBack();
		this.#clear();
		await this.resume();
	}

	/** @param lostId - a conversation whose waiting messages nobody sends any more */
	#clear(lostId: string | null = null): void {
		if (lostId !== null) this.#outbox.clear(lostId);
		this.#socket.stop();
		this.feedback.clear();
		this.#cancelAck();
		this.#cancelHold();
		this.typing.forget();
		this.#sends.clear();
		this.#lastReadSeq = 0;
		this.#wasOnline = false;
		this.#dispatch({ type: "startedOver" });
	}

	async #openDoor(): ReturnType<ClientDeps["session"]["openDoor"]> {
		const door = await this.#deps.session.openDoor((id) => {
			for (const message of this.#state.outgoing)
				if (message.status !== "sent") this.#outbox.keep(message, id);
		});
		this.#dispatch({ type: "kept", isKept: this.#deps.store.isKept() });
		return door;
	}

	#connected(connection: Connection): void {
		this.#cancelAck();
		this.#dispatch({ type: "connection", connection });
		if (connection.state !== "online") return;
		this.#wasOnline = true;
		this.feedback.flush();
		this.#flush();
	}

	#receive(frame: ServerFrame): void {
		switch (frame.type) {
			case "welcome":
				this.#dispatch({ type: "welcome", frame, isReturn: this.#wasOnline });
				return this.#logged(frame.events);
			case "events":
				// most spans hold nothing for a customer's eye
				if (frame.events.length > 0) this.#dispatch({ type: "events", frame });
				return this.#logged(frame.events);
			case "ack":
				this.#dispatch({ type: "acknowledged", id: frame.id, seq: frame.seq, atMs: this.#deps.clock.now() });
				return this.#settle(frame.id);
			case "presence":
				this.#dispatch({ type: "presence", frame });
				return this.typing.hear(frame.who);
			case "queue":
			case "read":
				return this.#dispatch({ type: "told", frame });
			case "feedback":
				return this.#dispatch({ type: "feedback", frame });
			case "error":
				return this.#refused(frame);
		}
	}

	#logged(events: Extract<ServerFrame, { type: "events" }>["events"]): void {
		for (const event of events) if (event.kind === "visitor") this.#settle(event.messageId);
		this.#markRead();
		this.#flush();
	}

	/** The message stands in the log: nothing is left to do for it. */
	#settle(id: string): void {
		this.#outbox.drop(id);
		this.#sends.delete(id);
		this.#flush();
	}

	#refused(frame: Extract<ServerFrame, { type: "error" }>): void {
		const isOurs = this.#state.outgoing.some((message) => message.id === frame.id);
		if (frame.retryAfterMs !== undefined)
			return this.#hold(frame.retryAfterMs, isOurs ? frame.id : undefined);
		if (frame.id !== undefined && isOurs) this.#fail(frame.id, frame.code);
	}

	/** The server asks for patience: everything waits, then goes on by itself in the same order. */
	#hold(delayMs: number, id: string | undefined): void {
		this.#cancelAck();
		this.#cancelHold();
		if (id !== undefined) this.#dispatch({ type: "requeued", id });
		this.#dispatch({ type: "held", untilMs: this.#deps.clock.now() + delayMs });
		this.#cancelHold = this.#deps.clock.after(delayMs, () => {
			this.#dispatch({ type: "held", untilMs: null });
			this.#flush();
		});
	}

	#fail(id: string, reason: string | null): void {
		this.#dispatch({ type: "refused", id, reason });
		this.#keepOutgoing(id);
		this.#flush();
	}

	/** One message under way at a time: what is refused can then never be overtaken. */
	#flush(): void {
		const { outgoing, heldUntilMs } = this.#state;
		if (heldUntilMs !== null || !this.#socket.isOnline) return;
		if (outgoing.some((message) => message.status === "sending")) return;
		this.#cancelAck();
		const next = outgoing.find((message) => message.status === "queued");
		if (next === undefined) return;
		const { id, text, payload } = next;
		const metadata = { language: this.#deps.language(), time_zone: TIME_ZONE };
		const pressed = payload === null ? {} : { payload };
		if (!this.#socket.send({ type: "message", id, text, ...pressed, metadata })) return;
		this.#sends.set(id, (this.#sends.get(id) ?? 0) + 1);
		this.#cancelAck = this.#deps.clock.after(ACK_TIMEOUT_MS, () => this.#unanswered(id));
		this.#dispatch({ type: "sending", id });
	}

	#unanswered(id: string): void {
		if ((this.#sends.get(id) ?? 0) >= MAX_SENDS) return this.#fail(id, null);
		this.#socket.reconnect();
	}

	#keepOutgoing(id: string): void {
		const message = this.#state.outgoing.find((candidate) => candidate.id === id);
		if (message !== undefined) this.#outbox.keep(message, this.#deps.session.ownId);
	}

	#markRead(): void {
		const seq = this.#state.events.findLast(isAnswer)?.seq ?? 0;
		if (!this.#state.isAttentive || seq <= this.#lastReadSeq) return;
		if (!this.#socket.send({ type: "read", seq })) return;
		this.#lastReadSeq = seq;
		this.#deps.store.set(SEEN_KEY + this.#deps.session.ownId, String(seq));
	}

	#dispatch(action: ConversationAction): void {
		const next = conversationReducer(this.#state, action);
		if (next === this.#state) return;
		this.#state = next;
		for (const listener of this.#listeners) listener();
	}
}
