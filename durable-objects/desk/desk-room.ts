import { DeskEvent } from "../../contracts/desk.ts";
import {
	type Colleague,
	DESK_FRAME_NEEDS,
	DESK_PROTOCOL_VERSION,
	type DeskClientFrame,
} from "../../contracts/desk-socket.ts";
import type { ServerFrame } from "../../contracts/protocol.ts";
import { assertNever } from "../../dialogue/assert-never.ts";
import type { LogEntry } from "../log-entry.ts";
import type { OpenConversation } from "../open-conversation.ts";
import type { ConversationSockets, SocketMemory } from "../sockets.ts";
import { forbiddenFrame } from "./forbidden-frame.ts";
import { standingOf } from "./desk-state.ts";

type Agent = NonNullable<SocketMemory["agent"]>;

/** Entries of one frame: a long log goes out in several. */
const ENTRIES_PER_FRAME = 500;
/** What somebody with several tabs counts as doing. */
const DOINGS = ["typing", "noting", "viewing"] as const;

/** The agents who have one conversation open: what they see of it and of each other. */
export class DeskRoom {
	readonly #conversation: OpenConversation;
	readonly #sockets: ConversationSockets;
	#place: number | null = null;
	/** Null until the inbox has said. */
	#isAttended: boolean | null = null;
	/** Who the customer was told is typing. */
	#typingName: string | null = null;

	constructor(conversation: OpenConversation, sockets: ConversationSockets) {
		this.#conversation = conversation;
		this.#sockets = sockets;
	}

	/** The place in the queue as the inbox last told it; null where nobody has. */
	get place(): number | null {
		return this.#conversation.log.state.desk.owner === "queue" ? this.#place : null;
	}

	/** What a customer who waits is told. */
	get queueFrame(): ServerFrame {
		const attended = this.#isAttended === null ? {} : { isAttended: this.#isAttended };
		return { type: "queue", place: this.place, ...attended };
	}

