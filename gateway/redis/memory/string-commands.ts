import { ok, RedisError, type Reply } from "../reply.ts";
import { at, command, type CommandTable, float, floatText, integer, pairs, syntaxError } from "./command.ts";
import { readEnd } from "./key-commands.ts";
import type { MemoryDatabase } from "./memory-database.ts";

export const stringCommands: CommandTable = {
	GET: command(2, (db, [key = ""]) => textOf(db, key)),
	SET: command(-3, set),
	SETNX: command(3, (db, [key = "", text = ""]) => {
		if (db.get(key) !== undefined) return 0;
		put(db, key, text);
		return 1;
	}),
	SETEX: command(4, (db, [key = "", amount = "", text = ""]) =>
		setWithEnd(db, key, text, readEnd(db, "", amount, "SETEX")),
	),
	PSETEX: command(4, (db, [key = "", amount = "", text = ""]) =>
		setWithEnd(db, key, text, readEnd(db, "P", amount, "PSETEX")),
	),
	GETSET: command(3, (db, [key = "", text = ""]) => {
		const before = textOf(db, key);
		put(db, key, text);
		return before;
	}),
	GETDEL: command(2, (db, [key = ""]) => {
		const text = textOf(db, key);
		if (text !== null) db.delete(key);
		return text;
	}),
	GETEX: command(-2, getAndExpire),
	MGET: command(-2, (db, keys) =>
		keys.map((key) => (db.get(key)?.type === "string" ? textOf(db, key) : null)),
	),
	MSET: command(-3, (db, args) => {
		for (const [key, text] of evenPairs(args, "mset")) put(db, key, text);
		return ok;
	}),
	MSETNX: command(-3, (db, args) => {
		const all = evenPairs(args, "msetnx");
		if (all.some(([key]) => db.get(key) !== undefined)) return 0;
		for (const [key, text] of all) put(db, key, text);
		return 1;
	}),
	APPEND: command(3, (db, [key = "", text = ""]) => {
		const value = db.typedOrNew(key, "string");
		value.text += text;
		return Buffer.byteLength(value.text);
	}),
	STRLEN: command(2, (db, [key = ""]) => Buffer.byteLength(textOf(db, key) ?? "")),
	INCR: command(2, (db, [key = ""]) => add(db, key, 1)),
	DECR: command(2, (db, [key = ""]) => add(db, key, -1)),
	INCRBY: command(3, (db, [key = "", amount = ""]) => add(db, key, integer(amount))),
	DECRBY: command(3, (db, [key = "", amount = ""]) => add(db, key, -integer(amount))),
	INCRBYFLOAT: command(3, (db, [key = "", amount = ""]) => {
		const sum = float(textOf(db, key) ?? "0") + float(amount);
		if (!Number.isFinite(sum)) throw new RedisError("ERR increment would produce NaN or Infinity");
		put(db, key, floatText(sum), true);
		return floatText(sum);
	}),
	GETRANGE: command(4, (db, [key = "", start = "", end = ""]) => {
		const bytes = Buffer.from(textOf(db, key) ?? "");
		const [first, last] = [integer(start), integer(end)];
		if (first < 0 && last < 0 && first > last) return "";
		const from = Math.max(first < 0 ? bytes.length + first : first, 0);
		const to = Math.max(last < 0 ? bytes.length + last : last, 0);
		return to < from ? "" : bytes.toString("utf8", from, Math.min(to + 1, bytes.length));
	}),
};

function textOf(db: MemoryDatabase, key: string): string | null {
	return db.typed(key, "string")?.text ?? null;
}

function put(db: MemoryDatabase, key: string, text: string, keepEnd = false): void {
	db.set(key, { type: "string", text }, keepEnd);
}

function setWithEnd(db: MemoryDatabase, key: string, text: string, end: number): Reply {
	put(db, key, text);
	db.setEnd(key, end);
	return ok;
}

function evenPairs(args: string[], name: string): [string, string][] {
	if (args.length % 2 !== 0) throw new RedisError(`ERR wrong number of arguments for '${name}' command`);
	return pairs(args, 0);
}

function add(db: MemoryDatabase, key: string, amount: number): Reply {
	const sum = integer(textOf(db, key) ?? "0") + amount;
	if (!Number.isSafeInteger(sum)) throw new RedisError("ERR increment or decrement would overflow");
	put(db, key, String(sum), true);
	return sum;
}

interface SetOptions {
	end: number | null;
	keepEnd: boolean;
	onlyIf: "NX" | "XX" | null;
	wantsOld: boolean;
}

function set(db: MemoryDatabase, args: string[]): Reply {
	const key = at(args, 0);
	const options = readSetOptions(db, args.slice(2));
	const old = options.wantsOld ? textOf(db, key) : null;
	const isThere = db.get(key) !== undefined;
	if (options.onlyIf !== null && isThere !== (options.onlyIf === "XX")) return old;
	put(db, key, at(args, 1), options.keepEnd);
	if (options.end !== null) db.setEnd(key, options.end);
	return options.wantsOld ? old : ok;
}

function readSetOptions(db: MemoryDatabase, words: string[]): SetOptions {
	const options: SetOptions = { end: null, keepEnd: false, onlyIf: null, wantsOld: false };
	for (let i = 0; i < words.length; i += 1) {
		const word = at(words, i).toUpperCase();
		if ((word === "NX" || word === "XX") && (options.onlyIf ?? word) === word) options.onlyIf = word;
		else if (word === "GET") options.wantsOld = true;
		else if (word === "KEEPTTL" && options.end === null) options.keepEnd = true;
		else if (isEndOption(word) && options.end === null && !options.keepEnd) {
			i += 1;
			options.end = readEnd(db, word.replace("EX", "").replace("PX", "P"), at(words, i), "SET");
		} else throw syntaxError();
	}
	return options;
}

function isEndOption(word: string): boolean {
	return ["EX", "PX", "EXAT", "PXAT"].includes(word);
}

function getAndExpire(db: MemoryDatabase, args: string[]): Reply {
	const key = at(args, 0);
	const [option, amount] = args.slice(1);
	const word = option?.toUpperCase();
	if (word === undefined) return textOf(db, key);
	if (word === "PERSIST" && args.length === 2) {
		const kept = textOf(db, key);
		if (kept !== null) db.setEnd(key, null);
		return kept;
	}
	if (!isEndOption(word) || amount === undefined || args.length > 3) throw syntaxError();
	const text = textOf(db, key);
	const end = readEnd(db, word.replace("EX", "").replace("PX", "P"), amount, "GETEX");
	if (text !== null) db.setEnd(key, end);
	return text;
}
