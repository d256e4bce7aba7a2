import { type ContactOf, useContact } from "../contacts/use-contact.ts";
import { useDesk } from "../world.ts";
import { type ReplyWorld, replyWorld } from "./canned.ts";

/** What the variables of canned replies stand for in this conversation. */
export function useReplyWorld(of: ContactOf): ReplyWorld {
	const { me } = useDesk();
	const { name = null, email = null, identity = null } = useContact(of) ?? {};
	return replyWorld({ name, email, attributes: identity?.attributes ?? {}, agent: me.name });
}
