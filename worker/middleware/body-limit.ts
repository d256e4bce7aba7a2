import { createMiddleware } from "hono/factory";
import { bodyLimit } from "hono/body-limit";
import { MAX_MODEL_BYTES } from "../../contracts/models.ts";
import { AppError } from "../errors.ts";
import type { HonoEnv } from "../hono-env.ts";

/** Twice the longest frame of the socket: the longest message with its metadata fits, nothing much larger does. */
export const MAX_BODY_BYTES = 65_536;
/** Where a model file comes in. */
const MODEL_PATH = "/api/desk/models";

export function limitBodyTo(maxSize: number) {
	return bodyLimit({
		maxSize,
		onError: () => {
			throw new AppError("payload_too_large", `The body may have at most ${maxSize} bytes.`);
		},
	});
}

const limitJson = limitBodyTo(MAX_BODY_BYTES);
const limitModel = limitBodyTo(MAX_MODEL_BYTES);

/** What everybody may send is small; the one route that takes a file reads it after it knows who sends it. */
export const limitBody = createMiddleware<HonoEnv>((c, next) =>
	(c.req.path === MODEL_PATH ? limitModel : limitJson)(c, next),
);
