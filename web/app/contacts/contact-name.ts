import type { Contact } from "../../../contracts/desk.ts";

/** Who it is, as far as that is known. */
export function contactName({ id, name, email }: Pick<Contact, "id" | "name" | "email">): string {
	return name ?? email ?? visitorName(id);
}

/** As a line calls them that carries the name with it, where it is known. */
export function customerName(line: { contactName: string | null; contactId: string | null }): string {
	return line.contactName ?? visitorName(line.contactId);
}

/** Somebody of whom nothing is known is told apart from the others by the end of their id. */
export function visitorName(contactId: string | null): string {
	return contactId === null ? "Visitor" : `Visitor ${contactId.slice(-4)}`;
}
