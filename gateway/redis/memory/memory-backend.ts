import { messageOf } from "../../gateway-error.ts";
import type { RedisBackend } from "../redis-backend.ts";
import { RedisError, type Reply } from "../reply.ts";
import { MemoryDatabase } from "./memory-database.ts";
import { execute, faultOf } from "./memory-engine.ts";
import { isScriptCommand, scriptFaultOf, Scripts } from "./scripts.ts";

const sweepEveryMs = 30_000;

/** A Redis in this process's memory: for one machine's demos and tests. It forgets when the process ends. */
export function openMemoryRedis(clock: () => number = Date.now): RedisBackend {
	const db = new MemoryDatabase(clock);
	const scripts = new Scripts(db);
	const sweeper = setInterval(() => {
		db.sweep();
	}, sweepEveryMs);
	sweeper.unref();

	function reply(words: readonly string[]): Reply {
		try {
			return isScriptCommand(words) ? scripts.execute(words) : execute(db, words);
		} catch (error) {
			return error instanceof RedisError ? error : new RedisError(`ERR ${messageOf(error)}`);
		}
	}

	return {
		kind: "memory",
		run: (commands) => Promise.resolve(commands.map(reply)),
		runTransaction: (commands) => {
			const isUnfit = commands.some(
				(words) => (isScriptCommand(words) ? scriptFaultOf(words) : faultOf(words)) !== null,
			);
			if (isUnfit) {
				return Promise.reject(new RedisError("EXECABORT Transaction discarded because of previous errors."));
			}
			return Promise.resolve(commands.map(reply));
		},
		check: () => Promise.resolve(),
		close: () => {
			clearInterval(sweeper);
			return Promise.resolve();
		},
	};
}
