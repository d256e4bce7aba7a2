/** A client of a scripted conversation: keeps what it hears and checks at each frame what every client must. */
import type { WebhookPayload } from "../../contracts/webhooks.ts";
import { env } from "cloudflare:workers";
import type { ConversationSummary, HistoryPage } from "../../contracts/api.ts";
import type { Person } from "../../contracts/desk-commands.ts";
import {
	type ClientFrame,
	type ConversationEvent,
	type Owner,
	ServerFrame,
} from "../../contracts/protocol.ts";
import { freshId } from "../../store/fresh-id.ts";
import {
	type ConversationAccess,
	type DeskCall,
	type DeskResult,
	type CreateConversation,
	type EraseCall,
	type ForgetFeedbackCall,
	type HistoryCall,
	type ListenCall,
	type PostMessageCall,
	type PostResult,
	type ReplayCall,
	SESSION_HEADER,
	type SpendTicketCall,
	type StreamMessageCall,
	type StreamResult,
	VISITOR_HEADER,
} from "../conversation-rpc.ts";
import type { DeskCommand } from "../desk/desk-commands.ts";
import type { IdentifyCall, IdentifyOutcome } from "../identified-visitor.ts";
import type { RasaAnswer, RasaCall } from "../rasa-call.ts";

/**
 * The object's methods as its callers see them. The platform's own stub type maps each result by a recursion that gives up
 * on JSON values; these say the same in plain words.
 */
interface ConversationRpc {
	create(call: CreateConversation): Promise<void>;
	access(): Promise<ConversationAccess | null>;
	identify(call: IdentifyCall): Promise<IdentifyOutcome>;
	spendTicket(call: SpendTicketCall): Promise<boolean>;
	endSessions(sessionIds: readonly string[] | null): Promise<void>;
	postMessage(call: PostMessageCall): Promise<PostResult>;
	streamMessage(call: StreamMessageCall): Promise<StreamResult>;
	listen(call: ListenCall): Promise<void>;
	history(call: HistoryCall): Promise<HistoryPage | null>;
	summary(): Promise<ConversationSummary | null>;
	erase(call: EraseCall): Promise<void>;
	forgetFeedback(call: ForgetFeedbackCall): Promise<void>;
	replayWebhook(call: ReplayCall): Promise<number>;
	webhookPayload(seq: number): Promise<WebhookPayload | null>;
	rasa(call: RasaCall): Promise<RasaAnswer | null>;
	queuePlace(place: number | null, isAttended: boolean): Promise<void>;
	command(call: DeskCall): Promise<DeskResult | null>;
	fetch(url: string, init?: RequestInit): Promise<Response>;
}

export type Stub = DurableObjectStub & ConversationRpc;

export function newId(): string {
	return freshId(Date.now());
}

export const VISITOR = newId();

/** Two people of the company. */
export const ANA: Person = { id: newId(), name: "Ana" };
export const BEN: Person = { id: newId(), name: "Ben" };

/** What somebody at the desk does. @throws Error when there is no such conversation */
export async function command(
	stub: Stub,
	order: DeskCommand,
	more: { readonly by?: Person; readonly id?: string; readonly expectedEpoch?: number } = {},
): Promise<DeskResult> {
	const { by = ANA, id = newId(), ...fence } = more;
	const result = await stub.command({ id, by, command: order, ...fence });
	if (result === null) throw new Error("there is no such conversation");
	return result;
}

const HANDS = { bot: "hand_back", queue: "enqueue", person: "take_over" } as const;

/** Puts the conversation into other hands. */
export async function setOwner(stub: Stub, owner: Owner): Promise<void> {
	await command(stub, { do: HANDS[owner] });
}

interface ScriptedNamespace {
	getByName(name: string): Stub;
}
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- SAFETY: the project "objects" of vitest.config.ts binds it to ScriptedConversation
const SCRIPTED = Reflect.get(env, "SCRIPTED") as ScriptedNamespace;

/** The stub of a conversation that nobody knows yet. */
export function unknownConversation(id = newId()): Stub {
	return SCRIPTED.getByName(id);
}

