import { MAX_MODEL_BYTES } from "../../../contracts/models.ts";
import { limitBodyTo } from "../../middleware/body-limit.ts";

/** A conversation of some thousand events, sent as a whole. */
const MAX_BODY_BYTES = 2_000_000;

export const limitApiBody = limitBodyTo(MAX_BODY_BYTES);
export const limitModelBody = limitBodyTo(MAX_MODEL_BYTES);
