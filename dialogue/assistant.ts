import type { Domain } from "./domain.ts";
import type { Policy } from "./policies/ensemble.ts";
import type { Place } from "./policies/prediction.ts";

/** A trained bot, ready to talk: made once by `loadAssistant`, shared by all conversations, never changed. */
export interface Assistant {
	readonly modelId: string;
	readonly assistantId: string;
	readonly domain: Domain;
	/** In the order of the configuration. */
	readonly policies: readonly Policy[];
	/** Where the stories and rules stand that the traces name. */
	readonly places: readonly Place[];
}
