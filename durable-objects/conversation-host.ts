import type { WebhookPayload } from "../contracts/webhooks.ts";
import type { ConversationSummary, HistoryPage } from "../contracts/api.ts";
import { AlarmClock } from "./alarm-clock.ts";
import { ConversationErasure } from "./conversation-erasure.ts";
import type { ConversationPorts } from "./conversation-ports.ts";
import {
	type ConversationAccess,
	ConversationUnavailable,
	type CreateConversation,
	type DeskCall,
	type DeskResult,
	type EraseCall,
	type ForgetFeedbackCall,
	type HistoryCall,
	type ListenCall,
	type PostMessageCall,
	type PostResult,
	type ReplayCall,
	type SpendTicketCall,
	type StreamMessageCall,
	type StreamResult,
} from "./conversation-rpc.ts";
import { dueTimesOf, TURN_CHECK_MS } from "./due-times.ts";
import { LogClosed } from "./event-log.ts";
import { HeldConversation } from "./held-conversation.ts";
import type { Failure } from "../observability/log-event.ts";
import { errorText } from "../observability/scrub.ts";
import type { OpenConversation } from "./open-conversation.ts";
import { drainOutbox } from "./outbox.ts";
import { answerRasaCall, type RasaAnswer, type RasaCall } from "./rasa-call.ts";
import { unavailableRefusal } from "./refusals.ts";
import { SocketDoor } from "./socket-door.ts";
import { ConversationSockets } from "./sockets.ts";
import { WebhookTeller } from "./webhooks/tell-webhooks.ts";

/**
 * What stands behind the object of one conversation: wakes up and forwards. How the conversation comes to be here is
 * in held-conversation.ts; what it knows lives in SQLite (event-log.ts), what it thinks in the dialogue engine, what it
 * runs in turns.ts. See docs/request-lifecycle.md.
 */
export class ConversationHost {
	readonly #ports: ConversationPorts;
	readonly #sockets: ConversationSockets;
	readonly #alarm: AlarmClock;
	readonly #door: SocketDoor;
	readonly #webhooks: WebhookTeller;
	readonly #erasure: ConversationErasure;
	readonly #held: HeldConversation;
	#draining: Promise<void> = Promise.resolve();

