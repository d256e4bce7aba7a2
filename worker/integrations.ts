/** What the configuration joins this deployment to, in words for people: never a secret, and of an address its host alone. */
import type { Integration } from "../contracts/integrations.ts";
import { checkActionEndpoint } from "../durable-objects/action-endpoint.ts";
import { checkResponseEndpoint } from "../durable-objects/response-endpoint.ts";
import { DUCKLING_OFF } from "../durable-objects/duckling-client.ts";
import type { AppEnv } from "./env.ts";

type Facts = Readonly<Record<string, string | null>>;

/** Everything that can be set, whether or not it is. */
export function integrationsOf(config: AppEnv): Integration[] {
	return [...channels(config), ...bot(config), ...people(config), ...stores(config), ...operations(config)];
}

function channels(config: AppEnv): Integration[] {
	const { REST_CHANNEL, CALLBACK_CHANNEL: callback, SOCKETIO_CHANNEL: socketIo, HTTP_API: api } = config;
	return [
		{
			...entry("rest", "channels", REST_CHANNEL === "on", { Path: "/webhooks/rest/webhook" }),
			name: "Rasa REST channel",
			purpose: "Clients that were written for Rasa send a message and get the replies.",
			isOpen: REST_CHANNEL === "on",
			settings: ["REST_CHANNEL"],
		},
		{
			...entry("callback", "channels", callback !== null, {
				Path: "/webhooks/callback/webhook",
				"Replies go to": callback === null ? null : hostOf(callback.url),
			}),
			name: "Rasa callback channel",
			purpose: "Replies are posted to an address of yours.",
			isOpen: callback !== null,
			settings: ["CALLBACK_CHANNEL"],
		},
		{
			...entry("socketio", "channels", socketIo !== null, {
				Path: socketIo?.socketio_path ?? null,
				Namespace: socketIo?.namespace ?? null,
				"Sign-in": typeof socketIo?.jwt_key === "string" ? `JWT, ${socketIo.jwt_method}` : "none",
			}),
			name: "Rasa socket.io channel",
			purpose: "socket.io clients and the rasa-webchat widget talk here.",
			isOpen: socketIo !== null && typeof socketIo.jwt_key !== "string",
			settings: ["SOCKETIO_CHANNEL"],
		},
		{
			...entry("http-api", "channels", api !== null, {
				"Sign-in": apiSignIn(api),
			}),
			name: "Rasa HTTP API",
			purpose: "Trackers, training and models as Rasa’s server has them; without it no model is published.",
			isOpen: api !== null && api.token === null && api.jwt === null,
			settings: ["HTTP_API", "API_TOKEN", "API_JWT_SECRET", "API_JWT_METHOD"],
		},
	];
}

function apiSignIn(api: AppEnv["HTTP_API"]): string {
	if (api === null) return "";
	const ways = [
		...(api.token === null ? [] : ["token"]),
		...(api.jwt === null ? [] : [`JWT, ${api.jwt.method}`]),
	];
	return ways.length === 0 ? "none" : ways.join(" or ");
}

function bot(config: AppEnv): Integration[] {
	const actions = checkActionEndpoint(config);
	const responses = checkResponseEndpoint(config);
	const action = actions.ok ? actions.endpoint : null;
	const nlg = responses.ok ? responses.endpoint : null;
	const { RASA_DUCKLING_HTTP_URL: ducklingUrl } = config;
	const duckling = ducklingUrl === DUCKLING_OFF ? undefined : ducklingUrl;
	return [
		{
			...entry("actions", "bot", action !== null, endpointFacts(action)),
			name: "Action server",
			purpose: "Runs the custom actions that are not built in.",
			settings: ["ACTION_ENDPOINT_URL", "ACTION_ENDPOINT", "OUTGOING_HOSTS"],
		},
		{
			...entry("nlg", "bot", nlg !== null, endpointFacts(nlg)),
			name: "NLG server",
			purpose: "Words the bot’s responses.",
			settings: ["NLG_ENDPOINT", "OUTGOING_HOSTS"],
		},
		{
			...entry("duckling", "bot", duckling !== undefined, {
				Host: duckling === undefined ? null : hostOf(duckling),
			}),
			name: "Duckling",
			purpose: "Reads times and amounts, where the pipeline has DucklingEntityExtractor.",
			settings: ["RASA_DUCKLING_HTTP_URL"],
		},
	];
}

