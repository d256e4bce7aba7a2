import type { FaultList } from "../../project/fault.ts";
import { stateJson } from "../dialogue-state.ts";
import { examplesOf } from "./examples.ts";
import type { TrainingTracker } from "./generate-trackers.ts";
import type { Place } from "../policies/prediction.ts";

interface Claim {
	readonly action: string;
	readonly place: Place;
}

/** Stories that are the same up to a point and then go on in different ways (SPEC VA7). */
export function checkStoryContradictions(stories: readonly TrainingTracker[], faults: FaultList): void {
	const claims = new Map<string, Claim>();
	const reported = new Set<string>();
	for (const { states, action, place } of examplesOf(stories, { maxHistory: null, omitUnsetSlots: false })) {
		const key = states.map(stateJson).join("\n");
		const known = claims.get(key);
		if (known === undefined) claims.set(key, { action, place });
		if (known === undefined || known.action === action) continue;
		const pair = `${placeText(known.place)} ${placeText(place)} ${known.action} ${action}`;
		if (reported.has(pair)) continue;
		reported.add(pair);
		const message = lastMessage(states.at(-1)?.user?.intent ?? states.at(-1)?.user?.text ?? null);
		faults.warning(
			"story_contradiction",
			place,
			`The story "${place.name}" goes on with ${action}${message}, but story "${known.place.name}" (${placeText(known.place)}) is the same up to there and goes on with ${known.action}. Neither is learnt by heart: change one.`,
		);
	}
}

function lastMessage(message: string | null): string {
	return message === null ? "" : ` after "${message}"`;
}

function placeText({ file, line }: Place): string {
	return `${file}:${line ?? 1}`;
}
