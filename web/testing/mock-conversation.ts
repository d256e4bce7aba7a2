import type { ConversationEvent, ServerFrame } from "../../contracts/protocol.ts";

/** A `ConversationEvent` without what the log itself adds. */
type Entry = ConversationEvent extends infer Event
	? Event extends unknown
		? Omit<Event, "seq" | "atMs">
		: never
	: never;

/** An answer of the pretended bot. */
export interface MockAnswer {
	text: string | null;
	buttons?: { title: string; payload: string }[];
	imageUrl?: string;
	extra?: Record<string, never>;
}

/** The log of one pretended conversation, and who listens to it. */
export class MockConversation {
	readonly id: string;
	readonly events: ConversationEvent[] = [];
	readonly acknowledged = new Map<string, number>();
	/** What its customer has said of it. */
	readonly given: Extract<ServerFrame, { type: "feedback" }>[] = [];
	readonly #listeners = new Set<(frame: ServerFrame) => void>();

	constructor(id: string) {
		this.id = id;
	}

	get lastSeq(): number {
		return this.events.at(-1)?.seq ?? 0;
	}

	listen(listener: (frame: ServerFrame) => void): () => void {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}

	append(entry: Entry, atMs: number = Date.now()): number {
		const seq = this.lastSeq + 1;
		const event: ConversationEvent = { ...entry, seq, atMs };
		this.events.push(event);
		this.tell({ type: "events", from: seq, to: seq, events: [event] });
		return seq;
	}

	tell(frame: ServerFrame): void {
		for (const listener of this.#listeners) listener(frame);
	}

	note(said: Omit<Extract<ServerFrame, { type: "feedback" }>, "type">): void {
		const frame = { type: "feedback" as const, ...said };
		this.given.push(frame);
		this.tell(frame);
	}

	welcome(lastSeq: number): ServerFrame {
		return {
			type: "welcome",
			protocol: 1,
			conversationId: this.id,
			owner: "bot",
			from: lastSeq + 1,
			to: this.lastSeq,
			events: this.events.filter((event) => event.seq > lastSeq),
		};
	}
}

export function botEntry(answer: MockAnswer): Entry {
	return {
		kind: "bot",
		text: answer.text,
		buttons: answer.buttons ?? [],
		imageUrl: answer.imageUrl ?? null,
		extra: answer.extra ?? null,
	};
}
