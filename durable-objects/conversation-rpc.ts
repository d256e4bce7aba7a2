/** What the Worker and a conversation's object say to each other, beside contracts/: plain data only. */
import type { PostedMessage, PostMessage } from "../contracts/api.ts";
import type { DeskOutcome, Person, Standing } from "../contracts/desk-commands.ts";
import type { ErrorCode } from "../contracts/errors.ts";
import type { Listener } from "./conversation-ports.ts";
import type { DeskCommand } from "./desk/desk-commands.ts";

/** The upgrade request's header that names the visitor. The Worker sets it after it has checked the ticket. */
export const VISITOR_HEADER = "x-care-visitor";
/** The upgrade request's header with the id of the session or ticket behind the socket. */
export const SESSION_HEADER = "x-care-session";

/** The upgrade request's header with who of the company asks, as JSON in percent-encoding. Set by the Worker alone. */
export const AGENT_HEADER = "x-care-agent";

/** A new conversation. `id` is a fresh UUIDv7 made by the Worker: nothing is asked of Postgres. */
export interface CreateConversation {
	readonly id: string;
	readonly visitorId: string | null;
	readonly channel: string;
	/** By which site the customer came in; the default one unless said. */
	readonly siteKey?: string;
}

/** Whose conversation it is; null for nobody's (a channel without visitors). */
export interface ConversationAccess {
	readonly visitorId: string | null;
}

/** A message by REST; `inputChannel` is Rasa's (`rest`, or `chat` for our own pages). */
export type PostMessageCall = PostMessage & {
	readonly inputChannel: string;
	/** Who speaks, as a channel of Rasa's names them. */
	readonly sender?: string;
};

export type PostResult =
	| { readonly ok: true; readonly posted: PostedMessage }
	| {
			readonly ok: false;
			readonly code: ErrorCode;
			readonly message: string;
			readonly retryAfterMs?: number;
	  };

/** What somebody at the desk does, under their client's id of it. */
export interface DeskCall {
	readonly id: string;
	/** Null for the house itself. */
	readonly by: Person | null;
	readonly command: DeskCommand;
	/** Only if the conversation has not changed hands since. */
	readonly expectedEpoch?: number | undefined;
	/** Put away or closed only if the customer has not written since this entry. */
	readonly seenSeq?: number | undefined;
}

export type DeskResult =
	/** `isNew` is false for a command that was done before. */
	| { readonly ok: true; readonly isNew: boolean; readonly outcome: DeskOutcome }
	| { readonly ok: false; readonly message: string; readonly standing: Standing };

/** Deliveries of one webhook to be tried again, by the entries that they tell of. */
export interface ReplayCall {
	readonly webhookId: string;
	readonly seqs: readonly number[];
}

/** A message whose answer is wanted as lines of Rasa's REST channel, each as soon as it is made. */
export type StreamMessageCall = PostMessageCall & { readonly recipient: string };

export type StreamResult =
	| { readonly ok: true; readonly lines: ReadableStream<Uint8Array> }
	| Extract<PostResult, { ok: false }>;

/** Somebody who wants to be told what a conversation without visitors gains; it is begun where there is none. */
export interface ListenCall {
	readonly id: string;
	readonly channel: string;
	readonly listener: Listener;
}

/** A signed socket ticket at the door; from `untilMs` (epoch ms) on it is expired by itself. */
export interface SpendTicketCall {
	readonly id: string;
	readonly untilMs: number;
}

/** Erases the conversation. `tombstone`: whether the id is never used again; a sender of Rasa's channels may come back. */
export interface EraseCall {
	readonly tombstone: boolean;
}

/** Takes a customer's words out of what was said before a time of these messages and resolutions. */
export interface ForgetFeedbackCall {
	readonly seqs: readonly number[];
	readonly beforeMs: number;
}

export interface HistoryCall {
	/** Only entries before this `seq`; the newest page when absent. */
	readonly before?: number;
	readonly limit: number;
}

const UNAVAILABLE = "conversation unavailable";

/** The object can't answer now: it must be rebuilt and Postgres is away, or its model can't be loaded. Worth another try in `retryAfterMs`. */
export class ConversationUnavailable extends Error {
	readonly retryAfterMs: number;

	constructor(retryAfterMs: number, options?: { cause: unknown }) {
		super(`${UNAVAILABLE}: try again in ${retryAfterMs} ms`, options);
		this.name = "ConversationUnavailable";
		this.retryAfterMs = retryAfterMs;
	}
}

/**
 * How long to wait when an RPC method failed because the conversation is unavailable, in milliseconds; null for any
 * other error. Reads the message, for an error's class does not survive the way from the object to the Worker.
 */
export function unavailableRetryMs(error: unknown): number | null {
	if (!(error instanceof Error) || !error.message.includes(UNAVAILABLE)) return null;
	const found = /try again in (\d+) ms/.exec(error.message);
	return found === null ? null : Number(found[1]);
}
