import type { Contact, DeskConversation } from "../../../contracts/desk.ts";
import { readContact } from "../conversations/conversation-api.ts";
import { untilArchived } from "../archive-lag.ts";
import { useRead } from "../reading.ts";
import { useMay } from "../world.ts";

/** Whose conversation it is, and how young: that of a new one is not archived at once. */
export type ContactOf = Pick<DeskConversation, "contactId" | "createdAt">;

/** Who is spoken to, for whoever may know; undefined until the archive has said so. */
export function useContact({ contactId, createdAt }: ContactOf): Contact | undefined {
	const mayRead = useMay("contacts:read");
	return useRead(
		["contact", contactId],
		async (ask) => {
			await untilArchived(createdAt);
			return readContact(ask, contactId ?? "");
		},
		mayRead && contactId !== null,
	).data;
}
