import { test } from "vitest";
import { TurnQueue } from "./turn-queue.ts";

test("[TQ1] turns begin in order, each after the end of the one before, whatever they wait for", async ({
	expect,
}) => {
	const queue = new TurnQueue();
	const steps: string[] = [];
	const turn = (name: string, ticks: number) => async (): Promise<string> => {
		steps.push(`${name} begins`);
		for (let tick = 0; tick < ticks; tick += 1) await Promise.resolve();
		steps.push(`${name} ends`);
		return name;
	};
	const results = await Promise.all([
		queue.run(turn("a", 9)),
		queue.run(turn("b", 0)),
		queue.run(turn("c", 3)),
	]);
	expect(results).toEqual(["a", "b", "c"]);
	expect(steps).toEqual(["a begins", "a ends", "b begins", "b ends", "c begins", "c ends"]);
});

test("[TQ2] a turn that throws rejects its own caller and leaves the queue going", async ({ expect }) => {
	const queue = new TurnQueue();
	const failing = queue.run(() => Promise.reject(new Error("no")));
	const next = queue.run(() => Promise.resolve("yes"));
	expect(queue.length).toBe(2);
	await expect(failing).rejects.toThrow("no");
	expect(await next).toBe("yes");
	await Promise.resolve();
	expect(queue.length).toBe(0);
});
