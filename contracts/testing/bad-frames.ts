/** Frames that no honest client sends: for the object's own tests and for the attack on the running product. */
import type { ErrorCode } from "../errors.ts";

const message = (text: unknown, rest: Readonly<Record<string, unknown>> = {}): string =>
	JSON.stringify({ type: "message", id: "message-1", text, ...rest });

const nested = (depth: number): string =>
	`{"type":"message","id":"message-1","text":"x","metadata":{"a":${"[".repeat(depth)}${"]".repeat(depth)}}}`;

/** Small ones, with the code that each is refused by. */
export const BAD_FRAMES: readonly (readonly [frame: string | ArrayBuffer, code: ErrorCode])[] = [
	[new Uint8Array([1, 2, 3]).buffer, "bad_frame"],
	[new Uint8Array([0xff, 0xfe, 0xc3, 0x28]).buffer, "bad_frame"],
	[new ArrayBuffer(0), "bad_frame"],
	["", "bad_frame"],
	["{", "bad_frame"],
	["null", "bad_frame"],
	["[]", "bad_frame"],
	["7", "bad_frame"],
	['"message"', "bad_frame"],
	["\u0000", "bad_frame"],
	["\ud800", "bad_frame"],
	['{"type":"shutdown"}', "bad_frame"],
	['{"type":"__proto__"}', "bad_frame"],
	['{"type":"constructor"}', "bad_frame"],
	['{"type":["message"]}', "bad_frame"],
	['{"__proto__":{"type":"typing"}}', "bad_frame"],
	['{"type":"hello","protocol":"1","lastSeq":0}', "bad_frame"],
	['{"type":"hello","protocol":1,"lastSeq":1e400}', "bad_frame"],
	[message(""), "bad_frame"],
	[message(7), "bad_frame"],
	[message({ toString: "x" }), "bad_frame"],
	[message("x", { id: "!" }), "bad_frame"],
	[message("x", { id: "x".repeat(65) }), "bad_frame"],
	[message("x", { metadata: "not an object" }), "bad_frame"],
	[message("x".repeat(4_001)), "text_too_long"],
	[message("x", { payload: "y".repeat(4_001) }), "text_too_long"],
	[nested(33), "bad_frame"],
	['{"type":"read","seq":-1}', "bad_frame"],
	['{"type":"read","seq":1.5}', "bad_frame"],
	['{"type":"feedback","seq":1,"rating":"sideways"}', "bad_frame"],
];

/** Those that are long, too. */
export const LARGE_BAD_FRAMES: readonly (readonly [frame: string, code: ErrorCode])[] = [
	[message("x".repeat(40_000)), "payload_too_large"],
	[message("€".repeat(11_000)), "payload_too_large"],
	[nested(5_000), "bad_frame"],
];

/** Keys that would reach a prototype, in a frame that is good otherwise. */
export const PROTOTYPE_FRAME =
	'{"type":"message","id":"message-1","text":"hi","__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"metadata":{"__proto__":{"polluted":1},"fine":1}}';

const GOOD_FRAMES = [
	'{"type":"message","id":"message-1","text":"hello","metadata":{"a":[1,{"b":null}]}}',
	'{"type":"hello","protocol":1,"lastSeq":0}',
	'{"type":"feedback","seq":1,"rating":"up","reason":"kind"}',
	'{"type":"read","seq":1}',
	'{"type":"typing"}',
];

/** Good frames with one to four random edits, the same ones for the same seed: most are broken, some are not. */
export function* mangledFrames(count: number, seed = 42): Generator<string> {
	let state = seed;
	const random = (below: number): number => {
		state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
		return state % below;
	};
	for (let index = 0; index < count; index += 1) {
		const chars = (GOOD_FRAMES[index % GOOD_FRAMES.length] ?? "").split("");
		for (let edit = 0; edit <= random(4); edit += 1)
			chars.splice(random(chars.length), random(3), String.fromCharCode(random(0xff_ff)));
		yield chars.join("");
	}
}
