/** What the Worker asks of a training server (`care training-server`), and what it is told. */
import { z } from "zod";

export const TrainingJob = z.discriminatedUnion("kind", [
	/** Makes the model file of a project. */
	z.object({
		kind: z.literal("train"),
		files: z.array(z.object({ path: z.string(), text: z.string() })).max(1_000),
	}),
	/** Rasa's `cross_validation_folds`: judges the examples of one YAML document by themselves. */
	z.object({ kind: z.literal("cross_validate"), text: z.string(), folds: z.int().min(2).max(100) }),
]);
export type TrainingJob = z.infer<typeof TrainingJob>;

/** As `project/` has it. */
const Fault = z.object({
	severity: z.enum(["error", "warning"]),
	code: z.string(),
	file: z.string(),
	line: z.int().nullable(),
	message: z.string(),
});

/** The answer where it is no model file: those are bytes of their own, with the model's id in `MODEL_ID_HEADER`. */
export const TrainingVerdict = z.discriminatedUnion("outcome", [
	z.object({ outcome: z.literal("report"), report: z.looseObject({}) }),
	/** The data has faults. */
	z.object({ outcome: z.literal("faults"), faults: z.array(Fault) }),
	/** Nothing can be made of it, or not in the time that there is. */
	z.object({ outcome: z.literal("unfit"), message: z.string() }),
]);
export type TrainingVerdict = z.infer<typeof TrainingVerdict>;

export const MODEL_ID_HEADER = "X-Model-Id";
export const TRAINING_PATH = "/jobs";