export async function newConversation(id = newId()): Promise<Stub> {
	const stub = SCRIPTED.getByName(id);
	await stub.create({ id, visitorId: VISITOR, channel: "chat" });
	return stub;
}

export class TestClient {
	readonly frames: ServerFrame[] = [];
	readonly events: ConversationEvent[] = [];
	/** Last entry that the client has covered. */
	lastSeq: number;
	pongs = 0;
	closed: { code: number; reason: string } | null = null;
	readonly #socket: WebSocket;
	#waiting: (() => void)[] = [];

	private constructor(socket: WebSocket, lastSeq: number) {
		this.#socket = socket;
		this.lastSeq = lastSeq;
		socket.accept();
		socket.addEventListener("message", ({ data }) => this.#take(data));
		socket.addEventListener("close", ({ code, reason }) => {
			this.closed = { code, reason };
			this.#wake();
		});
	}

	/** Connects without a hello. */
	static async connect(stub: Stub, lastSeq = 0, session = "session-1"): Promise<TestClient> {
		const response = await stub.fetch("http://conversation/socket", {
			headers: { upgrade: "websocket", [VISITOR_HEADER]: VISITOR, [SESSION_HEADER]: session },
		});
		if (response.webSocket === null) throw new Error(`no socket, status ${response.status}`);
		return new TestClient(response.webSocket, lastSeq);
	}

	/** Connects and waits for the welcome. */
	static async open(stub: Stub, lastSeq = 0): Promise<TestClient> {
		const client = await TestClient.connect(stub, lastSeq);
		client.send({ type: "hello", protocol: 1, lastSeq });
		await client.frame("welcome");
		return client;
	}

	send(frame: ClientFrame): void {
		this.#socket.send(JSON.stringify(frame));
	}

	sendRaw(data: string | ArrayBuffer): void {
		this.#socket.send(data);
	}

	close(): void {
		this.#socket.close(1000, "done");
	}

	/** Sends a message and waits until the bot has answered it. */
	async say(text: string, id = newId()): Promise<string> {
		const answers = this.texts("bot").length;
		this.send({ type: "message", id, text });
		await this.until(() => this.texts("bot").length > answers);
		return id;
	}

	/** Texts of one kind of events, in order. */
	texts(kind: "visitor" | "bot"): (string | null)[] {
		return this.events.flatMap((event) => (event.kind === kind ? [event.text] : []));
	}

	framesOf<Type extends ServerFrame["type"]>(type: Type): Extract<ServerFrame, { type: Type }>[] {
		return this.frames.filter((frame): frame is Extract<ServerFrame, { type: Type }> => frame.type === type);
	}

	/** The next frame of this type that the test has not waited for yet: the newest, once there is one. */
	async frame<Type extends ServerFrame["type"]>(type: Type): Promise<Extract<ServerFrame, { type: Type }>> {
		await this.until(() => this.framesOf(type).length > 0);
		const frame = this.framesOf(type).at(-1);
		if (frame === undefined) throw new Error(`no ${type} frame`);
		return frame;
	}

	/** Waits until it is so; the test's own time-out ends it otherwise. */
	async until(isSo: () => boolean): Promise<void> {
		// one frame after the other
		while (!isSo()) await new Promise<void>((resolve) => this.#waiting.push(resolve));
	}

	#take(data: unknown): void {
		if (data === "pong") {
			this.pongs += 1;
			return this.#wake();
		}
		const frame = ServerFrame.parse(JSON.parse(String(data)));
		if (frame.type === "welcome" || frame.type === "events") {
			if (frame.type === "welcome" && frame.from === 1) {
				this.events.length = 0;
				this.lastSeq = 0;
			}
			if (frame.from !== this.lastSeq + 1)
				throw new Error(`a gap: covered ${this.lastSeq}, got ${frame.from}..${frame.to}`);
			this.lastSeq = frame.to;
			this.events.push(...frame.events);
		}
		this.frames.push(frame);
		this.#wake();
	}

	#wake(): void {
		for (const resolve of this.#waiting.splice(0)) resolve();
	}
}
