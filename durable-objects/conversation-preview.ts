/** What a list says of a conversation: the last words in it, and when something was last seen of it. */
import type { EventLog } from "./event-log.ts";
import { visibleEvent } from "./visible-events.ts";

const PREVIEW_CHARS = 140;
/** So many entries back words are looked for: between two messages hands seldom change more often. */
const LOOK_BACK = 20;

/**
 * The last message's words; where the customer waits for a person, the customer's own: that one comes is all that the bot says
 * then, to everybody. Who has come or gone since is no message: whoever looks through a list wants to know what was said.
 *
 * @returns `preview` null where nothing was said in words; `atMs` null where nothing can be seen yet
 */
export function latestOf(
	log: Pick<EventLog, "readVisible">,
	isWaiting = false,
): {
	readonly preview: string | null;
	readonly atMs: number | null;
} {
	const entries = log.readVisible(Number.MAX_SAFE_INTEGER, LOOK_BACK);
	const seen = entries.flatMap((entry) => visibleEvent(entry) ?? []);
	const own = isWaiting ? seen.findLast(({ kind }) => kind === "visitor") : undefined;
	const said = own ?? seen.findLast(({ kind, text }) => kind !== "system" && text !== null) ?? seen.at(-1);
	return { preview: previewOf(said?.text ?? null), atMs: entries.at(-1)?.atMs ?? null };
}

/** The first characters of a text, never half of one. */
export function previewOf(text: string | null): string | null {
	return text === null
		? null
		: Array.from(text.slice(0, 2 * PREVIEW_CHARS))
				.slice(0, PREVIEW_CHARS)
				.join("");
}