	/** Answers one frame of one agent's socket. */
	handle(socket: WebSocket, frame: DeskClientFrame): void {
		const { agent, isGreeted } = this.#sockets.memory(socket);
		if (agent === null) return;
		const needed = DESK_FRAME_NEEDS[frame.type];
		if (!agent.may.includes(needed)) return this.#sockets.send(socket, forbiddenFrame(needed));
		if (frame.type === "hello") {
			if (frame.protocol !== DESK_PROTOCOL_VERSION) return this.#sockets.close(socket, "protocol");
			return this.#welcome(socket, agent, frame.lastSeq);
		}
		if (!isGreeted)
			return this.#sockets.send(socket, {
				type: "error",
				code: "bad_frame",
				message: "The first frame of a socket is `hello`.",
			});
		switch (frame.type) {
			case "doing":
				if (frame.what === agent.doing) return;
				this.#sockets.setDoing(socket, frame.what);
				return this.#peopleChanged();
			case "read":
				return this.#read(agent, frame.seq);
			default:
				return assertNever(frame);
		}
	}

	/** A socket is gone: its agent, or the customer, may be too. */
	left(socket: WebSocket): void {
		if (this.#sockets.memory(socket).agent === null) this.visitorChanged(socket);
		else this.#peopleChanged(socket);
	}

	/** The log has grown. */
	tell(entries: readonly LogEntry[]): void {
		const [from, to] = [entries[0]?.seq, entries.at(-1)?.seq];
		if (from === undefined || to === undefined) return;
		const { log } = this.#conversation;
		if (this.#sockets.of("agents").length > 0)
			this.#sockets.broadcastToAgents({
				type: "entries",
				from,
				to,
				entries: entries.map(toDeskEvent),
				standing: standingOf(log.state.desk, log.lastSeq),
			});
		if (entries.some(({ kind, event }) => kind === "system" && event.type === "owner_changed"))
			this.#ownerChanged();
	}

	/** The customer came, went, or has read further. */
	visitorChanged(except?: WebSocket): void {
		this.#sockets.broadcastToAgents({ type: "visitor", ...this.#visitor(except) });
	}

	/** The inbox says where in the queue the customer stands, and whether somebody is there. */
	setPlace(place: number | null, isAttended: boolean): void {
		const [isMoved, isTurned] = [place !== this.#place, isAttended !== this.#isAttended];
		this.#place = place;
		this.#isAttended = isAttended;
		const isWaiting = this.#conversation.log.state.desk.owner === "queue";
		if (isMoved || (isTurned && isWaiting)) this.#sockets.broadcast(this.queueFrame);
		if (isMoved) this.#sockets.broadcastToAgents({ type: "place", place: this.place });
	}

	#welcome(socket: WebSocket, agent: Agent, lastSeq: number): void {
		const { log } = this.#conversation;
		// a client that has seen more than there is has seen another log: it begins again
		const after = lastSeq > log.lastSeq ? 0 : lastSeq;
		const standing = standingOf(log.state.desk, log.lastSeq);
		const [first, ...others] = this.#spans(after);
		this.#sockets.send(socket, {
			type: "welcome",
			protocol: DESK_PROTOCOL_VERSION,
			conversationId: log.state.id,
			standing,
			colleagues: this.#colleagues(agent.id),
			visitor: this.#visitor(),
			place: this.place,
			...(first ?? { from: after + 1, to: after, entries: [] }),
		});
		for (const span of others) this.#sockets.send(socket, { type: "entries", ...span, standing });
		this.#sockets.greet(socket);
		this.#peopleChanged();
	}

	#read(agent: Agent, seq: number): void {
		const { log, desk } = this.#conversation;
		desk.markRead(agent.id, seq);
		if (log.state.desk.assignee?.id === agent.id)
			this.#sockets.broadcast({ type: "read", who: "agent", seq: Math.min(seq, log.lastSeq) });
	}

	/** Tells each agent who else is here, and the customer whether the one who answers is typing. */
	#peopleChanged(except?: WebSocket): void {
		for (const socket of this.#sockets.of("agents", except)) {
			const { agent } = this.#sockets.memory(socket);
			if (agent !== null)
				this.#sockets.send(socket, { type: "colleagues", colleagues: this.#colleagues(agent.id, except) });
		}
		const { assignee } = this.#conversation.log.state.desk;
		const typing = this.#agents(except).find(({ id, doing }) => id === assignee?.id && doing === "typing");
		const name = typing?.name ?? null;
		if (name === this.#typingName) return;
		this.#typingName = name;
		this.#sockets.broadcast({
			type: "presence",
			who: "agent",
			state: name === null ? "idle" : "typing",
			...(name === null ? {} : { name }),
		});
	}

	#ownerChanged(): void {
		if (this.#conversation.log.state.desk.owner !== "queue" && this.#place !== null)
			this.setPlace(null, this.#isAttended ?? false);
		this.#peopleChanged();
	}

	#agents(except?: WebSocket): Agent[] {
		return this.#sockets
			.of("agents", except)
			.map((socket) => this.#sockets.memory(socket).agent)
			.filter((agent) => agent !== null);
	}

	/** Everybody else, once each. */
	#colleagues(ownId: string, except?: WebSocket): Colleague[] {
		const agents = this.#agents(except);
		const ids = new Set(agents.map(({ id }) => id).filter((id) => id !== ownId));
		return [...ids].flatMap((id) => {
			const tabs = agents.filter((agent) => agent.id === id);
			const doing = DOINGS.find((one) => tabs.some((tab) => tab.doing === one));
			const name = tabs[0]?.name;
			return doing === undefined || name === undefined ? [] : [{ id, name, doing }];
		});
	}

	#visitor(except?: WebSocket): { isOnline: boolean; readSeq: number } {
		const isOnline = this.#sockets.of("customer", except).length > 0;
		return { isOnline, readSeq: this.#conversation.visitorReadSeq() };
	}

	*#spans(after: number): Generator<{ from: number; to: number; entries: DeskEvent[] }> {
		const { log } = this.#conversation;
		for (let from = after + 1; from <= log.lastSeq; from += ENTRIES_PER_FRAME) {
			const entries = log.read(from - 1, ENTRIES_PER_FRAME);
			yield { from, to: from + entries.length - 1, entries: entries.map(toDeskEvent) };
		}
	}
}

function toDeskEvent({ seq, atMs, kind, event }: LogEntry): DeskEvent {
	return { seq, at: new Date(atMs).toISOString(), kind, event: DeskEvent.shape.event.parse(event) };
}
