import { z } from "zod";
import type { EnginePacket } from "./engine-packets.ts";

const StoredSession = z.object({
	sid: z.string(),
	version: z.union([z.literal(3), z.literal(4)]),
	queryToken: z.string().nullable(),
	isConnected: z.boolean(),
	transport: z.enum(["polling", "websocket"]),
	/** When the client was last heard of (epoch ms), by what it has to send. */
	heardAtMs: z.number(),
	/** Engine.IO 4: a ping of ours waits for its pong. */
	isPinged: z.boolean(),
});
/** What a session is, kept while its object sleeps. */
export type StoredSession = z.infer<typeof StoredSession>;

/** Packets that wait for the client's next poll: one that does not come for them is gone. */
const MAX_WAITING = 500;
const SESSION = "session";
const WAITING = "waiting:";

/** A session and what waits for its client, in the object's own storage. Nothing is written before there is a session. */
export class SessionStore {
	readonly #storage: DurableObjectStorage;
	#session: StoredSession | null | undefined;
	#waiting: number | undefined;
	#next = 0;

	constructor(storage: DurableObjectStorage) {
		this.#storage = storage;
	}

	/** The session that is open, or null. What is changed in it is kept by `save`. */
	get session(): StoredSession | null {
		if (this.#session !== undefined) return this.#session;
		const stored = this.#storage.kv.get(SESSION);
		this.#session = stored === undefined ? null : StoredSession.parse(stored);
		return this.#session;
	}

	begin(session: StoredSession): void {
		this.#session = session;
		this.save();
	}

	save(): void {
		if (this.#session !== undefined && this.#session !== null) this.#storage.kv.put(SESSION, this.#session);
	}

	/** False when too much waits already. */
	keep(packet: EnginePacket): boolean {
		const waiting = this.#entries();
		if (this.#waiting === undefined) this.#next = Number(waiting.at(-1)?.[0].slice(WAITING.length) ?? 0) + 1;
		this.#waiting = waiting.length;
		if (this.#waiting >= MAX_WAITING) return false;
		this.#storage.kv.put(`${WAITING}${String(this.#next).padStart(12, "0")}`, packet);
		this.#next += 1;
		return true;
	}

	/** What waits, in order; it waits no more. */
	take(): EnginePacket[] {
		const waiting = this.#entries();
		for (const [key] of waiting) this.#storage.kv.delete(key);
		return waiting.map(([, packet]) => packet);
	}

	async end(): Promise<void> {
		this.#session = null;
		await this.#storage.deleteAlarm();
		await this.#storage.deleteAll();
	}

	#entries(): [string, EnginePacket][] {
		return [...this.#storage.kv.list<EnginePacket>({ prefix: WAITING })];
	}
}
