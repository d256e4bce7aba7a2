import type { ConversationState } from "./conversation-state.ts";
import { LOCALE, texts } from "./texts.ts";

/** The conversation as a plain text, one line a message, for the visitor to keep. */
export function transcript(state: ConversationState, site: string | null): string {
	const time = new Intl.DateTimeFormat(LOCALE, { dateStyle: "medium", timeStyle: "short" });
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
