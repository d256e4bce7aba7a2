/** The strings of the environment, parsed once. Bindings (objects, assets) are used from `c.env` as they are. */
import { z } from "zod";
import { RetentionSettings } from "../contracts/retention.ts";
import { SiteName, SiteStarters } from "../contracts/api.ts";
import { checkActionEndpoint } from "../durable-objects/action-endpoint.ts";
import { checkResponseEndpoint } from "../durable-objects/response-endpoint.ts";
import { checkCallback } from "../durable-objects/callback-endpoint.ts";
import { DUCKLING_OFF } from "../durable-objects/duckling-client.ts";
import { canPublishModels } from "../durable-objects/published-models.ts";
import { RedactionSettings } from "../durable-objects/redaction/redaction-settings.ts";
import { JWT_METHODS, type JwtMethod } from "../durable-objects/shared-jwt.ts";
import { type SocketIoSettings, socketIoSettings } from "../durable-objects/socketio/socketio-settings.ts";
import { accountSettings, MailSettings, OidcProviders, PublicUrl } from "./account-settings.ts";
import { EncryptionKeySet } from "../store/sealed-texts.ts";
import { SigningKeySet } from "./auth/signing-key-set.ts";
import { TrainingServerSettings } from "./models/training-server.ts";
import { LimitOverrides, limitRules } from "./limits/rules.ts";

/** wrangler.toml lists the optional variables as "", and plain workerd hands over null for what is not set. */
const emptyAsAbsent = (value: unknown): unknown => (value === "" || value === null ? undefined : value);

function optional<Schema extends z.ZodType>(schema: Schema) {
	return z.preprocess(emptyAsAbsent, schema.optional());
}

const HttpUrl = z.url({ protocol: /^https?$/, error: "must be an http or https URL" });

const Json = z.string().transform((text, context): unknown => {
	try {
		return JSON.parse(text);
	} catch {
		// the parser's own message would quote the value
		context.addIssue({ code: "custom", message: "is not JSON" });
		return z.NEVER;
	}
});

/** A comma-separated list of exact origins: scheme, host and port, nothing else, and never a wildcard. */
const Origins = z
	.string()
	.transform((list) =>
		list
			.split(",")
			.map((origin) => origin.trim())
			.filter((origin) => origin !== ""),
	)
	.pipe(
		z.array(
			z
				.string()
				.refine(
					(origin) => URL.canParse(origin) && new URL(origin).origin === origin,
					"each must be an exact origin such as https://shop.example, without a path or a wildcard",
				),
		),
	);

const Variables = z.object({
	ENVIRONMENT: z.enum(["development", "staging", "production"]),
	VERSION: optional(z.string().max(64)).transform((version) => version ?? "unreleased"),
	DATABASE_URL: z
		.string()
		.regex(/^postgres(ql)?:\/\/\S+$/, "must be a URL postgresql://user:password@host/name"),
	DATABASE_FETCH_ENDPOINT: optional(HttpUrl),
	UPSTASH_REDIS_REST_URL: HttpUrl,
	UPSTASH_REDIS_REST_TOKEN: z.string().min(1, "is empty"),
	SIGNING_KEYS: Json.pipe(SigningKeySet),
	SENTRY_DSN: optional(HttpUrl),
	ALLOWED_ORIGINS: optional(Origins).transform((origins) => origins ?? []),
	CLIENT_ADDRESS_HEADER: optional(
		z.string().regex(/^[A-Za-z0-9-]{1,64}$/, "must be the name of one header, such as CF-Connecting-IP"),
	),
	REST_CHANNEL: optional(z.enum(["on", "off"])),
	RASA_DUCKLING_HTTP_URL: optional(
		z.union([z.literal(DUCKLING_OFF), z.url({ protocol: /^https?$/ })], {
			error: "must be an http or https URL, or off",
		}),
	),
	SOCKETIO_CHANNEL: optional(z.string()),
	CALLBACK_CHANNEL: optional(z.string()),
	HTTP_API: optional(z.enum(["on", "off"])),
	API_TOKEN: optional(z.string().min(8, "must have at least 8 characters")),
	API_JWT_SECRET: optional(z.string()),
	API_JWT_METHOD: optional(z.enum(JWT_METHODS)),
	TRAINING_SERVER: optional(Json.pipe(TrainingServerSettings)),
	SITE_NAME: optional(z.string().trim().pipe(SiteName)),
	SITE_STARTERS: optional(Json.pipe(SiteStarters)),
	ACTION_ENDPOINT_URL: optional(z.string()),
	ACTION_ENDPOINT: optional(z.string()),
	NLG_ENDPOINT: optional(z.string()),
	OUTGOING_HOSTS: optional(z.string()),
	REDACTION: optional(Json.pipe(RedactionSettings)),
	RETENTION: optional(Json.pipe(RetentionSettings)),
	PUBLIC_URL: optional(PublicUrl),
	MAIL: optional(Json.pipe(MailSettings)),
	MAIL_TOKEN: optional(z.string()),
	ENCRYPTION_KEYS: optional(Json.pipe(EncryptionKeySet)),
	OIDC_PROVIDERS: optional(Json.pipe(OidcProviders)),
	RATE_LIMITS: optional(Json.pipe(LimitOverrides)).transform((overrides) => limitRules(overrides ?? {})),
});
/** All that there are: docs/configuration.md and .dev.vars.example name each. */
export const VARIABLE_NAMES: readonly string[] = Object.keys(Variables.shape);

