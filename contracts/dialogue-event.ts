import { z } from "zod";
import { Entity, JsonValue, ParseData } from "./parse-data.ts";

/** `timestamp` is Rasa's: seconds since the epoch, as a float. Action servers may leave it out or send null. */
const base = {
	timestamp: z.number().nullish(),
	metadata: z.record(z.string(), JsonValue).optional(),
};
const name = z.string().min(1).max(256);

/**
 * The events of a tracker, as Rasa 3.6 writes them in JSON (SPEC §4): the wire format of action servers, of the
 * HTTP API and of our event log. Unknown keys are kept, for projects put their own into `metadata` and beside it.
 */
export const DialogueEvent = z.discriminatedUnion("event", [
	z.looseObject({
		...base,
		event: z.literal("action"),
		name: name.nullable(),
		policy: z.string().nullish(),
		confidence: z.number().nullish(),
		action_text: z.string().nullish(),
		hide_rule_turn: z.boolean().optional(),
	}),
	z.looseObject({
		...base,
		event: z.literal("user"),
		text: z.string().nullable(),
		parse_data: ParseData.partial(),
		input_channel: z.string().nullish(),
		message_id: z.string().nullish(),
	}),
	z.looseObject({
		...base,
		event: z.literal("bot"),
		text: z.string().nullable(),
		data: z.record(z.string(), JsonValue).optional(),
	}),
	z.looseObject({ ...base, event: z.literal("slot"), name, value: JsonValue }),
	z.looseObject({ ...base, event: z.literal("reset_slots") }),
	z.looseObject({ ...base, event: z.literal("restart") }),
	z.looseObject({ ...base, event: z.literal("session_started") }),
	z.looseObject({ ...base, event: z.literal("rewind") }),
	z.looseObject({ ...base, event: z.literal("undo") }),
	z.looseObject({ ...base, event: z.literal("followup"), name: name.nullable() }),
	z.looseObject({ ...base, event: z.literal("pause") }),
	z.looseObject({ ...base, event: z.literal("resume") }),
	z.looseObject({ ...base, event: z.literal("active_loop"), name: name.nullable() }),
	z.looseObject({ ...base, event: z.literal("loop_interrupted"), is_interrupted: z.boolean() }),
	z.looseObject({
		...base,
		event: z.literal("action_execution_rejected"),
		name,
		policy: z.string().nullish(),
		confidence: z.number().nullish(),
	}),
	z.looseObject({
		...base,
		event: z.literal("user_featurization"),
		use_text_for_featurization: z.boolean().nullable(),
	}),
	z.looseObject({ ...base, event: z.literal("entities"), entities: z.array(Entity) }),
	z.looseObject({
		...base,
		event: z.literal("reminder"),
		intent: name,
		entities: JsonValue.optional(),
		date_time: z.string(),
		name: z.string(),
		kill_on_user_msg: z.boolean().optional(),
	}),
	z.looseObject({
		...base,
		event: z.literal("cancel_reminder"),
		name: z.string().nullish(),
		intent: z.string().nullish(),
		entities: JsonValue.optional(),
	}),
	z.looseObject({ ...base, event: z.literal("export") }),
	z.looseObject({ ...base, event: z.literal("agent"), text: z.string().nullish() }),
]);
export type DialogueEvent = z.infer<typeof DialogueEvent>;

/** One member of the union by its `event`. */
export type DialogueEventOf<Kind extends DialogueEvent["event"]> = Extract<DialogueEvent, { event: Kind }>;
