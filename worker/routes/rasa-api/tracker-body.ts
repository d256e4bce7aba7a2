import { z } from "zod";
import type { TrackerState } from "../../../dialogue/ports.ts";

/** Rasa's tracker: described by its keys alone, for slots and events are the project's own. */
export const TrackerBody = z.looseObject({
	sender_id: z.string(),
	events: z.array(z.looseObject({})).nullable(),
});
export type TrackerBody = z.infer<typeof TrackerBody>;

export function trackerBody(state: TrackerState): TrackerBody {
	return { ...state, events: state.events === null ? null : [...state.events] };
}
