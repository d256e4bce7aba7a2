import { z } from "zod";
import type { TrackerState } from "../../../dialogue/ports.ts";

/** Rasa's tracker: described by its keys alone, for slots and events are the project's own. */
export const TrackerBody = z.looseObject({
	sender_id: z.string(),
	events: z.array(z.looseObject({})).nullable(),
});
export type TrackerBody = z.infer<typeof TrackerBody>;

/** What the bot would do next, after the tracker. */
export const PredictionBody = z.object({
	scores: z.array(z.object({ action: z.string(), score: z.number() })),
	policy: z.string().nullable(),
	confidence: z.number(),
	tracker: TrackerBody,
});

export function trackerBody(state: TrackerState): TrackerBody {
	return { ...state, events: state.events === null ? null : [...state.events] };
}
