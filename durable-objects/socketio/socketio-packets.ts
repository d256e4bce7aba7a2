/**
 * Socket.IO's packets by the project's own parser. One parser serves both of its protocols, as in the project's server:
 * 4 (of Engine.IO 3) and 5 differ in what a connection's packets hold, not in how they are written.
 */
import { Decoder, Encoder, PacketType, type Packet } from "socket.io-parser";
import { z } from "zod";
import type { JsonValue } from "../../contracts/parse-data.ts";

export type SocketIoPacket =
	| { readonly type: "connect"; readonly nsp: string; readonly data: unknown }
	| { readonly type: "disconnect"; readonly nsp: string }
	| {
			readonly type: "event";
			readonly nsp: string;
			readonly name: string;
			/** The first argument, unchecked: undefined when there was none. */
			readonly data: unknown;
			/** Set when the client wants to hear that the event was taken. */
			readonly id: number | null;
	  }
	/** An acknowledgement, or anything else that asks nothing of us. */
	| { readonly type: "other"; readonly nsp: string };

const encoder = new Encoder();

/** Packets that carry bytes come in several parts; a text alone is then no packet. */
export function decodeSocketIo(text: string): SocketIoPacket | null {
	if (text === "") return null; // the parser takes it for a CONNECT
	const found: Packet[] = [];
	const decoder = new Decoder();
	decoder.on("decoded", (one) => found.push(one));
	try {
		decoder.add(text);
	} catch {
		return null; // the parser's own words name what it read
	}
	const [packet] = found;
	return packet === undefined ? null : known(packet);
}

const Event = z.tuple([z.string().max(256)], z.unknown());

function known(packet: Packet): SocketIoPacket | null {
	const { nsp } = packet;
	switch (packet.type) {
		case PacketType.CONNECT:
			return { type: "connect", nsp, data: packet.data };
		case PacketType.DISCONNECT:
			return { type: "disconnect", nsp };
		case PacketType.EVENT: {
			const event = Event.safeParse(packet.data);
			if (!event.success) return null;
			const [name, data] = event.data;
			return { type: "event", nsp, name, data, id: packet.id ?? null };
		}
		case PacketType.ACK:
			return { type: "other", nsp };
		default:
			return null;
	}
}

function encode(packet: Packet): string {
	const [text] = encoder.encode(packet).map(String);
	if (text === undefined) throw new Error("the parser encoded nothing");
	return text;
}

/** Protocol 5 tells the socket's id; 4 has the engine's. */
export function connected(nsp: string, id: string | null): string {
	return encode({ type: PacketType.CONNECT, nsp, ...(id === null ? {} : { data: { sid: id } }) });
}

/** Protocol 4 sends a text, 5 an object. */
export function refused(nsp: string, reason: string, isPlain: boolean): string {
	return encode({ type: PacketType.CONNECT_ERROR, nsp, data: isPlain ? reason : { message: reason } });
}

export function event(nsp: string, name: string, data: JsonValue): string {
	return encode({ type: PacketType.EVENT, nsp, data: [name, data] });
}

export function acknowledged(nsp: string, id: number): string {
	return encode({ type: PacketType.ACK, nsp, id, data: [] });
}
