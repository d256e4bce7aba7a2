import { z } from "zod";

const Said = z.looseObject({ event: z.literal("bot"), text: z.string() });

/** What the bot would have said in an answer that came too late; empty where it would have said nothing. */
export function draftTexts(events: readonly unknown[]): string[] {
	return events.flatMap((event) => Said.safeParse(event).data?.text ?? []);
}
