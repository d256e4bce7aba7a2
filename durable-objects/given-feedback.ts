import type { ServerFrame } from "../contracts/protocol.ts";
import type { EventLog } from "./event-log.ts";
import type { FeedbackEvent } from "./log-entry.ts";
import type { Refusal } from "./open-conversation.ts";
import { visibleEvent } from "./visible-events.ts";

type FeedbackFrame = Extract<ServerFrame, { type: "feedback" }>;

/** What a customer has said, as its own page is told: of each message and each resolution the last word. Pure. */
export function feedbackFrame(given: readonly FeedbackEvent[]): FeedbackFrame {
	const messages = new Map<number, FeedbackFrame["messages"][number]>();
	const resolutions = new Map<number, FeedbackFrame["resolutions"][number]>();
	for (const event of given) {
		if ("csat" in event) {
			const { seq, csat, comment } = event;
			resolutions.set(seq, { seq, rating: csat, ...(comment === undefined ? {} : { comment }) });
		} else messages.set(event.seq, event);
	}
	return { type: "feedback", messages: [...messages.values()], resolutions: [...resolutions.values()] };
}

/** Why this can't be noted, or null: only words of the other side are judged, and only resolutions are rated. */
export function feedbackRefusal(log: EventLog, event: FeedbackEvent): Refusal | null {
	const [entry] = log.read(event.seq - 1, 1);
	const judged = entry === undefined ? null : visibleEvent(entry);
	if ("csat" in event)
		return judged?.kind === "system" && judged.code === "resolved"
			? null
			: { code: "not_found", message: "A rating names the `seq` of a system event `resolved`." };
	return judged?.kind === "bot" || judged?.kind === "agent"
		? null
		: { code: "not_found", message: "Feedback names the `seq` of a message of the bot or a person." };
}

/** The same without what must not be kept. */
export function redactedFeedback(event: FeedbackEvent, redacted: (text: string) => string): FeedbackEvent {
	if ("csat" in event)
		return event.comment === undefined ? event : { ...event, comment: redacted(event.comment) };
	return event.reason === undefined ? event : { ...event, reason: redacted(event.reason) };
}