function people({ accounts }: AppEnv): Integration[] {
	const mail = accounts?.mail ?? null;
	const providers = accounts?.oidcProviders ?? [];
	const keys = accounts?.encryptionKeys?.keys.length ?? 0;
	return [
		{
			...entry("mail", "people", accounts !== null, {
				Provider: mail?.provider ?? (accounts === null ? null : "the mailbox of development"),
				From: mail?.from ?? null,
			}),
			name: "Mail",
			purpose: "Confirms addresses, invites and resets passwords; without it there are no accounts.",
			settings: ["MAIL", "MAIL_TOKEN", "PUBLIC_URL"],
		},
		{
			...entry(
				"oidc",
				"people",
				providers.length > 0,
				Object.fromEntries(providers.map(({ name, issuer }) => [name, hostOf(issuer)])),
			),
			name: "OpenID Connect",
			purpose: "People sign in by an account that they have elsewhere.",
			settings: ["OIDC_PROVIDERS"],
		},
		{
			...entry("encryption", "people", keys > 0, { Keys: String(keys) }),
			name: "Encryption keys",
			purpose:
				"Seal the secrets of two-step sign-in and of webhooks, and answers that are kept for a repeat.",
			settings: ["ENCRYPTION_KEYS"],
		},
	];
}

function stores(config: AppEnv): Integration[] {
	return [
		{
			...entry("postgres", "stores", true, {
				Host: hostOf(config.DATABASE_URL),
				By: config.DATABASE_FETCH_ENDPOINT === undefined ? null : hostOf(config.DATABASE_FETCH_ENDPOINT),
			}),
			name: "PostgreSQL",
			purpose: "Archive, accounts, settings and figures.",
			settings: ["DATABASE_URL", "DATABASE_FETCH_ENDPOINT"],
		},
		{
			...entry("redis", "stores", true, { Host: hostOf(config.UPSTASH_REDIS_REST_URL) }),
			name: "Redis",
			purpose: "Sessions, tickets, limits, and answers that are kept for a moment.",
			settings: ["UPSTASH_REDIS_REST_URL", "UPSTASH_REDIS_REST_TOKEN"],
		},
	];
}

function operations({ SENTRY_DSN: dsn }: AppEnv): Integration[] {
	return [
		{
			...entry("sentry", "operations", dsn !== undefined, { Host: dsn === undefined ? null : hostOf(dsn) }),
			name: "Error reports",
			purpose: "Errors of ours are told to Sentry, without anybody’s words.",
			settings: ["SENTRY_DSN"],
		},
	];
}

/** Closed, unless it says otherwise; facts of what is off are nobody's. */
function entry(id: string, area: Integration["area"], isOn: boolean, facts: Facts) {
	const told = Object.entries(isOn ? facts : {}).flatMap(([name, value]) =>
		value === null || value === "" ? [] : [{ name, value }],
	);
	return { id, area, isOn, isOpen: false, facts: told };
}

function endpointFacts(endpoint: { readonly url: string; readonly timeout_seconds: number } | null): Facts {
	return {
		Host: endpoint === null ? null : hostOf(endpoint.url),
		"Given up after": endpoint === null ? null : `${endpoint.timeout_seconds} s`,
	};
}

/** Host and port: user names, paths and queries may hold secrets. */
function hostOf(url: string): string {
	return URL.canParse(url) ? new URL(url).host : "set";
}
