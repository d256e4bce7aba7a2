/** The Worker of the objects' tests: the real host of a conversation, in the scripted world instead of the real one. */
import { DurableObject } from "cloudflare:workers";
import type { ConversationSummary, HistoryPage } from "../../contracts/api.ts";
import type { ConversationEvent } from "../../contracts/protocol.ts";
import type { Label } from "../../contracts/desk.ts";
import type { DeskSettings } from "../../contracts/inbox.ts";
import { ConversationHost } from "../conversation-host.ts";
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
} from "../conversation-rpc.ts";
import { InboxHost } from "../inbox/inbox-host.ts";
import type { ConversationReport, ReportAnswer } from "../inbox/inbox-rpc.ts";
import type { RasaAnswer, RasaCall } from "../rasa-call.ts";
import { type JobHealth, SchedulerHost } from "../scheduler-host.ts";
import { socketIoMessages } from "../socketio/bot-messages.ts";
import { SocketIoHost } from "../socketio/session-host.ts";
import { desk } from "./scripted-desk.ts";
import { world } from "./scripted-world.ts";

export class ScriptedConversation extends DurableObject {
	readonly #host: ConversationHost;

	constructor(ctx: DurableObjectState, env: Cloudflare.Env) {
		super(ctx, env);
		this.#host = new ConversationHost(ctx, world.ports());
	}

	create(call: CreateConversation): Promise<void> {
		return this.#host.create(call);
	}

	access(): Promise<ConversationAccess | null> {
		return this.#host.access();
	}

	endSessions(sessionIds: readonly string[] | null): void {
		this.#host.endSessions(sessionIds);
	}

	spendTicket(call: SpendTicketCall): Promise<boolean> {
		return this.#host.spendTicket(call);
	}

	postMessage(call: PostMessageCall): Promise<PostResult> {
		return this.#host.post(call);
	}

	streamMessage(call: StreamMessageCall): Promise<StreamResult> {
		return this.#host.stream(call);
	}

	listen(call: ListenCall): Promise<void> {
		return this.#host.listen(call);
	}

	history(call: HistoryCall): Promise<HistoryPage | null> {
		return this.#host.history(call);
	}

	summary(): Promise<ConversationSummary | null> {
		return this.#host.summary();
	}

	rasa(call: RasaCall): Promise<RasaAnswer | null> {
		return this.#host.rasa(call);
	}

	queuePlace(place: number | null): Promise<void> {
		return this.#host.queuePlace(place);
	}

	command(call: DeskCall): Promise<DeskResult | null> {
		return this.#host.command(call);
	}

	erase(call: EraseCall): Promise<void> {
		return this.#host.erase(call);
	}

	replayWebhook(call: ReplayCall): Promise<number> {
		return this.#host.replayWebhook(call);
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

/** An inbox, whose conversations and Postgres are the test's. */
export class ScriptedInbox extends DurableObject {
	readonly #host: InboxHost;

	constructor(ctx: DurableObjectState, env: Cloudflare.Env) {
		super(ctx, env);
		this.#host = new InboxHost(ctx, desk.ports());
	}

	report(report: ConversationReport): ReportAnswer {
		return this.#host.report(report);
	}

	erased(conversationId: string): Promise<void> {
		return this.#host.erased(conversationId);
	}

	labelled(conversationId: string, labels: readonly Label[]): void {
		this.#host.labelled(conversationId, labels);
	}

	settingsChanged(settings: DeskSettings): void {
		this.#host.settingsChanged(settings);
	}

	endSessions(sessionIds: readonly string[] | null): void {
		this.#host.endSessions(sessionIds);
	}

	override fetch(request: Request): Promise<Response> {
		return this.#host.upgrade(request);
	}

	override webSocketMessage(socket: WebSocket, raw: string | ArrayBuffer): void {
		this.#host.socketMessage(socket, raw);
	}

	override webSocketClose(socket: WebSocket): void {
		this.#host.socketClosed(socket);
	}

	override alarm(): Promise<void> {
		return this.#host.alarm();
	}
}

/** A session of the socket.io channel, whose conversations are the test's. */
export class ScriptedSession extends DurableObject {
	readonly #host: SocketIoHost;

	constructor(ctx: DurableObjectState, env: Cloudflare.Env) {
		super(ctx, env);
		this.#host = new SocketIoHost(ctx, world.sessionPorts());
	}

	tell(events: readonly ConversationEvent[]): Promise<boolean> {
		return this.#host.tell(socketIoMessages(events));
	}

	override fetch(request: Request): Promise<Response> {
		return this.#host.fetch(request);
	}

	override webSocketMessage(socket: WebSocket, raw: string | ArrayBuffer): Promise<void> {
		return this.#host.socketMessage(socket, raw);
	}

	override webSocketClose(socket: WebSocket): Promise<void> {
		return this.#host.socketClosed(socket);
	}

	override alarm(): Promise<void> {
		return this.#host.alarm();
	}
}

/** The scheduler, whose jobs are the test's. */
export class ScriptedScheduler extends DurableObject {
	readonly #host: SchedulerHost;

	constructor(ctx: DurableObjectState, env: Cloudflare.Env) {
		super(ctx, env);
		this.#host = new SchedulerHost(ctx.storage, world.schedulerPorts());
	}

	wake(name: string | null): Promise<void> {
		return this.#host.wake(name);
	}

	health(): JobHealth[] {
		return this.#host.health();
	}

	override alarm(): Promise<void> {
		return this.#host.alarm();
	}
}

// oxlint-disable-next-line import/no-default-export -- a Worker's module needs one
export default {
	fetch: () => new Response(null, { status: 404 }),
} satisfies ExportedHandler;
