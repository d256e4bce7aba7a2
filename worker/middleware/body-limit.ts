import { bodyLimit } from "hono/body-limit";
import { AppError } from "../errors.ts";

/** Twice the longest frame of the socket: the longest message with its metadata fits, nothing much larger does. */
export const MAX_BODY_BYTES = 65_536;

export const limitBody = bodyLimit({
	maxSize: MAX_BODY_BYTES,
	onError: () => {
		throw new AppError("payload_too_large", `The body may have at most ${MAX_BODY_BYTES} bytes.`);
	},
});
