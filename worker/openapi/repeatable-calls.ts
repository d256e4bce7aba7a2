/** What every route has beside its own: the Idempotency-Key of POSTs, the ETag of GETs, the limit of bodies. */
import type { RouteConfig } from "@hono/zod-openapi";
import { z } from "zod";
import { ErrorBody } from "../../contracts/errors.ts";
import { assertNever } from "../../dialogue/assert-never.ts";
import { isRasaApi, RasaErrorBody } from "../rasa-error.ts";
import { TAGGED_TYPES } from "../middleware/etags.ts";
import { IDEMPOTENCY_KEY_HEADER, REPLAYED_HEADER, type Repeat } from "../middleware/idempotency.ts";
import { refusals } from "../routes/define-route.ts";
import type { JsonSchema, SchemaBook } from "./json-schema.ts";

/** As far as it is written here. */
const Operation = z.looseObject({
	description: z.string(),
	parameters: z.array(z.looseObject({})).default([]),
	responses: z.record(z.string(), z.looseObject({})),
});

const idempotencyKey = (repeat: Repeat) => ({
	name: IDEMPOTENCY_KEY_HEADER,
	in: "header",
	required: false,
	description: `The same key again within a day, with the same body, ${whatRepeatsGet(repeat)}.`,
	schema: { type: "string", minLength: 1, maxLength: 255 },
});

function whatRepeatsGet(repeat: Repeat): string {
	switch (repeat.how) {
		case "answered":
			return "gets the first answer, and nothing is done twice";
		case "known":
			return `gets the first answer, and nothing is done twice: ${repeat.why}`;
		case "harmless":
			return `is done again, which does no harm: ${repeat.why}`;
		case "told":
			return `is not done again, and hears so (409 \`already_done\`) instead of the answer: ${repeat.why}`;
		default:
			return assertNever(repeat);
	}
}
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
	return {
		...operation,
		responses: { ...describedRefusals(book, { body: ErrorBody, statuses: [413] }), ...responses },
	};
}

/** An operation with what the middleware of its route adds. @param path - where the route stands */
export function withRepeatableCalls(
	operation: JsonSchema,
	{ route, path, book }: { route: RouteConfig; path: string; book: SchemaBook },
): JsonSchema {
	if (route.method === "post") return withKey(operation, { route, path, book });
	return route.method === "get" ? withEtag(operation, path) : operation;
}

const RepeatOfRoute: z.ZodType<Repeat> = z.discriminatedUnion("how", [
	z.object({ how: z.literal("answered") }),
	z.object({ how: z.literal(["known", "harmless", "told"]), why: z.string() }),
]);

function withKey(
	operation: JsonSchema,
	{ route, path, book }: { route: RouteConfig; path: string; book: SchemaBook },
): JsonSchema {
	const repeat = RepeatOfRoute.parse(Reflect.get(route, "x-repeat"));
	const { parameters, responses } = Operation.parse(operation);
	const body = isRasaApi(path) ? RasaErrorBody : ErrorBody;
	const isOnce = repeat.how === "answered" || repeat.how === "told";
	const statuses: Parameters<typeof refusals> = isOnce ? [400, 409, 422, 503] : [400, 422];
	const replayed = { answered: /^2/, known: /^2/, harmless: /^$/, told: /^204$/ }[repeat.how];
	return {
		...operation,
		"x-repeat": repeat.how,
		parameters: [...parameters, idempotencyKey(repeat)],
		responses: {
			...describedRefusals(book, { body, statuses }),
			...withHeaders(responses, replayed, REPLAYED),
		},
	};
}

function describedRefusals(
	book: SchemaBook,
	{ body, statuses }: { body: z.ZodType; statuses: Parameters<typeof refusals> },
): JsonSchema {
	const content = { "application/json": { schema: book.describe(body, "output") } };
	return Object.fromEntries(
		Object.entries(refusals(...statuses)).map(([status, { description }]) => [
			status,
			{ description, content },
		]),
	);
}

/** Why an answer carries none: an export comes as a page to read too. Upgrades, and ways to another page, have nothing to keep. */
function tagless(types: readonly string[], path: string): string | null {
	if (types.includes("text/html")) return "it is made anew, dated and sent on as it is read";
	return path === "/healthz" || path === "/readyz" ? "it is the state of this moment" : null;
}

function withEtag(operation: JsonSchema, path: string): JsonSchema {
	const { parameters, responses, description } = Operation.parse(operation);
	const types = Object.keys(z.looseObject({}).catch({}).parse(responses["200"]?.["content"]));
	const why = tagless(types, path);
	if (why !== null) return { ...operation, description: `${description}\n\nCarries no ETag: ${why}.` };
	if (!types.some((type) => TAGGED_TYPES.includes(type))) return operation;
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
