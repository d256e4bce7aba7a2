/**
 * What Rasa's socket.io channel does with what a client sends. It knows nothing of transports, objects or time: those come
 * in through its ports.
 */
import { z } from "zod";
import { jsonOrNull } from "../../contracts/json-or-null.ts";
import { MessageMetadata } from "../../contracts/metadata.ts";
import type { JsonValue } from "../../contracts/parse-data.ts";
import { MAX_TEXT_CHARS } from "../../contracts/protocol.ts";
import type { EngineVersion } from "./engine-packets.ts";
import type { SocketIoSettings } from "./socketio-settings.ts";
import * as packets from "./socketio-packets.ts";

export interface SessionPorts {
	/** To the client, in order. */
	send(packet: string): void;
	/** Whether this token lets a client in. */
	isAllowed(token: string): Promise<boolean>;
	newSessionId(): string;
	/** From here on the client hears what this sender's conversation gains. */
	join(sender: string): Promise<void>;
	/** @returns what to tell the client when the message was not taken, or null */
	say(message: SessionMessage): Promise<string | null>;
	/** The client has said something that no client says. */
	fail(): void;
}

export interface SessionMessage {
	readonly sender: string;
	readonly text: string;
	readonly metadata: Readonly<Record<string, JsonValue>> | null;
}

/** What a session must remember while its object sleeps. */
export interface SessionMemory {
	readonly sid: string;
	readonly version: EngineVersion;
	/** Engine.IO 3: what the client gave in the address, for that protocol has no other place for it. */
	readonly queryToken: string | null;
	/** Whether the client is let into the channel's namespace. */
	isConnected: boolean;
}

const Auth = z.object({ token: z.string().max(8_192) });
const SessionRequest = z.object({ session_id: z.string().min(1).max(256).nullish() });
const UserUttered = z.looseObject({
	message: z.string().max(MAX_TEXT_CHARS).nullish(),
	session_id: z.string().min(1).max(256).nullish(),
});

export class SocketIoSession {
	readonly #settings: SocketIoSettings;
	readonly #memory: SessionMemory;
	readonly #ports: SessionPorts;

	constructor(settings: SocketIoSettings, memory: SessionMemory, ports: SessionPorts) {
		this.#settings = settings;
		this.#memory = memory;
		this.#ports = ports;
	}

	/** Engine.IO 3 lets a client into "/" unasked. */
	async opened(): Promise<void> {
		if (this.#memory.version === 3) await this.#connect("/", null);
	}

	async receive(text: string): Promise<void> {
		const packet = packets.decodeSocketIo(text);
		if (packet === null) return this.#ports.fail();
		switch (packet.type) {
			case "connect":
				return this.#connect(withoutQuery(packet.nsp), packet.data);
			case "disconnect":
				if (packet.nsp === this.#settings.namespace) this.#memory.isConnected = false;
				return;
			case "event":
				return this.#event(packet);
			case "other":
		}
	}

	/** What the bot or a person says. */
	tell(messages: readonly JsonValue[]): void {
		if (!this.#memory.isConnected) return;
		const { namespace, bot_message_evt } = this.#settings;
		for (const message of messages) this.#ports.send(packets.event(namespace, bot_message_evt, message));
	}

	async #connect(nsp: string, auth: unknown): Promise<void> {
		const { version, sid } = this.#memory;
		const isOurs = nsp === this.#settings.namespace;
		// Engine.IO 3 connects to "/" before it asks for any other: that one is let in, and leads nowhere
		const isAntechamber = version === 3 && nsp === "/";
		if (!isOurs && !isAntechamber) return this.#refuse(nsp, "Invalid namespace");
		if (isOurs) {
			if (!(await this.#isAllowed(auth))) return this.#refuse(nsp, "Connection rejected by server");
			this.#memory.isConnected = true;
		}
		this.#ports.send(packets.connected(nsp, version === 3 ? null : sid));
	}

	async #isAllowed(auth: unknown): Promise<boolean> {
		if (typeof this.#settings.jwt_key !== "string") return true;
		const token = Auth.safeParse(auth).data?.token ?? this.#memory.queryToken;
		return token !== null && this.#ports.isAllowed(token.replace(/^Bearer /i, ""));
	}

	#refuse(nsp: string, reason: string): void {
		this.#ports.send(packets.refused(nsp, reason, this.#memory.version === 3));
	}

	async #event(event: Extract<packets.SocketIoPacket, { type: "event" }>): Promise<void> {
		const { nsp, name, data, id } = event;
		if (nsp !== this.#settings.namespace || !this.#memory.isConnected) return;
		if (id !== null) this.#ports.send(packets.acknowledged(nsp, id));
		if (name === "session_request") return this.#sessionRequest(data);
		if (name === this.#settings.user_message_evt) return this.#userUttered(data);
	}

	async #sessionRequest(data: unknown): Promise<void> {
		const asked = SessionRequest.safeParse(data).data?.session_id;
		const id = typeof asked === "string" ? asked : this.#ports.newSessionId();
		if (this.#settings.session_persistence) await this.#ports.join(id);
		this.#ports.send(packets.event(this.#settings.namespace, "session_confirm", id));
	}

	async #userUttered(data: unknown): Promise<void> {
		const said = UserUttered.safeParse(data);
		if (!said.success)
			return this.tell([{ text: `A message may have at most ${MAX_TEXT_CHARS} characters.` }]);
		const { message, session_id } = said.data;
		const sender = this.#settings.session_persistence ? session_id : this.#memory.sid;
		// Rasa ignores a message without the session that it should belong to, and one without words says nothing
		if (typeof sender !== "string" || typeof message !== "string" || message.trim() === "") return;
		await this.#ports.join(sender);
		const metadata = metadataOf(said.data[this.#settings.metadata_key]);
		const refusal = await this.#ports.say({ sender, text: message, metadata });
		if (refusal !== null) this.tell([{ text: refusal }]);
	}
}

/** An object, or JSON of one: what is neither, or too much, is left out. */
function metadataOf(value: unknown): Readonly<Record<string, JsonValue>> | null {
	return MessageMetadata.safeParse(typeof value === "string" ? jsonOrNull(value) : value).data ?? null;
}

/** Protocol 4 hangs the client's query on the namespace. */
function withoutQuery(nsp: string): string {
	return nsp.split("?")[0] ?? nsp;
}
