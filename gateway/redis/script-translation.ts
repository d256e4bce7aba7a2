import { createHash } from "node:crypto";
import { RedisError, type Reply } from "./reply.ts";

/**
 * Upstash's own flag of scripts; Redis refuses a script that names it.
 * The line's end stays, so that the lines of an error still count right.
 */
const upstashShebang = /^#!lua flags=allow-key-locking[^\n]*/;
const maxKnown = 1_000;

/**
 * Scripts go to Redis without Upstash's first line, under another SHA-1 then; clients keep to the SHA-1 of what they
 * wrote. A SHA-1 that was never seen here is passed as it is: Redis answers NOSCRIPT and the client sends the script.
 */
export class ScriptTranslation {
	private readonly shaOnServer = new Map<string, string>();

	toServer(words: readonly string[]): string[] {
		const [name = "", second = "", third = ""] = words;
		const upper = name.toUpperCase();
		if (upper === "EVAL" || upper === "EVAL_RO") return [name, this.translate(second), ...words.slice(2)];
		if (upper === "EVALSHA" || upper === "EVALSHA_RO") return [name, this.shaFor(second), ...words.slice(2)];
		if (upper !== "SCRIPT") return [...words];
		if (second.toUpperCase() === "LOAD" && words.length === 3) return [name, second, this.translate(third)];
		if (second.toUpperCase() === "EXISTS")
			return [name, second, ...words.slice(2).map((sha) => this.shaFor(sha))];
		return [...words];
	}

	/** SCRIPT LOAD tells the SHA-1 of the script as the client has it. */
	fromServer(words: readonly string[], reply: Reply): Reply {
		const [name = "", second = "", third = ""] = words;
		const isLoad = name.toUpperCase() === "SCRIPT" && second.toUpperCase() === "LOAD" && words.length === 3;
		return isLoad && !(reply instanceof RedisError) ? sha1(third) : reply;
	}

	private translate(script: string): string {
		const stripped = script.replace(upstashShebang, "");
		if (stripped === script) return script;
		const known = sha1(script);
		this.shaOnServer.delete(known); // set again, it is the youngest
		this.shaOnServer.set(known, sha1(stripped));
		const oldest = this.shaOnServer.keys().next();
		if (this.shaOnServer.size > maxKnown && oldest.done !== true) this.shaOnServer.delete(oldest.value);
		return stripped;
	}

	private shaFor(sha: string): string {
		return this.shaOnServer.get(sha.toLowerCase()) ?? sha;
	}
}

function sha1(text: string): string {
	return createHash("sha1").update(text).digest("hex");
}
