import { createHash } from "node:crypto";
import { ok, RedisError, type Reply } from "../reply.ts";
import { at, fits, integer, syntaxError } from "./command.ts";
import { runLua } from "./lua-script.ts";
import type { MemoryDatabase } from "./memory-database.ts";
import { wrongArity } from "./memory-engine.ts";

const arities = new Map([
	["EVAL", -3],
	["EVALSHA", -3],
	["EVAL_RO", -3],
	["EVALSHA_RO", -3],
	["SCRIPT", -2],
]);

export function isScriptCommand([name = ""]: readonly string[]): boolean {
	return arities.has(name.toUpperCase());
}

export function scriptFaultOf(words: readonly string[]): RedisError | null {
	const name = at(words, 0);
	return fits(arities.get(name.toUpperCase()) ?? 0, words.length) ? null : wrongArity(name);
}

/** EVAL and its kin: Lua over the database in memory, remembered by its SHA-1. */
export class Scripts {
	private readonly known = new Map<string, string>();
	private readonly db: MemoryDatabase;

	constructor(db: MemoryDatabase) {
		this.db = db;
	}

	execute(words: readonly string[]): Reply {
		const fault = scriptFaultOf(words);
		if (fault !== null) throw fault;
		const name = at(words, 0).toUpperCase();
		if (name === "SCRIPT") return this.manage(at(words, 1).toUpperCase(), words.slice(2));
		return this.evaluate(
			name.startsWith("EVALSHA") ? this.recall(at(words, 1)) : this.remember(at(words, 1)),
			words.slice(2),
		);
	}

	private evaluate(script: string, words: readonly string[]): Reply {
		const keys = integer(at(words, 0));
		if (keys < 0) throw new RedisError("ERR Number of keys can't be negative");
		if (keys > words.length - 1)
			throw new RedisError("ERR Number of keys can't be greater than number of args");
		return runLua(this.db, script, { keys: words.slice(1, 1 + keys), args: words.slice(1 + keys) });
	}

	private manage(action: string, words: readonly string[]): Reply {
		if (action === "LOAD") {
			const script = at(words, 0);
			this.remember(script);
			return sha1(script);
		}
		if (action === "EXISTS") return words.map((sha) => (this.known.has(sha.toLowerCase()) ? 1 : 0));
		if (action !== "FLUSH") throw syntaxError();
		this.known.clear();
		return ok;
	}

	private recall(sha: string): string {
		const script = this.known.get(sha.toLowerCase());
		if (script === undefined) throw new RedisError("NOSCRIPT No matching script. Please use EVAL.");
		return script;
	}

	private remember(script: string): string {
		this.known.set(sha1(script), script);
		return script;
	}
}

function sha1(text: string): string {
	return createHash("sha1").update(text).digest("hex");
}