const AppEnvSchema = Variables.superRefine((env, context) => {
	// the objects read these by themselves: here they are checked where a bad value can be seen at once
	const actions = checkActionEndpoint(env);
	if (!actions.ok) context.addIssue({ code: "custom", path: [actions.name], message: actions.fault });
	const responses = checkResponseEndpoint(env);
	if (!responses.ok) context.addIssue({ code: "custom", path: ["NLG_ENDPOINT"], message: responses.fault });
}).transform((env, context) => ({
	...env,
	...channels(env, context),
	HTTP_API: httpApi(env, context),
	accounts: accountSettings(env, context),
	/** Rasa's REST channel has no sign-in of its own: open to everybody where it is on. */
	REST_CHANNEL: env.REST_CHANNEL ?? (env.ENVIRONMENT === "development" ? "on" : "off"),
}));
/** Who may use Rasa's HTTP API; with neither token nor key everybody may, which only development allows. */
export interface HttpApiSettings {
	readonly token: string | null;
	readonly jwt: { readonly secret: string; readonly method: JwtMethod } | null;
}

/** Null where the API is off: unless there is a way to sign in, or it is turned on. */
function httpApi(
	env: {
		readonly ENVIRONMENT: string;
		readonly HTTP_API?: "on" | "off" | undefined;
		readonly API_TOKEN?: string | undefined;
		readonly API_JWT_SECRET?: string | undefined;
		readonly API_JWT_METHOD?: JwtMethod | undefined;
	},
	context: Pick<z.RefinementCtx, "addIssue">,
): HttpApiSettings | null {
	const { API_TOKEN: token = null, API_JWT_SECRET: secret } = env;
	const isGuarded = token !== null || secret !== undefined;
	if (!canPublishModels(env)) return null;
	if (!isGuarded && env.ENVIRONMENT !== "development") {
		const message = "needs API_TOKEN or API_JWT_SECRET outside development";
		context.addIssue({ code: "custom", path: ["HTTP_API"], message });
	}
	return { token, jwt: secret === undefined ? null : { secret, method: env.API_JWT_METHOD ?? "HS256" } };
}

/** The settings of Rasa's channels; null for those that are off. */
function channels(
	env: Parameters<typeof checkCallback>[0] & Parameters<typeof socketIoSettings>[0],
	context: Pick<z.RefinementCtx, "addIssue">,
) {
	const callback = checkCallback(env);
	if (!callback.ok) context.addIssue({ code: "custom", path: ["CALLBACK_CHANNEL"], message: callback.fault });
	return {
		CALLBACK_CHANNEL: callback.ok ? callback.endpoint : null,
		SOCKETIO_CHANNEL: socketIoOf(env, context),
	};
}

function socketIoOf(
	env: Parameters<typeof socketIoSettings>[0],
	context: Pick<z.RefinementCtx, "addIssue">,
): SocketIoSettings | null {
	try {
		return socketIoSettings(env);
	} catch (error) {
		const message = error instanceof Error ? error.message : "can't be read";
		context.addIssue({ code: "custom", path: ["SOCKETIO_CHANNEL"], message });
		return null;
	}
}

export type AppEnv = z.infer<typeof AppEnvSchema>;

/** A configuration that can't be served with. Its message names keys, never values. */
export class ConfigurationError extends Error {
	override readonly name = "ConfigurationError";
}

/** @throws ConfigurationError naming every bad key (never a value) and the page that explains it */
export function parseEnv(env: unknown): AppEnv {
	const parsed = AppEnvSchema.safeParse(env);
	if (parsed.success) return parsed.data;
	const keys = parsed.error.issues.map(describeIssue);
	throw new ConfigurationError(`Bad configuration: ${keys.join("; ")}. See docs/configuration.md.`);
}

function describeIssue(issue: z.core.$ZodIssue): string {
	const missing = issue.code === "invalid_type" && issue.path.length === 1;
	return `${issue.path.join(".")}: ${missing ? "is missing" : issue.message}`;
}
