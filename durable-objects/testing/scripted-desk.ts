/** An inbox's surroundings under a test's control, and agents who look at it. */
import { env } from "cloudflare:workers";
import type { Person } from "../../contracts/desk-commands.ts";
import {
	DeskSettings,
	type InboxClientFrame,
	type InboxRow,
	InboxServerFrame,
} from "../../contracts/inbox.ts";
import type { SiteHours } from "../../contracts/site-hours.ts";
import { AGENT_HEADER, type DeskCall, SESSION_HEADER } from "../conversation-rpc.ts";
import { agentHeader } from "../desk/agent-header.ts";
import { FRESH_DESK, type DeskState } from "../desk/desk-state.ts";
import type { InboxPorts } from "../inbox/inbox-ports.ts";
import type { ConversationReport, InboxCalls, InboxFacts, ReportAnswer } from "../inbox/inbox-rpc.ts";
import { ANSWERS } from "./desk-client.ts";
import { newId } from "./test-client.ts";

export class ScriptedDesk {
	/** Far ahead of the real clock: an alarm of this world rings only when a test rings it. */
	nowMs = Date.UTC(2100, 0, 1);
	settings: DeskSettings = DeskSettings.parse({});
	hours: SiteHours = {};
	isArchiveAway = false;
	/** What Postgres has, by id. */
	archive: { report: ConversationReport; facts: InboxFacts }[] = [];
	/** What conversations were told to do. */
	readonly commands: (DeskCall & { conversationId: string })[] = [];
	/** Thrown when a conversation is told something. */
	conversationFault: Error | null = null;
	readonly places = new Map<string, number | null>();
	/** Whether somebody is there, as conversations were told. */
	readonly attended = new Map<string, boolean>();

	reset(): void {
		Object.assign(this, new ScriptedDesk());
	}

	ports(): InboxPorts {
		// read through `this` at each call: a test replaces members after the object was made
		return {
			archived: async (afterId, limit) => {
				this.#reach();
				return this.archive.filter(({ report }) => report.id > afterId).slice(0, limit);
			},
			facts: async (id) => {
				this.#reach();
				return this.archive.find(({ report }) => report.id === id)?.facts ?? null;
			},
			settings: async () => {
				this.#reach();
				return this.settings;
			},
			hours: async () => {
				this.#reach();
				return this.hours;
			},
			command: async (conversationId, call) => {
				if (this.conversationFault !== null) throw this.conversationFault;
				this.commands.push({ ...call, conversationId });
				return null;
			},
			tellPlace: async (id, place, isAttended) => {
				this.places.set(id, place);
				this.attended.set(id, isAttended);
			},
			nowMs: () => this.nowMs,
			newId,
			report: () => undefined,
		};
	}

	#reach(): void {
		if (this.isArchiveAway) throw new Error("postgres is away");
	}
}

export const desk = new ScriptedDesk();

/** A conversation as it says it is. */
export function report(more: Partial<Omit<ConversationReport, "desk">> & { desk?: Partial<DeskState> } = {}) {
	const { desk: state, ...facts } = more;
	return {
		id: newId(),
		contactId: null,
		channel: "chat",
		siteKey: "default",
		createdAtMs: desk.nowMs,
		lastActivityAtMs: desk.nowMs,
		preview: "hello",
		leaseEpoch: 1,
		lastSeq: 1,
		...facts,
		desk: { ...FRESH_DESK, ...state },
	} satisfies ConversationReport;
}

/** The state of a conversation that waits in the queue. */
export function queued(sinceMs = desk.nowMs): Partial<DeskState> {
	return { owner: "queue", epoch: 1, queuedAtMs: sinceMs, waitingSinceMs: sinceMs };
}

export type InboxStub = DurableObjectStub &
	Omit<InboxCalls, "fetch" | "spendTicket"> & {
		report(report: ConversationReport): Promise<ReportAnswer>;
		erased(conversationId: string): Promise<void>;
		fetch(url: string, init?: RequestInit): Promise<Response>;
	};

