import { ok, RedisError, type Reply } from "../reply.ts";
import { at, command, type CommandTable, float, floatText, integer, pairs } from "./command.ts";
import type { MemoryDatabase } from "./memory-database.ts";
import { scanPage } from "./scan.ts";

const noFields: ReadonlyMap<string, string> = new Map();

export const hashCommands: CommandTable = {
	HSET: command(-4, (db, args) => setFields(db, args, "hset")),
	HMSET: command(-4, (db, args) => {
		setFields(db, args, "hmset");
		return ok;
	}),
	HSETNX: command(4, (db, [key = "", field = "", text = ""]) => {
		if (fieldsOf(db, key).has(field)) return 0;
		db.typedOrNew(key, "hash").fields.set(field, text);
		return 1;
	}),
	HGET: command(3, (db, [key = "", field = ""]) => fieldsOf(db, key).get(field) ?? null),
	HMGET: command(-3, (db, [key = "", ...names]) => {
		const fields = fieldsOf(db, key);
		return names.map((name) => fields.get(name) ?? null);
	}),
	HGETALL: command(2, (db, [key = ""]) => [...fieldsOf(db, key)].flat()),
	HKEYS: command(2, (db, [key = ""]) => [...fieldsOf(db, key).keys()]),
	HVALS: command(2, (db, [key = ""]) => [...fieldsOf(db, key).values()]),
	HLEN: command(2, (db, [key = ""]) => fieldsOf(db, key).size),
	HEXISTS: command(3, (db, [key = "", field = ""]) => (fieldsOf(db, key).has(field) ? 1 : 0)),
	HSTRLEN: command(3, (db, [key = "", field = ""]) => Buffer.byteLength(fieldsOf(db, key).get(field) ?? "")),
	HDEL: command(-3, (db, [key = "", ...names]) => {
		const hash = db.typed(key, "hash");
		const removed = names.filter((name) => hash?.fields.delete(name)).length;
		db.deleteWhenEmpty(key);
		return removed;
	}),
	HINCRBY: command(4, (db, [key = "", field = "", amount = ""]) => {
		const by = integer(amount);
		const before = fieldsOf(db, key).get(field) ?? "0";
		if (!/^-?\d+$/.test(before)) throw new RedisError("ERR hash value is not an integer");
		const sum = integer(before) + by;
		if (!Number.isSafeInteger(sum)) throw new RedisError("ERR increment or decrement would overflow");
		db.typedOrNew(key, "hash").fields.set(field, String(sum));
		return sum;
	}),
	HINCRBYFLOAT: command(4, (db, [key = "", field = "", amount = ""]) => {
		const by = float(amount);
		const sum = float(fieldsOf(db, key).get(field) ?? "0", "ERR hash value is not a float") + by;
		if (!Number.isFinite(sum)) throw new RedisError("ERR increment would produce NaN or Infinity");
		db.typedOrNew(key, "hash").fields.set(field, floatText(sum));
		return floatText(sum);
	}),
	HSCAN: command(-3, (db, [key = "", cursor = "", ...options]) =>
		scanPage([...fieldsOf(db, key)], cursor, options),
	),
};

function fieldsOf(db: MemoryDatabase, key: string): ReadonlyMap<string, string> {
	return db.typed(key, "hash")?.fields ?? noFields;
}

function setFields(db: MemoryDatabase, args: string[], name: string): Reply {
	if (args.length % 2 === 0) throw new RedisError(`ERR wrong number of arguments for '${name}' command`);
	const { fields } = db.typedOrNew(at(args, 0), "hash");
	const before = fields.size;
	for (const [field, text] of pairs(args, 1)) fields.set(field, text);
	return fields.size - before;
}
