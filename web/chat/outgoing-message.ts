import { z } from "zod";
import { MessageId } from "../../contracts/ids.ts";
import type { ConversationEvent } from "../../contracts/protocol.ts";
import type { KeyStore } from "./ports.ts";

/**
 * A message on its way. `queued` waits for the line or for the one before it, `sending` waits for the acknowledgement,
 * `sent` stands in the log but has not come back as an event yet, `failed` waits for the visitor to decide.
 */
export const OutgoingMessage = z.object({
	id: MessageId,
	text: z.string(),
	payload: z.string().nullable(),
	atMs: z.number(),
	status: z.enum(["queued", "sending", "sent", "failed"]),
	/** Why it was refused, in words for the visitor. */
	reason: z.string().nullable(),
	seq: z.number().nullable(),
});
export type OutgoingMessage = z.infer<typeof OutgoingMessage>;

type Change = Partial<Pick<OutgoingMessage, "status" | "reason" | "seq">>;

export function changeMessage(
	messages: readonly OutgoingMessage[],
	id: string,
	change: Change,
): readonly OutgoingMessage[] {
	return messages.map((message) => (message.id === id ? { ...message, ...change } : message));
}

/** What the log shows is no longer on its way. */
export function withoutLogged(
	messages: readonly OutgoingMessage[],
	events: readonly ConversationEvent[],
): readonly OutgoingMessage[] {
	const logged = new Set(events.map((event) => (event.kind === "visitor" ? event.messageId : null)));
	return messages.some((message) => logged.has(message.id))
		? messages.filter((message) => !logged.has(message.id))
		: messages;
}

const PREFIX = "care.chat.outbox.";

/** The queue over a reload. Each message has its own key, so that two tabs never overwrite each other's. */
export class Outbox {
	readonly #store: KeyStore;

	constructor(store: KeyStore) {
		this.#store = store;
	}

	keep(message: OutgoingMessage): void {
		this.#store.set(PREFIX + message.id, JSON.stringify(message));
	}

	drop(id: string): void {
		this.#store.remove(PREFIX + id);
	}

	clear(): void {
		for (const key of this.#store.keys(PREFIX)) this.#store.remove(key);
	}

	/** In the order of writing: ids begin with the time. What was under way is to be sent again. */
	restore(): OutgoingMessage[] {
		const kept = this.#store.keys(PREFIX).map((key) => parseMessage(this.#store.get(key)));
		return kept
			.filter((message) => message !== null)
			.sort((a, b) => (a.id < b.id ? -1 : 1))
			.map((message) => (message.status === "failed" ? message : { ...message, status: "queued" as const }));
	}
}

function parseMessage(text: string | null): OutgoingMessage | null {
	if (text === null) return null;
	try {
		const parsed = OutgoingMessage.safeParse(JSON.parse(text));
		return parsed.success ? parsed.data : null;
	} catch {
		return null; // written by something else under our name
	}
}
