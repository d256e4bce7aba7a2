/** In which language a conversation is held: the slot `language`, where the domain declares one (SPEC LG3–LG7). */
import type { DialogueEvent } from "../contracts/dialogue-event.ts";
import { MIN_LANGUAGE_CONFIDENCE } from "../nlu/interpreter.ts";
import { INTENT_NLU_FALLBACK, INTENT_OUT_OF_SCOPE, LANGUAGE_SLOT } from "./names.ts";
import { slotValue, type Tracker } from "./tracker.ts";

/** BCP 47, or null while nothing is known: the bot then speaks its default language. */
export function conversationLanguage(tracker: Tracker): string | null {
	const value = slotValue(tracker, LANGUAGE_SLOT);
	return typeof value === "string" && value !== "" ? value : null;
}

/** Key of a message's metadata: the language of the page that it was written on. */
const PAGE_LANGUAGE = "language";
/** Longer than two words of most languages; where none has spaces, a sentence. */
const MAX_STRAY_CHARS = 24;
const LANGUAGE_TAG = /^[a-z]{2,3}(?:-[a-z0-9]{1,8}){0,4}$/iu;

/**
 * What the latest message says of the conversation's language: one `slot` event where it is another one than so far.
 * The words come first; where they may be of any language (`ok`, a pressed button), the page's own counts, as long as
 * nothing was known or the page has just been switched. A language that an action set (the customer asked for it)
 * stays until an action sets it anew.
 */
export function languageEvents(tracker: Tracker): DialogueEvent[] {
	if (!tracker.domain.slots.has(LANGUAGE_SLOT)) return [];
	const found = detectedLanguage(tracker) ?? pageLanguage(tracker);
	if (found === null || conversationLanguage(tracker) === found || isChosen(tracker)) return [];
	return [{ event: "slot", name: LANGUAGE_SLOT, value: found, metadata: { detected: true } }];
}

function detectedLanguage({ latestMessage }: Tracker): string | null {
	const detected = latestMessage?.event.parse_data.language;
	if (detected === undefined || detected.confidence < MIN_LANGUAGE_CONFIDENCE) return null;
	return isStrayWord(latestMessage?.event.text ?? "", latestMessage?.intent ?? null) ? null : detected.code;
}

/** A word or two that nobody has understood: a name, a typing slip, "banana". Letters alone make no language of it. */
function isStrayWord(text: string, intent: string | null): boolean {
	const isUnderstood = intent !== null && intent !== INTENT_NLU_FALLBACK && intent !== INTENT_OUT_OF_SCOPE;
	return !isUnderstood && text.length <= MAX_STRAY_CHARS && text.trim().split(/\s+/).length <= 2;
}

/** The page's language where it has something new to say. */
function pageLanguage(tracker: Tracker): string | null {
	const latest = tracker.events.findLast((event) => event.event === "user");
	const named = tagOf(latest);
	if (named === null || conversationLanguage(tracker) === null) return named;
	const before = tracker.events.findLast((event) => event.event === "user" && event !== latest);
	return before !== undefined && tagOf(before) !== named ? named : null;
}

function tagOf(event: DialogueEvent | undefined): string | null {
	const tag = event?.event === "user" ? event.metadata?.[PAGE_LANGUAGE] : undefined;
	return typeof tag === "string" && LANGUAGE_TAG.test(tag) ? tag : null;
}

/** Whether an event says in which language the conversation goes on: what an action says with it is in that one. */
export function setsLanguage(event: DialogueEvent): boolean {
	return event.event === "slot" && event.name === LANGUAGE_SLOT;
}

/** Whether something other than detection set the language last. */
function isChosen(tracker: Tracker): boolean {
	if (conversationLanguage(tracker) === null) return false;
	const last = tracker.events.findLast(setsLanguage);
	return last !== undefined && last.metadata?.["detected"] !== true;
}
