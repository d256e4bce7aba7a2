import type { ConversationState } from "./conversation-state.ts";
import type { Speech } from "./languages/languages.ts";

/** The conversation as a plain text, one line a message, for the visitor to keep. */
export function transcript(state: ConversationState, site: string | null, speech: Speech): string {
	const { texts, locale } = speech;
	const time = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" });
	const lines = state.events.flatMap((event) => {
		if (event.kind === "system" || event.text === null) return [];
		const names = {
			visitor: texts.you,
			bot: `${texts.botName(site)} (${texts.bot})`,
			agent: event.kind === "agent" ? event.name : "",
		};
		return [`${time.format(event.atMs)}  ${names[event.kind]}: ${event.text}`];
	});
	return `${lines.join("\n")}\n`;
}
