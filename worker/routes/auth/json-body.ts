import type { z } from "zod";
import { jsonContent } from "../define-route.ts";

/** The `request` of a route that takes one JSON body. */
export function jsonBody<Schema extends z.ZodType>(schema: Schema) {
	return { body: { required: true, ...jsonContent(schema) } };
}
