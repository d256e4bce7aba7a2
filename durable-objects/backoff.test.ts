import { test } from "vitest";
import { backoffMs } from "./backoff.ts";

test("[BO1] waits double up to a minute, the upper half left to chance", ({ expect }) => {
	const failures = [1, 2, 3, 6, 7, 30, 1_000];
	expect(failures.map((count) => backoffMs(count, 0))).toEqual([
		500, 1_000, 2_000, 16_000, 30_000, 30_000, 30_000,
	]);
	expect(failures.map((count) => backoffMs(count, 0.999_999))).toEqual([
		1_000, 2_000, 4_000, 32_000, 60_000, 60_000, 60_000,
	]);
});
