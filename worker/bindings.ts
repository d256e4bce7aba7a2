import type { ConversationSummary, HistoryPage } from "../contracts/api.ts";
import type { WebhookPayload } from "../contracts/webhooks.ts";
import type {
	ConversationAccess,
	CreateConversation,
	DeskCall,
	DeskResult,
	EraseCall,
	HistoryCall,
	ListenCall,
	PostMessageCall,
	PostResult,
	ReplayCall,
	SpendTicketCall,
	StreamMessageCall,
	StreamResult,
} from "../durable-objects/conversation-rpc.ts";

import type { JobHealth } from "../durable-objects/scheduler-host.ts";
import type { InboxCalls } from "../durable-objects/inbox/inbox-rpc.ts";
import type { IdentifyCall, IdentifyOutcome } from "../durable-objects/identified-visitor.ts";
import type { Network } from "../durable-objects/outgoing-network.ts";
import type { RasaAnswer, RasaCall } from "../durable-objects/rasa-call.ts";

/** What the routes call on a conversation's object: the class in durable-objects/ has these methods. */
export interface ConversationStub {
	create(call: CreateConversation): Promise<void>;
	access(): Promise<ConversationAccess | null>;
	/** Gives the conversation to the person who its visitor turned out to be. */
	identify(call: IdentifyCall): Promise<IdentifyOutcome>;
	/** False for a ticket that was used before. */
	spendTicket(call: SpendTicketCall): Promise<boolean>;
	/** Begins the conversation where there is none. */
	listen(call: ListenCall): Promise<void>;
	postMessage(call: PostMessageCall): Promise<PostResult>;
	/** The answer as lines of Rasa's REST channel, each as soon as it is made. */
	streamMessage(call: StreamMessageCall): Promise<StreamResult>;
	/** Null when there is no such conversation, and none is to be begun. */
	rasa(call: RasaCall): Promise<RasaAnswer | null>;
	/** What somebody at the desk does; null when there is no such conversation. */
	command(call: DeskCall): Promise<DeskResult | null>;
	history(call: HistoryCall): Promise<HistoryPage | null>;
	summary(): Promise<ConversationSummary | null>;
	/** Closes the sockets of these sessions; of all when null. */
	endSessions(sessionIds: readonly string[] | null): Promise<void>;
	/** Deletes everything that the object has, and ends its sockets. */
	erase(call: EraseCall): Promise<void>;
	/** Queues deliveries of a webhook once more. How many there was something of. */
	replayWebhook(call: ReplayCall): Promise<number>;
	/** What a webhook is told of an entry; null where nothing is, or there is no such conversation. */
	webhookPayload(seq: number): Promise<WebhookPayload | null>;
	fetch(request: Request | string): Promise<Response>;
}

/** What the routes call on the scheduler. */
export interface SchedulerStub {
	/** Sees to it that it runs; with a name, that this job runs at once. */
	wake(name: string | null): Promise<void>;
	health(): Promise<readonly JobHealth[]>;
}

/** The least that the routes ask of the bindings, so that a test can hand over that and no more. */
export interface Bindings {
	readonly CONVERSATIONS: { getByName(id: string): ConversationStub };
	readonly INBOXES: { getByName(team: string): InboxCalls };
	readonly SOCKETIO_SESSIONS: { getByName(sid: string): { fetch(request: Request): Promise<Response> } };
	/** The one object that does what nobody waits for. */
	readonly SCHEDULER: { getByName(name: string): SchedulerStub };
	/** Read before the configuration is parsed: where the channel's path is looked for. */
	readonly SOCKETIO_CHANNEL?: string;
	readonly ASSETS: { fetch(request: Request): Promise<Response> };
	/** A way out that reaches public addresses only; plain workerd has one. */
	readonly PUBLIC_NETWORK?: Network;
}
