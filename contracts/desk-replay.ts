/** A conversation once more, against another model: what would it have understood, done and said? */
import { z } from "zod";
import { ModelFileId } from "./models.ts";
import { JsonValue } from "./parse-data.ts";

/** Turns of one answer: what is longer is cut. */
export const MAX_REPLAYED_TURNS = 50;

/** Null: the model that answers new conversations now. */
export const ReplayRequest = z.strictObject({ modelId: ModelFileId.nullable() });

const TurnSide = z.object({
	intent: z.object({ name: z.string().nullable(), confidence: z.number() }).nullable(),
	entities: z.array(z.object({ entity: z.string(), value: JsonValue })),
	/** By name, without listening; one that declined has `(declined)` behind it. */
	actions: z.array(z.string()),
	texts: z.array(z.string()),
	/** Set in this turn, last value each. */
	slots: z.array(z.object({ name: z.string(), value: JsonValue })),
});
export type TurnSide = z.infer<typeof TurnSide>;

const ComparedTurn = z.object({
	/** Of the customer's message in the log. */
	seq: z.int(),
	text: z.string(),
	/** What is not the same; empty where nothing is. */
	differs: z.array(z.enum(["intent", "entities", "actions", "texts", "slots"])),
	recorded: TurnSide,
	replayed: TurnSide,
	/** Custom actions that were not run when it was recorded: what they would say nobody knows. */
	notRun: z.array(z.string()),
});
export type ComparedTurn = z.infer<typeof ComparedTurn>;

export const ReplayComparison = z.object({
	/** The fingerprint of the model that answered this time. */
	model: z.object({ modelId: z.string(), assistantId: z.string() }),
	turns: z.array(ComparedTurn),
	equal: z.int().nonnegative(),
	/** There are more turns than are replayed at once. */
	isCut: z.boolean(),
});
export type ReplayComparison = z.infer<typeof ReplayComparison>;
