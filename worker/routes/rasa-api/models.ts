import { OpenAPIHono } from "@hono/zod-openapi";
import type { Context } from "hono";
import { z } from "zod";
import { fetchModel } from "../../models/fetch-model.ts";
import {
	type Publishing,
	publishKept,
	publishModel,
	unpublishModel,
	UnfitModel,
} from "../../models/publish-model.ts";
import { assistantWorld } from "../../assistant-world.ts";
import type { HonoEnv } from "../../hono-env.ts";
import { RasaError } from "../../rasa-error.ts";
import { findModel } from "../../../store/models.ts";
import { limitModelBody } from "./body-limit.ts";
import * as routes from "./model-routes.ts";
import { refuseInvalid } from "./refusals.ts";

/** Rasa's body of `PUT /model`. */
const LoadRequest = z.looseObject({
	model_file: z.string().min(1).max(1_000).nullish(),
	model_server: z.json().optional(),
	remote_storage: z.string().nullish(),
});

/** What publishing needs of this request. */
export function publishing(c: Context<HonoEnv>): Publishing {
	const { services, surroundings, requestId } = c.var;
	return {
		db: services.database,
		nowMs: surroundings.nowMs(),
		actor: { kind: "api_key", id: "http-api" },
		requestId,
		open: (file) => surroundings.openModel(file, assistantWorld(c)),
		changed: surroundings.activeModelChanged,
	};
}

const app = new OpenAPIHono<HonoEnv>({ defaultHook: refuseInvalid });
app.use("/model", limitModelBody);

export const rasaModels = app
	.openapi(routes.load, async (c) => {
		try {
			await load(c, c.req.valid("query").model_file);
		} catch (error) {
			if (error instanceof UnfitModel) throw unloadable(error.message);
			throw error;
		}
		return c.body(null, 204);
	})
	.openapi(routes.unload, async (c) => {
		await unpublishModel(publishing(c));
		return c.body(null, 204);
	});

async function load(c: Context<HonoEnv>, name: string | undefined): Promise<void> {
	const type = c.req.header("Content-Type")?.split(";")[0]?.trim().toLowerCase() ?? "";
	if (type === "application/octet-stream") {
		const file = new Uint8Array(await c.req.arrayBuffer());
		return publishModel(file, baseName(name ?? "uploaded.caremodel"), publishing(c));
	}
	const { model_file: kept, model_server: server, remote_storage: storage } = await loadRequest(c);
	if (server !== undefined && server !== null) {
		const fetched = await fetchModel(server, {
			...c.var.services.config,
			PUBLIC_NETWORK: c.env.PUBLIC_NETWORK,
		});
		return publishModel(fetched.file, fetched.fileName, publishing(c));
	}
	if (typeof storage === "string")
		throw unloadable(
			"Credentials of a remote storage are not kept here: send the file itself, or give the object's signed address as the url of a model_server.",
		);
	if (typeof kept !== "string") throw unloadable("No path to model file defined in request_body.");
	const model = await findModel(c.var.services.database, baseName(kept));
	if (model === null)
		throw unloadable(`Agent with name '${kept}' could not be loaded: no such model is kept.`);
	return publishKept(model, publishing(c));
}

async function loadRequest(c: Context<HonoEnv>): Promise<z.infer<typeof LoadRequest>> {
	const body = LoadRequest.safeParse(await c.req.json().catch(() => null));
	if (!body.success) throw unloadable("No path to model file defined in request_body.");
	return body.data;
}

function unloadable(message: string): RasaError {
	return new RasaError(400, "BadRequest", message, { parameter: "model", in: "body" });
}

/** Rasa's clients send a path of their server's. */
function baseName(path: string): string {
	return path.split(/[/\\]/).at(-1) ?? path;
}
