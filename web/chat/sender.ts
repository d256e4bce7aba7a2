import { uuidV7 } from "../../contracts/ids.ts";
import type { ServerFrame } from "../../contracts/protocol.ts";
import type { ClientDeps } from "./client-deps.ts";
import type { ConversationSocket } from "./conversation-socket.ts";
import type { ConversationAction, ConversationState } from "./conversation-state.ts";
import type { Outbox, OutgoingMessage } from "./outgoing-message.ts";

/** A slow action may take ten seconds before the server answers anything; after this the line is suspect. */
const ACK_TIMEOUT_MS = 15_000;
/** How often one message is sent over a working line before the visitor is asked. */
const MAX_SENDS = 2;
const TIME_ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;

interface SenderDeps {
	surroundings: Pick<ClientDeps, "chance" | "clock" | "language" | "session" | "store">;
	outbox: Outbox;
	socket: ConversationSocket;
	state: () => ConversationState;
	dispatch: (action: ConversationAction) => void;
}

/** Brings what the visitor writes into the log: in the order of writing, each message once. */
export class Sender {
	readonly #surroundings: SenderDeps["surroundings"];
	readonly #outbox: Outbox;
	readonly #socket: ConversationSocket;
	readonly #state: () => ConversationState;
	readonly #dispatch: (action: ConversationAction) => void;
	readonly #sends = new Map<string, number>();
	#lastWroteMs = 0;
	#cancelAck: () => void = () => undefined;
	#cancelHold: () => void = () => undefined;

	constructor({ surroundings, outbox, socket, state, dispatch }: SenderDeps) {
		this.#surroundings = surroundings;
		this.#outbox = outbox;
		this.#socket = socket;
		this.#state = state;
		this.#dispatch = dispatch;
	}

	write(text: string, payload: string | null): void {
		const { chance, clock, session, store } = this.#surroundings;
		const nowMs = clock.now();
		// never the same millisecond twice: the order of ids is the order of writing, over a reload too
		this.#lastWroteMs = Math.max(nowMs, this.#lastWroteMs + 1);
		const message: OutgoingMessage = {
			id: uuidV7(this.#lastWroteMs, chance.bytes(10)),
			text,
			payload,
			atMs: nowMs,
			status: "queued",
			reason: null,
			seq: null,
		};
		this.#outbox.keep(message, session.ownId);
		this.#dispatch({ type: "wrote", message });
		this.#dispatch({ type: "kept", isKept: store.isKept() });
		this.#socket.start(0);
		this.flush();
	}

	/** The same id again: the server takes it once, however often it comes. */
	retry(id: string): void {
		this.#sends.delete(id);
		this.#dispatch({ type: "requeued", id });
		this.#keepOutgoing(id);
		this.#socket.wake();
		this.flush();
	}

	remove(id: string): void {
		this.#outbox.drop(id);
		this.#dispatch({ type: "deleted", id });
		this.flush();
	}

	/** The message stands in the log: nothing is left to do for it. */
	settle(id: string): void {
		this.#outbox.drop(id);
		this.#sends.delete(id);
		this.flush();
	}

	refused(frame: Extract<ServerFrame, { type: "error" }>): void {
		const isOurs = this.#state().outgoing.some((message) => message.id === frame.id);
		if (frame.retryAfterMs !== undefined)
			return this.#hold(frame.retryAfterMs, isOurs ? frame.id : undefined);
		if (frame.id !== undefined && isOurs) this.#fail(frame.id, frame.code);
	}

	/** One message under way at a time: what is refused can then never be overtaken. */
	flush(): void {
		const { outgoing, heldUntilMs } = this.#state();
		if (heldUntilMs !== null || !this.#socket.isOnline) return;
		if (outgoing.some((message) => message.status === "sending")) return;
		this.stopWaiting();
		const next = outgoing.find((message) => message.status === "queued");
		if (next === undefined) return;
		const { id, text, payload } = next;
		const metadata = { language: this.#surroundings.language(), time_zone: TIME_ZONE };
		const pressed = payload === null ? {} : { payload };
		if (!this.#socket.send({ type: "message", id, text, ...pressed, metadata })) return;
		this.#sends.set(id, (this.#sends.get(id) ?? 0) + 1);
		this.#cancelAck = this.#surroundings.clock.after(ACK_TIMEOUT_MS, () => this.#unanswered(id));
		this.#dispatch({ type: "sending", id });
	}

	/** No answer is due: the line that it would come by is another one now. */
	stopWaiting(): void {
		this.#cancelAck();
	}

	forget(): void {
		this.stopWaiting();
		this.#cancelHold();
		this.#sends.clear();
	}

	/** The server asks for patience: everything waits, then goes on by itself in the same order. */
	#hold(delayMs: number, id: string | undefined): void {
		const { clock } = this.#surroundings;
		this.stopWaiting();
		this.#cancelHold();
		if (id !== undefined) this.#dispatch({ type: "requeued", id });
		this.#dispatch({ type: "held", untilMs: clock.now() + delayMs });
		this.#cancelHold = clock.after(delayMs, () => {
			this.#dispatch({ type: "held", untilMs: null });
			this.flush();
		});
	}

	#fail(id: string, reason: string | null): void {
		this.#dispatch({ type: "refused", id, reason });
		this.#keepOutgoing(id);
		this.flush();
	}

	#unanswered(id: string): void {
		if ((this.#sends.get(id) ?? 0) >= MAX_SENDS) return this.#fail(id, null);
		this.#socket.reconnect();
	}

	#keepOutgoing(id: string): void {
		const message = this.#state().outgoing.find((candidate) => candidate.id === id);
		if (message !== undefined) this.#outbox.keep(message, this.#surroundings.session.ownId);
	}
}
