/** The routes of Rasa's HTTP API that publish, train and test models. */
import { z } from "zod";
import { answer, defineRoute } from "../define-route.ts";
import { CHANGES_NOTHING } from "../repeats.ts";
import { rasaRefusals } from "./refusals.ts";

const admission = { access: "rasa-admin", limit: null } as const;
const asking = { ...admission, repeat: CHANGES_NOTHING } as const;
const common = { tags: ["rasa"] };
const token = z.string().optional();
/** Rasa's way to write a switch. */
const flag = (byDefault: boolean) =>
	z
		.string()
		.optional()
		.transform((text) => (text === undefined ? byDefault : text.toLowerCase() === "true"))
		.pipe(z.boolean());

const YAML = { "application/yaml": { schema: z.string() } };
const Report = z.looseObject({});

export const load = defineRoute(admission, {
	...common,
	method: "put",
	path: "/model",
	operationId: "rasaLoadModel",
	summary: "Publishes a model: new conversations begin with it",
	description:
		"The body is a model file (`application/octet-stream`, as `care train` and `/model/train` make it), or JSON: `model_file` names one that is kept, `model_server` an address to fetch one from.",
	request: {
		query: z.object({ token, model_file: z.string().max(200).optional() }),
		body: {
			required: true,
			content: {
				"application/octet-stream": { schema: z.string() },
				"application/json": { schema: Report },
			},
		},
	},
	responses: { 204: { description: "It answers." }, ...rasaRefusals(400, 413, 415, 503) },
});

export const unload = defineRoute(admission, {
	...common,
	method: "delete",
	path: "/model",
	operationId: "rasaUnloadModel",
	summary: "Goes back to the model of the release",
	request: { query: z.object({ token }) },
	responses: { 204: { description: "New conversations begin with that again." }, ...rasaRefusals(503) },
});

/** The file is large, and kept among the models already. */
const training = {
	...admission,
	repeat: { how: "told", why: "`PUT /model` publishes the file by its name, where it was kept" },
} as const;

export const train = defineRoute(training, {
	...common,
	method: "post",
	path: "/model/train",
	operationId: "rasaTrain",
	summary: "Trains a model and answers with its file",
	description:
		"The body is the whole project in one YAML document, or JSON with its parts by name (`config`, `domain`, `nlu`, `stories`, …). With `callback_url` the answer is 204 at once, and the file or the refusal is posted there.",
	request: {
		query: z.object({
			token,
			save_to_default_model_directory: flag(true),
			callback_url: z.string().max(2_000).optional(),
			/** Rasa's: here every training is whole, in one thread, and does not augment. */
			force_training: z.string().optional(),
			augmentation: z.string().optional(),
			num_threads: z.string().optional(),
		}),
		// Rasa takes its body for YAML whatever it is called
		body: { required: false, content: { ...YAML, "application/json": { schema: Report } } },
	},
	responses: {
		200: {
			description: "The model file; its name is in the headers `filename` and `Content-Disposition`.",
			content: { "application/octet-stream": { schema: z.string() } },
		},
		204: { description: "The result comes to `callback_url`." },
		...rasaRefusals(400, 413, 503),
	},
});

export const testStories = defineRoute(asking, {
	...common,
	method: "post",
	path: "/model/test/stories",
	operationId: "rasaTestStories",
	summary: "Judges the current model by test stories",
	request: {
		query: z.object({ token, e2e: flag(false) }),
		body: { required: false, content: YAML },
	},
	responses: { 200: answer(Report, "As `rasa test core` reports."), ...rasaRefusals(400, 413, 503) },
});

export const testIntents = defineRoute(asking, {
	...common,
	method: "post",
	path: "/model/test/intents",
	operationId: "rasaTestIntents",
	summary: "Judges the current model by annotated messages",
	description:
		"With `cross_validation_folds` the body is a configuration with its NLU data, as `/model/train` takes it, and is judged by itself: each example by a model that was taught without its part.",
	request: {
		query: z.object({
			token,
			model: z.string().max(200).optional(),
			cross_validation_folds: z.coerce.number().int().min(2).max(100).optional(),
		}),
		body: { required: false, content: YAML },
	},
	responses: { 200: answer(Report, "As `rasa test nlu` reports."), ...rasaRefusals(400, 413, 503) },
});
