import { bodyLimit } from "hono/body-limit";
import { AppError } from "../../errors.ts";

/** A conversation of some thousand events, sent as a whole. */
const MAX_BODY_BYTES = 2_000_000;

export const limitApiBody = bodyLimit({
	maxSize: MAX_BODY_BYTES,
	onError: () => {
		throw new AppError("payload_too_large", `The body may have at most ${MAX_BODY_BYTES} bytes.`);
	},
});
