import { ok, RedisError, type Reply } from "../reply.ts";
import { at, command, type CommandTable, integer, syntaxError } from "./command.ts";
import { globToRegExp } from "./glob.ts";
import type { MemoryDatabase, Value } from "./memory-database.ts";
import { scanPage } from "./scan.ts";

export const keyCommands: CommandTable = {
	DEL: command(-2, removeKeys),
	UNLINK: command(-2, removeKeys),
	EXISTS: command(-2, (db, keys) => keys.filter((key) => db.get(key) !== undefined).length),
	TOUCH: command(-2, (db, keys) => keys.filter((key) => db.get(key) !== undefined).length),
	TYPE: command(2, (db, [key = ""]) => ({ ok: db.get(key)?.type ?? "none" })),
	EXPIRE: command(-3, (db, args) => expire(db, args, "EXPIRE")),
	PEXPIRE: command(-3, (db, args) => expire(db, args, "PEXPIRE")),
	EXPIREAT: command(-3, (db, args) => expire(db, args, "EXPIREAT")),
	PEXPIREAT: command(-3, (db, args) => expire(db, args, "PEXPIREAT")),
	TTL: command(2, (db, [key = ""]) => timeLeft(db, key, (leftMs) => Math.floor((leftMs + 500) / 1000))),
	PTTL: command(2, (db, [key = ""]) => timeLeft(db, key, (leftMs) => leftMs)),
	EXPIRETIME: command(2, (db, [key = ""]) =>
		timeLeft(db, key, (leftMs) => Math.floor((db.now() + leftMs + 500) / 1000)),
	),
	PEXPIRETIME: command(2, (db, [key = ""]) => timeLeft(db, key, (leftMs) => db.now() + leftMs)),
	PERSIST: command(2, (db, [key = ""]) => {
		if (db.get(key) === undefined || db.endOf(key) === undefined) return 0;
		db.setEnd(key, null);
		return 1;
	}),
	KEYS: command(2, (db, [pattern = ""]) => {
		const fits = globToRegExp(pattern);
		return db.keys().filter((key) => fits.test(key));
	}),
	SCAN: command(-2, scan),
	RENAME: command(3, (db, [from = "", to = ""]) => {
		move(db, from, to);
		return ok;
	}),
	RENAMENX: command(3, (db, [from = "", to = ""]) => {
		if (db.get(from) !== undefined && db.get(to) !== undefined) return 0;
		move(db, from, to);
		return 1;
	}),
	COPY: command(-3, copy),
	RANDOMKEY: command(1, (db) => {
		const keys = db.keys();
		return keys[Math.floor(Math.random() * keys.length)] ?? null;
	}),
	DBSIZE: command(1, (db) => db.keys().length),
	FLUSHDB: command(-1, clear),
	FLUSHALL: command(-1, clear),
};

/** @returns the end in epoch milliseconds @throws RedisError naming the command */
export function readEnd(db: MemoryDatabase, unit: string, text: string, name: string): number {
	const amount = integer(text);
	const invalid = new RedisError(`ERR invalid expire time in '${name.toLowerCase()}' command`);
	const ms = unit.startsWith("P") ? amount : amount * 1000;
	if (!Number.isSafeInteger(ms)) throw invalid;
	if (amount <= 0 && !name.includes("EXPIRE")) throw invalid;
	return unit.endsWith("AT") ? ms : db.now() + ms;
}

function removeKeys(db: MemoryDatabase, keys: string[]): Reply {
	return keys.filter((key) => db.get(key) !== undefined && db.delete(key)).length;
}

function expire(db: MemoryDatabase, args: string[], name: string): Reply {
	const key = at(args, 0);
	const unit = `${name.startsWith("P") ? "P" : ""}${name.endsWith("AT") ? "AT" : ""}`;
	const end = readEnd(db, unit, at(args, 1), name);
	const flags = new Set(args.slice(2).map((flag) => flag.toUpperCase()));
	const unknown = args.slice(2).find((flag) => !["NX", "XX", "GT", "LT"].includes(flag.toUpperCase()));
	if (unknown !== undefined) throw new RedisError(`ERR Unsupported option ${unknown}`);
	if (flags.has("NX") && flags.size > 1) {
		throw new RedisError("ERR NX and XX, GT or LT options at the same time are not compatible");
	}
	if (flags.has("GT") && flags.has("LT")) {
		throw new RedisError("ERR GT and LT options at the same time are not compatible");
	}
	if (db.get(key) === undefined) return 0;
	const known = db.endOf(key);
	const isRefused =
		(flags.has("NX") && known !== undefined) ||
		(flags.has("XX") && known === undefined) ||
		(flags.has("GT") && end <= (known ?? Infinity)) ||
		(flags.has("LT") && end >= (known ?? Infinity));
	if (isRefused) return 0;
	db.setEnd(key, end);
	return 1;
}

function timeLeft(db: MemoryDatabase, key: string, tell: (leftMs: number) => number): Reply {
	if (db.get(key) === undefined) return -2;
	const end = db.endOf(key);
	return end === undefined ? -1 : tell(end - db.now());
}

function scan(db: MemoryDatabase, args: string[]): Reply {
	const rest = args.slice(1);
	const typeAt = rest.findIndex((word) => word.toUpperCase() === "TYPE");
	const type = typeAt < 0 ? null : at(rest, typeAt + 1).toLowerCase();
	if (typeAt >= 0) rest.splice(typeAt, 2);
	const keys = db.keys().filter((key) => type === null || db.get(key)?.type === type);
	return scanPage(
		keys.map((key) => [key]),
		at(args, 0),
		rest,
	);
}

function move(db: MemoryDatabase, from: string, to: string): void {
	const value = db.get(from);
	if (value === undefined) throw new RedisError("ERR no such key");
	if (from === to) return;
	const end = db.endOf(from) ?? null;
	db.delete(from);
	db.set(to, value);
	db.setEnd(to, end);
}

function copy(db: MemoryDatabase, args: string[]): Reply {
	const from = at(args, 0);
	const to = at(args, 1);
	const flags = args.slice(2).map((flag) => flag.toUpperCase());
	if (flags.some((flag) => flag !== "REPLACE")) throw syntaxError();
	if (from === to) throw new RedisError("ERR source and destination objects are the same");
	const value = db.get(from);
	if (value === undefined || (db.get(to) !== undefined && flags.length === 0)) return 0;
	db.set(to, structuredClone(value) satisfies Value);
	db.setEnd(to, db.endOf(from) ?? null);
	return 1;
}

function clear(db: MemoryDatabase): Reply {
	db.clear();
	return ok;
}
