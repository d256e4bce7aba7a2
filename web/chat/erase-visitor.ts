import type { Erased } from "../api/client.ts";
import type { ChatSession } from "./chat-session.ts";
import type { Draft } from "./draft.ts";
import type { Outbox } from "./outgoing-message.ts";
import type { KeyStore } from "./ports.ts";

/** Before a conversation's id: how far it was seen. */
export const SEEN_KEY = "care.chat.seen.";

/**
 * Has everything of this visitor deleted, and forgets what this browser keeps of it.
 *
 * @returns null when it could not be asked for: then nothing has changed
 */
export async function eraseVisitor(
	{ session, store }: { readonly session: ChatSession; readonly store: KeyStore },
	{ outbox, draft }: { readonly outbox: Outbox; readonly draft: Draft },
): Promise<Erased | null> {
	const left = [session.ownId, session.previousId()];
	const erased = await session.erase();
	if (erased === null) return null;
	for (const id of left) outbox.clear(id);
	draft.forgetAll();
	for (const key of store.keys(SEEN_KEY)) store.remove(key);
	return erased;
}
