import { z } from "zod";

/** Time-ordered UUID (RFC 9562, version 7) of a conversation: made by the server, sorts by creation. */
export const ConversationId = z.uuidv7();
export type ConversationId = z.infer<typeof ConversationId>;

/**
 * The id that a client gives to one message before it sends it: the idempotency key of the append. A UUIDv7 by
 * default; any 8 to 64 characters of `A-Za-z0-9_-` are taken, so that other clients can bring their own.
 */
export const MessageId = z
	.string()
	.regex(/^[A-Za-z0-9_-]{8,64}$/, "a message id has 8 to 64 characters of A-Z a-z 0-9 _ -");
export type MessageId = z.infer<typeof MessageId>;

/** Id of a visitor: the `sub` of the visitor's token. */
export const VisitorId = z.uuidv7();
export type VisitorId = z.infer<typeof VisitorId>;

/**
 * Makes a UUIDv7.
 *
 * @param nowMs - epoch milliseconds: the first 48 bits
 * @param randomBytes - 10 random bytes, for instance `crypto.getRandomValues(new Uint8Array(10))`
 * @see RFC 9562, section 5.7
 */
export function uuidV7(nowMs: number, randomBytes: Uint8Array): string {
	const bytes = new Uint8Array(16);
	const high = Math.floor(nowMs / 2 ** 16);
	const low = nowMs % 2 ** 16;
	const view = new DataView(bytes.buffer);
	view.setUint32(0, high);
	view.setUint16(4, low);
	bytes.set(randomBytes.subarray(0, 10), 6);
	view.setUint8(6, 0x70 | (view.getUint8(6) & 0x0f));
	view.setUint8(8, 0x80 | (view.getUint8(8) & 0x3f));
	const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
	return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
