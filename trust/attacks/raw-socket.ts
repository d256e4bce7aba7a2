/** A WebSocket without a library in between: sends any bytes as frames, and reads what comes back. */
import { randomBytes } from "node:crypto";
import { connect, type Socket } from "node:net";

const SILENT_MS = 15_000;

export interface FrameParts {
	readonly opcode: number;
	readonly payload?: Buffer;
	readonly isFinal?: boolean;
	readonly isMasked?: boolean;
	/** RSV1 to RSV3, shifted to their place. */
	readonly reserved?: number;
	/** What the frame says of its length, where that is not the truth. */
	readonly claimedBytes?: number;
}

/** One frame as it stands on the line (RFC 6455, 5.2). */
export function frameBytes(parts: FrameParts): Buffer {
	const { opcode, payload = Buffer.alloc(0), isFinal = true, isMasked = true, reserved = 0 } = parts;
	const length = parts.claimedBytes ?? payload.length;
	const first = (isFinal ? 0x80 : 0) | reserved | opcode;
	const maskBit = isMasked ? 0x80 : 0;
	const head =
		length < 126
			? Buffer.from([first, maskBit | length])
			: length < 65_536
				? Buffer.from([first, maskBit | 126, length >> 8, length & 0xff])
				: Buffer.concat([Buffer.from([first, maskBit | 127]), bigEndian(length)]);
	if (!isMasked) return Buffer.concat([head, payload]);
	const mask = randomBytes(4);
	const masked = Buffer.from(payload.map((byte, index) => byte ^ (mask[index % 4] ?? 0)));
	return Buffer.concat([head, mask, masked]);
}

function bigEndian(length: number): Buffer {
	const bytes = Buffer.alloc(8);
	bytes.writeBigUInt64BE(BigInt(length));
	return bytes;
}

export class RawSocket {
	readonly texts: string[] = [];
	/** 1005 for a close without a code, 1006 for a line that ended without one. */
	closedWith: number | null = null;
	readonly #line: Socket;
	#received = Buffer.alloc(0);
	#waiting: (() => void)[] = [];

	private constructor(line: Socket, begun: Buffer) {
		this.#line = line;
		line.on("data", (bytes) => this.#take(bytes));
		line.on("error", () => this.#end(1_006));
		line.on("close", () => this.#end(1_006));
		this.#take(begun);
	}

	/** @throws Error with the first line of the answer when the upgrade is refused */
	static open(origin: string, path: string): Promise<RawSocket> {
		const { hostname, port, host } = new URL(origin);
		const line = connect(Number(port), hostname);
		const head = [
			`GET ${path} HTTP/1.1`,
			`Host: ${host}`,
			`Origin: ${origin}`,
			"Upgrade: websocket",
			"Connection: Upgrade",
			"Sec-WebSocket-Version: 13",
			`Sec-WebSocket-Key: ${randomBytes(16).toString("base64")}`,
		];
		line.write(`${head.join("\r\n")}\r\n\r\n`);
		return new Promise((resolve, reject) => {
			let answer = Buffer.alloc(0);
			const look = (bytes: Buffer): void => {
				answer = Buffer.concat([answer, bytes]);
				const end = answer.indexOf("\r\n\r\n");
				if (end < 0) return;
				line.off("data", look);
				const status = answer.toString("latin1").split("\r\n")[0] ?? "";
				if (status.includes(" 101 ")) return resolve(new RawSocket(line, answer.subarray(end + 4)));
				line.destroy();
				reject(new Error(status));
			};
			line.on("data", look);
			line.once("error", reject);
		});
	}

	send(bytes: Buffer): void {
		if (!this.#line.destroyed) this.#line.write(bytes);
	}

	destroy(): void {
		this.#line.destroy();
	}

	/** Waits until it is so, or for the line to be silent too long. @returns whether it came to be so */
	async until(isSo: () => boolean): Promise<boolean> {
		const deadlineMs = Date.now() + SILENT_MS;
		while (!isSo() && Date.now() < deadlineMs)
			await new Promise<void>((resolve) => {
				const timer = setTimeout(resolve, 200);
				this.#waiting.push(() => {
					clearTimeout(timer);
					resolve();
				});
			});
		return isSo();
	}

	#take(bytes: Buffer): void {
		this.#received = Buffer.concat([this.#received, bytes]);
		for (let size = this.#frame(); size > 0; size = this.#frame())
			this.#received = this.#received.subarray(size);
		this.#wake();
	}

	/** Reads one frame of the server, which are never masked. @returns its bytes, 0 when it is not there yet */
	#frame(): number {
		const bytes = this.#received;
		if (bytes.length < 2) return 0;
		const [first = 0, second = 0] = bytes;
		const short = second & 0x7f;
		const headBytes = short < 126 ? 2 : short === 126 ? 4 : 10;
		if (bytes.length < headBytes) return 0;
		const length =
			short < 126 ? short : short === 126 ? bytes.readUInt16BE(2) : Number(bytes.readBigUInt64BE(2));
		if (bytes.length < headBytes + length) return 0;
		const payload = bytes.subarray(headBytes, headBytes + length);
		if ((first & 0x0f) === 1) this.texts.push(payload.toString("utf8"));
		if ((first & 0x0f) === 8) this.#end(length >= 2 ? payload.readUInt16BE(0) : 1_005);
		return headBytes + length;
	}

	#end(code: number): void {
		this.closedWith ??= code;
		this.#wake();
	}

	#wake(): void {
		const waiting = this.#waiting;
		this.#waiting = [];
		for (const wake of waiting) wake();
	}
}
