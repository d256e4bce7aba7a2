import { GatewayError } from "../../gateway-error.ts";

/** One message of PostgreSQL's protocol. A start-up message has no type byte: its type is "". */
export interface Frame {
	type: string;
	/** The whole message as it came, type and length included. */
	bytes: Buffer;
	body: Buffer;
}

const noBytes = Buffer.alloc(0);

/** Cuts a byte stream into frames, and refuses lengths that no honest client sends. */
export class FrameReader {
	private pending: Buffer = noBytes;
	private readonly maxBytes: number;
	private isStarting: boolean;

	constructor(maxBytes: number, isStarting: boolean) {
		this.maxBytes = maxBytes;
		this.isStarting = isStarting;
	}

	/** After the start-up message every frame carries a type byte. */
	startupDone(): void {
		this.isStarting = false;
	}

	push(chunk: Buffer): void {
		this.pending = this.pending.length === 0 ? chunk : Buffer.concat([this.pending, chunk]);
	}

	/** @throws GatewayError 08P01 when the bytes are no frame */
	next(): Frame | null {
		const lengthAt = this.isStarting ? 0 : 1;
		if (this.pending.length < lengthAt + 4) return null;
		const length = this.pending.readInt32BE(lengthAt);
		if (length < 4 || length > this.maxBytes) {
			throw new GatewayError(
				"08P01",
				`A message says it has ${length} bytes; from 4 to ${this.maxBytes} are taken.`,
			);
		}
		const end = lengthAt + length;
		if (this.pending.length < end) return null;
		const bytes = this.pending.subarray(0, end);
		this.pending = end === this.pending.length ? noBytes : this.pending.subarray(end);
		const type = this.isStarting ? "" : String.fromCharCode(bytes[0] ?? 0);
		return { type, bytes, body: bytes.subarray(lengthAt + 4) };
	}

	/** What came after the frames that were taken. */
	rest(): Buffer {
		const rest = this.pending;
		this.pending = noBytes;
		return rest;
	}
}

/** Reads zero-ended strings off a body, from a given place on. */
export function readText(body: Buffer, start: number): { text: string; end: number } {
	const zero = body.indexOf(0, start);
	if (zero < 0) throw new GatewayError("08P01", "A text in a message has no end.");
	return { text: body.toString("utf8", start, zero), end: zero + 1 };
}
