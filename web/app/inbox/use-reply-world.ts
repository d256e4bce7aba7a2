import type { DeskConversation } from "../../../contracts/desk.ts";
import { readContact } from "../conversations/conversation-api.ts";
import { useRead } from "../reading.ts";
import { useDesk, useMay } from "../world.ts";
import { type ReplyWorld, replyWorld } from "./canned.ts";

/** What the variables of canned replies stand for in this conversation. */
export function useReplyWorld({ contactId }: Pick<DeskConversation, "contactId">): ReplyWorld {
	const { me } = useDesk();
	const mayRead = useMay("contacts:read");
	const contact = useRead(
		["contact", contactId],
		(ask) => readContact(ask, contactId ?? ""),
		mayRead && contactId !== null,
	);
	const { name = null, email = null, identity = null } = contact.data ?? {};
	return replyWorld({ name, email, attributes: identity?.attributes ?? {}, agent: me.name });
}
