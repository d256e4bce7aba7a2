import type { HandoffReason } from "../../contracts/desk-commands.ts";
import type { DeskSettings } from "../../contracts/inbox.ts";
import type { DeskState, Signal } from "../desk/desk-state.ts";

/** Why the bot should give a conversation to a person, or null. Pure. */
export function handoffReason(
	{ owner, status, signals }: Pick<DeskState, "owner" | "status" | "signals">,
	{ intents, failures, negative, negativeIntents }: Omit<DeskSettings["handoff"], "queue">,
): HandoffReason | null {
	if (owner !== "bot" || status !== "open") return null;
	const turns = signals.filter((signal) => signal.type === "turn");
	const last = turns.at(-1)?.intent;
	if (last !== undefined && last !== null && intents.includes(last)) return "asked";
	const understood = turns.findLastIndex(({ isFailed }) => !isFailed);
	if (failures !== null && turns.length - 1 - understood >= failures) return "failures";
	const isNegative = (signal: Signal): boolean =>
		signal.type === "rating"
			? signal.rating === "down"
			: signal.intent !== null && negativeIntents.includes(signal.intent);
	const praised = signals.findLastIndex((signal) => signal.type === "rating" && signal.rating === "up");
	if (negative !== null && signals.slice(praised + 1).filter(isNegative).length >= negative)
		return "negative";
	return null;
}
