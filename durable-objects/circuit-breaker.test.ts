import { test } from "vitest";
import type { Shop } from "../contracts/shop.ts";
import { StoreFault, StoreUnavailable } from "../store/failures.ts";
import { afterCall, beforeCall, type BreakerState, CircuitBreaker, CLOSED } from "./circuit-breaker.ts";
import { guardedShop, isPostgresAway } from "./shop-ports.ts";

const REST_MS = 5_000;
const openUntil = (probeAtMs: number): BreakerState => ({ status: "open", probeAtMs });

test("[CB1] whether a call may go out", ({ expect }) => {
	const table: [string, BreakerState, number, BreakerState | null][] = [
		["nothing is known to be wrong", CLOSED, 0, CLOSED],
		["just opened", openUntil(5_000), 0, null],
		["not yet", openUntil(5_000), 4_999, null],
		["time for a probe, and for one only", openUntil(5_000), 5_000, openUntil(10_000)],
		["long after", openUntil(5_000), 60_000, openUntil(65_000)],
	];
	for (const [name, state, nowMs, next] of table)
		expect(beforeCall(state, nowMs, REST_MS), name).toEqual(next);
	const once = { nowMs: 7, restMs: REST_MS, patience: 1 };
	expect(afterCall("away", CLOSED, once)).toEqual(openUntil(5_007));
	expect(afterCall("answered", openUntil(7), once)).toEqual(CLOSED);
	const thrice = { ...once, patience: 3 };
	const [first, second] = [1, 2].map((failures): BreakerState => ({ status: "closed", failures }));
	expect(afterCall("away", CLOSED, thrice)).toEqual(first);
	expect(afterCall("away", first ?? CLOSED, thrice)).toEqual(second);
	expect(afterCall("away", second ?? CLOSED, thrice)).toEqual(openUntil(5_007));
	expect(afterCall("answered", second ?? CLOSED, thrice)).toEqual(CLOSED);
	expect(afterCall("away", openUntil(7), thrice)).toEqual(openUntil(5_007));
});

/** A database that does what the test says, and the breaker in front of it. */
function guarded() {
	const world = { nowMs: 0, fault: null as Error | null, asked: 0, changes: [] as unknown[] };
	const breaker = new CircuitBreaker({
		restMs: REST_MS,
		nowMs: () => world.nowMs,
		isAway: isPostgresAway,
		refusal: () => new StoreUnavailable("postgres", "left alone"),
		onChange: (error) => world.changes.push(error),
	});
	const ask = () =>
		breaker.call(() => {
			world.asked += 1;
			return world.fault === null ? Promise.resolve("found") : Promise.reject(world.fault);
		});
	return { world, breaker, ask };
}

test("[CB2] after one failure the next calls fail without asking; a probe that fails goes on so, one that succeeds ends it", async ({
	expect,
}) => {
	const { world, ask } = guarded();
	expect(await ask()).toBe("found");
	world.fault = new StoreUnavailable("postgres", "no answer in time");
	await expect(ask()).rejects.toThrow("no answer in time");
	for (const nowMs of [1, 1_000, 4_999]) {
		world.nowMs = nowMs;
		await expect(ask()).rejects.toThrow("left alone");
	}
	expect(world.asked).toBe(2);
	world.nowMs = 5_000;
	await expect(ask()).rejects.toThrow("no answer in time");
	world.nowMs = 9_999;
	world.fault = null;
	await expect(ask()).rejects.toThrow("left alone");
	world.nowMs = 10_000;
	expect(await ask()).toBe("found");
	expect(await ask()).toBe("found");
	expect(world.changes).toEqual([new StoreUnavailable("postgres", "no answer in time"), null]);
});

test("[CB3] while a probe is under way the others fail at once", async ({ expect }) => {
	const { world, breaker, ask } = guarded();
	world.fault = new StoreUnavailable("postgres", "no answer in time");
	await expect(ask()).rejects.toThrow("no answer in time");
	world.nowMs = 5_000;
	let answer = (_found: string): void => {};
	const probe = breaker.call(() => new Promise<string>((resolve) => (answer = resolve)));
	await expect(ask()).rejects.toThrow("left alone");
	answer("found");
	expect(await probe).toBe("found");
	world.fault = null;
	expect(await ask()).toBe("found");
});

test("[CB4] a statement at fault and a lost race for a lock are answers", async ({ expect }) => {
	const { world, ask } = guarded();
	for (const fault of [
		new StoreFault("postgres", "42P01", "SQLSTATE 42P01"),
		new StoreUnavailable("postgres", "SQLSTATE 40P01"),
		new Error("anything else"),
	]) {
		world.fault = fault;
		await expect(ask()).rejects.toThrow(fault);
	}
	world.fault = null;
	expect(await ask()).toBe("found");
	expect(world.changes).toEqual([]);
});

test("[CB5] every question to the shop goes through the breaker", async ({ expect }) => {
	const asked: string[] = [];
	// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- SAFETY: the proxy answers every method
	const shop = new Proxy({} as Shop, {
		get: (_shop, name) => () => {
			asked.push(String(name));
			return Promise.reject(new StoreUnavailable("postgres", "no answer in time"));
		},
	});
	const methods = [
		"findOrder",
		"cancelOrder",
		"changeDeliveryAddress",
		"requestReturn",
		"findReturn",
		"listRefunds",
		"searchProducts",
		"openTicket",
	] as const satisfies readonly (keyof Shop)[];
	expect(Object.keys(guardedShop(shop, guarded().breaker))).toEqual(methods);
	for (const method of methods) {
		const alone: Record<string, (...given: unknown[]) => Promise<unknown>> = Object.fromEntries(
			Object.entries(guardedShop(shop, guarded().breaker)),
		);
		await expect(alone[method]?.(), method).rejects.toThrow("no answer in time");
		await expect(alone[method]?.(), method).rejects.toThrow("left alone");
	}
	expect(asked).toEqual(methods);
});
