import { RedisError, type Reply } from "../reply.ts";
import { at, command, type CommandTable, integer, syntaxError } from "./command.ts";
import type { MemoryDatabase } from "./memory-database.ts";
import { scanPage } from "./scan.ts";

type Members = ReadonlySet<string>;
const nobody: Members = new Set();

export const setCommands: CommandTable = {
	SADD: command(-3, (db, [key = "", ...texts]) => {
		const { members } = db.typedOrNew(key, "set");
		const before = members.size;
		for (const text of texts) members.add(text);
		return members.size - before;
	}),
	SREM: command(-3, (db, [key = "", ...texts]) => {
		const set = db.typed(key, "set");
		const removed = texts.filter((text) => set?.members.delete(text)).length;
		db.deleteWhenEmpty(key);
		return removed;
	}),
	SMEMBERS: command(2, (db, [key = ""]) => [...membersOf(db, key)]),
	SISMEMBER: command(3, (db, [key = "", text = ""]) => (membersOf(db, key).has(text) ? 1 : 0)),
	SMISMEMBER: command(-3, (db, [key = "", ...texts]) => {
		const members = membersOf(db, key);
		return texts.map((text) => (members.has(text) ? 1 : 0));
	}),
	SCARD: command(2, (db, [key = ""]) => membersOf(db, key).size),
	SPOP: command(-2, (db, args) => {
		const picked = pick(db, args, true);
		const set = db.typed(at(args, 0), "set");
		for (const text of Array.isArray(picked) ? picked : [picked])
			if (typeof text === "string") set?.members.delete(text);
		db.deleteWhenEmpty(at(args, 0));
		return picked;
	}),
	SRANDMEMBER: command(-2, (db, args) => pick(db, args, false)),
	SMOVE: command(4, (db, [from = "", to = "", text = ""]) => {
		if (db.get(from) === undefined) return 0;
		membersOf(db, to);
		if (!membersOf(db, from).has(text)) return 0;
		db.typedOrNew(from, "set").members.delete(text);
		db.deleteWhenEmpty(from);
		db.typedOrNew(to, "set").members.add(text);
		return 1;
	}),
	SINTER: command(-2, (db, keys) => [...combine(db, keys, inBoth)]),
	SUNION: command(-2, (db, keys) => [...combine(db, keys, inEither)]),
	SDIFF: command(-2, (db, keys) => [...combine(db, keys, inFirst)]),
	SINTERSTORE: command(-3, (db, [to = "", ...keys]) => keep(db, to, combine(db, keys, inBoth))),
	SUNIONSTORE: command(-3, (db, [to = "", ...keys]) => keep(db, to, combine(db, keys, inEither))),
	SDIFFSTORE: command(-3, (db, [to = "", ...keys]) => keep(db, to, combine(db, keys, inFirst))),
	SSCAN: command(-3, (db, [key = "", cursor = "", ...options]) =>
		scanPage(
			[...membersOf(db, key)].map((text) => [text]),
			cursor,
			options,
		),
	),
};

function membersOf(db: MemoryDatabase, key: string): Members {
	return db.typed(key, "set")?.members ?? nobody;
}

function inBoth(one: Members, other: Members): Members {
	return new Set([...one].filter((text) => other.has(text)));
}

function inEither(one: Members, other: Members): Members {
	return new Set([...one, ...other]);
}

function inFirst(one: Members, other: Members): Members {
	return new Set([...one].filter((text) => !other.has(text)));
}

function combine(
	db: MemoryDatabase,
	keys: string[],
	join: (one: Members, other: Members) => Members,
): Members {
	const all = keys.map((key) => membersOf(db, key));
	return all.slice(1).reduce(join, all[0] ?? nobody);
}

function keep(db: MemoryDatabase, key: string, members: Members): Reply {
	db.delete(key);
	if (members.size > 0) db.set(key, { type: "set", members: new Set(members) });
	return members.size;
}

/** One member at random, or as many as are asked for; a negative number may name one twice. */
function pick(db: MemoryDatabase, args: string[], isTaken: boolean): Reply {
	if (args.length > 2) throw syntaxError();
	const all = [...membersOf(db, at(args, 0))];
	const random = (): string | null => all[Math.floor(Math.random() * all.length)] ?? null;
	if (args.length === 1) return random();
	const count = integer(at(args, 1));
	if (isTaken && count < 0) throw new RedisError("ERR value is out of range, must be positive");
	if (all.length === 0) return [];
	if (count < 0) return Array.from({ length: -count }, random);
	for (let i = all.length - 1; i > 0; i -= 1) {
		const other = Math.floor(Math.random() * (i + 1));
		[all[i], all[other]] = [at(all, other), at(all, i)];
	}
	return all.slice(0, count);
}
