/**
 * Engine.IO's packets, in its versions 3 and 4, by the socket.io project's own parsers. Text only: Rasa's channel sends no
 * bytes, and a client that does is refused.
 */
import { decodePacket, decodePayload, encodePacket, encodePayload } from "engine.io-parser";
import parserV3 from "engine.io-parser-v3";

/** 3 is spoken by socket.io-client 1 and 2, 4 by its versions 3 and later. */
export type EngineVersion = 3 | 4;

const TYPES = ["open", "close", "ping", "pong", "message", "upgrade", "noop"] as const;

export interface EnginePacket {
	readonly type: (typeof TYPES)[number];
	readonly data: string;
}

export function packet(type: EnginePacket["type"], data = ""): EnginePacket {
	return { type, data };
}

/** One packet, as a WebSocket frame carries it. */
export function encodeFrame(version: EngineVersion, { type, data }: EnginePacket): string {
	let encoded: unknown;
	const done = (text: unknown): void => void (encoded = text);
	if (version === 3) parserV3.encodePacket({ type, data }, done);
	else encodePacket({ type, data }, true, done);
	return textOf(encoded);
}

/** Packets in one, as the answer to a poll carries them. */
export function encodeBody(version: EngineVersion, packets: readonly EnginePacket[]): string {
	let encoded: unknown;
	const done = (text: unknown): void => void (encoded = text);
	const all = packets.map(({ type, data }) => ({ type, data }));
	if (version === 3) parserV3.encodePayload(all, done);
	else encodePayload(all, done);
	return textOf(encoded);
}

/** Null for what is no packet of text. */
export function decodeFrame(version: EngineVersion, frame: string): EnginePacket | null {
	return known(version === 3 ? parserV3.decodePacket(frame) : decodePacket(frame));
}

/** Null when any of the packets is none. */
export function decodeBody(version: EngineVersion, body: string): EnginePacket[] | null {
	const decoded: unknown[] = [];
	if (version === 4) decoded.push(...decodePayload(body));
	else
		parserV3.decodePayload(body, (one) => {
			decoded.push(one);
			return undefined;
		});
	const packets = decoded.map(known);
	return packets.every((one) => one !== null) && packets.length > 0 ? packets : null;
}

function known(decoded: unknown): EnginePacket | null {
	if (typeof decoded !== "object" || decoded === null || !("type" in decoded)) return null;
	const type = TYPES.find((name) => name === decoded.type);
	const data = "data" in decoded ? (decoded.data ?? "") : "";
	return type === undefined || typeof data !== "string" ? null : { type, data };
}

/** Both parsers call back at once for text, and with text. */
function textOf(encoded: unknown): string {
	if (typeof encoded !== "string") throw new Error("the parser gave something else than text");
	return encoded;
}
