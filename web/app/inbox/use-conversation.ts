import { useQuery } from "@tanstack/react-query";
import type { DeskConversation } from "../../../contracts/desk.ts";
import type { InboxRow } from "../../../contracts/inbox.ts";
import { conversationQuery } from "../conversations/conversation-query.ts";
import { useDesk } from "../world.ts";

/** What is known of a conversation as soon as it stands in the list. */
export type OpenConversation = Omit<DeskConversation, "messages" | "modelId">;

/** How the open conversation stands: as its line in the list says at first; the line and the inbox tell what changes. */
export function useConversation(id: string): { data: OpenConversation | undefined; error: Error | null } {
	const world = useDesk();
	const { data, error } = useQuery(conversationQuery(world, id));
	const row = data === undefined ? world.inbox.cache.find(id) : undefined;
	return { data: data ?? (row === undefined ? undefined : fromRow(row)), error };
}

function fromRow(row: InboxRow): OpenConversation {
	const { id, contactId, channel, owner, status, assignee, priority } = row;
	const { createdAt, lastActivityAt, preview, lastSeq, labels } = row;
	const stands = { owner, status, assignee, priority };
	return { id, contactId, channel, ...stands, createdAt, lastActivityAt, preview, lastSeq, labels };
}
