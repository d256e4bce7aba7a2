import { afterAll, beforeAll, test } from "vitest";
import { z } from "zod";
import { startTestGateway, type TestGateway } from "../gateway/testing/test-gateway.ts";
import { cacheCounts } from "./cache-counts.ts";
import { StoreUnavailable } from "./failures.ts";
import { connectRedis, type Redis } from "./redis.ts";
import { type AskRedis, type Cached, ResponseCache } from "./response-cache.ts";

let gateway: TestGateway;
let redis: Redis;
beforeAll(async () => {
	gateway = await startTestGateway("embedded");
	redis = connectRedis({ url: gateway.redisUrl, token: gateway.token });
});
afterAll(() => gateway.close());

const reached: AskRedis = async (command) => ({ answered: true, value: await command(redis) });
const away: AskRedis = async () => ({ answered: false });

/** Isolates that share a Redis and a clock; what is kept has a name of its own in each test. */
function world(askRedis: AskRedis = reached) {
	const name = `test-${crypto.randomUUID()}`;
	const clock = { nowMs: Date.now() };
	const isolate = (ask = askRedis) =>
		new ResponseCache({
			askRedis: ask,
			nowMs: () => clock.nowMs,
			random: () => 0.5,
			pause: async (ms) => new Promise((end) => void setTimeout(end, ms)),
		});
	let made = 0;
	const answer = (more: Partial<Cached<string>> = {}): Cached<string> => ({
		name,
		of: "chairs",
		schema: z.string(),
		freshSeconds: 60,
		staleSeconds: 600,
		tags: [`tag-${name}`],
		make: async () => `made ${(made += 1)}`,
		...more,
	});
	return { name, clock, isolate, answer, counts: () => cacheCounts()[name] };
}

test("[CA1] an answer is made once and given to all isolates until its time is over; each kind is counted", async ({
	expect,
}) => {
	const { clock, isolate, answer, counts, name } = world();
	expect(await isolate().get(answer())).toBe("made 1");
	expect(await isolate().get(answer())).toBe("made 1");
	expect(await isolate().get(answer({ of: "tables" }))).toBe("made 2");
	clock.nowMs += 59_000;
	expect(await isolate().get(answer())).toBe("made 1");
	clock.nowMs += 2_000;
	expect(await isolate().get(answer())).toBe("made 3");
	expect(counts()).toEqual({ hits: 2, stale: 0, misses: 3, away: 0 });
	const keys = await redis.keys(`care:cache:${name}:*`);
	expect(keys.length).toBe(2);
	expect(keys.join()).not.toMatch(/chairs|tables/);
	for (const key of keys) expect(await redis.ttl(key)).toBeGreaterThan(600);
});

test("[CA1] times differ by a tenth, so that what was made together does not end together", async ({
	expect,
}) => {
	const { clock, answer } = world();
	const isolate = (random: number) =>
		new ResponseCache({
			askRedis: reached,
			nowMs: () => clock.nowMs,
			random: () => random,
			pause: async () => {},
		});
	await isolate(0).get(answer({ of: "early" }));
	await isolate(1).get(answer({ of: "late" }));
	clock.nowMs += 60_000;
	expect(await isolate(0).get(answer({ of: "early" }))).toBe("made 3");
	expect(await isolate(0).get(answer({ of: "late" }))).toBe("made 2");
});

test("[CA2] what was forgotten is given to nobody, not even when it was being made meanwhile", async ({
	expect,
}) => {
	const { name, isolate, answer } = world();
	const cache = isolate();
	await cache.get(answer());
	await cache.forget(`tag-${name}`);
	expect(await isolate().get(answer())).toBe("made 2");
	await cache.forget("another tag");
	expect(await isolate().get(answer())).toBe("made 2");
	const late = answer({
		of: "late",
		make: async () => {
			await cache.forget(`tag-${name}`);
			return "of before";
		},
	});
	expect(await isolate().get(late)).toBe("of before");
	expect(await isolate().get(answer({ of: "late" }))).toBe("made 3");
});

test("[CA3] of many who ask at once one makes the answer, in an isolate and between isolates", async ({
	expect,
}) => {
	const { clock, isolate, answer } = world();
	let made = 0;
	let goOn = (): void => undefined;
	const held = new Promise<void>((end) => {
		goOn = end;
	});
	const slow = answer({
		make: async () => {
			made += 1;
			await held;
			return "slow";
		},
	});
	const first = isolate().get(slow);
	await expect.poll(() => made).toBe(1);
	const waiting = new ResponseCache({
		askRedis: reached,
		nowMs: () => clock.nowMs,
		random: () => 0.5,
		// while it waits the first one ends
		pause: async () => {
			goOn();
			await first;
		},
	});
	expect(await Promise.all([first, waiting.get(slow)])).toEqual(["slow", "slow"]);
	expect(made).toBe(1);
	const alone = isolate(away);
	const others = answer({
		of: "others",
		make: async () => {
			await new Promise<void>((end) => void setTimeout(end, 50));
			return `made ${(made += 1)}`;
		},
	});
	expect(await Promise.all([alone.get(others), alone.get(others), alone.get(others)])).toEqual([
		"made 2",
		"made 2",
		"made 2",
	]);
});

test("[CA3] one whose maker died is made by who waits", async ({ expect }) => {
	const { name, isolate, answer } = world();
	await isolate().get(answer());
	const [key = ""] = await redis.keys(`care:cache:${name}:*`);
	await redis.set(`${key}:lock`, 1);
	await redis.del(key);
	expect(await isolate().get(answer())).toBe("made 2");
});

test("[CA4] past its time an answer is given while one makes it anew, and while the store is away", async ({
	expect,
}) => {
	const { clock, isolate, answer, counts, name } = world();
	await isolate().get(answer());
	clock.nowMs += 61_000;
	const [key = ""] = await redis.keys(`care:cache:${name}:*`);
	await redis.set(`${key}:lock`, 1);
	expect(await isolate().get(answer()), "somebody else makes it").toBe("made 1");
	await redis.del(`${key}:lock`);
	const broken = (error: Error) =>
		answer({
			make: async () => {
				throw error;
			},
		});
	expect(await isolate().get(broken(new StoreUnavailable("postgres", "gone")))).toBe("made 1");
	await expect(isolate().get(broken(new Error("a fault of ours")))).rejects.toThrow("a fault of ours");
	expect(counts()).toEqual({ hits: 0, stale: 2, misses: 1, away: 0 });
	expect(await isolate().get(answer()), "the lock is free again").toBe("made 2");
});

test("[CA5] with Redis away everybody makes their own; what is too long or of another shape is made each time", async ({
	expect,
}) => {
	const { isolate, answer, counts } = world(away);
	expect(await isolate().get(answer())).toBe("made 1");
	expect(await isolate().get(answer())).toBe("made 2");
	await isolate().forget("x");
	expect(counts()).toEqual({ hits: 0, stale: 0, misses: 0, away: 2 });

	const other = world();
	const long = other.answer({ make: async () => "x".repeat(70_000) });
	await other.isolate().get(long);
	await other.isolate().get(long);
	expect(other.counts()?.misses).toBe(2);
	const changed = world();
	await changed.isolate().get(changed.answer());
	const numbers = new ResponseCache({
		askRedis: reached,
		nowMs: () => changed.clock.nowMs,
		random: () => 0.5,
		pause: async () => {},
	});
	const asNumber = { ...changed.answer(), schema: z.number(), make: async () => 7 };
	expect(await numbers.get(asNumber)).toBe(7);
});
