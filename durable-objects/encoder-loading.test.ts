import { test } from "vitest";
import type { SentenceEncoder } from "../nlu/encoder/sentence-encoder.ts";
import { EncoderHolder, type EncoderState, mayBeginLoading } from "./encoder-loading.ts";

const encoder: SentenceEncoder = {
	id: "e",
	language: "en",
	dimensions: 1,
	encode: () => Float32Array.of(1),
};

test("[EN2] when a load may begin", ({ expect }) => {
	const table: [EncoderState, number, boolean][] = [
		[{ kind: "absent" }, 0, true],
		[{ kind: "loading", sinceMs: 0 }, 29_999, false],
		[{ kind: "loading", sinceMs: 0 }, 30_000, true],
		[{ kind: "failed", atMs: 0 }, 59_999, false],
		[{ kind: "failed", atMs: 0 }, 60_000, true],
		[{ kind: "ready", encoder }, 99_999, false],
	];
	for (const [state, nowMs, expected] of table)
		expect(mayBeginLoading(state, nowMs), `${state.kind} ${nowMs}`).toBe(expected);
});

test("[EN1] nobody waits: the first who needs it begins the load, and only that one", async ({ expect }) => {
	const holder = new EncoderHolder(() => encoder);
	const loads: Promise<unknown>[] = [];
	const errors: unknown[] = [];
	const call = {
		nowMs: 5,
		fetchWeights: async () => new ArrayBuffer(0),
		waitUntil: (promise: Promise<unknown>) => void loads.push(promise),
		report: (error: unknown) => void errors.push(error),
	};
	expect([holder.get(call), holder.get(call), loads.length]).toEqual([null, null, 1]);
	await Promise.all(loads);
	expect(holder.get(call)).toBe(encoder);
	expect([loads.length, errors]).toEqual([1, []]);
});

test("[EN3] weights that don't come are told once and asked for again later", async ({ expect }) => {
	const holder = new EncoderHolder(() => encoder);
	const loads: Promise<unknown>[] = [];
	const errors: unknown[] = [];
	let isAway = true;
	const at = (nowMs: number) => ({
		nowMs,
		fetchWeights: async () => {
			if (isAway) throw new Error("no weights");
			return new ArrayBuffer(0);
		},
		waitUntil: (promise: Promise<unknown>) => void loads.push(promise),
		report: (error: unknown) => void errors.push(error),
	});
	holder.get(at(0));
	await Promise.all(loads);
	expect(errors).toHaveLength(1);
	expect([holder.get(at(1_000)), loads.length]).toEqual([null, 1]);
	isAway = false;
	holder.get(at(60_000));
	await Promise.all(loads);
	expect([holder.get(at(60_001)), errors.length]).toEqual([encoder, 1]);
});
