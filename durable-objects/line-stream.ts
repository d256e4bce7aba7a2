/** Lines that somebody reads while they are written. Nobody waits for the reader, and a reader that goes is none. */
export class LineStream {
	/** Of bytes: what a caller of the object may be handed. */
	readonly readable: ReadableStream<Uint8Array>;
	readonly #writer: WritableStreamDefaultWriter<Uint8Array>;
	readonly #encoder = new TextEncoder();

	constructor() {
		const { readable, writable } = new IdentityTransformStream();
		this.readable = readable;
		this.#writer = writable.getWriter();
	}

	write(line: string): void {
		this.#writer.write(this.#encoder.encode(`${line}\n`)).catch(() => {
			// the reader is gone: what is told stands in the log all the same
		});
	}

	close(): void {
		this.#writer.close().catch(() => {
			// as above
		});
	}
}
