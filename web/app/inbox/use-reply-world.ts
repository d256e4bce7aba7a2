import type { DeskConversation } from "../../../contracts/desk.ts";
import { useDesk } from "../world.ts";
import { type ReplyWorld, replyWorld } from "./canned.ts";
import { useContact } from "./use-contact.ts";

/** What the variables of canned replies stand for in this conversation. */
export function useReplyWorld(of: Pick<DeskConversation, "contactId" | "createdAt">): ReplyWorld {
	const { me } = useDesk();
	const { name = null, email = null, identity = null } = useContact(of) ?? {};
	return replyWorld({ name, email, attributes: identity?.attributes ?? {}, agent: me.name });
}
