import { z } from "zod";
import { JsonValue } from "../contracts/parse-data.ts";
import type { YamlNode } from "../project/yaml-node.ts";
import type { TrainingDataDraft } from "./training-data.ts";

const PREFIX = "utter_";

/**
 * Takes the responses of retrieval intents (`utter_faq/ask_name`) out of a `responses` key. Their shape is judged where
 * the domain is read; here a response that is no list is passed over.
 */
export function readRetrievalResponses(responses: YamlNode, draft: TrainingDataDraft): void {
	for (const entry of responses.entries() ?? []) {
		if (!entry.key.startsWith(PREFIX) || !entry.key.includes("/")) continue;
		const parsed = z.array(JsonValue).safeParse(entry.value.toJson());
		if (!parsed.success) continue;
		draft.responses.push({
			key: entry.key.slice(PREFIX.length),
			variations: parsed.data,
			position: entry.keyPosition,
		});
	}
}
