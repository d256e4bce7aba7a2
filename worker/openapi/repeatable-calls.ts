/** What every route has beside its own: the Idempotency-Key of POSTs, the ETag of GETs, the limit of bodies. */
import type { RouteConfig } from "@hono/zod-openapi";
import { z } from "zod";
import { ErrorBody } from "../../contracts/errors.ts";
import { IDEMPOTENCY_KEY_HEADER, REPLAYED_HEADER } from "../middleware/idempotency.ts";
import { refusals } from "../routes/define-route.ts";
import type { JsonSchema, SchemaBook } from "./json-schema.ts";

/** As far as it is written here. */
const Operation = z.looseObject({
	description: z.string(),
	parameters: z.array(z.looseObject({})).default([]),
	responses: z.record(z.string(), z.looseObject({})),
});

const IDEMPOTENCY_KEY = {
	name: IDEMPOTENCY_KEY_HEADER,
	in: "header",
	required: false,
	description:
		"The same key again, with the same body, gets the first answer for a day, and nothing is done twice.",
	schema: { type: "string", minLength: 1, maxLength: 255 },
};
const REPLAYED = {
	[REPLAYED_HEADER]: {
		description: "There where this is the answer to an earlier call.",
		schema: { type: "string", const: "true" },
	},
};
const IF_NONE_MATCH = {
	name: "If-None-Match",
	in: "header",
	required: false,
	description: "ETags of answers that one has.",
	schema: { type: "string" },
};
const ETAG = {
	ETag: { description: "Names what this answer says, for `If-None-Match`.", schema: { type: "string" } },
};

/** Bodies that the Worker itself limits: those of Rasa's HTTP API say their own. */
const LIMITED = /^\/(?:api|webhooks)\/|^\/model\/parse$/;

/** An operation that takes a body, with the answer to one that is too long. @param path - where the route stands */
export function withBodyLimit(
	operation: JsonSchema,
	{ path, book }: { path: string; book: SchemaBook },
): JsonSchema {
	if (operation["requestBody"] === undefined || !LIMITED.test(path)) return operation;
	const { responses } = Operation.parse(operation);
	return { ...operation, responses: { ...describedRefusals(book, 413), ...responses } };
}

/** An operation with what the middleware of its route adds. @param path - where the route stands */
export function withRepeatableCalls(
	operation: JsonSchema,
	{ route, path, book }: { route: RouteConfig; path: string; book: SchemaBook },
): JsonSchema {
	if (Reflect.get(route, "x-takes-key") === true) return withKey(operation, book);
	if (route.method === "get" && /^\/(api|\.well-known)\//.test(path)) return withEtag(operation);
	const keyless = z.string().nullable().catch(null).parse(Reflect.get(route, "x-keyless"));
	if (keyless === null) return operation;
	return {
		...operation,
		description: `${String(operation["description"])}\n\nTakes no ${IDEMPOTENCY_KEY_HEADER}: ${keyless}.`,
	};
}

function withKey(operation: JsonSchema, book: SchemaBook): JsonSchema {
	const { parameters, responses } = Operation.parse(operation);
	return {
		...operation,
		parameters: [...parameters, IDEMPOTENCY_KEY],
		responses: { ...describedRefusals(book, 400, 409, 422, 503), ...withHeaders(responses, /^2/, REPLAYED) },
	};
}

function describedRefusals(book: SchemaBook, ...statuses: Parameters<typeof refusals>): JsonSchema {
	const content = { "application/json": { schema: book.describe(ErrorBody, "output") } };
	return Object.fromEntries(
		Object.entries(refusals(...statuses)).map(([status, { description }]) => [
			status,
			{ description, content },
		]),
	);
}

/** Only JSON has one: not an upgrade, not the way to another page, and not a file, which comes as a page to read too. */
function withEtag(operation: JsonSchema): JsonSchema {
	const { parameters, responses } = Operation.parse(operation);
	const types = Object.keys(z.looseObject({}).catch({}).parse(responses["200"]?.["content"]));
	if (!types.includes("application/json") || types.includes("text/html")) return operation;
	return {
		...operation,
		parameters: [...parameters, IF_NONE_MATCH],
		responses: {
			...withHeaders(responses, /^200$/, ETAG),
			304: { description: "An answer that one has still holds.", headers: ETAG },
		},
	};
}

function withHeaders(
	responses: z.infer<typeof Operation>["responses"],
	statuses: RegExp,
	headers: JsonSchema,
): JsonSchema {
	return Object.fromEntries(
		Object.entries(responses).map(([status, response]) => [
			status,
			statuses.test(status) ? { ...response, headers } : response,
		]),
	);
}