	constructor(ctx: DurableObjectState, ports: ConversationPorts) {
		this.#ports = ports;
		this.#sockets = new ConversationSockets(ctx);
		this.#webhooks = new WebhookTeller(ports);
		this.#alarm = new AlarmClock(ctx.storage);
		this.#erasure = new ConversationErasure(ctx.storage, this.#sockets);
		const parts = { sockets: this.#sockets, erasure: this.#erasure };
		this.#held = new HeldConversation(ctx, ports, parts, {
			onChanged: (conversation) => this.#armAlarm(conversation),
			onNotContinued: (error) => this.#report(error, "wake-up"),
		});
		this.#door = new SocketDoor(this.#sockets, ports, {
			open: () => this.#held.open(),
			internal: (error) => this.#internal(error),
			id: () => this.#held.id,
		});
		void ctx.blockConcurrencyWhile(() => this.#alarm.recall());
	}

	/** Begins a conversation under a fresh id. A second call for the same visitor changes nothing. */
	create(call: CreateConversation): Promise<void> {
		return this.#called(async () => void this.#held.create(call));
	}

	/** Asks the conversation something; null when there is none of this id. @throws ConversationUnavailable */
	ask<Result>(work: (conversation: OpenConversation) => Promise<Result> | Result): Promise<Result | null> {
		return this.#called(async () => {
			const conversation = await this.#held.open();
			return conversation === null ? null : work(conversation);
		});
	}

	/** The same, of a conversation that is begun where there is none. @throws ConversationUnavailable */
	askOrBegin<Result>(
		call: CreateConversation,
		work: (conversation: OpenConversation) => Promise<Result> | Result,
	): Promise<Result> {
		return this.#called(async () => work((await this.#held.open()) ?? this.#held.create(call)));
	}

	/** Whose conversation this is; null when there is none of this id. @throws ConversationUnavailable */
	access(): Promise<ConversationAccess | null> {
		return this.ask(({ log }) => ({ visitorId: log.state.visitorId }));
	}

	/** Whether a signed ticket opens the conversation's socket: once, whichever isolate asks. @throws ConversationUnavailable */
	async spendTicket(call: SpendTicketCall): Promise<boolean> {
		return (await this.ask(({ log }) => log.spendTicket(call))) ?? false;
	}

	/** Rasa's HTTP API; null when there is no such conversation, and none is to be begun. @throws ConversationUnavailable */
	rasa(call: RasaCall): Promise<RasaAnswer | null> {
		const work = (conversation: OpenConversation) => answerRasaCall(conversation, call);
		return call.begin
			? this.askOrBegin({ id: call.id, visitorId: null, channel: "api" }, work)
			: this.ask(work);
	}

	/** Lets somebody outside hear what the conversation gains. @throws ConversationUnavailable */
	listen({ listener, ...call }: ListenCall): Promise<void> {
		return this.askOrBegin({ ...call, visitorId: null }, (conversation) => {
			if (conversation.log.state.visitorId !== null) throw new Error("the conversation belongs to a visitor");
			conversation.listen(listener);
		});
	}

	post(call: PostMessageCall): Promise<PostResult> {
		return this.#taken((conversation) => conversation.post(call));
	}

	/** The same; the answer comes line by line. */
	stream(call: StreamMessageCall): Promise<StreamResult> {
		return this.#taken((conversation) => conversation.stream(call));
	}

	async #taken<Result>(
		take: (conversation: OpenConversation) => Promise<Result>,
	): Promise<Result | Extract<PostResult, { ok: false }>> {
		try {
			const conversation = await this.#called(() => this.#held.open());
			if (conversation === null)
				return { ok: false, code: "not_found", message: "There is no such conversation." };
			return await this.#called(() => take(conversation));
		} catch (error) {
			if (!(error instanceof ConversationUnavailable)) throw error;
			return { ok: false, ...unavailableRefusal(error) };
		}
	}

	/** A page of what the customer may see; null when there is no such conversation. @throws ConversationUnavailable */
	history(call: HistoryCall): Promise<HistoryPage | null> {
		return this.ask((conversation) => conversation.history(call));
	}

	/** @throws ConversationUnavailable */
	summary(): Promise<ConversationSummary | null> {
		return this.ask((conversation) => conversation.summary());
	}

	/** What somebody at the desk does; null when there is no such conversation. @throws ConversationUnavailable */
	command(call: DeskCall): Promise<DeskResult | null> {
		return this.ask((conversation) => conversation.desk.do(call));
	}

	/** The inbox says where in the queue the customer stands, and whether somebody is there. */
	async queuePlace(place: number | null, isAttended: boolean): Promise<void> {
		await this.ask((conversation) => conversation.room.setPlace(place, isAttended));
	}

	/** What a revocation does here: needs no log, and does nothing where there is no socket. */
	endSessions(sessionIds: readonly string[] | null): void {
		this.#sockets.closeSessions(sessionIds);
	}

	/** Deletes everything that this object has of the conversation. Again: the same. */
	erase(call: EraseCall): Promise<void> {
		return this.#called(async () => {
			const held = this.#held.letGo();
			await this.#erasure.erase(call, held, [this.#draining, this.#held.opening]);
			await this.#ports.leaveInbox(this.#held.id);
		});
	}

	/** Retention: see `EventLog`. @throws ConversationUnavailable */
	async forgetFeedback(call: ForgetFeedbackCall): Promise<void> {
		await this.ask(({ log }) => log.forgetFeedback(call));
	}

	/** Puts deliveries that were given up back into their webhook's queue. @returns how many there was something of */
	async replayWebhook(call: ReplayCall): Promise<number> {
		const queued = await this.ask((conversation) => {
			const count = this.#webhooks.requeue(conversation.log, call);
			this.#armAlarm(conversation);
			return count;
		});
		return queued ?? 0;
	}

	/** What a webhook is told of an entry; null where there is no such conversation, or nothing is told. */
	async webhookPayload(seq: number): Promise<WebhookPayload | null> {
		return this.ask((conversation) => this.#webhooks.payloadOf(conversation.log, seq));
	}

	/** The socket's upgrade; the Worker has checked who asks. */
	upgrade(request: Request): Promise<Response> {
		return this.#called(() => this.#door.upgrade(request));
	}

	socketMessage(socket: WebSocket, raw: string | ArrayBuffer): Promise<void> {
		return this.#door.take(socket, raw);
	}

	/** Without an answer to its close, a client waits and then believes that the line broke. */
	socketClosed(socket: WebSocket, code: number, reason: string): void {
		this.#sockets.answerClose(socket, code, reason);
		this.#held.kept()?.room.left(socket);
	}

	socketFailed(error: unknown): void {
		this.#ports.log({ event: "socket.failed", conversationId: this.#held.id, error: errorText(error) });
	}

	async alarm(): Promise<void> {
		try {
			await this.#ring();
		} catch (error) {
			this.#report(error, "alarm");
			throw error; // the platform rings again, rarer each time
		}
	}

	async #ring(): Promise<void> {
		this.#alarm.rang();
		const conversation = this.#held.kept();
		if (conversation === null) return; // given up or erased since the alarm was set
		conversation.desk.wake();
		const [isDone] = await Promise.all([
			this.#fireReminders(conversation),
			(this.#draining = this.#drain(conversation)),
			this.#webhooks.tell(conversation.log),
			conversation.inbox.tell(),
		]);
		if (this.#held.is(conversation)) this.#armAlarm(conversation, isDone ? 0 : TURN_CHECK_MS);
	}

	/** @returns false when the bot that should speak can't be loaded now */
	async #fireReminders(conversation: OpenConversation): Promise<boolean> {
		try {
			await conversation.turns.fireReminders(this.#ports.nowMs());
			return true;
		} catch (error) {
			if (error instanceof ConversationUnavailable) return false;
			if (error instanceof LogClosed) return true;
			throw error;
		}
	}

	async #drain(conversation: OpenConversation): Promise<void> {
		const outcome = await drainOutbox(conversation.log, this.#ports);
		if (outcome.status === "superseded") this.#giveUp(conversation, outcome.leaseEpoch);
		if (outcome.status === "erased") this.#forget();
	}

	/** Another object owns the conversation: forget it here, and send the clients to where it is now. */
	#giveUp(conversation: OpenConversation, leaseEpoch: number): void {
		const stranded = conversation.log.close();
		const conversationId = this.#held.id;
		this.#ports.log({ event: "conversation.superseded", conversationId, leaseEpoch, stranded });
		this.#held.letGo();
		this.#sockets.closeAll("moved");
	}

	/** Its customer was erased while Postgres did not know of it. Not awaited: it waits for the alarm that it runs in. */
	#forget(): void {
		this.#ports.log({ event: "conversation.erased", conversationId: this.#held.id });
		this.erase({ tombstone: true }).catch((error: unknown) => this.#report(error, "alarm"));
	}

	/** @param botInMs - a bot that could not be loaded is not asked to speak before */
	#armAlarm(conversation: OpenConversation, botInMs = 0): void {
		const nowMs = this.#ports.nowMs();
		this.#alarm.arm(dueTimesOf(conversation, this.#webhooks, { nowMs, botInMs }), nowMs);
	}

	/** Calls from the Worker: it hears of an error, and leaves the report to us, who have its stack. */
	async #called<Result>(work: () => Promise<Result>): Promise<Result> {
		try {
			return await work();
		} catch (error) {
			if (!(error instanceof ConversationUnavailable)) this.#report(error, "call");
			throw error;
		}
	}

	#report(error: unknown, handler: Extract<Failure, { event: "object.failed" }>["handler"]): void {
		if (error instanceof LogClosed) return; // the conversation moved: no fault, and its new object goes on
		if (error instanceof ConversationUnavailable) return; // whoever found out has told why
		this.#ports.report(error, { event: "object.failed", conversationId: this.#held.id, handler });
	}

	#internal(error: unknown): { code: "internal"; message: string } {
		this.#report(error, "socket");
		return { code: "internal", message: "Something went wrong on our side. Please try again." };
	}
}
