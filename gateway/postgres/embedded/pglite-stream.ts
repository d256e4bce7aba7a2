import { Duplex } from "node:stream";
import type { WireSession } from "../postgres-backend.ts";
import type { WireListener } from "../postgres-backend.ts";
import { authenticationOk } from "../wire/backend-messages.ts";

/** Lets the `pg` client talk to a session as if it were a socket; nobody signs in inside of the process. */
export class PgliteStream extends Duplex {
	private session: WireSession | null = null;
	private readonly openSession: (listener: WireListener) => WireSession;

	constructor(openSession: (listener: WireListener) => WireSession) {
		super();
		this.openSession = openSession;
	}

	connect(): this {
		process.nextTick(() => this.emit("connect"));
		return this;
	}

	setNoDelay(): this {
		return this;
	}

	setKeepAlive(): this {
		return this;
	}

	ref(): this {
		return this;
	}

	unref(): this {
		return this;
	}

	override _read(): void {
		// sessions push by themselves; what they hold is capped
	}

	override _write(chunk: Buffer, _encoding: string, done: () => void): void {
		if (this.session === null) this.start();
		else this.session.send(chunk);
		done();
	}

	override _writev(chunks: { chunk: Buffer }[], done: () => void): void {
		this._write(Buffer.concat(chunks.map(({ chunk }) => chunk)), "buffer", done);
	}

	override _final(done: () => void): void {
		this.session?.close();
		done();
	}

	override _destroy(error: Error | null, done: (error: Error | null) => void): void {
		this.session?.close();
		done(error);
	}

	/** The first bytes are pg's start-up message: user and database are of no account in here. */
	private start(): void {
		const session = this.openSession({
			onData: (bytes) => {
				this.push(bytes);
			},
			onClose: () => {
				this.push(null);
			},
		});
		this.session = session;
		this.push(Buffer.concat([authenticationOk(), session.greeting]));
	}
}
