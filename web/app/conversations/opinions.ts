import type { ParseData } from "../../../contracts/parse-data.ts";
import type { Entry } from "./log-entries.ts";

/** What stands of a customer's opinions: the last word of each counts. */
export interface Opinions {
	readonly csat: { readonly rating: number; readonly comment: string | null } | null;
	readonly up: number;
	readonly down: number;
}

export function opinionsOf(entries: readonly Entry[]): Opinions {
	const thumbs = new Map<number, "up" | "down" | null>();
	let csat: Opinions["csat"] = null;
	for (const entry of entries) {
		if (entry.kind !== "feedback") continue;
		const { event } = entry;
		if ("csat" in event) csat = { rating: event.csat, comment: event.comment ?? null };
		else thumbs.set(event.seq, event.rating);
	}
	const count = (rating: "up" | "down"): number =>
		[...thumbs.values()].filter((one) => one === rating).length;
	return { csat, up: count("up"), down: count("down") };
}

/** How the customer's last message was understood; null before the first. What is nobody's words is passed over. */
export function lastIntent(entries: readonly Entry[]): ParseData["intent"] | null {
	for (const entry of entries.toReversed()) {
		if (entry.kind !== "dialogue" || entry.event.event !== "user") continue;
		const { metadata, text, parse_data: data } = entry.event;
		if (metadata?.["is_external"] === true || text === "/session_start") continue;
		return data.intent ?? null;
	}
	return null;
}
