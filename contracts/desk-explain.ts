/** Why a text is understood as it is: for the people of the company, whatever channels are open. */
import { z } from "zod";
import { MAX_TEXT_CHARS } from "./protocol.ts";

export const ExplainRequest = z.object({ text: z.string().min(1).max(MAX_TEXT_CHARS) });

export const Explained = z.object({
	/** The first two intents, each with what spoke for it (above zero) and against it, strongest first. */
	intents: z.array(
		z.object({
			name: z.string(),
			confidence: z.number(),
			features: z.array(z.object({ feature: z.string(), contribution: z.number() })),
		}),
	),
	/** The fewest words without which the answer is another one; null where no few words decide. */
	decisive: z.object({ words: z.array(z.string()), instead: z.string().nullable() }).nullable(),
});
export type Explained = z.infer<typeof Explained>;
