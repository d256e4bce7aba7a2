import { OpenAPIHono } from "@hono/zod-openapi";
import type { Context } from "hono";
import { outgoingNetwork, outgoingRules } from "../../../durable-objects/outgoing-network.ts";
import { pause } from "../../../durable-objects/pause.ts";
import { NothingToJudge } from "../../../nlu/evaluation/messages-report.ts";
import { ProjectError } from "../../../project/fault.ts";
import { pingDatabase } from "../../../store/database.ts";
import { assistantWorld } from "../../assistant-world.ts";
import { type HonoEnv, inBackground } from "../../hono-env.ts";
import { postResult, refusalOfCallback } from "../../models/post-result.ts";
import { keepModel } from "../../models/publish-model.ts";
import { modelFileName, trainModel } from "../../models/train-model.ts";
import { trainingFiles } from "../../models/training-files.ts";
import { RasaError } from "../../rasa-error.ts";
import type { SourceFile } from "../../../project/project-files.ts";
import { limitApiBody } from "./body-limit.ts";
import * as routes from "./model-routes.ts";
import { publishing } from "./models.ts";
import { onRasaError, refuseInvalid } from "./refusals.ts";
import { bodyText } from "./body-text.ts";

const app = new OpenAPIHono<HonoEnv>({ defaultHook: refuseInvalid });
app.use("/model/train", limitApiBody);

export const rasaTraining = app.openapi(routes.train, async (c) => {
	const { save_to_default_model_directory: isKept, callback_url: callback } = c.req.valid("query");
	const files = filesOf(await bodyText(c), c.req.header("Content-Type") ?? "");
	if (callback === undefined) return train(c, files, isKept);
	const refusal = refusalOfCallback(callback, outgoingRules(c.var.services.config));
	if (refusal !== null)
		throw new RasaError(400, "BadRequest", `callback_url ${refusal}.`, {
			parameter: "callback_url",
			in: "query",
		});
	inBackground(c, trainAndTell(c, files, { isKept, callback }));
	return c.body(null, 204);
});

/** @throws RasaError 400 */
function filesOf(body: string, contentType: string): SourceFile[] {
	try {
		return trainingFiles(body, contentType);
	} catch (error) {
		throw new RasaError(400, "BadRequest", error instanceof Error ? error.message : "No training data.", {
			parameter: "",
			in: "body",
		});
	}
}

async function train(c: Context<HonoEnv>, files: readonly SourceFile[], isKept: boolean): Promise<Response> {
	const { services, surroundings } = c.var;
	// better to hear before the work than after it
	if (isKept) await pingDatabase(services.database);
	const { bytes, modelId } = await trained(c, files);
	const fileName = modelFileName(surroundings.nowMs(), modelId);
	if (isKept) await keepModel(bytes, fileName, publishing(c));
	return c.body(new Uint8Array(bytes).buffer, 200, {
		"Content-Type": "application/octet-stream",
		"Content-Disposition": `attachment; filename="${fileName}"`,
		filename: fileName,
	});
}

async function trained(c: Context<HonoEnv>, files: readonly SourceFile[]) {
	try {
		return await trainModel(files, {
			server: c.var.services.config.TRAINING_SERVER ?? null,
			wordVectors: () => c.var.surroundings.wordVectors(assistantWorld(c)),
		});
	} catch (error) {
		if (!(error instanceof ProjectError || error instanceof NothingToJudge)) throw error;
		throw new RasaError(400, "TrainingError", error.message, { parameter: "", in: "body" });
	}
}

async function trainAndTell(
	c: Context<HonoEnv>,
	files: readonly SourceFile[],
	{ isKept, callback }: { readonly isKept: boolean; readonly callback: string },
): Promise<void> {
	// the answer to the caller goes first: training on this isolate's core leaves nothing else a turn
	await pause(0).over;
	const result = await train(c, files, isKept).catch((error: unknown) =>
		onRasaError(error instanceof Error ? error : new Error("training failed", { cause: error }), c),
	);
	const network = outgoingNetwork(c.env, outgoingRules(c.var.services.config));
	await postResult(callback, result, network).catch((error: unknown) =>
		assistantWorld(c).report(error, { event: "callback.failed" }),
	);
}
