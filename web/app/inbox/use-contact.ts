import type { Contact, DeskConversation } from "../../../contracts/desk.ts";
import { contactName, visitorName } from "../contacts/contact-name.ts";
import { readContact } from "../conversations/conversation-api.ts";
import { useRead } from "../reading.ts";
import { useDesk, useMay } from "../world.ts";
import { untilArchived } from "./archive-lag.ts";
import type { OpenConversation } from "./use-conversation.ts";

type Of = Pick<DeskConversation, "contactId" | "createdAt">;

/** Who is spoken to, for whoever may know; undefined until the archive has said so. */
export function useContact({ contactId, createdAt }: Of): Contact | undefined {
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

/** What to call them: as their line in the list does, until more is known. */
export function useCustomerName({ id, ...of }: Pick<OpenConversation, "id"> & Of): string {
	const { inbox } = useDesk();
	const contact = useContact(of);
	if (contact !== undefined) return contactName(contact);
	return inbox.cache.find(id)?.contactName ?? visitorName(of.contactId);
}
