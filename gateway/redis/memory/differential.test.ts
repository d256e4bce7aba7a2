import { afterAll, beforeAll, describe, test } from "vitest";
import { defaultLimits } from "../../options.ts";
import type { LocalServer } from "../../testing/local-server.ts";
import { redisMissing, startRedis } from "../../testing/start-redis.ts";
import type { RedisBackend } from "../redis-backend.ts";
import { isStatus, RedisError, type Reply } from "../reply.ts";
import { openRedisServer } from "../server-backend.ts";
import { openMemoryRedis } from "./memory-backend.ts";

const missing = redisMissing();
if (missing !== null && process.env["CI"] === "true") throw new Error(missing);

/** mulberry32: the same commands in every run, and whoever sees a difference can have them again. */
function seeded(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state + 0x6d_2b_79_f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
	};
}

/** Shapes of commands: K a key, V a text, N a whole number, F a decimal, T seconds to live, S and E bounds of scores, words as they are. */
const shapes = `
GET K|SET K V|SET K N|SET K V NX|SET K V XX GET|SET K V EX 100|SET K V PX 100000 NX|SET K V KEEPTTL|SET K V EX 0|SET K V EX x
SET K V NX XX|SETNX K V|SETEX K 100 V|PSETEX K -1 V|GETSET K V|GETDEL K|GETEX K EX 100|GETEX K PERSIST|GETEX K EX|MGET K K K|MSET K V K V
MSET K V K|MSETNX K V K V|APPEND K V|STRLEN K|INCR K|DECR K|INCRBY K N|DECRBY K N|INCRBY K V|INCRBYFLOAT K F|GETRANGE K N N
DEL K|DEL K K|UNLINK K|EXISTS K K K|TYPE K|TOUCH K K|EXPIRE K 100|EXPIRE K 100 NX|EXPIRE K T GT|EXPIRE K T LT|EXPIRE K 100 XX
EXPIRE K 100 NX GT|EXPIRE K -1|EXPIRE K x|EXPIRE K 10 ZZ|TTL K|PERSIST K|RENAME K K|RENAMENX K K|COPY K K|COPY K K REPLACE
HSET K V V|HSET K V V V|HSET K V V V V|HMSET K V V|HSETNX K V V|HGET K V|HMGET K V V|HGETALL K|HKEYS K|HVALS K|HLEN K|HEXISTS K V|HDEL K V V
HINCRBY K V N|HINCRBYFLOAT K V F|HSTRLEN K V
LPUSH K V V|RPUSH K V V|LPUSHX K V|RPUSHX K V|LPOP K|RPOP K|LPOP K 2|RPOP K N|LLEN K|LRANGE K N N|LINDEX K N|LSET K N V|LREM K N V|LTRIM K N N
LINSERT K BEFORE V V|LINSERT K AFTER V V|LINSERT K V V V|LMOVE K K LEFT RIGHT|RPOPLPUSH K K|LMOVE K K UP DOWN
SADD K V V|SREM K V V|SMEMBERS K|SISMEMBER K V|SMISMEMBER K V V|SCARD K|SMOVE K K V|SINTER K K|SUNION K K|SDIFF K K|SINTERSTORE K K K
SUNIONSTORE K K K|SDIFFSTORE K K K
ZADD K N V|ZADD K F V N V|ZADD K NX N V|ZADD K XX CH N V|ZADD K GT CH N V|ZADD K LT N V|ZADD K INCR N V|ZADD K NX XX N V|ZADD K V V|ZADD K GT LT N V
ZADD K NX INCR N V|ZINCRBY K N V|ZREM K V V|ZSCORE K V|ZMSCORE K V V|ZCARD K|ZCOUNT K S E|ZRANK K V|ZREVRANK K V|ZRANGE K N N|ZRANGE K N N REV WITHSCORES
ZRANGE K S E BYSCORE|ZRANGE K S E BYSCORE LIMIT 1 2|ZRANGE K E S BYSCORE REV WITHSCORES|ZRANGE K N N LIMIT 0 1|ZRANGE K S E
ZRANGEBYSCORE K S E WITHSCORES|ZREVRANGEBYSCORE K E S LIMIT 0 2|ZREVRANGE K N N|ZRANGE K - + BYLEX|ZRANGE K [a (c BYLEX|ZREMRANGEBYSCORE K S E
ZREMRANGEBYRANK K N N|ZPOPMIN K|ZPOPMAX K 2|DBSIZE|ECHO V|GET|GET K K|NOSUCH K V|SELECT 0|PING V|KEYS K*|KEYS [kj]?|KEYS k[12]|KEYS \\\\k*
`
	.split(/[|\n]/)
	.filter((shape) => shape !== "");

const texts = ["a", "b", "c", "10", "-3", "3.5", "", "ü", "a b", "hello"];
const bounds = ["-inf", "(1", "0", "2", "-1.5", "5", "(3", "+inf", "nonsense"];

function makeCommand(random: () => number): string[] {
	const pick = (list: readonly string[]): string => list[Math.floor(random() * list.length)] ?? "";
	return pick(shapes)
		.split(" ")
		.map((word) => {
			if (word === "K") return pick(["k1", "k2", "k3", "k4", "k5"]);
			if (word === "V") return pick(texts);
			if (word === "N") return String(Math.floor(random() * 9) - 4);
			if (word === "T") return String(1_000 + Math.floor(random() * 1e6));
			if (word === "F") return String(Math.floor(random() * 40) / 4 - 5);
			return word === "S" || word === "E" ? pick(bounds) : word;
		});
}

const unordered = new Set(["KEYS", "SMEMBERS", "SINTER", "SUNION", "SDIFF"]);

/** What a client would see; sets have no order. */
function seen(reply: Reply, command: string[]): unknown {
	if (reply instanceof RedisError) return `error: ${reply.message}`;
	if (Buffer.isBuffer(reply)) return Buffer.from(reply).toString("utf8");
	if (Array.isArray(reply)) {
		const items = reply.map((item) => seen(item, []));
		return unordered.has(command[0] ?? "") ? items.map(String).toSorted() : items;
	}
	return typeof reply === "object" && reply !== null && isStatus(reply) ? reply.ok : reply;
}

describe.skipIf(missing !== null)(
	`the Redis in memory beside a real one${missing === null ? "" : ` (${missing})`}`,
	() => {
		let server: LocalServer;
		let real: RedisBackend;
		beforeAll(async () => {
			server = await startRedis();
			real = openRedisServer({ url: server.url, limits: defaultLimits, onTrouble: () => undefined });
		});
		afterAll(async () => {
			await real.close();
			await server.stop();
		});

		for (const seed of [1, 2, 3, 4]) {
			test(`[GW20] answers a long row of commands as Redis does (seed ${seed})`, async ({ expect }) => {
				const random = seeded(seed);
				const commands = Array.from({ length: 4_000 }, () => makeCommand(random));
				const memory = openMemoryRedis();
				await real.run([["FLUSHALL"]]);
				const expected = await real.run(commands);
				const answered = await memory.run(commands);
				const differences = commands.flatMap((command, i) => {
					const [here, there] = [seen(answered[i] ?? null, command), seen(expected[i] ?? null, command)];
					return JSON.stringify(here) === JSON.stringify(there)
						? []
						: [{ i, command: command.join(" "), here, there }];
				});
				expect(differences.slice(0, 8)).toEqual([]);
				await memory.close();
			});
		}
	},
);
