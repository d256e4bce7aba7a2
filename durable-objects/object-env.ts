import { z } from "zod";
import { jsonOrNull } from "../contracts/json-or-null.ts";
import type { ConversationEvent } from "../contracts/protocol.ts";
import type { ReportSettings } from "../observability/report-error.ts";
import type { ActionEndpointEnv } from "./action-endpoint.ts";
import type { CallbackEnv } from "./callback-endpoint.ts";
import type { ResponseEndpointEnv } from "./response-endpoint.ts";
import type { ConversationLimits } from "./conversation-ports.ts";
import type { ConversationReport, ReportAnswer } from "./inbox/inbox-rpc.ts";
import type {
	DeskCall,
	DeskResult,
	EraseCall,
	ForgetFeedbackCall,
	ListenCall,
	PostMessageCall,
	PostResult,
} from "./conversation-rpc.ts";

/** Bindings and variables that the objects read; what is missing is said when it is needed. */
export interface ObjectEnv extends ActionEndpointEnv, ResponseEndpointEnv, CallbackEnv {
	readonly CONVERSATIONS?: { getByName(id: string): ConversationCalls };
	/** Inboxes of teams; without them conversations tell nobody. */
	readonly INBOXES?: { getByName(team: string): InboxReports };
	readonly SOCKETIO_SESSIONS?: { getByName(sid: string): SessionCalls };
	readonly SOCKETIO_CHANNEL?: string;
	readonly DATABASE_URL?: string;
	readonly DATABASE_FETCH_ENDPOINT?: string;
	/** Where answers are kept that nobody owns. */
	readonly UPSTASH_REDIS_REST_URL?: string;
	readonly UPSTASH_REDIS_REST_TOKEN?: string;
	readonly RASA_DUCKLING_HTTP_URL?: string;
	readonly RATE_LIMITS?: string;
	readonly REDACTION?: string;
	readonly RETENTION?: string;
	/** Rasa's HTTP API, by which models are published. */
	readonly HTTP_API?: string;
	readonly API_TOKEN?: string;
	readonly API_JWT_SECRET?: string;
	readonly ENCRYPTION_KEYS?: string;
	readonly VERSION?: string;
	readonly SENTRY_DSN?: string;
	/** Static files of the build, the sentence encoder's weights among them. */
	readonly ASSETS: { fetch(request: Request): Promise<Response> };
}

/** What sessions of channels and inboxes ask of a conversation's object. */
interface ConversationCalls {
	listen(call: ListenCall): Promise<void>;
	postMessage(call: PostMessageCall): Promise<PostResult>;
	erase(call: EraseCall): Promise<void>;
	forgetFeedback(call: ForgetFeedbackCall): Promise<void>;
	command(call: DeskCall): Promise<DeskResult | null>;
	queuePlace(place: number | null, isAttended: boolean): Promise<void>;
}

/** What a conversation's object tells an inbox. */
interface InboxReports {
	report(report: ConversationReport): Promise<ReportAnswer>;
	erased(conversationId: string): Promise<void>;
	isAttended(): Promise<boolean>;
}

/** What a conversation's object asks of a session. */
interface SessionCalls {
	tell(events: readonly ConversationEvent[]): Promise<boolean>;
}

/** Where errors of the objects are reported, with the same defaults as the Worker's. */
export function reportSettings(env: Omit<ObjectEnv, "ASSETS">): ReportSettings {
	return {
		SENTRY_DSN: env.SENTRY_DSN,
		ENVIRONMENT: env.ENVIRONMENT ?? "development",
		VERSION: env.VERSION === undefined || env.VERSION === "" ? "unreleased" : env.VERSION,
	};
}

/** @throws Error when there is none */
export function databaseAddress(env: Pick<ObjectEnv, "DATABASE_URL" | "DATABASE_FETCH_ENDPOINT">) {
	const { DATABASE_URL: url, DATABASE_FETCH_ENDPOINT: endpoint } = env;
	if (url === undefined || url === "")
		throw new Error("Bad configuration: DATABASE_URL: is missing. See docs/configuration.md.");
	return { url, ...(endpoint === undefined || endpoint === "" ? {} : { fetchEndpoint: endpoint }) };
}

/** The Worker's rule for messages, of which the object makes its own: one knob for the socket and for REST. */
const MessageRule = z.object({ limit: z.int().positive(), windowSeconds: z.int().positive() });
const Rules = z.looseObject({ messages: MessageRule.optional() });

/** A message a second is faster than anybody types. The same default as the Worker's. */
const DEFAULT_RULE = { limit: 60, windowSeconds: 60 };

/**
 * The limits inside a conversation, from the rule `messages` of `RATE_LIMITS`
 * (`{"messages": {"limit": 60, "windowSeconds": 60}}`): a third of it at once, then its steady rate. Frames of all kinds
 * may come six times as often, for a page sends a few around each message.
 *
 * @throws Error naming what is wrong with it
 */
export function conversationLimits(env: Pick<ObjectEnv, "RATE_LIMITS">): ConversationLimits {
	const { limit, windowSeconds } = messageRule(env.RATE_LIMITS ?? "");
	const messages = { burst: Math.ceil(limit / 3), perSecond: limit / windowSeconds };
	return { messages, frames: { burst: messages.burst * 6, perSecond: messages.perSecond * 6 } };
}

function messageRule(json: string): z.infer<typeof MessageRule> {
	if (json === "") return DEFAULT_RULE;
	const parsed = Rules.safeParse(jsonOrNull(json));
	if (parsed.success) return parsed.data.messages ?? DEFAULT_RULE;
	const issues = parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
	throw new Error(`Bad configuration: RATE_LIMITS: ${issues.join("; ")}. See docs/configuration.md.`);
}
