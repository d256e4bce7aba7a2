import { test } from "vitest";
import { LOAD_LIMIT_MS, type LoadCall, SharedLoad } from "./shared-load.ts";

/** Loads that the test ends, and a clock that it moves. */
function world() {
	const loads: { resolve(value: string): void; reject(error: Error): void }[] = [];
	const kept: Promise<unknown>[] = [];
	let nowMs = 0;
	let ring = (): void => {};
	let stopped = 0;
	const call: LoadCall<string> = {
		nowMs: () => nowMs,
		load: () => new Promise((resolve, reject) => loads.push({ resolve, reject })),
		waitUntil: (promise) => void kept.push(promise),
		pause: () => ({
			over: new Promise<void>((end) => {
				ring = end;
			}),
			stop: () => {
				stopped += 1;
			},
		}),
	};
	return {
		loads,
		kept,
		call,
		stopped: () => stopped,
		pass: (ms: number) => {
			nowMs += ms;
			ring();
		},
	};
}

test("[LD1] one load serves all who ask meanwhile, and who asks later waits for nothing", async ({
	expect,
}) => {
	const { loads, kept, call, stopped } = world();
	const shared = new SharedLoad<string>();
	const asked = [shared.get(call), shared.get(call), shared.get(call)];
	expect([loads.length, shared.loaded]).toEqual([1, null]);
	loads[0]?.resolve("model");
	expect(await Promise.all(asked)).toEqual(["model", "model", "model"]);
	expect([await shared.get(call), shared.loaded, loads.length]).toEqual(["model", "model", 1]);
	// the load is kept alive beyond its caller, and nobody's clock runs on
	expect([kept.length, stopped()]).toEqual([1, 2]);
});

test("[LD2] a load that fails fails for all who wait, and the next caller begins another", async ({
	expect,
}) => {
	const { loads, call } = world();
	const shared = new SharedLoad<string>();
	const asked = [shared.get(call), shared.get(call)];
	loads[0]?.reject(new Error("no file"));
	for (const one of asked) await expect(one).rejects.toThrow("no file");
	const again = shared.get(call);
	expect(loads.length).toBe(2);
	loads[1]?.resolve("model");
	expect(await again).toBe("model");
});

test("[LD3] a load whose caller was cut off is begun anew by one who waits; the first to come stays", async ({
	expect,
}) => {
	const { loads, call, pass } = world();
	const shared = new SharedLoad<string>();
	const cutOff = shared.get(call);
	const waiting = shared.get(call);
	pass(LOAD_LIMIT_MS);
	await Promise.resolve();
	await new Promise((seen) => setImmediate(seen));
	expect(loads.length).toBe(2);
	loads[1]?.resolve("second");
	expect(await waiting).toBe("second");
	loads[0]?.resolve("first");
	expect([await cutOff, await shared.get(call)]).toEqual(["second", "second"]);
});

test("[LD3] a second load that fails does not forget the one after it", async ({ expect }) => {
	const { loads, call, pass } = world();
	const shared = new SharedLoad<string>();
	const first = shared.get(call);
	pass(LOAD_LIMIT_MS);
	const second = shared.get(call);
	loads[0]?.reject(new Error("too late"));
	await expect(first).rejects.toThrow("too late");
	const third = shared.get(call);
	expect(loads.length).toBe(2);
	loads[1]?.resolve("model");
	expect([await second, await third]).toEqual(["model", "model"]);
});
