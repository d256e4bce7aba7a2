import { RedisError, type Reply } from "../reply.ts";
import {
	at,
	command,
	type CommandTable,
	float,
	floatText,
	integer,
	pairs,
	slice,
	syntaxError,
} from "./command.ts";
import type { MemoryDatabase } from "./memory-database.ts";
import { scanPage } from "./scan.ts";
import {
	inOrder,
	type RangeRequest,
	readRangeOptions,
	scoreFilter,
	type Scored,
	rangeSelector,
} from "./zset-ranges.ts";

const noScores: ReadonlyMap<string, number> = new Map();

export const zsetCommands: CommandTable = {
	ZADD: command(-4, add),
	ZINCRBY: command(4, (db, [key = "", amount = "", member = ""]) => {
		const sum = (scoresOf(db, key).get(member) ?? 0) + float(amount);
		if (Number.isNaN(sum)) throw new RedisError("ERR resulting score is not a number (NaN)");
		db.typedOrNew(key, "zset").scores.set(member, sum);
		return floatText(sum);
	}),
	ZREM: command(-3, (db, [key = "", ...members]) => remove(db, key, members)),
	ZSCORE: command(3, (db, [key = "", member = ""]) => scoreText(scoresOf(db, key).get(member))),
	ZMSCORE: command(-3, (db, [key = "", ...members]) => {
		const scores = scoresOf(db, key);
		return members.map((member) => scoreText(scores.get(member)));
	}),
	ZCARD: command(2, (db, [key = ""]) => scoresOf(db, key).size),
	ZCOUNT: command(4, (db, [key = "", low = "", high = ""]) => {
		const isIn = scoreFilter(low, high);
		return [...scoresOf(db, key)].filter(isIn).length;
	}),
	ZRANK: command(3, (db, [key = "", member = ""]) => rank(inOrder(scoresOf(db, key)), member)),
	ZREVRANK: command(3, (db, [key = "", member = ""]) =>
		rank(inOrder(scoresOf(db, key)).toReversed(), member),
	),
	ZRANGE: command(-4, (db, args) => range(db, args, {})),
	ZREVRANGE: command(-4, (db, args) => range(db, args, { isReversed: true })),
	ZRANGEBYSCORE: command(-4, (db, args) => range(db, args, { by: "score" })),
	ZREVRANGEBYSCORE: command(-4, (db, args) => range(db, args, { by: "score", isReversed: true })),
	ZRANGEBYLEX: command(-4, (db, args) => range(db, args, { by: "lex" })),
	ZREVRANGEBYLEX: command(-4, (db, args) => range(db, args, { by: "lex", isReversed: true })),
	ZREMRANGEBYSCORE: command(4, (db, [key = "", low = "", high = ""]) => {
		const isIn = scoreFilter(low, high);
		return remove(
			db,
			key,
			[...scoresOf(db, key)].filter(isIn).map(([member]) => member),
		);
	}),
	ZREMRANGEBYRANK: command(4, (db, [key = "", start = "", stop = ""]) => {
		const items = slice(inOrder(scoresOf(db, key)), integer(start), integer(stop));
		return remove(
			db,
			key,
			items.map(([member]) => member),
		);
	}),
	ZPOPMIN: command(-2, (db, args) => pop(db, args, false)),
	ZPOPMAX: command(-2, (db, args) => pop(db, args, true)),
	ZSCAN: command(-3, (db, [key = "", cursor = "", ...options]) =>
		scanPage(
			inOrder(scoresOf(db, key)).map(([member, score]) => [member, floatText(score)]),
			cursor,
			options,
		),
	),
};

function scoresOf(db: MemoryDatabase, key: string): ReadonlyMap<string, number> {
	return db.typed(key, "zset")?.scores ?? noScores;
}

function scoreText(score: number | undefined): string | null {
	return score === undefined ? null : floatText(score);
}

function rank(ordered: readonly Scored[], member: string): Reply {
	const place = ordered.findIndex(([name]) => name === member);
	return place < 0 ? null : place;
}

function remove(db: MemoryDatabase, key: string, members: string[]): Reply {
	const zset = db.typed(key, "zset");
	const removed = members.filter((member) => zset?.scores.delete(member)).length;
	db.deleteWhenEmpty(key);
	return removed;
}

function range(db: MemoryDatabase, args: string[], preset: Partial<RangeRequest>): Reply {
	const request: RangeRequest = {
		by: "rank",
		from: at(args, 1),
		to: at(args, 2),
		isReversed: false,
		limit: null,
		withScores: false,
		...preset,
	};
	const read = readRangeOptions(args.slice(3), request);
	if (read.withScores && read.by === "lex") throw syntaxError();
	const select = rangeSelector(read);
	return tell(select(inOrder(scoresOf(db, at(args, 0)))), read.withScores);
}

function tell(items: readonly Scored[], withScores: boolean): Reply {
	return items.flatMap(([member, score]) => (withScores ? [member, floatText(score)] : [member]));
}

function pop(db: MemoryDatabase, args: string[], isMax: boolean): Reply {
	const key = at(args, 0);
	const count = args.length > 1 ? integer(at(args, 1)) : 1;
	if (count < 0) throw new RedisError("ERR value is out of range, must be positive");
	const ordered = inOrder(scoresOf(db, key));
	const items = (isMax ? ordered.toReversed() : ordered).slice(0, count);
	remove(
		db,
		key,
		items.map(([member]) => member),
	);
	return tell(items, true);
}

const addFlags = new Set(["NX", "XX", "GT", "LT", "CH", "INCR"]);

function add(db: MemoryDatabase, args: string[]): Reply {
	const flags = new Set<string>();
	let from = 1;
	while (addFlags.has(at(args, from).toUpperCase())) flags.add(at(args, from++).toUpperCase());
	const entries = pairs(args, from).map(([score, member]): Scored => [member, float(score)]);
	if (entries.length === 0) throw syntaxError();
	checkFlags(flags, entries.length);
	const scores = new Map(scoresOf(db, at(args, 0)));
	let added = 0;
	let changed = 0;
	let last: number | null = null;
	for (const [member, given] of entries) {
		const known = scores.get(member);
		const score = flags.has("INCR") ? (known ?? 0) + given : given;
		if (Number.isNaN(score)) throw new RedisError("ERR resulting score is not a number (NaN)");
		last = isRefused(flags, known, score) ? null : score;
		if (last === null) continue;
		if (known === undefined) added += 1;
		else if (known !== score) changed += 1;
		scores.set(member, score);
	}
	if (scores.size > 0) db.typedOrNew(at(args, 0), "zset").scores = scores;
	if (flags.has("INCR")) return last === null ? null : floatText(last);
	return flags.has("CH") ? added + changed : added;
}

function checkFlags(flags: ReadonlySet<string>, entries: number): void {
	if (flags.has("NX") && flags.has("XX")) {
		throw new RedisError("ERR XX and NX options at the same time are not compatible");
	}
	if ((flags.has("GT") && flags.has("LT")) || (flags.has("NX") && (flags.has("GT") || flags.has("LT")))) {
		throw new RedisError("ERR GT, LT, and/or NX options at the same time are not compatible");
	}
	if (flags.has("INCR") && entries > 1) {
		throw new RedisError("ERR INCR option supports a single increment-element pair");
	}
}

function isRefused(flags: ReadonlySet<string>, known: number | undefined, score: number): boolean {
	if (known === undefined) return flags.has("XX");
	return flags.has("NX") || (flags.has("GT") && score <= known) || (flags.has("LT") && score >= known);
}
