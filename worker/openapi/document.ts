import type { OpenAPIHono, RouteConfig } from "@hono/zod-openapi";
import { z } from "zod";
import * as accounts from "../../contracts/accounts.ts";
import * as api from "../../contracts/api.ts";
import * as analytics from "../../contracts/analytics.ts";
import { BehindConversation } from "../../contracts/analytics-behind.ts";
import * as desk from "../../contracts/desk.ts";
import * as commands from "../../contracts/desk-commands.ts";
import * as inbox from "../../contracts/inbox.ts";
import { ErrorBody } from "../../contracts/errors.ts";
import * as models from "../../contracts/models.ts";
import { IdentityKey } from "../../contracts/identity.ts";
import { Permission } from "../../contracts/permissions.ts";
import { DeskSite } from "../../contracts/sites.ts";
import type { HonoEnv } from "../hono-env.ts";
import { type JsonSchema, SchemaBook } from "./json-schema.ts";
import { withBodyLimit, withRepeatableCalls } from "./repeatable-calls.ts";

const NAMED_ACCOUNTS = {
	ApiKey: accounts.ApiKey,
	Invitation: accounts.Invitation,
	MadeInvitation: accounts.MadeInvitation,
	Me: accounts.Me,
	Permission,
	Role: accounts.Role,
	SessionInfo: accounts.SessionInfo,
	SignedIn: accounts.SignedIn,
	User: accounts.User,
};

const NAMED_DESK = {
	BehindConversation,
	CannedReply: desk.CannedReply,
	Contact: desk.Contact,
	DeskConflict: commands.DeskConflict,
	DeskOutcome: commands.DeskOutcome,
	Person: commands.Person,
	Standing: commands.Standing,
	DeskConversation: desk.DeskConversation,
	DeskEvent: desk.DeskEvent,
	DeskSettings: inbox.DeskSettings,
	FeedbackItem: desk.FeedbackItem,
	Figures: analytics.Figures,
	Label: desk.Label,
	Model: models.DeskModel,
	Order: desk.DeskOrder,
	DeskSite,
	IdentityKey,
	Ticket: desk.Ticket,
};

const NAMED = {
	...NAMED_ACCOUNTS,
	...NAMED_DESK,
	ConversationList: api.ConversationList,
	ConversationSummary: api.ConversationSummary,
	ErrorBody,
	HistoryPage: api.HistoryPage,
	PostMessage: api.PostMessage,
	PostedMessage: api.PostedMessage,
	Readiness: api.Readiness,
	SeriesPoint: analytics.SeriesPoint,
	SocketTicket: api.SocketTicket,
	Version: api.Version,
	VisitorSession: api.VisitorSession,
};

const TAGS = [
	{ name: "visitors", description: "Who comes to the page, without an account." },
	{ name: "conversations", description: "A visitor's own conversations." },
	{
		name: "accounts",
		description: "One's own account: signing up and in, sessions, password, second factor.",
	},
	{ name: "administration", description: "Other people's accounts, roles, invitations, API keys." },
	{
		name: "desk",
		description: "For those who care for customers: everybody's conversations and what belongs to them.",
	},
	{ name: "personal data", description: "Everything of one's own, erased or taken along." },
	{ name: "analytics", description: "The figures of the desk, and the conversations behind each." },
	{ name: "site", description: "Whose chat it is." },
	{ name: "webhooks", description: "Who is told what conversations gain." },
	{ name: "messages", description: "What is said in them." },
	{ name: "socket", description: "The same, live." },
	{ name: "understanding", description: "What the model makes of a text." },
	{ name: "channels", description: "Rasa's channels." },
	{ name: "rasa", description: "Rasa's HTTP API, where it is turned on." },
	{ name: "operations", description: "For those who run it." },
];

