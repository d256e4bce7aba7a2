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
	/** Why it was refused: the code of the refusal. */
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
/** Where messages wait whose conversation has not been made yet. */
const NOT_MADE = "new";

/**
 * The queues over a reload, one a conversation: what was written in one never goes to another. Each message has its own
 * key, so that two tabs never overwrite each other's.
 */
export class Outbox {
	readonly #store: KeyStore;

	constructor(store: KeyStore) {
		this.#store = store;
	}

	/** Also takes it along from the conversation that had not been made yet. */
	keep(message: OutgoingMessage, conversationId: string | null): void {
		const key = `${queueOf(conversationId)}${message.id}`;
		this.#store.set(key, JSON.stringify(message));
		for (const other of this.#keysOf(message.id)) if (other !== key) this.#store.remove(other);
	}

	drop(id: string): void {
		for (const key of this.#keysOf(id)) this.#store.remove(key);
	}

	clear(conversationId: string | null): void {
		for (const key of this.#store.keys(queueOf(conversationId))) this.#store.remove(key);
	}

	/**
	 * In the order of writing: ids begin with the time. What was under way is to be sent again.
	 *
	 * @param isJoined - the tab comes in from outside: what was written to begin a conversation goes to this one
	 */
	restore(conversationId: string | null, isJoined: boolean): OutgoingMessage[] {
		if (isJoined && conversationId !== null)
			for (const message of this.restore(null, false)) this.keep(message, conversationId);
		const keys = this.#store.keys(queueOf(conversationId));
		const kept = keys.map((key) => parseMessage(this.#store.get(key)));
		return kept
			.filter((message) => message !== null)
			.sort((a, b) => (a.id < b.id ? -1 : 1))
			.map((message) => (message.status === "failed" ? message : { ...message, status: "queued" as const }));
	}

	#keysOf(id: string): string[] {
		return this.#store.keys(PREFIX).filter((key) => key.endsWith(`.${id}`));
	}
}

function queueOf(conversationId: string | null): string {
	return `${PREFIX}${conversationId ?? NOT_MADE}.`;
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
