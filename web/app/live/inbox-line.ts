import {
	type Availability,
	INBOX_PROTOCOL_VERSION,
	type InboxClientFrame,
	type InboxQuestion,
	InboxServerFrame,
} from "../../../contracts/inbox.ts";
import { type LineSurroundings, parseFrame, SocketLine } from "../../chat/socket-line.ts";
import { Refused } from "../reading.ts";

type FrameOf<Type extends InboxServerFrame["type"]> = Extract<InboxServerFrame, { type: Type }>;
export type InboxPage = Pick<FrameOf<"page">, "rows" | "nextCursor">;

/** What the inbox says, in its order. */
export interface InboxListener {
	/** What was known can't be brought up to date: all lists are read anew. */
	onFresh: () => void;
	onChanges: (changes: Pick<FrameOf<"changed">, "rows" | "removed">) => void;
	onCounts: (counts: FrameOf<"changed">["counts"]) => void;
	/** Something that this agent may want to hear of. */
	onNotice: (notice: FrameOf<"notice">) => void;
	onDesk: (desk: Pick<FrameOf<"agents">, "agents" | "assignment" | "maxOpenPerAgent">) => void;
}

interface OpenRequest {
	readonly frame: Extract<InboxClientFrame, { type: "list" }>;
	readonly done: (page: InboxPage) => void;
	readonly refused: (error: Refused) => void;
}

const LIST_ROWS = 100;

/** The line to the team's inbox: watches that no version is missing, and asks for lists. */
export class InboxLine {
	readonly #line: SocketLine;
	readonly #listener: InboxListener;
	/** The last version that is covered; null before the first welcome. */
	#version: number | null = null;
	#request = 0;
	/** Asked for and not answered: what the line lost is asked for again. */
	readonly #open = new Map<number, OpenRequest>();

	constructor(surroundings: LineSurroundings, listener: InboxListener) {
		this.#listener = listener;
		this.#line = new SocketLine({
			...surroundings,
			hello: () =>
				({
					type: "hello",
					protocol: INBOX_PROTOCOL_VERSION,
					version: this.#version,
				}) satisfies InboxClientFrame,
			onText: (text) => this.#read(text),
		});
	}

	start(): void {
		this.#line.start();
	}

	wake(): void {
		this.#line.wake();
	}

	sleep(): void {
		this.#line.sleep();
	}

	/** Whoever comes next to this page may be somebody else: nothing is kept. */
	stop(): void {
		this.#line.stop();
		this.#version = null;
		this.#open.clear();
	}

	/** A page of a list; waits for the line where there is none. @throws Refused */
	list(question: InboxQuestion, cursor: string | null): Promise<InboxPage> {
		const request = this.#request;
		this.#request += 1;
		const { view, status, sort, labelId, channel } = question;
		const frame = {
			type: "list",
			request,
			view,
			status,
			sort,
			labelId,
			channel,
			cursor,
			limit: LIST_ROWS,
		} as const;
		return new Promise((done, refused) => {
			this.#open.set(request, { frame, done, refused });
			this.#line.send(frame);
		});
	}

	/** @returns false while there is no line */
	setAvailability(availability: Availability): boolean {
		return this.#line.send({ type: "availability", availability } satisfies InboxClientFrame);
	}

	#read(text: string): void {
		const frame = parseFrame(InboxServerFrame, text);
		switch (frame?.type) {
			case "welcome":
				return this.#welcome(frame);
			case "changed":
				return this.#changed(frame);
			case "page":
				return this.#settle(frame.request, ({ done }) => done(frame));
			case "agents":
				return this.#listener.onDesk(frame);
			case "notice":
				return this.#listener.onNotice(frame);
			case "error":
				if (frame.request === undefined) return;
				return this.#settle(frame.request, ({ refused }) =>
					refused(new Refused({ code: frame.code, message: frame.message, fields: {} })),
				);
			default: // a newer server may say what this page does not know
		}
	}

	#welcome(frame: FrameOf<"welcome">): void {
		this.#version = frame.version;
		if (frame.isFresh) this.#listener.onFresh();
		else this.#listener.onChanges(frame);
		this.#listener.onCounts(frame.counts);
		this.#listener.onDesk(frame);
		this.#line.up();
		for (const { frame: asked } of this.#open.values()) this.#line.send(asked);
	}

	/** The gap assertion: `from` is the next version, or we ask for what we lack. */
	#changed(frame: FrameOf<"changed">): void {
		const version = this.#version ?? -1;
		if (frame.to <= version) return;
		if (frame.from > version + 1) return this.#line.hello();
		this.#version = frame.to;
		this.#listener.onChanges(frame);
		this.#listener.onCounts(frame.counts);
	}

	#settle(request: number, settle: (open: OpenRequest) => void): void {
		const open = this.#open.get(request);
		this.#open.delete(request);
		if (open !== undefined) settle(open);
	}
}
