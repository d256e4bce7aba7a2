import { decodeBody, encodeBody, type EnginePacket, type EngineVersion, packet } from "./engine-packets.ts";
import type { SessionStore } from "./session-store.ts";

/** A poll that nothing has ended by then is answered with nothing to say: whoever stands between us would cut it. */
const MAX_POLL_MS = 50_000;

/** Why a request is not Engine.IO's, in the words of the protocol's own server. */
const REFUSALS = {
	unknownTransport: { code: 0, message: "Transport unknown" },
	unknownSession: { code: 1, message: "Session ID unknown" },
	badMethod: { code: 2, message: "Bad handshake method" },
	badRequest: { code: 3, message: "Bad request" },
	unknownVersion: { code: 5, message: "Unsupported protocol version" },
} as const;

export function badRequest(reason: keyof typeof REFUSALS): Response {
	return Response.json(REFUSALS[reason], { status: 400 });
}

/** Engine.IO over plain requests: one waits for what there is to say, others bring what the client says. */
export class PollTransport {
	readonly #store: SessionStore;
	#end: ((packets: readonly EnginePacket[]) => void) | null = null;

	constructor(store: SessionStore) {
		this.#store = store;
	}

	/** Answers with what waits, or waits until there is something. A newer poll ends an older one. */
	async answer(version: EngineVersion): Promise<Response> {
		this.release();
		const waiting = this.#store.take();
		return bodyOf(version, waiting.length > 0 ? waiting : await this.#wait());
	}

	/** What a client brings; null when it is none of Engine.IO's. */
	read(version: EngineVersion, body: string): EnginePacket[] | null {
		try {
			return decodeBody(version, body);
		} catch {
			return null; // the parser of version 3 throws at some nonsense
		}
	}

	/** Something waits: the poll that is open takes it along. */
	flush(): void {
		if (this.#end === null) return;
		this.#finish(this.#store.take());
	}

	/** Ends the open poll with nothing to say. */
	release(): void {
		this.#finish([packet("noop")]);
	}

	close(): void {
		this.#finish([packet("close")]);
	}

	#finish(packets: readonly EnginePacket[]): void {
		const end = this.#end;
		this.#end = null;
		end?.(packets);
	}

	#wait(): Promise<readonly EnginePacket[]> {
		return new Promise((resolve) => {
			const timer = setTimeout(() => this.#finish([packet("noop")]), MAX_POLL_MS);
			this.#end = (packets) => {
				clearTimeout(timer);
				resolve(packets);
			};
		});
	}
}

function bodyOf(version: EngineVersion, packets: readonly EnginePacket[]): Response {
	return new Response(encodeBody(version, packets), {
		headers: { "content-type": "text/plain; charset=UTF-8" },
	});
}