export function inbox(team = newId()): InboxStub {
	// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- SAFETY: the project "objects" of vitest.config.ts binds it to ScriptedInbox
	const namespace = Reflect.get(env, "INBOX") as { getByName(name: string): InboxStub };
	return namespace.getByName(team);
}

/** An agent's page: keeps lines by id and asserts at each frame what every client must. */
export class InboxClient {
	readonly frames: InboxServerFrame[] = [];
	readonly rows = new Map<string, InboxRow>();
	version = -1;
	closed: number | null = null;
	readonly #socket: WebSocket;
	#waiting: (() => void)[] = [];

	private constructor(socket: WebSocket) {
		this.#socket = socket;
		socket.accept();
		socket.addEventListener("message", ({ data }) => this.#take(data));
		socket.addEventListener("close", ({ code }) => {
			this.closed = code;
			this.#wake();
		});
	}

	static async connect(
		stub: InboxStub,
		agent: Person,
		session = "session-1",
		may = ANSWERS,
	): Promise<InboxClient> {
		const header = agentHeader({ ...agent, may: [...may] });
		const response = await stub.fetch("http://inbox/socket", {
			headers: { upgrade: "websocket", [AGENT_HEADER]: header, [SESSION_HEADER]: session },
		});
		if (response.webSocket === null) throw new Error(`no socket, status ${response.status}`);
		return new InboxClient(response.webSocket);
	}

	/** Connects and waits for the welcome. */
	static async open(stub: InboxStub, agent: Person, version: number | null = null): Promise<InboxClient> {
		const client = await InboxClient.connect(stub, agent);
		client.send({ type: "hello", protocol: 1, version });
		await client.until(() => client.of("welcome").length > 0);
		return client;
	}

	send(frame: InboxClientFrame): void {
		this.#socket.send(JSON.stringify(frame));
	}

	close(): void {
		this.#socket.close(1000, "done");
	}

	of<Type extends InboxServerFrame["type"]>(type: Type): Extract<InboxServerFrame, { type: Type }>[] {
		return this.frames.filter(
			(frame): frame is Extract<InboxServerFrame, { type: Type }> => frame.type === type,
		);
	}

	/** Lists to the last page. */
	async list(
		question: Omit<Extract<InboxClientFrame, { type: "list" }>, "type" | "request" | "cursor">,
	): Promise<InboxRow[]> {
		const rows: InboxRow[] = [];
		let cursor: string | null = null;
		do {
			const request = this.frames.length;
			this.send({ type: "list", request, cursor, ...question });
			const isIt = () => this.of("page").find((page) => page.request === request);
			// one page after the other
			await this.until(() => isIt() !== undefined);
			rows.push(...(isIt()?.rows ?? []));
			cursor = isIt()?.nextCursor ?? null;
		} while (cursor !== null);
		return rows;
	}

	/** Waits until it is so; the test's own time-out ends it otherwise. */
	async until(isSo: () => boolean): Promise<void> {
		// one frame after the other
		while (!isSo()) await new Promise<void>((resolve) => this.#waiting.push(resolve));
	}

	#take(data: unknown): void {
		const frame = InboxServerFrame.parse(JSON.parse(String(data)));
		if (frame.type === "welcome") this.version = frame.version;
		if (frame.type === "changed") {
			if (frame.from !== this.version + 1)
				throw new Error(`a gap: had ${this.version}, got ${frame.from}..${frame.to}`);
			this.version = frame.to;
		}
		if (frame.type === "welcome" || frame.type === "changed") {
			for (const row of frame.rows) this.rows.set(row.id, row);
			for (const id of frame.removed) this.rows.delete(id);
		}
		this.frames.push(frame);
		this.#wake();
	}

	#wake(): void {
		for (const resolve of this.#waiting.splice(0)) resolve();
	}
}
