/** The routes of a running product, out of its own OpenAPI document: what is added there is walked without an edit here. */
import { z } from "zod";
import { NOBODYS_ID, sampleOf } from "../contracts/schema-sample.ts";

const Parameter = z.object({
	name: z.string(),
	in: z.enum(["path", "query", "header"]),
	required: z.boolean().default(false),
	schema: z.record(z.string(), z.unknown()),
});
type Parameter = z.infer<typeof Parameter>;

const Media = z.object({ schema: z.record(z.string(), z.unknown()).optional() });

const Operation = z.looseObject({
	operationId: z.string(),
	"x-access": z.string(),
	parameters: z.array(Parameter).default([]),
	requestBody: z.object({ content: z.record(z.string(), Media) }).optional(),
	responses: z.record(z.string(), z.unknown()),
});

export const OpenApiDocument = z.looseObject({
	paths: z.record(z.string(), z.record(z.string(), Operation)),
	components: z.looseObject({ schemas: z.record(z.string(), z.record(z.string(), z.unknown())) }),
});
export type OpenApiDocument = z.infer<typeof OpenApiDocument>;

/** One method of one path. */
export interface RouteUnderTest {
	/** `get /api/users/{id}` */
	readonly name: string;
	readonly method: string;
	readonly path: string;
	/** Who may call it, as `defineRoute` was told. */
	readonly access: string;
	readonly parameters: readonly Parameter[];
	/** A body that the route's schema takes, or comes near to; undefined where it takes none. */
	readonly body: unknown;
	readonly contentTypes: readonly string[];
}

/** Whether a visitor's token opens it, not a session's. */
export function isOfVisitor({ access }: Pick<RouteUnderTest, "access">): boolean {
	return access === "visitor" || access === "own-conversation";
}

export function routesOf(document: OpenApiDocument): readonly RouteUnderTest[] {
	return Object.entries(document.paths).flatMap(([path, operations]) =>
		Object.entries(operations).map(([method, operation]): RouteUnderTest => {
			const content = operation.requestBody?.content ?? {};
			const json = content["application/json"]?.schema;
			return {
				name: `${method} ${path}`,
				method: method.toUpperCase(),
				path,
				access: operation["x-access"],
				parameters: operation.parameters,
				body: json === undefined ? undefined : sampleOf(json, document.components.schemas),
				contentTypes: Object.keys(content),
			};
		}),
	);
}

/** Whoever calls these is known to no route afterwards: a walk leaves them out, or sends somebody whom nothing else needs. */
export const ENDS_THE_SESSION = new Set(["post /api/auth/sign-out-everywhere", "delete /api/auth/me"]);

/** A place in a request that takes a string. */
export interface StringPlace {
	readonly route: RouteUnderTest;
	/** `query.search`, `path.id`, `body.email`, `body.roles.0` */
	readonly name: string;
	/** The request with this text there, and samples everywhere else. */
	readonly fill: (text: string) => FilledRequest;
}

export interface FilledRequest {
	readonly path: string;
	readonly body: unknown;
	readonly headers: Readonly<Record<string, string>>;
}

/** Every place of a route that takes a string, one at a time. Numbers and choices count too: an attacker writes what they like. */
export function stringPlaces(route: RouteUnderTest): readonly StringPlace[] {
	const inParameters = route.parameters.map((parameter): StringPlace => ({
		route,
		name: `${parameter.in}.${parameter.name}`,
		fill: (text) =>
			parameter.in === "header"
				? { path: addressOf(route), body: route.body, headers: { [parameter.name]: headerValue(text) } }
				: { path: addressOf(route, { [parameter.name]: text }), body: route.body, headers: {} },
	}));
	const inBody = leavesOf(route.body).map((keys): StringPlace => ({
		route,
		name: ["body", ...keys].join("."),
		fill: (text) => ({ path: addressOf(route), body: replaced(route.body, keys, text), headers: {} }),
	}));
	return [...inParameters, ...inBody];
}

/** What of a text a header can carry. */
function headerValue(text: string): string {
	return text.replaceAll(/[^\u0020-\u007e]/g, "?");
}

/** The address with samples in the place of its parameters, and of those that are given what is given. */
export function addressOf(route: RouteUnderTest, given: Readonly<Record<string, string>> = {}): string {
	const query = new URLSearchParams();
	let path = route.path;
	for (const { name, in: place, required } of route.parameters) {
		if (place === "header") continue;
		const value = given[name] ?? (place === "path" ? samplePathPart(name) : required ? "sample" : undefined);
		if (value === undefined) continue;
		if (place === "path") path = path.replace(`{${name}}`, encodeURIComponent(value));
		else query.set(name, value);
	}
	return query.size === 0 ? path : `${path}?${query.toString()}`;
}

function samplePathPart(name: string): string {
	return name === "id" ? NOBODYS_ID : name === "number" ? "T-0" : "sample";
}

function leavesOf(value: unknown, keys: readonly string[] = []): string[][] {
	if (typeof value === "string" || typeof value === "number") return [[...keys]];
	if (typeof value !== "object" || value === null) return [];
	return Object.entries(value).flatMap(([key, inner]: [string, unknown]) => leavesOf(inner, [...keys, key]));
}

function replaced(value: unknown, [key, ...rest]: readonly string[], text: string): unknown {
	if (key === undefined) return text;
	if (Array.isArray(value))
		return value.map((item: unknown, index) => (String(index) === key ? replaced(item, rest, text) : item));
	if (typeof value !== "object" || value === null) return value;
	return Object.fromEntries(
		Object.entries(value).map(([name, inner]: [string, unknown]) => [
			name,
			name === key ? replaced(inner, rest, text) : inner,
		]),
	);
}
