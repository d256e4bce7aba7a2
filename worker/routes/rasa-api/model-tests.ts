import { OpenAPIHono } from "@hono/zod-openapi";
import type { Context } from "hono";
import { DEFAULT_SEED } from "../../../dialogue/train-project.ts";
import { crossValidateText } from "../../../nlu/cross-validate-text.ts";
import { NothingToJudge } from "../../../nlu/evaluation/messages-report.ts";
import { ProjectError } from "../../../project/fault.ts";
import { assistantWorld } from "../../assistant-world.ts";
import type { HonoEnv } from "../../hono-env.ts";
import { judgeByMessages, judgeByStories } from "../../models/judge-model.ts";
import { MOST } from "../../models/train-model.ts";
import { crossValidateAtServer } from "../../models/training-server.ts";
import { RasaError } from "../../rasa-error.ts";
import { limitApiBody } from "./body-limit.ts";
import { bodyText } from "./body-text.ts";
import * as routes from "./model-routes.ts";
import { refuseInvalid } from "./refusals.ts";

const app = new OpenAPIHono<HonoEnv>({ defaultHook: refuseInvalid });
app.use("/model/test/*", limitApiBody);

export const rasaModelTests = app
	.openapi(routes.testStories, async (c) => {
		const text = await bodyText(c);
		const model = await current(c);
		return c.json(
			judged(() => judgeByStories(model, text, c.req.valid("query").e2e)),
			200,
		);
	})
	.openapi(routes.testIntents, async (c) => {
		const { model: name, cross_validation_folds: folds } = c.req.valid("query");
		if (folds !== undefined) return crossValidated(c, folds);
		const text = await bodyText(c);
		const model = await current(c);
		if (name !== undefined && !name.includes(model.modelId) && !name.includes(model.assistantId))
			throw new RasaError(
				400,
				"BadRequest",
				"Only the model that answers now is tested: leave `model` away.",
				{
					parameter: "model",
					in: "query",
				},
			);
		return c.json(
			judged(() => judgeByMessages(model, text)),
			200,
		);
	});

async function crossValidated(c: Context<HonoEnv>, folds: number) {
	// Rasa splits YAML only; its clients send JSON for a test set
	if (/^application\/json\b/i.test(c.req.header("Content-Type") ?? ""))
		throw new RasaError(400, "TestingError", "Cross-validation is only supported for YAML data.");
	const text = await bodyText(c);
	const { TRAINING_SERVER: server } = c.var.services.config;
	if (server !== undefined)
		return c.json(await crossValidateAtServer(text, folds, server).catch(refuseUnreadable), 200);
	const wordVectors = await c.var.surroundings.wordVectors(assistantWorld(c));
	return c.json(
		judged(() =>
			crossValidateText(text, folds, {
				wordVectors,
				encoder: null,
				mostTaught: MOST.examples,
				seed: DEFAULT_SEED,
			}),
		),
		200,
	);
}

const current = (c: Context<HonoEnv>) => c.var.surroundings.assistant(assistantWorld(c));

/** @throws RasaError 400 for what can't be read */
function judged(judge: () => object): object {
	try {
		return judge();
	} catch (error) {
		return refuseUnreadable(error);
	}
}

/** @throws RasaError 400 for what can't be read; what was thrown otherwise */
function refuseUnreadable(error: unknown): never {
	if (!(error instanceof ProjectError || error instanceof NothingToJudge)) throw error;
	const reason = error instanceof NothingToJudge ? "BadRequest" : "TestingError";
	throw new RasaError(400, reason, error.message, { parameter: "", in: "body" });
}
