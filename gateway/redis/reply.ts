/** An error that Redis itself gives; the message begins with its code, as in "WRONGTYPE …". */
export class RedisError extends Error {
	constructor(message: string) {
		super(message);
		this.name = "RedisError";
	}
}

/** A short answer such as OK, which Lua sees differently from a text. */
export interface Status {
	ok: string;
}

/** What a command answers: Redis' protocol 2 in JavaScript's types. */
export type Reply = string | number | null | Buffer | Status | RedisError | Reply[];

export function isStatus(reply: Reply): reply is Status {
	return typeof reply === "object" && reply !== null && "ok" in reply;
}

export const ok: Status = { ok: "OK" };
