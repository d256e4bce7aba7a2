/** The routes of Rasa's HTTP API that are about one conversation. */
import { z } from "zod";
import { DialogueEvent } from "../../../contracts/dialogue-event.ts";
import { JsonValue, ParseData } from "../../../contracts/parse-data.ts";
import { MAX_TEXT_CHARS } from "../../../contracts/protocol.ts";
import { EVENT_VERBOSITIES } from "../../../dialogue/tracker-view.ts";
import { RestReply } from "../../../durable-objects/rest-replies.ts";
import { answer, defineRoute, jsonContent } from "../define-route.ts";
import { CHANGES_NOTHING } from "../repeats.ts";
import { rasaRefusals } from "./refusals.ts";
import { PredictionBody, TrackerBody } from "./tracker-body.ts";

const params = z.object({ conversation_id: z.string().min(1).max(256) });
export const Look = z.object({
	include_events: z
		.string()
		.default("AFTER_RESTART")
		.transform((text) => text.toUpperCase())
		.pipe(z.enum(EVENT_VERBOSITIES)),
	until: z.coerce.number().optional(),
	/** The API's own token, which the access rule reads. */
	token: z.string().optional(),
	/** Rasa's: here what a conversation gains always reaches its clients, and the answer tells it too. */
	output_channel: z.string().optional(),
	execute_side_effects: z.string().optional(),
});
const query = Look;

const WithMessages = z.object({ tracker: TrackerBody, messages: z.array(RestReply) });
const Events = z.union([z.array(DialogueEvent).max(10_000), DialogueEvent.transform((event) => [event])]);
const common = { tags: ["rasa"] };
const admission = { access: "rasa-conversation", limit: null } as const;
/** Trackers hold what customers said: they are not kept beside the conversation. */
const changing = {
	...admission,
	repeat: { how: "told", why: "the conversation's tracker has what came of it" },
} as const;
const asking = { ...admission, repeat: CHANGES_NOTHING } as const;
const path = (name: string) => `/{conversation_id}/${name}`;

export const tracker = defineRoute(admission, {
	...common,
	method: "get",
	path: path("tracker"),
	operationId: "rasaTracker",
	summary: "A conversation's tracker",
	request: { params, query },
	responses: { 200: answer(TrackerBody, "Rasa's tracker."), ...rasaRefusals(400, 503) },
});

export const append = defineRoute(changing, {
	...common,
	method: "post",
	path: path("tracker/events"),
	operationId: "rasaAppendEvents",
	summary: "Appends one event or several",
	request: { params, query, body: { required: true, ...jsonContent(Events) } },
	responses: { 200: answer(TrackerBody, "The tracker after them."), ...rasaRefusals(400, 413, 503) },
});

export const replace = defineRoute(admission, {
	...common,
	method: "put",
	path: path("tracker/events"),
	operationId: "rasaReplaceEvents",
	summary: "Begins the tracker anew with these events",
	description:
		"The log keeps what was: a `restart` stands before the new events, and `include_events=ALL` shows both.",
	request: { params, query, body: { required: true, ...jsonContent(Events) } },
	responses: { 200: answer(TrackerBody, "The tracker after them."), ...rasaRefusals(400, 413, 503) },
});

export const story = defineRoute(admission, {
	...common,
	method: "get",
	path: path("story"),
	operationId: "rasaStory",
	summary: "The conversation as a test story",
	request: { params, query: Look.extend({ all_sessions: z.string().default("false") }) },
	responses: {
		200: { description: "YAML.", content: { "text/plain": { schema: z.string() } } },
		...rasaRefusals(400, 404, 503),
	},
});

export const execute = defineRoute(changing, {
	...common,
	method: "post",
	path: path("execute"),
	operationId: "rasaExecute",
	summary: "Runs one action (deprecated by Rasa)",
	request: {
		params,
		query,
		body: {
			required: true,
			...jsonContent(
				z.object({
					name: z.string().min(1).max(256),
					policy: z.string().max(256).nullish(),
					confidence: z.number().min(0).max(1).nullish(),
				}),
			),
		},
	},
	responses: { 200: answer(WithMessages, "The tracker, and what was said."), ...rasaRefusals(400, 404, 503) },
});

export const triggerIntent = defineRoute(changing, {
	...common,
	method: "post",
	path: path("trigger_intent"),
	operationId: "rasaTriggerIntent",
	summary: "Lets something outside speak as if the user had",
	request: {
		params,
		query,
		body: {
			required: true,
			...jsonContent(z.object({ name: z.string().min(1).max(256), entities: JsonValue.default([]) })),
		},
	},
	responses: { 200: answer(WithMessages, "The tracker, and what was said."), ...rasaRefusals(400, 404, 503) },
});

export const predict = defineRoute(asking, {
	...common,
	method: "post",
	path: path("predict"),
	operationId: "rasaPredict",
	summary: "What the bot would do next",
	request: { params, query },
	responses: {
		200: answer(PredictionBody, "Every action with its score, the best first."),
		...rasaRefusals(400, 404, 503),
	},
});

export const messages = defineRoute(changing, {
	...common,
	method: "post",
	path: path("messages"),
	operationId: "rasaAddMessage",
	summary: "Takes a message without answering it",
	request: {
		params,
		query,
		body: {
			required: true,
			...jsonContent(
				z.object({
					text: z.string().min(1).max(MAX_TEXT_CHARS),
					sender: z.literal("user", {
						error: "only messages of the sender `user` can be passed to this endpoint",
					}),
					parse_data: ParseData.partial().required({ intent: true }).nullish(),
				}),
			),
		},
	},
	responses: { 200: answer(TrackerBody, "The tracker after it."), ...rasaRefusals(400, 503) },
});
