import { createHash } from "node:crypto";
import { Ratelimit } from "@upstash/ratelimit";
import { test } from "vitest";
import { connectRedis, type TestGateway } from "./testing/test-gateway.ts";

/** Upstash's side of the contract. Every test has keys of its own. */
export function redisContract(gateway: () => TestGateway): void {
	commands(gateway);
	collections(gateway);
	batches(gateway);
	scripts(gateway);
	rateLimits(gateway);
}

function commands(gateway: () => TestGateway): void {
	test("[GW6] texts, options of SET and expiry", async ({ expect }) => {
		const redis = connectRedis(gateway());
		expect(await redis.set("c:a", { x: [1, "ü"] })).toBe("OK");
		expect(await redis.get("c:a")).toEqual({ x: [1, "ü"] });
		expect(await redis.set("c:a", "2", { nx: true })).toBeNull();
		expect(await redis.set("c:a", "2", { xx: true, get: true, px: 60_000 })).toEqual({ x: [1, "ü"] });
		expect(await redis.pttl("c:a")).toBeGreaterThan(50_000);
		expect(await redis.set("c:a", 3, { keepTtl: true })).toBe("OK");
		expect(await redis.ttl("c:a")).toBeGreaterThan(50);
		expect(await redis.persist("c:a")).toBe(1);
		expect(await redis.ttl("c:a")).toBe(-1);
		expect(await redis.incrby("c:a", 4)).toBe(7);
		expect(await redis.incrbyfloat("c:a", 0.5)).toBe(7.5);
		expect(await redis.getdel("c:a")).toBe(7.5);
		expect([await redis.get("c:a"), await redis.ttl("c:a"), await redis.exists("c:a")]).toEqual([
			null,
			-2,
			0,
		]);
		await redis.set("c:gone", "x", { exat: 1 });
		expect(await redis.get("c:gone")).toBeNull();
		await redis.mset({ "c:m1": "1", "c:m2": "two" });
		expect(await redis.mget("c:m1", "c:none", "c:m2")).toEqual([1, null, "two"]);
		expect(await redis.ping()).toBe("PONG");
	});
}

function collections(gateway: () => TestGateway): void {
	test("[GW6] hashes, lists, sets and sorted sets", async ({ expect }) => {
		const redis = connectRedis(gateway());
		expect(await redis.hset("c:h", { name: "Ada", age: 36 })).toBe(2);
		expect(await redis.hgetall("c:h")).toEqual({ name: "Ada", age: 36 });
		expect(await redis.hmget("c:h", "name", "none")).toEqual({ name: "Ada", none: null });
		expect(await redis.hincrby("c:h", "age", 1)).toBe(37);
		expect(await redis.hgetall("c:none")).toBeNull();
		await redis.rpush("c:l", "a", "b", "c");
		expect(await redis.lrange("c:l", -2, -1)).toEqual(["b", "c"]);
		expect(await redis.lpop("c:l", 2)).toEqual(["a", "b"]);
		await redis.sadd("c:s", "x", "y");
		expect(await redis.sismember("c:s", "x")).toBe(1);
		expect((await redis.smembers("c:s")).toSorted()).toEqual(["x", "y"]);
		await redis.zadd("c:z", { score: 2, member: "b" }, { score: 1, member: "a" }, { score: 3, member: "c" });
		expect(await redis.zadd("c:z", { gt: true, ch: true }, { score: 5, member: "a" })).toBe(1);
		expect(await redis.zrange("c:z", 0, -1, { withScores: true })).toEqual(["b", 2, "c", 3, "a", 5]);
		expect(await redis.zrange("c:z", 3, "+inf", { byScore: true })).toEqual(["c", "a"]);
		expect(await redis.zrange("c:z", 0, 0, { rev: true })).toEqual(["a"]);
		expect(await redis.zremrangebyscore("c:z", 0, 3)).toBe(2);
		expect(await redis.zscore("c:z", "a")).toBe(5);
		await expect(redis.incr("c:z")).rejects.toThrow("WRONGTYPE");
	});

	test("[GW6] SCAN meets every key of its pattern", async ({ expect }) => {
		const redis = connectRedis(gateway());
		const keys = Array.from({ length: 40 }, (_, i) => `c:scan:${i}`);
		for (const key of keys) await redis.set(key, "1");
		const seen = new Set<string>();
		let cursor = "0";
		do {
			const [next, found] = await redis.scan(cursor, { match: "c:scan:*", count: 7 });
			for (const key of found) seen.add(key);
			cursor = next;
		} while (cursor !== "0");
		expect([...seen].toSorted()).toEqual(keys.toSorted());
		expect(await redis.del(...keys)).toBe(40);
	});
}

