/** What a conversation's object needs from the rest of the house, in its own words. */
import type { DialogueEvent } from "../contracts/dialogue-event.ts";
import type { JsonValue } from "../contracts/parse-data.ts";
import type { ConversationEvent, Owner } from "../contracts/protocol.ts";
import type { ForcedAction, TrackerState, TurnResult, UserMessage } from "../dialogue/ports.ts";
import type { RespondOptions } from "../dialogue/message-processor.ts";
import type { NextPrediction } from "../dialogue/predict-next.ts";
import type { DeskState } from "./desk/desk-state.ts";
import type { Redactor } from "./redaction/redactor.ts";
import type { TrackerLook } from "./rasa-call.ts";
import type { LogEntry } from "./log-entry.ts";
import type { ConversationReport, ReportAnswer } from "./inbox/inbox-rpc.ts";
import type { WebhookPorts } from "./webhooks/webhook-ports.ts";
import type { Failure, LogEvent } from "../observability/log-event.ts";

/** One conversation's dialogue: the tracker so far, and the bot that goes on from there. */
export interface Dialogue {
	/** Folds what stands in the log. The methods below never fold by themselves: the host appends, then adds. */
	add(events: readonly DialogueEvent[]): void;
	receive(message: UserMessage): Promise<TurnResult>;
	respond(turnId: string, options?: RespondOptions): Promise<TurnResult>;
	trigger(external: ExternalTrigger): Promise<TurnResult>;
	/** Begins a session where one is due. */
	begin(): Promise<TurnResult>;
	/** Takes a message and leaves it unanswered. */
	record(message: UserMessage): Promise<TurnResult>;
	execute(action: ForcedAction): Promise<TurnResult>;
	/** Rasa's tracker, now or as it was. */
	view(look: TrackerLook): TrackerState;
	/** What the bot would do next. */
	predict(): NextPrediction;
	/** The conversation as a test story. */
	story(options: { readonly allSessions: boolean; readonly until: number | null }): string;
}

export interface ExternalTrigger {
	readonly intent: string;
	readonly entities: JsonValue;
	/** Part of the idempotency keys of the actions that it leads to. */
	readonly turnId: string;
}

export interface DialogueOptions {
	readonly conversationId: string;
	/** By which site the customer came in. */
	readonly siteKey: string;
	/** Who speaks: the sender of Rasa's channels, else the conversation's id. */
	readonly sender: () => string;
	/** Called when an action begins that has to wait for the world. */
	readonly onActionStart: () => void;
}

/** The bot that answers now. */
export interface ConversationEngine {
	readonly modelId: string;
	readonly openDialogue: (options: DialogueOptions) => Dialogue;
}

/** The conversation as Postgres knows it beside its entries. */
export interface ArchivedConversation {
	readonly id: string;
	readonly visitorId: string | null;
	readonly channel: string;
	readonly siteKey: string;
	readonly createdAtMs: number;
	readonly leaseEpoch: number;
	readonly lastSeq: number;
}

export interface ArchiveBatch {
	readonly conversation: {
		readonly id: string;
		readonly visitorId: string | null;
		readonly channel: string;
		readonly siteKey: string;
		readonly createdAtMs: number;
		readonly lastActivityAtMs: number;
		readonly owner: Owner;
		readonly ownerEpoch: number;
		readonly lastSeq: number;
		readonly preview: string | null;
		readonly modelId: string | null;
		readonly desk: DeskState;
	};
	readonly entries: readonly LogEntry[];
	readonly leaseEpoch: number;
}

export type ArchiveOutcome =
	| { readonly status: "stored"; readonly throughSeq: number }
	| { readonly status: "superseded"; readonly leaseEpoch: number }
	/** Its customer's data were erased: the conversation must go too. */
	| { readonly status: "erased" };

/** Where conversations outlive their objects: Postgres. Every method may throw while it is away. */
export interface ConversationArchive {
	/** Idempotent on the entries' `seq`. */
	flush(batch: ArchiveBatch): Promise<ArchiveOutcome>;
	/** Claims the conversation for this object and says how far its log goes; null when there is no such conversation. */
	claim(conversationId: string): Promise<ArchivedConversation | null>;
	/** Entries after `afterSeq`, in order, `limit` at most. */
	load(conversationId: string, afterSeq: number, limit: number): Promise<readonly LogEntry[]>;
}

/** Somebody outside the object who is told what the conversation gains, over one of Rasa's channels. */
export interface Listener {
	readonly kind: "socketio" | "callback";
	/** The session's id, or the name of the callback's recipient. */
	readonly name: string;
}

export interface ConversationPorts {
	/**
	 * Loading it takes a moment the first time in an isolate.
	 *
	 * @param modelId - of the model that the conversation began with; null for one that begins now
	 * @throws ConversationUnavailable when none can be loaded
	 */
	engine(modelId: string | null): Promise<ConversationEngine>;
	readonly archive: ConversationArchive;
	readonly limits: ConversationLimits;
	/** Takes out of a customer's words what must not be kept. */
	readonly redactor: Redactor;
	readonly webhooks: WebhookPorts;
	/** Tells the inbox of the team how the conversation is. @throws while it can't be reached */
	tellInbox(report: ConversationReport): Promise<ReportAnswer>;
	/** Nothing of the conversation stays in the inbox. @throws while it can't be reached */
	leaveInbox(conversationId: string): Promise<void>;
	/** False when the listener is gone for good. */
	tell(listener: Listener, events: readonly ConversationEvent[]): Promise<boolean>;
	nowMs(): number;
	/** In [0, 1). */
	random(): number;
	log(event: LogEvent): void;
	/** Something of ours broke: a line in the log, and Sentry hears it. */
	report(error: unknown, failure: Failure): void;
}

/** Token buckets: `burst` at once, `perSecond` refilled. */
export interface ConversationLimits {
	readonly messages: RateLimit;
	/** Every frame of a socket, whatever its type. */
	readonly frames: RateLimit;
}

export interface RateLimit {
	readonly burst: number;
	readonly perSecond: number;
}
