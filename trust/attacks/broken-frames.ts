/** Frames that break RFC 6455 itself, and what a server must make of each. */
import { frameBytes } from "./raw-socket.ts";

const TEXT = 1;
const CONTINUATION = 0;
const BINARY = 2;
const CLOSE = 8;
const PING = 9;
const GOOD = Buffer.from('{"type":"typing"}');
const text = (payload: Buffer) => frameBytes({ opcode: TEXT, payload });
const closing = (...bytes: number[]) => frameBytes({ opcode: CLOSE, payload: Buffer.from(bytes) });

/**
 * 1002 protocol error, 1007 not UTF-8, 1009 too large. What `isLetThrough` is not looked at by workerd, whose client on
 * Cloudflare is its own proxy: it may go on, but then the socket must go on in order. A close whose own code may not be
 * sent is answered by one without a code: 1005.
 */
export const BROKEN_FRAMES: readonly {
	readonly name: string;
	readonly bytes: Buffer;
	readonly closesWith: number;
	readonly isLetThrough?: boolean;
}[] = [
	{
		name: "not masked",
		bytes: frameBytes({ opcode: TEXT, payload: GOOD, isMasked: false }),
		closesWith: 1_002,
		isLetThrough: true,
	},
	...[0x10, 0x20, 0x40].map((reserved) => ({
		name: `reserved bit ${reserved}`,
		bytes: frameBytes({ opcode: TEXT, payload: GOOD, reserved }),
		closesWith: 1_002,
	})),
	...[3, 4, 5, 6, 7, 11, 12, 13, 14, 15].map((opcode) => ({
		name: `opcode ${opcode}`,
		bytes: frameBytes({ opcode, payload: GOOD }),
		closesWith: 1_002,
	})),
	{
		name: "a ping in pieces",
		bytes: frameBytes({ opcode: PING, payload: GOOD, isFinal: false }),
		closesWith: 1_002,
	},
	{
		name: "a ping of 126 bytes",
		bytes: frameBytes({ opcode: PING, payload: Buffer.alloc(126) }),
		closesWith: 1_002,
		isLetThrough: true,
	},
	{
		name: "a continuation of nothing",
		bytes: frameBytes({ opcode: CONTINUATION, payload: GOOD }),
		closesWith: 1_002,
	},
	{
		name: "a new text within a text",
		bytes: Buffer.concat([frameBytes({ opcode: TEXT, payload: GOOD, isFinal: false }), text(GOOD)]),
		closesWith: 1_002,
	},
	...[[0xc3, 0x28], [0xff], [0xe2, 0x82], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80], [0xc0, 0xaf]].map(
		(bytes) => ({
			name: `no UTF-8: ${Buffer.from(bytes).toString("hex")}`,
			bytes: text(
				Buffer.concat([Buffer.from('{"type":"typing","x":"'), Buffer.from(bytes), Buffer.from('"}')]),
			),
			closesWith: 1_007,
			isLetThrough: true,
		}),
	),
	{
		name: "claims 2 GiB",
		bytes: frameBytes({ opcode: BINARY, payload: GOOD, claimedBytes: 2 ** 31 }),
		closesWith: 1_009,
	},
	{
		name: "claims 64 MiB of text",
		bytes: frameBytes({ opcode: TEXT, payload: GOOD, claimedBytes: 2 ** 26 }),
		closesWith: 1_009,
	},
	{ name: "a close of one byte", bytes: closing(3), closesWith: 1_005 },
	{ name: "a close with code 999", bytes: closing(3, 0xe7), closesWith: 1_005 },
	{ name: "a close with code 1005", bytes: closing(3, 0xed), closesWith: 1_005 },
	{ name: "bytes that are no frame", bytes: Buffer.from("GET / HTTP/1.1\r\n".repeat(20)), closesWith: 1_002 },
];

/** One good frame in many pieces, with a ping between: fragmentation is no fault. */
export function piecesOf(json: string): Buffer {
	const bytes = Buffer.from(json);
	const pieces = Array.from(bytes, (byte, index) =>
		frameBytes({
			opcode: index === 0 ? TEXT : CONTINUATION,
			payload: Buffer.from([byte]),
			isFinal: index === bytes.length - 1,
		}),
	);
	return Buffer.concat([...pieces.slice(0, 1), frameBytes({ opcode: PING }), ...pieces.slice(1)]);
}
