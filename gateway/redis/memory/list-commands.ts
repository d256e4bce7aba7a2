import { ok, RedisError, type Reply } from "../reply.ts";
import { at, command, type CommandTable, integer, slice, syntaxError } from "./command.ts";
import type { MemoryDatabase } from "./memory-database.ts";

const noItems: readonly string[] = [];

export const listCommands: CommandTable = {
	LPUSH: command(-3, (db, [key = "", ...texts]) => push(db, key, texts, "LEFT")),
	RPUSH: command(-3, (db, [key = "", ...texts]) => push(db, key, texts, "RIGHT")),
	LPUSHX: command(-3, (db, [key = "", ...texts]) =>
		itemsOf(db, key).length === 0 ? 0 : push(db, key, texts, "LEFT"),
	),
	RPUSHX: command(-3, (db, [key = "", ...texts]) =>
		itemsOf(db, key).length === 0 ? 0 : push(db, key, texts, "RIGHT"),
	),
	LPOP: command(-2, (db, args) => popMany(db, args, "LEFT", "lpop")),
	RPOP: command(-2, (db, args) => popMany(db, args, "RIGHT", "rpop")),
	LLEN: command(2, (db, [key = ""]) => itemsOf(db, key).length),
	LRANGE: command(4, (db, [key = "", start = "", stop = ""]) =>
		slice(itemsOf(db, key), integer(start), integer(stop)),
	),
	LINDEX: command(3, (db, [key = "", index = ""]) => itemsOf(db, key).at(integer(index)) ?? null),
	LSET: command(4, (db, [key = "", index = "", text = ""]) => {
		const items = db.typed(key, "list")?.items;
		if (items === undefined) throw new RedisError("ERR no such key");
		const place = integer(index) < 0 ? items.length + integer(index) : integer(index);
		if (place < 0 || place >= items.length) throw new RedisError("ERR index out of range");
		items[place] = text;
		return ok;
	}),
	LREM: command(4, remove),
	LTRIM: command(4, (db, [key = "", start = "", stop = ""]) => {
		const kept = slice(itemsOf(db, key), integer(start), integer(stop));
		const list = db.typed(key, "list");
		if (list !== undefined) list.items = kept;
		db.deleteWhenEmpty(key);
		return ok;
	}),
	LINSERT: command(5, (db, [key = "", where = "", pivot = "", text = ""]) => {
		const side = where.toUpperCase();
		if (side !== "BEFORE" && side !== "AFTER") throw syntaxError();
		const items = db.typed(key, "list")?.items;
		if (items === undefined) return 0;
		const place = items.indexOf(pivot);
		if (place < 0) return -1;
		items.splice(side === "BEFORE" ? place : place + 1, 0, text);
		return items.length;
	}),
	LMOVE: command(5, (db, [from = "", to = "", out = "", into = ""]) =>
		moveItem(db, [from, to], side(out), side(into)),
	),
	RPOPLPUSH: command(3, (db, [from = "", to = ""]) => moveItem(db, [from, to], "RIGHT", "LEFT")),
};

type Side = "LEFT" | "RIGHT";

function itemsOf(db: MemoryDatabase, key: string): readonly string[] {
	return db.typed(key, "list")?.items ?? noItems;
}

function side(text: string): Side {
	const upper = text.toUpperCase();
	if (upper !== "LEFT" && upper !== "RIGHT") throw syntaxError();
	return upper;
}

function push(db: MemoryDatabase, key: string, texts: string[], end: Side): Reply {
	const { items } = db.typedOrNew(key, "list");
	for (const text of texts) {
		if (end === "LEFT") items.unshift(text);
		else items.push(text);
	}
	return items.length;
}

function pop(db: MemoryDatabase, key: string, end: Side): string | null {
	const items = db.typed(key, "list")?.items;
	const text = end === "LEFT" ? items?.shift() : items?.pop();
	db.deleteWhenEmpty(key);
	return text ?? null;
}

function popMany(db: MemoryDatabase, args: string[], end: Side, name: string): Reply {
	const key = at(args, 0);
	if (args.length > 2) throw new RedisError(`ERR wrong number of arguments for '${name}' command`);
	if (args.length === 1) return pop(db, key, end);
	const count = /^-?\d+$/.test(at(args, 1)) ? integer(at(args, 1)) : -1;
	if (count < 0) throw new RedisError("ERR value is out of range, must be positive");
	const { length } = itemsOf(db, key);
	if (length === 0) return null;
	return Array.from({ length: Math.min(count, length) }, () => pop(db, key, end));
}

function remove(db: MemoryDatabase, args: string[]): Reply {
	const key = at(args, 0);
	const count = integer(at(args, 1));
	const text = at(args, 2);
	const list = db.typed(key, "list");
	if (list === undefined) return 0;
	let left = count === 0 ? Infinity : Math.abs(count);
	const before = list.items.length;
	const ordered = count < 0 ? list.items.toReversed() : list.items;
	const kept = ordered.filter((item) => item !== text || (left -= 1) < 0);
	list.items = count < 0 ? kept.toReversed() : kept;
	db.deleteWhenEmpty(key);
	return before - kept.length;
}

function moveItem(db: MemoryDatabase, [from, to]: [string, string], out: Side, into: Side): Reply {
	if (itemsOf(db, from).length === 0) return null;
	itemsOf(db, to); // a wrong type there is refused before anything is taken
	const text = pop(db, from, out);
	if (text !== null) push(db, to, [text], into);
	return text;
}
