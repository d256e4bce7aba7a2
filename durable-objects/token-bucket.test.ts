import { test } from "vitest";
import { TokenBucket } from "./token-bucket.ts";

test("[RL3] a bucket gives its burst at once, then its steady rate, and says how long to wait", ({
	expect,
}) => {
	const bucket = new TokenBucket({ burst: 3, perSecond: 2 }, 0);
	expect([0, 0, 0, 0].map((atMs) => bucket.take(atMs))).toEqual([0, 0, 0, 500]);
	expect(bucket.take(250)).toBe(250);
	expect(bucket.take(500)).toBe(0);
	expect([10_000, 10_000, 10_000, 10_000].map((atMs) => bucket.take(atMs))).toEqual([0, 0, 0, 500]);
});

test("[RL4] a clock that goes backwards neither fills nor locks the bucket", ({ expect }) => {
	const bucket = new TokenBucket({ burst: 1, perSecond: 1 }, 1_000_000);
	expect(bucket.take(1_000_000)).toBe(0);
	expect(bucket.take(0)).toBe(1_000);
	expect(bucket.take(1_000)).toBe(0);
});
