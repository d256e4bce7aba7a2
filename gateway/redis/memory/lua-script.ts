import { isStatus, RedisError, type Reply } from "../reply.ts";
import { type LuaMachine, newLuaMachine } from "./lua-machine.ts";
import type { MemoryDatabase } from "./memory-database.ts";
import { execute } from "./memory-engine.ts";

export interface ScriptInput {
	keys: string[];
	args: string[];
}

/**
 * Runs one script as Redis does: KEYS and ARGV, redis.call and redis.pcall, the result turned back to a reply.
 *
 * @throws RedisError with what the script raised, or that it does not end
 */
export function runLua(db: MemoryDatabase, script: string, input: ScriptInput): Reply {
	// The shebang's flags are about clusters and memory; neither is here.
	const source = script.startsWith("#!lua") ? script.slice(script.indexOf("\n")) : script;
	const machine: LuaMachine = newLuaMachine((words) => {
		try {
			return execute(db, words);
		} catch (error) {
			if (error instanceof RedisError) return error;
			throw error;
		}
	});
	return plain(machine.run(source, input));
}

/** A status inside of a result is a text for the client. */
function plain(reply: Reply): Reply {
	if (Array.isArray(reply)) return reply.map(plain);
	return typeof reply === "object" && reply !== null && !Buffer.isBuffer(reply) && isStatus(reply)
		? reply.ok
		: reply;
}