function batches(gateway: () => TestGateway): void {
	test("[GW7] a pipeline answers each command for itself", async ({ expect }) => {
		const redis = connectRedis(gateway());
		const pipeline = redis.pipeline();
		pipeline.set("c:p", "text");
		pipeline.incr("c:p");
		pipeline.get("c:p");
		const results = await pipeline.exec({ keepErrors: true });
		expect(results.map(({ result, error }) => [result, error])).toEqual([
			["OK", undefined],
			[undefined, "ERR value is not an integer or out of range"],
			["text", undefined],
		]);
	});

	test("[GW7] MULTI runs all of it together; an unknown command discards it", async ({ expect }) => {
		const redis = connectRedis(gateway());
		await redis.del("c:t");
		expect(await redis.multi().set("c:t", 1).incr("c:t").hset("c:t:h", { a: 1 }).get("c:t").exec()).toEqual([
			"OK",
			2,
			1,
			2,
		]);
		const headers = { Authorization: `Bearer ${gateway().token}` };
		const body = JSON.stringify([["SET", "c:t", "9"], ["NOSUCH"]]);
		const refused = await fetch(`${gateway().redisUrl}/multi-exec`, { method: "POST", headers, body });
		expect([refused.status, await refused.json()]).toEqual([
			400,
			{ error: expect.stringContaining("EXECABORT") },
		]);
		expect(await redis.get("c:t")).toBe(2);
	});

	test("[GW7] texts are base64 only for who asks for it", async ({ expect }) => {
		const { redisUrl, token } = gateway();
		const ask = async (command: string[], headers: Record<string, string> = {}) => {
			const init = {
				method: "POST",
				headers: { Authorization: `Bearer ${token}`, ...headers },
				body: JSON.stringify(command),
			};
			return (await fetch(redisUrl, init)).json();
		};
		await ask(["RPUSH", "c:b", "ü", "OK"]);
		expect(await ask(["LRANGE", "c:b", "0", "-1"])).toEqual({ result: ["ü", "OK"] });
		expect(await ask(["LRANGE", "c:b", "0", "-1"], { "Upstash-Encoding": "base64" })).toEqual({
			result: ["w7w=", "T0s="],
		});
		expect(await ask(["INCR", "c:b"])).toEqual({
			error: "WRONGTYPE Operation against a key holding the wrong kind of value",
		});
		await ask(["DEL", "c:b"]);
	});
}

function scripts(gateway: () => TestGateway): void {
	test("[GW8] Lua: values go in and out as Redis converts them", async ({ expect }) => {
		const redis = connectRedis(gateway());
		expect(await redis.eval("return {1, 2.9, 'x', true, false, 'after'}", [], [])).toEqual([
			1,
			2,
			"x",
			1,
			null,
			"after",
		]);
		expect(await redis.eval("return {1, nil, 3}", [], [])).toEqual([1]);
		expect(
			await redis.eval(
				"redis.call('SET', KEYS[1], ARGV[1]) return redis.call('GET', KEYS[1])",
				["c:lua"],
				["v"],
			),
		).toBe("v");
		expect(await redis.eval("return redis.call('GET', 'c:no') == false and 'no' or 'nil'", [], [])).toBe(
			"no",
		);
		expect(await redis.eval("return redis.pcall('INCR', KEYS[1]).err", ["c:lua"], [])).toContain(
			"not an integer",
		);
		expect(await redis.eval("return redis.status_reply('FINE')", [], [])).toBe("FINE");
		expect(await redis.eval("return 86400000 * 20 * 2", [], [])).toBe(3_456_000_000);
		expect(await redis.eval("return 'n' .. math.floor(7.5) .. tonumber('8')", [], [])).toBe("n78");
		await expect(redis.eval("return redis.error_reply('MINE no')", [], [])).rejects.toThrow("MINE no");
		await expect(redis.eval("return nosuch()", [], [])).rejects.toThrow("nosuch");
		await expect(redis.eval("return return", [], [])).rejects.toThrow("compiling");
	});

	test("[GW8] EVALSHA knows what EVAL or SCRIPT LOAD brought, under the client's own SHA-1", async ({
		expect,
	}) => {
		const redis = connectRedis(gateway());
		const script = `#!lua flags=allow-key-locking\nreturn '${Math.random()}'`;
		const sha = createHash("sha1").update(script).digest("hex");
		await expect(redis.evalsha(sha, [], [])).rejects.toThrow("NOSCRIPT");
		const answer = await redis.eval(script, [], []);
		expect(await redis.evalsha(sha, [], [])).toEqual(answer);
		expect(await redis.scriptExists(sha, "0".repeat(40))).toEqual([1, 0]);
		const other = `#!lua flags=allow-key-locking\nreturn KEYS[1] .. '${Math.random()}'`;
		expect(await redis.scriptLoad(other)).toBe(createHash("sha1").update(other).digest("hex"));
	});
}

function rateLimits(gateway: () => TestGateway): void {
	const limiters = {
		"fixed window": Ratelimit.fixedWindow(3, "1 d"),
		"sliding window": Ratelimit.slidingWindow(3, "1 d"),
		"token bucket": Ratelimit.tokenBucket(3, "1 d", 3),
	};
	for (const [name, limiter] of Object.entries(limiters)) {
		test(`[GW9] @upstash/ratelimit, ${name}: three pass, the fourth does not, a reset frees`, async ({
			expect,
		}) => {
			const redis = connectRedis(gateway());
			const prefix = `c:limit:${name.replace(" ", "-")}`;
			const ratelimit = new Ratelimit({ redis, limiter, prefix, ephemeralCache: false, timeout: 0 });
			const answers = [];
			for (let i = 0; i < 4; i += 1) answers.push(await ratelimit.limit("ann"));
			expect(answers.map(({ success, remaining, limit }) => [success, remaining, limit])).toEqual([
				[true, 2, 3],
				[true, 1, 3],
				[true, 0, 3],
				[false, 0, 3],
			]);
			expect((await ratelimit.limit("bob")).success).toBe(true);
			expect((await ratelimit.getRemaining("ann")).remaining).toBe(0);
			const ends = await Promise.all((await redis.keys(`${prefix}:*`)).map((key) => redis.pttl(key)));
			expect(ends.every((end) => end > 0)).toBe(true); // nothing is left to lie about for ever
			await ratelimit.resetUsedTokens("ann");
			expect((await ratelimit.limit("ann")).success).toBe(true);
		});
	}
}
