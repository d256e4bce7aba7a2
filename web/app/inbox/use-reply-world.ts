import type { DeskConversation } from "../../../contracts/desk.ts";
import { readContact } from "../conversations/conversation-api.ts";
import { useRead } from "../reading.ts";
import { useDesk, useMay } from "../world.ts";
import { untilArchived } from "./archive-lag.ts";
import { type ReplyWorld, replyWorld } from "./canned.ts";

/** What the variables of canned replies stand for in this conversation. */
export function useReplyWorld({
	contactId,
	createdAt,
}: Pick<DeskConversation, "contactId" | "createdAt">): ReplyWorld {
	const { me } = useDesk();
	const mayRead = useMay("contacts:read");
	const contact = useRead(
		["contact", contactId],
		async (ask) => {
			await untilArchived(createdAt);
			return readContact(ask, contactId ?? "");
		},
		mayRead && contactId !== null,
	);
	const { name = null, email = null, identity = null } = contact.data ?? {};
	return replyWorld({ name, email, attributes: identity?.attributes ?? {}, agent: me.name });
}
