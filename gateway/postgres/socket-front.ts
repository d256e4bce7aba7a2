import type { WebSocket } from "ws";
import { GatewayError } from "../gateway-error.ts";
import type { GatewayLimits } from "../options.ts";
import { isSameToken } from "../token.ts";
import type { PostgresBackend, WireSession } from "./postgres-backend.ts";
import { askForPassword, authenticationOk, errorResponse } from "./wire/backend-messages.ts";
import { type Frame, FrameReader, readText } from "./wire/frame-reader.ts";

const protocol3 = 3;
const sslRequest = 80_877_103;
const gssRequest = 80_877_104;
const cancelRequest = 80_877_102;
const closeNormal = 1000;
const closeUnsupported = 1003;

/**
 * One WebSocket that carries PostgreSQL's protocol. The gateway plays the server until the client has shown the
 * token, then joins it to a session of the backend and passes bytes.
 */
export class SocketFront {
	private readonly socket: WebSocket;
	private readonly backend: PostgresBackend;
	private readonly token: string;
	private readonly reader: FrameReader;
	private readonly signInTimer: NodeJS.Timeout;
	private stage: "startup" | "password" | "opening" | "open" | "closed" = "startup";
	private session: WireSession | null = null;

	constructor(
		socket: WebSocket,
		backend: PostgresBackend,
		settings: { token: string; limits: GatewayLimits },
	) {
		this.socket = socket;
		this.backend = backend;
		this.token = settings.token;
		this.reader = new FrameReader(settings.limits.maxBodyBytes, true);
		this.signInTimer = setTimeout(() => {
			this.refuse(new GatewayError("08P01", "Nobody signed in on this socket."));
		}, settings.limits.signInTimeoutMs);
		socket.on("message", (data, isBinary) => {
			if (!isBinary) socket.close(closeUnsupported, "PostgreSQL's protocol is binary");
			else this.receive(asBuffer(data));
		});
		socket.on("close", () => {
			this.end();
		});
		socket.on("error", () => {
			this.end(); // ws closes the socket by itself after a broken or oversized frame
		});
	}

	/** Says why, and closes. */
	refuse(error: GatewayError): void {
		if (this.stage === "closed") return;
		this.socket.send(errorResponse(error, "FATAL"));
		this.end();
		this.socket.close(closeNormal);
	}

	private receive(bytes: Buffer): void {
		if (this.session !== null) {
			this.session.send(bytes);
			return;
		}
		try {
			this.reader.push(bytes);
			while (this.stage === "startup" || this.stage === "password") {
				const frame = this.reader.next();
				if (frame === null) return;
				if (this.stage === "startup") this.startup(frame);
				else this.password(frame);
			}
		} catch (error) {
			this.refuse(
				error instanceof GatewayError
					? error
					: new GatewayError("08P01", "Not PostgreSQL's protocol.", error),
			);
		}
	}

	private startup(frame: Frame): void {
		const code = frame.body.length >= 4 ? frame.body.readInt32BE(0) : 0;
		if (code === sslRequest || code === gssRequest) {
			this.socket.send(Buffer.from("N"));
		} else if (code === cancelRequest) {
			this.end();
			this.socket.close(closeNormal);
		} else if (code >>> 16 === protocol3) {
			this.stage = "password";
			this.reader.startupDone();
			this.socket.send(askForPassword());
		} else {
			throw new GatewayError("08P01", "Protocol 3 of PostgreSQL is spoken here.");
		}
	}

	private password(frame: Frame): void {
		if (frame.type !== "p") throw new GatewayError("08P01", "A password was asked for.");
		if (!isSameToken(readText(frame.body, 0).text, this.token)) {
			throw new GatewayError("28P01", "The password is not the gateway's token.");
		}
		clearTimeout(this.signInTimer);
		this.stage = "opening";
		void this.open();
	}

	private async open(): Promise<void> {
		try {
			const session = await this.backend.openSession({
				onData: (bytes) => {
					if (this.stage !== "closed") this.socket.send(bytes);
				},
				onClose: () => {
					this.end();
					this.socket.close(closeNormal);
				},
			});
			if (this.isClosed()) {
				session.close();
				return;
			}
			this.stage = "open";
			this.session = session;
			this.socket.send(Buffer.concat([authenticationOk(), session.greeting]));
			session.send(this.reader.rest());
		} catch (error) {
			this.refuse(
				error instanceof GatewayError
					? error
					: new GatewayError("08001", "PostgreSQL cannot be reached.", error),
			);
		}
	}

	private isClosed(): boolean {
		return this.stage === "closed";
	}

	private end(): void {
		if (this.stage === "closed") return;
		this.stage = "closed";
		clearTimeout(this.signInTimer);
		this.session?.close();
	}
}

function asBuffer(data: Buffer | ArrayBuffer | Buffer[]): Buffer {
	if (Array.isArray(data)) return Buffer.concat(data);
	return Buffer.isBuffer(data) ? data : Buffer.from(data);
}
