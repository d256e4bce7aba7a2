import { contactName, customerName } from "../contacts/contact-name.ts";
import { type ContactOf, useContact } from "../contacts/use-contact.ts";
import { useDesk } from "../world.ts";
import type { OpenConversation } from "./use-conversation.ts";

/** What to call them: as their line in the list does, until more is known. */
export function useCustomerName({ id, ...of }: Pick<OpenConversation, "id"> & ContactOf): string {
	const { inbox } = useDesk();
	const contact = useContact(of);
	if (contact !== undefined) return contactName(contact);
	return customerName({
		contactName: inbox.cache.find(id)?.contactName ?? null,
		contactId: of.contactId,
	});
}
