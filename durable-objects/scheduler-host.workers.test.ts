import { evictDurableObject, reset, runDurableObjectAlarm } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, test } from "vitest";
import type { JobHealth } from "./scheduler-host.ts";
import { alarmOf } from "./testing/inspect.ts";
import { world } from "./testing/scripted-world.ts";

beforeEach(() => world.reset());
afterEach(() => reset());

type SchedulerStub = DurableObjectStub & {
	wake(name: string | null): Promise<void>;
	health(): Promise<JobHealth[]>;
};
interface SchedulerNamespace {
	getByName(name: string): SchedulerStub;
}
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- SAFETY: the project "objects" of vitest.config.ts binds it to ScriptedScheduler
const SCHEDULER = Reflect.get(env, "SCHEDULER") as SchedulerNamespace;

test("[SR1] the alarm rings for the earliest job, over an eviction; a job that is woken runs at once", async ({
	expect,
}) => {
	const stub = SCHEDULER.getByName("scheduler");
	const ran: string[] = [];
	world.jobs = [
		{ name: "often", run: async () => (ran.push("often"), 60_000) },
		{ name: "seldom", run: async () => (ran.push("seldom"), 3_600_000) },
	];
	await stub.wake(null);
	await runDurableObjectAlarm(stub);
	expect(ran).toEqual(["often", "seldom"]);
	expect(await alarmOf(stub)).toBe(world.nowMs + 60_000);
	await evictDurableObject(stub);
	world.nowMs += 60_000;
	await runDurableObjectAlarm(stub);
	expect(ran).toEqual(["often", "seldom", "often"]);
	await stub.wake("seldom");
	expect(await alarmOf(stub), "sooner than it was to ring").toBeLessThan(world.nowMs + 60_000);
	await runDurableObjectAlarm(stub);
	expect(ran).toEqual(["often", "seldom", "often", "seldom"]);
	await stub.wake(null);
	expect(await alarmOf(stub), "waking puts nothing off and hurries nothing").toBe(world.nowMs + 60_000);
});

test("[SR2] a job that fails is told once a run, tried again, and keeps no other from running", async ({
	expect,
}) => {
	const stub = SCHEDULER.getByName("scheduler");
	let isAway = true;
	const ran: string[] = [];
	world.jobs = [
		{
			name: "a",
			run: async () => {
				if (isAway) throw new Error("Postgres is unavailable");
				return 60_000;
			},
		},
		{ name: "b", run: async () => (ran.push("b"), 60_000) },
	];
	await stub.wake(null);
	await runDurableObjectAlarm(stub);
	expect(ran).toEqual(["b"]);
	expect(world.reported).toEqual([
		{ error: "Error: Postgres is unavailable", event: "job.failed", job: "a" },
	]);
	expect((await stub.health())[0]).toMatchObject({
		name: "a",
		lastSuccessAtMs: null,
		lastError: "Error: Postgres is unavailable",
		nextRunAtMs: world.nowMs + 30_000,
	});
	isAway = false;
	world.nowMs += 30_000;
	await runDurableObjectAlarm(stub);
	expect((await stub.health())[0]).toEqual({
		name: "a",
		lastRunAtMs: world.nowMs,
		lastSuccessAtMs: world.nowMs,
		lastError: null,
		nextRunAtMs: world.nowMs + 60_000,
	});
});

test("[SR3] how each job fares can be asked; one of an earlier release is forgotten", async ({ expect }) => {
	const stub = SCHEDULER.getByName("scheduler");
	world.jobs = [
		{ name: "old", run: async () => 1_000 },
		{ name: "new", run: async () => 1_000 },
	];
	await stub.wake(null);
	world.jobs = [{ name: "new", run: async () => 1_000 }];
	await evictDurableObject(stub);
	world.nowMs += 10_000;
	await runDurableObjectAlarm(stub);
	expect((await stub.health()).map(({ name }) => name)).toEqual(["new"]);
});

test("[SR4] a job that has made work for another lets it run at once", async ({ expect }) => {
	const stub = SCHEDULER.getByName("scheduler");
	const ran: string[] = [];
	let makesWork = false;
	world.jobs = [
		{ name: "cleans", run: async () => (ran.push("cleans"), 3_600_000) },
		{
			name: "finds",
			run: async (_untilMs, wake) => {
				ran.push("finds");
				if (makesWork) wake("cleans");
				return 60_000;
			},
		},
	];
	await stub.wake(null);
	await runDurableObjectAlarm(stub);
	world.nowMs += 60_000;
	await runDurableObjectAlarm(stub);
	expect(ran).toEqual(["cleans", "finds", "finds"]);
	makesWork = true;
	world.nowMs += 60_000;
	await runDurableObjectAlarm(stub);
	expect(await alarmOf(stub), "at once").toBeLessThan(world.nowMs + 1_000);
	await runDurableObjectAlarm(stub);
	expect(ran.slice(3)).toEqual(["finds", "cleans"]);
});
