import { bodyLimit } from "hono/body-limit";
import { MAX_MODEL_BYTES } from "../../models/fetch-model.ts";
import { AppError } from "../../errors.ts";

/** A conversation of some thousand events, sent as a whole. */
const MAX_BODY_BYTES = 2_000_000;

function limit(maxSize: number) {
	return bodyLimit({
		maxSize,
		onError: () => {
			throw new AppError("payload_too_large", `The body may have at most ${maxSize} bytes.`);
		},
	});
}

export const limitApiBody = limit(MAX_BODY_BYTES);
export const limitModelBody = limit(MAX_MODEL_BYTES);
