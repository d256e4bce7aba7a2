/** An agent's page of a conversation: keeps what it hears and asserts at each frame what every client must. */
import type { Person } from "../../contracts/desk-commands.ts";
import { type DeskClientFrame, DeskServerFrame } from "../../contracts/desk-socket.ts";
import type { Permission } from "../../contracts/permissions.ts";
import { AGENT_HEADER, SESSION_HEADER } from "../conversation-rpc.ts";
import { agentHeader } from "../desk/agent-header.ts";
import type { Stub } from "./test-client.ts";

/** What somebody may do who answers customers. */
export const ANSWERS: readonly Permission[] = ["conversations:read", "conversations:write"];

interface Opening {
	readonly lastSeq?: number;
	readonly session?: string;
	readonly may?: readonly Permission[];
}

export class DeskClient {
	readonly frames: DeskServerFrame[] = [];
	/** Last entry that the client has covered. */
	lastSeq: number;
	closed: number | null = null;
	readonly #socket: WebSocket;
	#waiting: (() => void)[] = [];

	private constructor(socket: WebSocket, lastSeq: number) {
		this.#socket = socket;
		this.lastSeq = lastSeq;
		socket.accept();
		socket.addEventListener("message", ({ data }) => this.#take(data));
		socket.addEventListener("close", ({ code }) => {
			this.closed = code;
			this.#wake();
		});
	}

	static async connect(stub: Stub, agent: Person, more: Opening = {}): Promise<DeskClient> {
		const { lastSeq = 0, session = "session-1", may = ANSWERS } = more;
		const header = agentHeader({ ...agent, may: [...may] });
		const response = await stub.fetch("http://conversation/socket", {
			headers: { upgrade: "websocket", [AGENT_HEADER]: header, [SESSION_HEADER]: session },
		});
		if (response.webSocket === null) throw new Error(`no socket, status ${response.status}`);
		return new DeskClient(response.webSocket, lastSeq);
	}

	/** Connects and waits for the welcome. */
	static async open(stub: Stub, agent: Person, more: Opening = {}): Promise<DeskClient> {
		const client = await DeskClient.connect(stub, agent, more);
		client.send({ type: "hello", protocol: 1, lastSeq: client.lastSeq });
		await client.until(() => client.of("welcome").length > 0);
		return client;
	}

	send(frame: DeskClientFrame): void {
		this.#socket.send(JSON.stringify(frame));
	}

	sendRaw(data: string): void {
		this.#socket.send(data);
	}

	close(): void {
		this.#socket.close(1000, "done");
	}

	of<Type extends DeskServerFrame["type"]>(type: Type): Extract<DeskServerFrame, { type: Type }>[] {
		return this.frames.filter(
			(frame): frame is Extract<DeskServerFrame, { type: Type }> => frame.type === type,
		);
	}

	/** Waits until it is so; the test's own time-out ends it otherwise. */
	async until(isSo: () => boolean): Promise<void> {
		// one frame after the other
		while (!isSo()) await new Promise<void>((resolve) => this.#waiting.push(resolve));
	}

	#take(data: unknown): void {
		const frame = DeskServerFrame.parse(JSON.parse(String(data)));
		if (frame.type === "welcome" || frame.type === "entries") {
			if (frame.from !== this.lastSeq + 1)
				throw new Error(`a gap: covered ${this.lastSeq}, got ${frame.from}..${frame.to}`);
			if (frame.entries.length !== frame.to - frame.from + 1) throw new Error("an agent sees every entry");
			this.lastSeq = frame.to;
		}
		this.frames.push(frame);
		this.#wake();
	}

	#wake(): void {
		for (const resolve of this.#waiting.splice(0)) resolve();
	}
}
