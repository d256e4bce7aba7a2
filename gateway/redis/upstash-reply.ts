import { isStatus, RedisError, type Reply } from "./reply.ts";

export interface UpstashResult {
	result?: unknown;
	error?: string;
}

/** A reply in Upstash's JSON; with base64 every text is encoded, at any depth. */
export function upstashResult(reply: Reply, isBase64: boolean): UpstashResult {
	return reply instanceof RedisError ? { error: reply.message } : { result: toJson(reply, isBase64) };
}

/** About how many bytes a reply holds. */
export function sizeOfReply(reply: Reply): number {
	if (Array.isArray(reply)) return reply.reduce<number>((sum, item) => sum + sizeOfReply(item), 8);
	if (typeof reply === "string" || Buffer.isBuffer(reply)) return reply.length + 8;
	return 8;
}

function toJson(reply: Reply, isBase64: boolean): unknown {
	if (reply === null || typeof reply === "number") return reply;
	if (Array.isArray(reply)) return reply.map((item) => toJson(item, isBase64));
	if (typeof reply === "string") return isBase64 ? Buffer.from(reply).toString("base64") : reply;
	if (Buffer.isBuffer(reply)) return reply.toString(isBase64 ? "base64" : "utf8");
	// Upstash sends a status as it is; its client knows "OK" and would decode any other, so those are encoded.
	if (isStatus(reply)) return reply.ok === "OK" ? reply.ok : toJson(reply.ok, isBase64);
	return toJson(reply.message, isBase64);
}
