import type { Erased } from "../api/client.ts";
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
import { Outbox } from "./outgoing-message.ts";
import { Sender } from "./sender.ts";
import { Typing } from "./typing.ts";

const HISTORY_PAGE = 50;

/** Joins socket, session, sender and reducer. The page reads `state` and calls the verbs. */
export class ConversationClient {
	readonly #deps: ClientDeps;
	readonly #outbox: Outbox;
	readonly #socket: ConversationSocket;
	readonly #sender: Sender;
	readonly draft: Draft;
	readonly typing: Typing;
	readonly feedback: OwnFeedback;
	readonly #listeners = new Set<() => void>();
	#state = emptyConversation;
	#lastReadSeq = 0;
	#wasOnline = false;

	constructor(deps: ClientDeps) {
		this.#deps = deps;
		this.#outbox = new Outbox(deps.store);
		this.draft = new Draft(deps.store, () => deps.session.ownId);
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
		this.#sender = new Sender({
			surroundings: deps,
			outbox: this.#outbox,
			socket: this.#socket,
			state: () => this.#state,
			dispatch: (action) => this.#dispatch(action),
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
		if (isNew && ownId !== null) this.draft.moveIn();
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
		this.#sender.write(text, payload);
	}

	retry(id: string): void {
		this.#sender.retry(id);
	}

	remove(id: string): void {
		this.#sender.remove(id);
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
			this.draft.forget(session.ownId);
			store.remove(SEEN_KEY + session.ownId);
		}
		// one way back is kept: it leads here now, and nowhere any more to the one that was left before
		const lostId = session.previousId();
		if (lostId !== null && lostId !== session.ownId) this.draft.forget(lostId);
		if (reason === "expired") session.forget();
		else session.leave(canGoBack);
		this.#clear();
	}

	/** Has everything of this visitor deleted, and begins afresh. @returns null when it could not be asked for */
	async erase(): Promise<Erased | null> {
		const erased = await eraseVisitor(this.#deps, { outbox: this.#outbox, draft: this.draft });
		if (erased === null) return null;
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
		if (lostId !== null) {
			this.#outbox.clear(lostId);
			this.draft.forget(lostId);
		}
		this.#socket.stop();
		this.feedback.clear();
		this.#sender.forget();
		this.typing.forget();
		this.#lastReadSeq = 0;
		this.#wasOnline = false;
		this.#dispatch({ type: "startedOver" });
	}

	async #openDoor(): ReturnType<ClientDeps["session"]["openDoor"]> {
		const door = await this.#deps.session.openDoor((id) => {
			for (const message of this.#state.outgoing)
				if (message.status !== "sent") this.#outbox.keep(message, id);
			this.draft.moveIn();
		});
		this.#dispatch({ type: "kept", isKept: this.#deps.store.isKept() });
		return door;
	}

	#connected(connection: Connection): void {
		this.#sender.stopWaiting();
		this.#dispatch({ type: "connection", connection });
		if (connection.state !== "online") return;
		this.#wasOnline = true;
		this.feedback.flush();
		this.#sender.flush();
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
				return this.#sender.settle(frame.id);
			case "presence":
				this.#dispatch({ type: "presence", frame });
				return this.typing.hear(frame.who);
			case "queue":
			case "read":
				return this.#dispatch({ type: "told", frame });
			case "feedback":
				return this.#dispatch({ type: "feedback", frame });
			case "error":
				return this.#sender.refused(frame);
		}
	}

	#logged(events: Extract<ServerFrame, { type: "events" }>["events"]): void {
		for (const event of events) if (event.kind === "visitor") this.#sender.settle(event.messageId);
		this.#markRead();
		this.#sender.flush();
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
