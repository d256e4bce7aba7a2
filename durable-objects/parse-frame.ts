import { z } from "zod";
import type { ErrorCode } from "../contracts/errors.ts";
import { ClientFrame, MAX_FRAME_BYTES, MAX_TEXT_CHARS } from "../contracts/protocol.ts";

/** A frame that can't be taken, in the words of an `error` frame. */
export interface FrameFault {
	readonly code: ErrorCode;
	readonly message: string;
	/** The id of the message that is refused, where it could be read. */
	readonly id?: string;
}

export type ParsedFrame<Frame = ClientFrame> =
	| { readonly ok: true; readonly frame: Frame }
	| { readonly ok: false; readonly fault: FrameFault };

/** Deeper than any metadata needs, and far from what a recursive parser can bear. */
const MAX_DEPTH = 32;

const encoder = new TextEncoder();

/** Parses what a customer's client sent. Never throws, whatever it was. */
export function parseClientFrame(raw: string | ArrayBuffer): ParsedFrame {
	const read = readJson(raw);
	if (!read.ok) return read;
	const parsed = ClientFrame.safeParse(read.frame);
	return parsed.success ? { ok: true, frame: parsed.data } : { ok: false, fault: faultOf(read.frame) };
}

/** The same for sockets of people of the company. */
export function parseDeskFrame<Frame>(
	schema: z.ZodType<Frame>,
	raw: string | ArrayBuffer,
): ParsedFrame<Frame> {
	const read = readJson(raw);
	if (!read.ok) return read;
	const parsed = schema.safeParse(read.frame);
	if (parsed.success) return { ok: true, frame: parsed.data };
	const [issue] = parsed.error.issues;
	return refuse("bad_frame", `Bad frame. ${issue?.path.join(".") ?? ""}: ${issue?.message ?? ""}`);
}

function readJson(raw: string | ArrayBuffer): ParsedFrame<unknown> {
	if (typeof raw !== "string") return refuse("bad_frame", "Frames are JSON texts; this one was binary.");
	if (isLongerThan(raw, MAX_FRAME_BYTES))
		return refuse("payload_too_large", `A frame may have ${MAX_FRAME_BYTES} bytes.`);
	if (depthOf(raw) > MAX_DEPTH) return refuse("bad_frame", `A frame may be nested ${MAX_DEPTH} levels deep.`);
	try {
		return { ok: true, frame: JSON.parse(raw) };
	} catch {
		return refuse("bad_frame", "The frame is not JSON."); // the parser's own message would quote the customer
	}
}

function refuse(code: ErrorCode, message: string): { readonly ok: false; readonly fault: FrameFault } {
	return { ok: false, fault: { code, message } };
}

const WithId = z.object({ id: z.string().max(64) });
const WithType = z.object({ type: z.string().max(32) });
const LongText = z.object({
	type: z.literal("message"),
	text: z.string(),
	payload: z.string().optional(),
});

function faultOf(value: unknown): FrameFault {
	const id = WithId.safeParse(value).data?.id;
	const named = id === undefined ? {} : { id };
	const long = LongText.safeParse(value).data;
	if (long !== undefined && Math.max(long.text.length, long.payload?.length ?? 0) > MAX_TEXT_CHARS)
		return { code: "text_too_long", message: `A message may have ${MAX_TEXT_CHARS} characters.`, ...named };
	const type = WithType.safeParse(value).data?.type;
	const known = ClientFrame.options.find((option) => option.shape.type.value === type);
	if (known === undefined)
		return {
			code: "bad_frame",
			message: "Unknown frame: `type` is hello, message, typing, read, feedback, csat or leave_queue.",
			...named,
		};
	const issue = known.safeParse(value).error?.issues[0];
	const place = issue === undefined ? "" : `${issue.path.join(".")}: ${issue.message}`;
	return { code: "bad_frame", message: `Bad ${known.shape.type.value} frame. ${place}`.trim(), ...named };
}

function isLongerThan(text: string, maxBytes: number): boolean {
	// one UTF-16 unit is one to three bytes of UTF-8: most frames need no counting
	if (text.length > maxBytes) return true;
	return text.length * 3 > maxBytes && encoder.encode(text).byteLength > maxBytes;
}

/** Nesting of brackets outside of strings; counts before parsing, for a parser that recurses can be overrun. */
function depthOf(json: string): number {
	let depth = 0;
	let deepest = 0;
	let isInString = false;
	for (let index = 0; index < json.length; index += 1) {
		const char = json[index];
		if (isInString) {
			if (char === "\\") index += 1;
			else if (char === '"') isInString = false;
		} else if (char === '"') isInString = true;
		else if (char === "{" || char === "[") deepest = Math.max(deepest, ++depth);
		else if (char === "}" || char === "]") depth -= 1;
	}
	return deepest;
}
