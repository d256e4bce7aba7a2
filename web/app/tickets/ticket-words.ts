import type { Ticket } from "../../../contracts/desk.ts";
import type { TicketTopic } from "../../../contracts/shop.ts";

const TOPICS: Readonly<Record<TicketTopic, string>> = {
	damaged_parcel: "Damaged parcel",
	missing_parcel: "Missing parcel",
	complaint: "Complaint",
	handover: "Wants a person",
	payment: "Payment",
	account: "Account",
	other: "Other",
};

/** What a ticket is about; a topic of a later release stands there as it is called. */
export function topicInWords(topic: Ticket["topic"]): string {
	return Object.entries(TOPICS).find(([known]) => known === topic)?.[1] ?? topic.replaceAll("_", " ");
}

/** A letter about a ticket, to the address that it was opened with. */
export function letterAbout({ number, email }: Ticket, siteName: string | null): string {
	const subject = siteName === null ? number : `${siteName}: ${number}`;
	return `mailto:${encodeURIComponent(email ?? "")}?subject=${encodeURIComponent(subject)}`;
}
