import type { WebhookPayload } from "../contracts/webhooks.ts";
import { DurableObject } from "cloudflare:workers";
import type { ConversationSummary, HistoryPage } from "../contracts/api.ts";
import { ConversationHost } from "./conversation-host.ts";
import type { ConversationPorts } from "./conversation-ports.ts";
import type {
	ConversationAccess,
	CreateConversation,
	DeskCall,
	DeskResult,
	EraseCall,
	ForgetFeedbackCall,
	HistoryCall,
	ListenCall,
	PostMessageCall,
	PostResult,
	ReplayCall,
	SpendTicketCall,
	StreamMessageCall,
	StreamResult,
} from "./conversation-rpc.ts";
import type { IdentifyCall, IdentifyOutcome } from "./identified-visitor.ts";
import type { RasaAnswer, RasaCall } from "./rasa-call.ts";

/** Joins the platform's calls to the host of a conversation, whatever world it has. */
export abstract class ConversationObject<Env> extends DurableObject<Env> {
	readonly #host: ConversationHost;

	constructor(ctx: DurableObjectState, env: Env, ports: ConversationPorts) {
		super(ctx, env);
		this.#host = new ConversationHost(ctx, ports);
	}

	create(call: CreateConversation): Promise<void> {
		return this.#host.create(call);
	}

	/** Null when there is no such conversation. @throws ConversationUnavailable */
	access(): Promise<ConversationAccess | null> {
		return this.#host.access();
	}

	/** Says who the customer is; "refused" where the conversation is somebody else's, or there is none. @throws ConversationUnavailable */
	async identify(call: IdentifyCall): Promise<IdentifyOutcome> {
		return (await this.#host.ask((conversation) => conversation.identify(call))) ?? "refused";
	}

	/** False for a ticket that was used before, and where there is no conversation. @throws ConversationUnavailable */
	spendTicket(call: SpendTicketCall): Promise<boolean> {
		return this.#host.spendTicket(call);
	}

	postMessage(call: PostMessageCall): Promise<PostResult> {
		return this.#host.post(call);
	}

	streamMessage(call: StreamMessageCall): Promise<StreamResult> {
		return this.#host.stream(call);
	}

	/** Rasa's HTTP API; null when there is no such conversation, and none is to be begun. @throws ConversationUnavailable */
	rasa(call: RasaCall): Promise<RasaAnswer | null> {
		return this.#host.rasa(call);
	}

	/** @throws ConversationUnavailable */
	listen(call: ListenCall): Promise<void> {
		return this.#host.listen(call);
	}

	/** Null when there is no such conversation. @throws ConversationUnavailable */
	history(call: HistoryCall): Promise<HistoryPage | null> {
		return this.#host.history(call);
	}

	/** Null when there is no such conversation. @throws ConversationUnavailable */
	summary(): Promise<ConversationSummary | null> {
		return this.#host.summary();
	}

	/** @throws ConversationUnavailable */
	queuePlace(place: number | null, isAttended: boolean): Promise<void> {
		return this.#host.queuePlace(place, isAttended);
	}

	/** Null when there is no such conversation. @throws ConversationUnavailable */
	command(call: DeskCall): Promise<DeskResult | null> {
		return this.#host.command(call);
	}

	/** Closes the sockets that were opened by these sessions; all of them when null. */
	endSessions(sessionIds: readonly string[] | null): void {
		this.#host.endSessions(sessionIds);
	}

	/** Deletes everything that this object has of the conversation, and ends its sockets. */
	erase(call: EraseCall): Promise<void> {
		return this.#host.erase(call);
	}

	/** @throws ConversationUnavailable */
	forgetFeedback(call: ForgetFeedbackCall): Promise<void> {
		return this.#host.forgetFeedback(call);
	}

	/** @throws ConversationUnavailable */
	replayWebhook(call: ReplayCall): Promise<number> {
		return this.#host.replayWebhook(call);
	}

	/** @throws ConversationUnavailable */
	webhookPayload(seq: number): Promise<WebhookPayload | null> {
		return this.#host.webhookPayload(seq);
	}

	override fetch(request: Request): Promise<Response> {
		return this.#host.upgrade(request);
	}

	override webSocketMessage(socket: WebSocket, raw: string | ArrayBuffer): Promise<void> {
		return this.#host.socketMessage(socket, raw);
	}

	override webSocketClose(socket: WebSocket, code: number, reason: string): void {
		this.#host.socketClosed(socket, code, reason);
	}

	override webSocketError(_socket: WebSocket, error: unknown): void {
		this.#host.socketFailed(error);
	}

	override alarm(): Promise<void> {
		return this.#host.alarm();
	}
}