/** The OpenAPI 3.1 document of the routes that an app has: what is served and what is written are one. */
export function openApiDocument(app: OpenAPIHono<HonoEnv>, version: string): JsonSchema {
	const book = new SchemaBook(NAMED);
	const paths: Record<string, JsonSchema> = {};
	for (const definition of app.openAPIRegistry.definitions) {
		if (definition.type !== "route") continue;
		const { route } = definition;
		const path = route.path.length > 1 ? route.path.replace(/\/$/, "") : route.path;
		paths[path] = {
			...paths[path],
			[route.method]: withRepeatableCalls(withBodyLimit(operation(route, book), { path, book }), {
				route,
				path,
				book,
			}),
		};
	}
	return {
		openapi: "3.1.0",
		info: {
			title: "Customer Care AI",
			version,
			description: "Conversations with the bot and with the people behind it.",
			contact: { name: "Customer Care AI" },
			license: { name: "Apache-2.0", identifier: "Apache-2.0" },
		},
		servers: [{ url: "/" }],
		tags: TAGS,
		paths,
		components: {
			schemas: book.components,
			securitySchemes: {
				rasaToken: { type: "apiKey", in: "query", name: "token", description: "API_TOKEN" },
				rasaJwt: {
					type: "http",
					scheme: "bearer",
					bearerFormat: "JWT",
					description: "A JWT with `user.role` and `user.username`, signed with API_JWT_SECRET",
				},
				access: {
					type: "http",
					scheme: "bearer",
					bearerFormat: "JWT",
					description: "POST /api/auth/sign-in",
				},
				apiKey: { type: "http", scheme: "bearer", bearerFormat: "care_…", description: "POST /api/api-keys" },
				refreshCookie: {
					type: "apiKey",
					in: "cookie",
					name: "__Secure-care_refresh",
					description: "Set by a sign-in; wants our own Origin and the header X-Care-Client beside it",
				},
				visitor: { type: "http", scheme: "bearer", bearerFormat: "JWT", description: "POST /api/visitors" },
			},
		},
	};
}

function operation(route: RouteConfig, book: SchemaBook): JsonSchema {
	const { operationId, summary, description, tags, security } = route;
	const body = route.request?.body;
	const parameters = [
		...parametersOf("path", route.request?.params, book),
		...parametersOf("query", route.request?.query, book),
	];
	return {
		operationId,
		summary,
		description: [description, admissionText(z.string().parse(Reflect.get(route, "x-access")))]
			.filter((part) => part !== undefined)
			.join("\n\n"),
		tags,
		security,
		"x-access": Reflect.get(route, "x-access"),
		...(parameters.length === 0 ? {} : { parameters }),
		...(body === undefined
			? {}
			: {
					requestBody: { required: body.required !== false, content: contentOf(body.content, "input", book) },
				}),
		responses: Object.fromEntries(
			Object.entries(route.responses).map(([status, response]) => [
				status,
				"description" in response
					? {
							description: response.description,
							...("content" in response && response.content !== undefined
								? { content: contentOf(response.content, "output", book) }
								: {}),
						}
					: response,
			]),
		),
	};
}

/** Who may call, in words. */
function admissionText(access: string): string {
	const words: Readonly<Record<string, string>> = {
		public: "Everybody may call it.",
		"signed-in": "For whoever is signed in.",
		"refresh-cookie": "For the browser with the cookie of a sign-in, on a page of ours.",
		visitor: "For any visitor.",
		"own-conversation": "For the visitor whose conversation it is.",
		ticket: "For who holds a ticket.",
		"rasa-admin": "By Rasa's rules: for administrators.",
		"rasa-conversation": "By Rasa's rules: for administrators, and the user of that name.",
	};
	return words[access] ?? `Needs the permission \`${access}\`.`;
}

function contentOf(content: object, io: "input" | "output", book: SchemaBook): JsonSchema {
	return Object.fromEntries(
		Object.entries(content).map(([type, media]: [string, { schema?: unknown }]) => [
			type,
			media.schema instanceof z.ZodType ? { schema: book.describe(media.schema, io) } : {},
		]),
	);
}

function parametersOf(place: "path" | "query", schema: unknown, book: SchemaBook): JsonSchema[] {
	if (!(schema instanceof z.ZodObject)) return [];
	return Object.entries(schema.shape).map(([name, field]) => ({
		name,
		in: place,
		required: place === "path" || !(field instanceof z.ZodType && field.safeParse(undefined).success),
		schema: field instanceof z.ZodType ? book.describe(field, "output") : {},
	}));
}
