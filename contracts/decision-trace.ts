import { z } from "zod";

/** Why a policy chose an action, as the engine writes it into the action's `metadata.trace`, as far as people are told. */
export const DecisionTrace = z.object({
	kind: z.string().nullish(),
	/** Of the rule or story, with its file and line. */
	name: z.string().nullish(),
	file: z.string().nullish(),
	line: z.number().nullish(),
	/** The newest states that matched, in words. */
	matched: z.array(z.string()).nullish(),
	/** What the other policies would have done. */
	others: z
		.array(z.object({ policy: z.string(), action: z.string().nullable(), confidence: z.number() }))
		.nullish(),
});
export type DecisionTrace = z.infer<typeof DecisionTrace>;
