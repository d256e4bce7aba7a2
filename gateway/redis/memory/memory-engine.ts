import { ok, RedisError, type Reply } from "../reply.ts";
import { command, type CommandTable, fits } from "./command.ts";
import { hashCommands } from "./hash-commands.ts";
import { keyCommands } from "./key-commands.ts";
import { listCommands } from "./list-commands.ts";
import type { MemoryDatabase } from "./memory-database.ts";
import { setCommands } from "./set-commands.ts";
import { stringCommands } from "./string-commands.ts";
import { zsetCommands } from "./zset-commands.ts";

const serverCommands: CommandTable = {
	PING: command(-1, (_db, [text]) => text ?? { ok: "PONG" }),
	ECHO: command(2, (_db, [text = ""]) => text),
	TIME: command(1, (db) => [String(Math.floor(db.now() / 1000)), String((db.now() % 1000) * 1000)]),
	PUBLISH: command(3, () => 0), // nobody can subscribe over REST's plain requests
	SELECT: command(2, (_db, [index = ""]) => {
		if (index !== "0") throw new RedisError("ERR DB index is out of range");
		return ok;
	}),
};

const commands = new Map(
	Object.entries({
		...serverCommands,
		...keyCommands,
		...stringCommands,
		...hashCommands,
		...listCommands,
		...setCommands,
		...zsetCommands,
	}),
);

/** Runs one command; its errors are thrown as Redis words them. */
export function execute(db: MemoryDatabase, words: readonly string[]): Reply {
	const [name = "", ...args] = words;
	const found = commands.get(name.toUpperCase());
	if (found === undefined) throw unknownCommand(words);
	if (!fits(found.arity, words.length)) throw wrongArity(name);
	return found.run(db, args);
}

/** The fault that keeps a command from being queued in a transaction; null when it can be run. */
export function faultOf(words: readonly string[]): RedisError | null {
	const [name = ""] = words;
	const found = commands.get(name.toUpperCase());
	if (found === undefined) return unknownCommand(words);
	return fits(found.arity, words.length) ? null : wrongArity(name);
}

export function wrongArity(name: string): RedisError {
	return new RedisError(`ERR wrong number of arguments for '${name.toLowerCase()}' command`);
}

function unknownCommand([name = "", ...args]: readonly string[]): RedisError {
	const beginning = args.map((arg) => `'${arg}' `).join("");
	return new RedisError(
		`ERR unknown command '${name.slice(0, 128)}', with args beginning with: ${beginning.slice(0, 128)}`,
	);
}
