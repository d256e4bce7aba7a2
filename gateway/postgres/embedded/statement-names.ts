import type { Frame } from "../wire/frame-reader.ts";
import { readText } from "../wire/frame-reader.ts";
import { message } from "../wire/backend-messages.ts";

let sessions = 0;

/**
 * Sessions share PGlite's one backend, and with it the names of prepared statements. Each session's names are
 * replaced by its own, so that two clients may both call a statement "s1". The unnamed statement stays unnamed:
 * it never outlives the turn it was made in.
 */
export class StatementNames {
	private readonly ours = new Map<string, string>();
	private readonly prefix: string;

	constructor() {
		sessions += 1;
		this.prefix = `gateway_${sessions}_`;
	}

	/** The frame with our name in place of the client's; frames without a statement name come back as they are. */
	rename(frame: Frame): Buffer {
		const { type, body } = frame;
		if (type === "P") return this.renameAt(frame, 0);
		if (type === "B") return this.renameAt(frame, readText(body, 0).end);
		if ((type === "D" || type === "C") && body[0] === "S".charCodeAt(0)) return this.renameAt(frame, 1);
		return frame.bytes;
	}

	/** Our names of all that this session has prepared. */
	prepared(): string[] {
		return [...this.ours.values()];
	}

	private renameAt(frame: Frame, at: number): Buffer {
		const { text, end } = readText(frame.body, at);
		if (text === "") return frame.bytes;
		const ours = this.ours.get(text) ?? `${this.prefix}${this.ours.size}`;
		if (frame.type === "P") this.ours.set(text, ours);
		const body = Buffer.concat([
			frame.body.subarray(0, at),
			Buffer.from(`${ours}\0`),
			frame.body.subarray(end),
		]);
		return message(frame.type, body);
	}
}
