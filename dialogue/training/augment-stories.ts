import type { DialogueEvent } from "../../contracts/dialogue-event.ts";
import type { Random } from "../../nlu/random.ts";
import { ACTION_LISTEN } from "../names.ts";
import type { TrainingTracker } from "./generate-trackers.ts";

/** Rasa's default `augmentation: 50`, ten stories for each. */
const MOST_STORIES = 500;
/** A story is told after this many others at most. */
const MOST_BEGINNINGS = 3;

/**
 * Stories told after others, so that a learnt policy finds out how little of what came before a story matters. Policies
 * that learn by heart never see them (SPEC LP1).
 */
export function augmentStories(stories: readonly TrainingTracker[], random: Random): TrainingTracker[] {
	if (stories.length < 2) return [];
	const count = Math.min(MOST_STORIES, stories.length * MOST_BEGINNINGS);
	return Array.from({ length: count }, (_, index) => {
		const chosen = count < MOST_STORIES ? index % stories.length : Math.floor(random() * stories.length);
		return joined(stories[Math.floor(random() * stories.length)], stories[chosen]);
	}).filter((story) => story !== null);
}

function joined(
	first: TrainingTracker | undefined,
	second: TrainingTracker | undefined,
): TrainingTracker | null {
	if (first === undefined || second === undefined || first === second) return null;
	const running = first.running.copy();
	for (const event of withoutFirstListen(second.running.events)) running.apply(event);
	return { ...second, running };
}

/** The story before has already ended by listening. */
function withoutFirstListen(events: readonly DialogueEvent[]): readonly DialogueEvent[] {
	const first = events[0];
	return first?.event === "action" && first.name === ACTION_LISTEN ? events.slice(1) : events;
}
