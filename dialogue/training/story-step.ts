import type { DialogueEvent } from "../../contracts/dialogue-event.ts";
import type { JsonValue } from "../../contracts/parse-data.ts";
import type { SourcePosition } from "../../project/fault.ts";
import type { Place } from "../policies/prediction.ts";

/** The checkpoint at which every story begins. */
export const STORY_START = "STORY_START";

/** An event of a story with the line that says it. */
export interface StoryEvent {
	readonly event: DialogueEvent;
	readonly position: SourcePosition;
	/** What a test story expects of the NLU, where it says so: `faq/ask_name`. */
	readonly fullIntent?: string | undefined;
}

/** A checkpoint with what it asks of slots. */
export interface Checkpoint {
	readonly name: string;
	readonly conditions: readonly (readonly [string, JsonValue])[];
}

/** A stretch of a story between two checkpoints. Stories without checkpoints and `or` are one step. */
export interface StoryStep {
	readonly place: Place;
	readonly isRule: boolean;
	readonly startCheckpoints: readonly Checkpoint[];
	readonly endCheckpoints: readonly string[];
	readonly events: readonly StoryEvent[];
}
