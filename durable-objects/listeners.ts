import type { ConversationEvent } from "../contracts/protocol.ts";
import { errorText } from "../observability/scrub.ts";
import type { ConversationPorts, Listener } from "./conversation-ports.ts";
import type { EventLog } from "./event-log.ts";

/** Tells listeners what the conversation gained: in order, without keeping the turn waiting. */
export class Listeners {
	readonly #log: EventLog;
	readonly #ports: ConversationPorts;
	#told: Promise<void> = Promise.resolve();

	constructor(log: EventLog, ports: ConversationPorts) {
		this.#log = log;
		this.#ports = ports;
	}

	tell(events: readonly ConversationEvent[]): void {
		const listeners = this.#log.listeners.all();
		if (listeners.length === 0 || events.length === 0) return;
		this.#told = this.#tellAll(this.#told, listeners, events);
	}

	async #tellAll(
		before: Promise<void>,
		listeners: readonly Listener[],
		events: readonly ConversationEvent[],
	): Promise<void> {
		await before;
		await Promise.all(listeners.map((listener) => this.#tellOne(listener, events)));
	}

	/** One that can't be reached now may be back for the next message; one that is gone is forgotten. */
	async #tellOne(listener: Listener, events: readonly ConversationEvent[]): Promise<void> {
		try {
			const isThere = await this.#ports.tell(listener, events);
			if (!isThere && !this.#log.isClosed) this.#log.listeners.remove(listener);
		} catch (error) {
			this.#ports.log({
				event: "listener.failed",
				conversationId: this.#log.state.id,
				kind: listener.kind,
				error: errorText(error),
			});
		}
	}
}
