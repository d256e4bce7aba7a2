/** The REST API's schemas, shared by the Worker's routes, the OpenAPI document and the pages' client. */
import { z } from "zod";
import { SiteKey } from "./site-key.ts";
import { TimeZone } from "./time-zone.ts";
import { ConversationId, MessageId, VisitorId } from "./ids.ts";
import { MessageMetadata } from "./metadata.ts";
import { ConversationEvent, MAX_TEXT_CHARS, Owner } from "./protocol.ts";

/** Of a text to understand so much is taken, in UTF-16 units; the NLU reads the beginning. No message is as long. */
export const MAX_PARSED_CHARS = 60_000;

/** POST /api/nlu/parse: what the model makes of a text, outside of any conversation. The answer is a `ParseData`. */
export const ParseRequest = z.object({
	text: z.string().max(MAX_PARSED_CHARS),
	/** Adds `explanation`: what spoke for and against the first two intents, what each extractor did. */
	explain: z.boolean().default(false),
	/** IANA name; dates and times count in this zone. UTC when absent. */
	timeZone: TimeZone.optional(),
});
export type ParseRequest = z.infer<typeof ParseRequest>;

/** POST /api/visitors: whose chat it is. Without a body it is the default site's. */
export const NewVisitor = z.object({
	site: SiteKey.optional(),
	/** A token by which the company's server says who this is: docs/identified-visitors.md. */
	identity: z.string().min(1).max(16_384).optional(),
	/** Token of the anonymous visitor until now: that history becomes this person's. */
	previous: z.string().min(1).max(16_384).optional(),
	/** Conversations of that visitor that the page knows of; those of earlier days are found without. */
	conversations: z.array(ConversationId).max(20).optional(),
});

/** Its answer: a visitor. `token` is a JWT for the Authorization header. */
export const VisitorSession = z.object({
	visitorId: VisitorId,
	token: z.string(),
	expiresAt: z.iso.datetime(),
	/** Whether somebody vouches for who it is: the company's server, or an account. */
	verified: z.boolean().optional(),
	/** Conversations of the anonymous visitor that have become this person's. */
	merged: z.int().nonnegative().optional(),
});
export type VisitorSession = z.infer<typeof VisitorSession>;

export const ConversationSummary = z.object({
	id: ConversationId,
	createdAt: z.iso.datetime(),
	lastActivityAt: z.iso.datetime(),
	owner: Owner,
	/** First 140 characters of the last message that a customer can see. */
	preview: z.string().nullable(),
	lastSeq: z.int().nonnegative(),
});
export type ConversationSummary = z.infer<typeof ConversationSummary>;

/** GET /api/conversations: the visitor's own, newest activity first. */
export const ConversationList = z.object({
	conversations: z.array(ConversationSummary),
	nextCursor: z.string().nullable(),
});

/** GET /api/conversations/:id/messages?before=&limit=: a page of history, oldest first. */
export const HistoryQuery = z.object({
	before: z.coerce.number().int().positive().optional(),
	limit: z.coerce.number().int().min(1).max(200).default(50),
});
export const HistoryPage = z.object({
	events: z.array(ConversationEvent),
	/** Give this as `before` for the page above; null when the beginning is reached. */
	before: z.int().positive().nullable(),
	lastSeq: z.int().nonnegative(),
});
export type HistoryPage = z.infer<typeof HistoryPage>;

/** POST /api/conversations/:id/messages: one message by REST; the same id twice gives the same answer. */
export const PostMessage = z.object({
	id: MessageId,
	text: z.string().min(1).max(MAX_TEXT_CHARS),
	payload: z.string().min(1).max(MAX_TEXT_CHARS).optional(),
	metadata: MessageMetadata.optional(),
});
export type PostMessage = z.infer<typeof PostMessage>;
export const PostedMessage = z.object({
	id: MessageId,
	seq: z.int().positive(),
	/** What the log gained by this turn, the message itself first, as far as a customer may see it. */
	events: z.array(ConversationEvent),
	lastSeq: z.int().nonnegative(),
});
export type PostedMessage = z.infer<typeof PostedMessage>;

/** POST /api/conversations/:id/ticket: a one-use ticket for the socket, 30 seconds. */
export const SocketTicket = z.object({
	ticket: z.string(),
	expiresAt: z.iso.datetime(),
	/** Path and query to open: `/api/conversations/:id/socket?ticket=…`. */
	url: z.string(),
});
export type SocketTicket = z.infer<typeof SocketTicket>;

export const SiteName = z.string().min(1).max(60);
const StarterText = z.string().min(1).max(80);
/** Things to begin a conversation with; `icon` is one of those that the page has. */
export const SiteStarters = z
	.array(
		z.object({
			text: StarterText,
			/** The same in other languages, by their codes: `de`. */
			translations: z.record(z.string().max(35), StarterText).optional(),
			icon: z.enum(["order", "return", "delivery", "address", "payment"]).optional(),
		}),
	)
	.max(8);

/** GET /api/site?site=KEY: whose chat this is. `name` is null where nobody has said. */
export const Site = z.object({
	name: SiteName.nullable(),
	starters: SiteStarters,
	/** True where people can have accounts. */
	hasAccounts: z.boolean().optional(),
	/** What the site has of its own; absent where it has not. `#1f6feb`. */
	accentColor: z.string().optional(),
	greeting: z.string().optional(),
	launcherPosition: z.string().optional(),
	/** BCP 47. */
	locale: z.string().optional(),
	/** Whether it is open, or somebody is at the desk all the same, and when again; absent where no hours are set. */
	hours: z.object({ isOpen: z.boolean(), nextOpeningAt: z.iso.datetime().nullable() }).optional(),
	/** Within how many minutes a person usually answers; absent where nobody can say. */
	replyMinutes: z.number().optional(),
});
export type Site = z.infer<typeof Site>;

/** GET /readyz: 200 when all parts answer, otherwise 503 with those that do not. */
export const Readiness = z.object({
	status: z.enum(["ok", "unavailable"]),
	parts: z.record(
		z.enum(["postgres", "redis", "model", "objects"]),
		z.object({
			status: z.enum(["ok", "down"]),
			detail: z.string().optional(),
			latencyMs: z.number().optional(),
		}),
	),
	/** What is done in the background, by its name. Why a job fails stands in the log. None of them makes a deployment unready. */
	jobs: z.record(
		z.string(),
		z.object({
			/** `late`: its time is long past, so the scheduler's alarm does not ring. */
			status: z.enum(["ok", "failing", "late"]),
			lastSuccessAt: z.iso.datetime().nullable(),
			nextRunAt: z.iso.datetime(),
		}),
	),
	/** How often each cache of the isolate that answers was asked since it began, by what came of it. */
	caches: z.record(z.string(), z.object({ hits: z.int(), stale: z.int(), misses: z.int(), away: z.int() })),
});
export type Readiness = z.infer<typeof Readiness>;

/** GET /version. `modelId` is the fingerprint of the model that answers now. */
export const Version = z.object({
	version: z.string(),
	environment: z.string(),
	modelId: z.string(),
	protocol: z.int(),
	/** Rasa's key: the release of Rasa from which on its models and clients fit the protocols that are spoken here. */
	minimum_compatible_version: z.string(),
});
export type Version = z.infer<typeof Version>;
