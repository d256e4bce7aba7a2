/** The kinds of docs/configuration.md, in words. */
const KINDS: Readonly<Record<string, { name: string; goes: string }>> = {
	conversations: {
		name: "Conversations",
		goes: "without activity for so long, with everything that hangs on them",
	},
	feedback: {
		name: "Feedback",
		goes: "what customers wrote beside thumbs and ratings; the bare figures stay with the conversation",
	},
	visitors: { name: "Visitors", goes: "of whom nothing is left: neither conversation nor account" },
	deadLetters: { name: "Dead letters", goes: "deliveries that webhooks did not take" },
	deliveries: { name: "Deliveries", goes: "notes of how each delivery of a webhook fared" },
	unconfirmedAccounts: { name: "Unconfirmed accounts", goes: "whose address was never confirmed" },
	invitations: { name: "Invitations", goes: "that ran out or were accepted" },
	accountTokens: { name: "Links of mails", goes: "and half-done sign-ins that ran out" },
};

/** A kind that a later release knows is called as it calls itself. */
export function kindInWords(kind: string): { readonly name: string; readonly goes: string } {
	return KINDS[kind] ?? { name: kind, goes: "" };
}

/** `3 visitors, 1 dead letters`; what was none is left out. */
export function countsInWords(counts: Readonly<Record<string, number>>): string {
	const some = Object.entries(counts).filter(([, count]) => count > 0);
	if (some.length === 0) return "Nothing";
	const words = some.map(([kind, count]) => `${kindInWords(kind).name}: ${count.toLocaleString()}`);
	return words.join(" · ");
}

/** 730 days are "2 years", where that is so to the day. */
export function daysInWords(days: number | null): string {
	if (days === null) return "Kept";
	if (days === 1) return "1 day";
	if (days % 365 !== 0) return `${days} days`;
	return days === 365 ? "1 year" : `${days / 365} years`;
}
