import { draftTexts } from "../conversations/draft-texts.ts";
import type { Entry } from "../conversations/log-entries.ts";

/**
 * The answer that the bot was computing when the conversation changed hands, for a person to take or leave; null once
 * somebody has answered the customer.
 */
export function botSuggestion(entries: readonly Entry[]): string | null {
	for (const entry of entries.toReversed()) {
		if (entry.kind === "dialogue" && (entry.event.event === "agent" || entry.event.event === "bot"))
			return null;
		if (entry.kind !== "system" || entry.event.type !== "discarded_draft") continue;
		const text = draftTexts(entry.event.events ?? []).join("\n\n");
		return text === "" ? null : text;
	}
	return null;
}
