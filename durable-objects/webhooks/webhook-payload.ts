/** What a webhook is told of an entry of the log. Pure. */
import type { WebhookEventType, WebhookPayload } from "../../contracts/webhooks.ts";
import type { LogEntry } from "../log-entry.ts";
import { visibleEvent } from "../visible-events.ts";

/** The kind of event that an entry is; null for what is nobody's business outside. */
export function webhookEventType(entry: LogEntry): WebhookEventType | null {
	if (entry.kind === "feedback") return "csat" in entry.event ? "csat.given" : "feedback.given";
	if (entry.kind === "system")
		return entry.event.type === "owner_changed" ? "conversation.owner_changed" : null;
	return entry.kind === "dialogue" && visibleEvent(entry) !== null ? "message.created" : null;
}

/** The body of its delivery; null where `webhookEventType` is. */
export function webhookPayload(conversationId: string, entry: LogEntry): WebhookPayload | null {
	const place = { conversationId, seq: entry.seq, at: new Date(entry.atMs).toISOString() };
	if (entry.kind === "feedback") {
		if ("csat" in entry.event) {
			const { seq, csat, comment } = entry.event;
			return { type: "csat.given", ...place, csat: { seq, rating: csat, comment: comment ?? null } };
		}
		const { seq, rating, reason } = entry.event;
		return { type: "feedback.given", ...place, feedback: { seq, rating, reason: reason ?? null } };
	}
	if (entry.kind === "system")
		return entry.event.type === "owner_changed"
			? { type: "conversation.owner_changed", ...place, owner: entry.event.owner }
			: null;
	const message = entry.kind === "dialogue" ? visibleEvent(entry) : null;
	return message === null ? null : { type: "message.created", ...place, message };
}

/** The same at every attempt, after a rebuild and at a replay: who gets it twice sees that. */
export function deliveryId(webhookId: string, conversationId: string, seq: number): string {
	return `${webhookId}.${conversationId}.${seq}`;
}
