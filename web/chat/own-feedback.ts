import type { ClientFrame, ServerFrame } from "../../contracts/protocol.ts";

type FeedbackFrame = Extract<ClientFrame, { type: "feedback" | "csat" }>;

export interface FeedbackDeps {
	/** False when there is no line. */
	send: (frame: FeedbackFrame) => boolean;
	/** Shows it before the server has answered. */
	show: (frame: FeedbackFrame) => void;
}

/** What this visitor says of answers and of the help as a whole. What finds no line waits for one, the last word of each. */
export class OwnFeedback {
	readonly #deps: FeedbackDeps;
	readonly #waiting = new Map<number, FeedbackFrame>();

	constructor(deps: FeedbackDeps) {
		this.#deps = deps;
	}

	/** @param rating - null takes it back */
	judge(seq: number, rating: "up" | "down" | null, reason: string | null = null): void {
		this.#say({ type: "feedback", seq, rating, ...(reason === null ? {} : { reason }) });
	}

	/** @param rating - from 1, bad, to 5, good */
	rate(seq: number, rating: number, comment: string | null = null): void {
		this.#say({ type: "csat", seq, rating, ...(comment === null ? {} : { comment }) });
	}

	/** There is a line again. */
	flush(): void {
		for (const [seq, frame] of this.#waiting) if (this.#deps.send(frame)) this.#waiting.delete(seq);
	}

	/** Another conversation begins: its numbers mean other messages. */
	clear(): void {
		this.#waiting.clear();
	}

	#say(frame: FeedbackFrame): void {
		this.#deps.show(frame);
		if (!this.#deps.send(frame)) this.#waiting.set(frame.seq, frame);
	}
}

/** As the server will tell it. */
export function shownFeedback(frame: FeedbackFrame): Extract<ServerFrame, { type: "feedback" }> {
	const isOfMessage = frame.type === "feedback";
	return { type: "feedback", messages: isOfMessage ? [frame] : [], resolutions: isOfMessage ? [] : [frame] };
}
