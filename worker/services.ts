import type { ParseData } from "../contracts/parse-data.ts";
import type { AssistantWorld } from "../durable-objects/assets-world.ts";
import type { Understanding } from "../durable-objects/assistant-host.ts";
import type { LoadedAssistant, ParseSettings } from "../durable-objects/loaded-assistant.ts";
import { pause } from "../durable-objects/pause.ts";
import { type PublishedModels, postgresModels } from "../durable-objects/published-models.ts";
import { connectDatabase, type Database } from "../store/database.ts";
import type { WordVectorTable } from "../nlu/vectors/word-vectors.ts";
import { connectRedis } from "../store/redis.ts";
import { ResponseCache } from "../store/response-cache.ts";
import { listKnownSites } from "../store/sites.ts";
import { SealedTexts } from "../store/sealed-texts.ts";
import { derivedKeys } from "./auth/derived-keys.ts";
import { Passwords, type Scrypt } from "./auth/passwords.ts";
import { Sessions } from "./auth/sessions.ts";
import { SigningKeys } from "./auth/signing-keys.ts";
import { SocketTickets } from "./auth/socket-tickets.ts";
import { type AppEnv, parseEnv } from "./env.ts";
import { GuardedRedis } from "./guarded-redis.ts";
import { KnownSites } from "./known-sites.ts";
import type { LogEvent } from "../observability/log-event.ts";
import { createMailer, type Mailer } from "./mail/mailer.ts";
import { RememberedCalls } from "./remembered-calls.ts";
import { RateLimiter } from "./limits/rate-limiter.ts";

/** What the Worker takes from outside itself, so that a test can hold it still. */
export interface Surroundings {
	/** Epoch milliseconds. */
	readonly nowMs: () => number;
	/** Takes one event of the log. Never throws. */
	readonly log: (event: LogEvent) => void;
	/** The assistant that answers now. @throws AssistantUnavailable when it can't be loaded */
	readonly assistant: (world: AssistantWorld) => Promise<LoadedAssistant>;
	/** Opens a model file to the last of its parts. @throws ModelFileError */
	readonly openModel: (file: Uint8Array, world: AssistantWorld) => Promise<LoadedAssistant>;
	/** How it understands a text: with the sentence encoder and the servers that this Worker reaches. */
	readonly understanding: (
		assistant: LoadedAssistant,
		options: { readonly ducklingUrl: string | undefined; readonly world: AssistantWorld },
	) => Understanding;
	/** Another model was made the active one: this isolate looks at once. */
	readonly activeModelChanged: () => void;
	/** What training learns with. @throws Error when it can't be had */
	readonly wordVectors: (world: AssistantWorld) => Promise<WordVectorTable>;
	/** What it makes of a text. @throws AssistantUnavailable when it can't be loaded */
	readonly parse: (text: string, options: ParseSettings, world: AssistantWorld) => Promise<ParseData>;
	/** Hashes one password; node:crypto's when absent. */
	readonly scrypt?: Scrypt;
	/** How long a request waits for Redis before it does without; 400 when absent. */
	readonly redisTimeoutMs?: number;
}

/** What an isolate makes once of its configuration. All of it is cheap, and none of it talks before it is asked. */
export interface Services {
	readonly config: AppEnv;
	readonly database: Database;
	/** Null where no model can be published at run time. */
	readonly models: PublishedModels | null;
	readonly sites: KnownSites;
	readonly redis: GuardedRedis;
	readonly keys: SigningKeys;
	readonly tickets: SocketTickets;
	readonly sessions: Sessions;
	readonly passwords: Passwords;
	/** Null where there are no ENCRYPTION_KEYS. */
	readonly sealedTexts: SealedTexts | null;
	/** Null where there are no accounts. */
	readonly mailer: Mailer | null;
	readonly limiter: RateLimiter;
	/** Answers that nobody owns, kept for all isolates. */
	readonly cache: ResponseCache;
	/** What Idempotency-Keys were used for. */
	readonly rememberedCalls: RememberedCalls;
}

/** The limiter and the tickets come after this: a request that waits longer does better without Redis. */
const REDIS_TIMEOUT_MS = 500;
/** A list is read by a page that is waiting. */
const DATABASE_TIMEOUT_MS = 4_000;
/** A page is not drawn before it knows whose it is: it waits 1.5 s. */
const SITES_TIMEOUT_MS = 1_200;

const made = new WeakMap<object, Services>();

/** @throws ConfigurationError as often as it is asked with a bad environment */
export function servicesOf(env: object, surroundings: Surroundings): Services {
	const known = made.get(env);
	if (known !== undefined) return known;
	const services = makeServices(parseEnv(env), surroundings);
	made.set(env, services);
	return services;
}

function makeServices(config: AppEnv, surroundings: Surroundings): Services {
	const { nowMs, redisTimeoutMs = REDIS_TIMEOUT_MS } = surroundings;
	const redis = new GuardedRedis(
		connectRedis({
			url: config.UPSTASH_REDIS_REST_URL,
			token: config.UPSTASH_REDIS_REST_TOKEN,
		}),
		surroundings,
		redisTimeoutMs,
	);
	const keys = new SigningKeys(config.SIGNING_KEYS);
	const connect = (timeoutMs: number) =>
		connectDatabase({
			url: config.DATABASE_URL,
			fetchEndpoint: config.DATABASE_FETCH_ENDPOINT,
			timeoutMs,
		});
	const database = connect(DATABASE_TIMEOUT_MS);
	const impatient = connect(SITES_TIMEOUT_MS);
	const sealedTexts =
		config.accounts === null || config.accounts.encryptionKeys === null
			? null
			: new SealedTexts(config.accounts.encryptionKeys);
	return {
		config,
		database,
		models: config.HTTP_API === null ? null : postgresModels(() => database),
		sites: new KnownSites(() => listKnownSites(impatient, nowMs()), nowMs),
		redis,
		keys,
		tickets: new SocketTickets(redis, keys, nowMs),
		sessions: new Sessions(redis, nowMs),
		passwords: new Passwords(surroundings.scrypt),
		sealedTexts,
		mailer: config.accounts === null ? null : createMailer(config.accounts.mail, redis, nowMs),
		limiter: new RateLimiter(redis, config.RATE_LIMITS, nowMs),
		cache: new ResponseCache({
			askRedis: async (command) => redis.attempt(command),
			nowMs,
			random: () => Math.random(),
			pause: async (ms) => pause(ms).over,
		}),
		rememberedCalls: new RememberedCalls(
			redis,
			new SealedTexts(config.ENCRYPTION_KEYS ?? derivedKeys(config.SIGNING_KEYS)),
			nowMs,
		),
	};
}
