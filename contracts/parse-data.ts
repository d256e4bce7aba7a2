import { z } from "zod";

/** A value as JSON carries it. */
export type JsonValue = string | number | boolean | null | JsonValue[] | { [key: string]: JsonValue };
export const JsonValue: z.ZodType<JsonValue> = z.json();

/** An intent with the model's confidence, in [0, 1]. `name` is null when nothing could be said (no features). */
export const IntentPrediction = z.object({ name: z.string().nullable(), confidence: z.number() });
export type IntentPrediction = z.infer<typeof IntentPrediction>;

/** An entity as Rasa writes it. `start` and `end` are UTF-16 offsets into the text: `text.slice(start, end)` is the span. */
export const Entity = z.looseObject({
	entity: z.string(),
	value: JsonValue,
	start: z.int().nonnegative().optional(),
	end: z.int().nonnegative().optional(),
	confidence_entity: z.number().optional(),
	role: z.string().optional(),
	group: z.string().optional(),
	extractor: z.string().optional(),
	processors: z.array(z.string()).optional(),
});
export type Entity = z.infer<typeof Entity>;

/**
 * What the NLU says of one message, in Rasa's shape (`/model/parse`, `parse_data` of the `user` event).
 *
 * `intent_ranking` falls by confidence; its first member equals `intent`. `text_tokens` are [start, end) offsets.
 * `language` is ours: the detected language (BCP 47) of a bot that has several, and how sure that is, in [0, 1].
 * `second_tier` is ours: the first judge was in doubt, so the sentence was read as a whole.
 */
export const ParseData = z.looseObject({
	text: z.string(),
	intent: IntentPrediction,
	entities: z.array(Entity),
	intent_ranking: z.array(IntentPrediction),
	text_tokens: z.array(z.tuple([z.int(), z.int()])).optional(),
	response_selector: z.record(z.string(), JsonValue).optional(),
	message_id: z.string().optional(),
	metadata: z.record(z.string(), JsonValue).optional(),
	second_tier: z.boolean().optional(),
	language: z.object({ code: z.string(), confidence: z.number() }).optional(),
});
export type ParseData = z.infer<typeof ParseData>;
