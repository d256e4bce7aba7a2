import { createRoute, type RouteConfig, type z } from "@hono/zod-openapi";
import type { MiddlewareHandler } from "hono";
import { ErrorBody } from "../../contracts/errors.ts";
import { Permission } from "../../contracts/permissions.ts";
import { requireOwnConversation, requireVisitor } from "../auth/access.ts";
import { requireOwnPage } from "../auth/cookies.ts";
import { requirePermission, requirePrincipal, requireSession } from "../auth/principal.ts";
import { requireRasaAdmin, requireRasaConversation } from "../auth/rasa-access.ts";
import type { HonoEnv } from "../hono-env.ts";
import type { LimitName } from "../limits/rules.ts";
import { emptyBodyIsNone } from "../middleware/empty-body.ts";
import {
	addressOf,
	type CallerOf,
	cookieOf,
	idempotentFor,
	principalOf,
	rasaCallerOf,
	type Repeat,
	visitorIdOf,
} from "../middleware/idempotency.ts";
import { limitByAddress, limitByPrincipal, limitByVisitor } from "../middleware/rate-limit.ts";

/**
 * Who may call a route: whose roles or API key hold the permission that it names; everybody; whoever is signed in; the
 * browser with the refresh cookie, on a page of ours; any visitor; the visitor whose conversation the path names; who
 * holds a ticket (the handler spends it); by Rasa's rules, an administrator or the user whose conversation the path names. A route
 * without one does not compile.
 */
export type Access =
	| Permission
	| "public"
	| "signed-in"
	| "refresh-cookie"
	| "visitor"
	| "own-conversation"
	| "ticket"
	| "rasa-admin"
	| "rasa-conversation";

export interface Admission {
	readonly access: Access;
	/** The route's own limit, beside that of the address which all routes share. */
	readonly limit: Exclude<LimitName, "address"> | null;
	/** What becomes of a POST that comes again under its Idempotency-Key, where it does not get the first answer as it was kept. */
	readonly repeat?: Repeat;
}

const ACCESS_RULES: Readonly<
	Record<Exclude<Access, Permission | "signed-in">, readonly MiddlewareHandler<HonoEnv>[]>
> = {
	public: [],
	"refresh-cookie": [requireOwnPage],
	visitor: [requireVisitor],
	"own-conversation": [requireVisitor, requireOwnConversation],
	ticket: [],
	"rasa-admin": [requireRasaAdmin],
	"rasa-conversation": [requireRasaConversation],
};

/** A route that says who may call it and how often: its middleware and its place in the OpenAPI document follow. */
export function defineRoute<const Config extends RouteConfig>(admission: Admission, config: Config) {
	return createRoute({
		...config,
		security: securityOf(admission.access),
		middleware: [
			...middlewareOf(admission),
			...(config.method === "post" ? [idempotentFor(callerOf(admission.access), repeatOf(admission))] : []),
			...(config.request?.body?.required === false ? [emptyBodyIsNone] : []),
		],
		"x-access": admission.access,
		"x-repeat": config.method === "post" ? repeatOf(admission) : null,
	});
}

function repeatOf({ repeat = { how: "answered" } }: Admission): Repeat {
	return repeat;
}

function callerOf(access: Access): CallerOf {
	if (isPermission(access) || access === "signed-in") return principalOf;
	if (access === "visitor" || access === "own-conversation") return visitorIdOf;
	if (access === "refresh-cookie") return cookieOf;
	return access.startsWith("rasa-") ? rasaCallerOf : addressOf;
}

function securityOf(access: Access) {
	if (isPermission(access)) return [{ access: [] }, { apiKey: [] }];
	if (access === "signed-in") return [{ access: [] }];
	if (access === "refresh-cookie") return [{ refreshCookie: [] }];
	if (access === "visitor" || access === "own-conversation") return [{ visitor: [] }];
	return access.startsWith("rasa-") ? [{ rasaToken: [] }, { rasaJwt: [] }] : [];
}

/** The limit stands between who it is and whose it is: trying out ids costs as much as using them. */
function middlewareOf({ access, limit }: Admission): MiddlewareHandler<HonoEnv>[] {
	if (isPermission(access) || access === "signed-in") {
		const last = isPermission(access) ? requirePermission(access) : requireSession;
		return [requirePrincipal, limitByPrincipal(limit ?? "account"), last];
	}
	const [identify, ...rest] = ACCESS_RULES[access];
	if (identify === undefined || access === "refresh-cookie")
		return [...(limit === null ? [] : [limitByAddress(limit)]), ...ACCESS_RULES[access]];
	return [identify, ...(limit === null ? [] : [limitByVisitor(limit)]), ...rest];
}

function isPermission(access: Access): access is Permission {
	return Permission.safeParse(access).success;
}

export function jsonContent<Schema extends z.ZodType>(schema: Schema) {
	return { content: { "application/json": { schema } } };
}

export function answer<Schema extends z.ZodType>(schema: Schema, description: string) {
	return { description, ...jsonContent(schema) };
}

const REFUSALS = {
	400: "A field can't be taken; `fields` names each.",
	401: "No valid token.",
	403: "The origin is not allowed, or a permission is missing.",
	409: "It can't be done as things stand; the message says why.",
	404: "There is no such thing, or it is somebody else's.",
	413: "The text or the body is too long.",
	415: "The body is not application/json.",
	422: "The Idempotency-Key was used for another body.",
	429: "Too many requests: `Retry-After` says when to try again.",
	503: "A part that this needs is away; the message names it.",
} as const;
type RefusalStatus = keyof typeof REFUSALS;

/** The refusals of a route for the OpenAPI document; 500 can happen anywhere. */
export function refusals(...statuses: RefusalStatus[]) {
	const described = Object.fromEntries(
		statuses.map((status) => [status, answer(ErrorBody, REFUSALS[status])]),
	);
	return { ...described, 500: answer(ErrorBody, "Our fault; it has been reported.") };
}
