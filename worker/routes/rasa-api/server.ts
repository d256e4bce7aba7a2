import { OpenAPIHono } from "@hono/zod-openapi";
import type { Context } from "hono";
import { stringify } from "yaml";
import { z } from "zod";
import { DialogueEvent } from "../../../contracts/dialogue-event.ts";
import { predictNext } from "../../../dialogue/predict-next.ts";
import { appendEvents, createTracker } from "../../../dialogue/tracker.ts";
import { trackerView } from "../../../dialogue/tracker-view.ts";
import { assistantWorld } from "../../assistant-world.ts";
import type { HonoEnv } from "../../hono-env.ts";
import { answer, defineRoute, jsonContent } from "../define-route.ts";
import { CHANGES_NOTHING } from "../repeats.ts";
import { limitApiBody } from "./body-limit.ts";
import { activeTrainings } from "../../models/train-model.ts";
import { RasaError } from "../../rasa-error.ts";
import { Look } from "./conversation-routes.ts";
import { rasaRefusals, refuseInvalid } from "./refusals.ts";
import { PredictionBody, trackerBody } from "./tracker-body.ts";

const admission = { access: "rasa-admin", limit: null } as const;
const asking = { ...admission, repeat: CHANGES_NOTHING } as const;
const common = { tags: ["rasa"] };
const Anything = z.looseObject({});

const status = defineRoute(admission, {
	...common,
	method: "get",
	path: "/status",
	operationId: "rasaStatus",
	summary: "Which model answers",
	responses: {
		200: answer(
			z.object({ model_file: z.string(), model_id: z.string(), num_active_training_jobs: z.int() }),
			"The model that new conversations begin with.",
		),
		...rasaRefusals(503),
	},
});

const domain = defineRoute(admission, {
	...common,
	method: "get",
	path: "/domain",
	operationId: "rasaDomain",
	summary: "The domain, as JSON or as YAML by the Accept header",
	responses: {
		200: {
			description: "The merged domain.",
			content: {
				"application/json": { schema: Anything },
				"application/x-yaml": { schema: z.string() },
			},
		},
		...rasaRefusals(406, 503),
	},
});

const predict = defineRoute(asking, {
	...common,
	method: "post",
	path: "/model/predict",
	operationId: "rasaModelPredict",
	summary: "What the bot would do after these events",
	request: {
		query: Look.pick({ include_events: true, token: true }),
		body: { required: true, ...jsonContent(z.array(DialogueEvent).max(10_000)) },
	},
	responses: {
		200: answer(PredictionBody, "Every action with its score, the best first."),
		...rasaRefusals(400, 413, 503),
	},
});

const app = new OpenAPIHono<HonoEnv>({ defaultHook: refuseInvalid });
app.use("/model/predict", limitApiBody);

export const rasaServer = app
	.openapi(status, async (c) => {
		const { modelId, assistantId, fileName } = await c.var.surroundings.assistant(assistantWorld(c));
		const body = {
			model_file: fileName ?? `${assistantId}.caremodel`,
			model_id: modelId,
			num_active_training_jobs: activeTrainings(),
		};
		return c.json(body, 200);
	})
	.openapi(domain, (c) => domainAs(c))
	.openapi(predict, async (c) => {
		const { assistant } = await c.var.surroundings.assistant(assistantWorld(c));
		const tracker = appendEvents(createTracker(assistant.domain, "default"), c.req.valid("json"));
		const { scores, policy, confidence } = predictNext(assistant, tracker);
		const view = trackerBody(trackerView(tracker, c.req.valid("query").include_events));
		return c.json({ scores: [...scores], policy, confidence, tracker: view }, 200);
	});

/** As in Rasa the end of the Accept header decides; whoever takes anything gets JSON. */
async function domainAs(c: Context<HonoEnv>): Promise<Response> {
	const accept = c.req.header("Accept") ?? "application/json";
	const { domainJson } = await c.var.surroundings.assistant(assistantWorld(c));
	c.header("Vary", "Accept", { append: true });
	if (accept.endsWith("json") || accept === "*/*") return c.json(domainJson, 200);
	if (/ya?ml$/.test(accept))
		return c.body(stringify(domainJson), 200, { "Content-Type": "application/x-yaml" });
	throw new RasaError(
		406,
		"NotAcceptable",
		'The domain comes as JSON ("Accept: application/json") or YAML ("Accept: application/x-yaml").',
	);
}
