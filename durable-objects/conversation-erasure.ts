import type { EraseCall } from "./conversation-rpc.ts";
import type { OpenConversation } from "./open-conversation.ts";
import type { ConversationSockets } from "./sockets.ts";

/** An erasure waits this long for the turn and the flush that are under way; what they write later comes to nothing. */
const LAST_WORK_MS = 10_000;

/** The end of a conversation: what its object has is deleted, and a note stays that it was, and nothing of it. */
export class ConversationErasure {
	readonly #storage: DurableObjectStorage;
	readonly #sockets: ConversationSockets;
	#isErased = false;

	constructor(storage: DurableObjectStorage, sockets: ConversationSockets) {
		this.#storage = storage;
		this.#sockets = sockets;
	}

	/** Whether the conversation was erased: then it is neither rebuilt nor begun again. */
	get isErased(): boolean {
		if (this.#isErased) return true;
		const tombstone = this.#storage.sql.exec("SELECT name FROM sqlite_master WHERE name = 'erased'");
		return tombstone.toArray().length > 0;
	}

	/**
	 * Deletes everything and closes the sockets. When it settles, nothing is under way any more that could write elsewhere.
	 *
	 * @param current - the conversation as it is open
	 * @param lastWork - what may be on its way to Postgres
	 */
	async erase(
		{ tombstone }: EraseCall,
		current: OpenConversation | null,
		lastWork: readonly (Promise<unknown> | null)[],
	): Promise<void> {
		this.#isErased = true;
		current?.log.end();
		await this.#storage.deleteAlarm();
		await this.#storage.deleteAll();
		if (tombstone) this.#storage.sql.exec("CREATE TABLE IF NOT EXISTS erased (only_row INTEGER)");
		this.#sockets.closeAll("erased");
		await atMost(LAST_WORK_MS, Promise.allSettled([current?.turns.idle(), ...lastWork]));
		this.#isErased = tombstone;
	}
}

async function atMost(limitMs: number, work: Promise<unknown>): Promise<void> {
	let stop = (): void => {};
	const limit = new Promise<void>((resolve) => {
		const timer = setTimeout(resolve, limitMs);
		stop = () => clearTimeout(timer);
	});
	await Promise.race([work, limit]);
	stop();
}
