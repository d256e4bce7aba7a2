import { readFile } from "node:fs/promises";
import { test } from "vitest";
import { connectRedis } from "../store/redis.ts";
import { GuardedRedis } from "./guarded-redis.ts";

test("[RL5] an answer that came while the isolate stood still is taken, and Redis is not held for away", async ({
	expect,
}) => {
	const events: string[] = [];
	const guarded = new GuardedRedis(
		connectRedis({ url: "http://127.0.0.1:9", token: "unused" }),
		{ nowMs: () => Date.now(), log: ({ event }) => void events.push(event) },
		100,
	);
	const answer = guarded.attempt(() => readFile(import.meta.filename, "utf8"));
	const untilMs = Date.now() + 300;
	while (Date.now() < untilMs); // as a password's hash does: nothing else is done meanwhile
	expect(await answer).toMatchObject({ answered: true });
	expect(events).toEqual([]);
});

test("[RL5] one that never answers is let go", async ({ expect }) => {
	const events: string[] = [];
	const guarded = new GuardedRedis(
		connectRedis({ url: "http://127.0.0.1:9", token: "unused" }),
		{ nowMs: () => Date.now(), log: ({ event }) => void events.push(event) },
		100,
	);
	expect(await guarded.attempt(() => new Promise(() => undefined))).toEqual({ answered: false });
	expect(events).toEqual(["part.away"]);
});
