import { test } from "vitest";
import { JobQueue } from "./job-queue.ts";

const { signal } = new AbortController();

test("[MP14] one job is done after the other, in the order in which they came, and after one that failed", async ({
	expect,
}) => {
	const events: string[] = [];
	const queue = new JobQueue<string, string>(async (job) => {
		events.push(`${job} begins`);
		await new Promise((turn) => setTimeout(turn));
		events.push(`${job} ends`);
		if (job === "a") throw new Error("a failed");
		return job;
	});
	const outcomes = await Promise.allSettled(["a", "b", "c"].map((job) => queue.run(job, signal)));
	expect(outcomes.map(({ status }) => status)).toEqual(["rejected", "fulfilled", "fulfilled"]);
	expect(events).toEqual(["a begins", "a ends", "b begins", "b ends", "c begins", "c ends"]);
});

test("[MP14] it is full while one runs and four wait", async ({ expect }) => {
	const queue = new JobQueue<number, number>(async (job) => job);
	const jobs: Promise<number>[] = [];
	const full = Array.from({ length: 5 }, (_, n) => {
		jobs.push(queue.run(n, signal));
		return queue.isFull();
	});
	expect(full).toEqual([false, false, false, false, true]);
	expect(await Promise.all(jobs)).toEqual([0, 1, 2, 3, 4]);
	expect(queue.isFull()).toBe(false);
});

test("[MP14] who leaves while they wait are no more of those who wait", async ({ expect }) => {
	let end = (): void => undefined;
	const queue = new JobQueue<number, number>((job) => new Promise((done) => (end = () => done(job))));
	const first = queue.run(0, signal);
	const leaving = new AbortController();
	const others = [1, 2, 3, 4].map((job) => queue.run(job, leaving.signal));
	expect(queue.isFull()).toBe(true);
	leaving.abort(new Error("gone"));
	expect((await Promise.allSettled(others)).map(({ status }) => status)).toEqual(Array(4).fill("rejected"));
	expect(queue.isFull()).toBe(false);
	end();
	expect(await first).toBe(0);
});
