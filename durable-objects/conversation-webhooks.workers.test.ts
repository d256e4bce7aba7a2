import { evictDurableObject, reset, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { afterEach, beforeEach, test } from "vitest";
import { WebhookPayload } from "../contracts/webhooks.ts";
import { StoreUnavailable } from "../store/failures.ts";
import { alarmOf, diskOf, tablesOf } from "./testing/inspect.ts";
import { world } from "./testing/scripted-world.ts";
import { newConversation, newId, type Stub, TestClient, VISITOR, setOwner } from "./testing/test-client.ts";
import type { OpenWebhook } from "./webhooks/webhook-ports.ts";

beforeEach(() => world.reset());
afterEach(() => reset());

const DAY_MS = 86_400_000;
let made = 0;

function webhook(more: Partial<OpenWebhook> = {}): OpenWebhook {
	made += 1;
	return {
		id: `019ab000-0000-7000-8000-${String(made).padStart(12, "0")}`,
		url: "https://receiver.example/hook",
		events: ["message.created", "conversation.owner_changed", "feedback.given"],
		activeSinceMs: 0,
		secret: "whsec_AAAA",
		...more,
	};
}

const seqsOf = (id: string): number[] =>
	world.delivered.filter(({ webhookId }) => webhookId === id).map(({ delivery }) => delivery.payload.seq);

/** Lets the clock reach the alarm and rings it. */
async function ringNext(stub: Stub): Promise<void> {
	const dueMs = await alarmOf(stub);
	if (dueMs === null) throw new Error("no alarm is set");
	world.nowMs = Math.max(world.nowMs, dueMs);
	await runDurableObjectAlarm(stub);
}

const down = async () => ({ status: "failed", error: "status 500" }) as const;

test("[WH1] a webhook is told what it asked for, in the log's order, once where it takes it", async ({
	expect,
}) => {
	const [all, judged] = [webhook(), webhook({ events: ["feedback.given"] })];
	world.webhooks = [all, judged];
	const id = newId();
	const stub = await newConversation(id);
	const client = await TestClient.open(stub);
	await client.say("hello");
	client.send({ type: "feedback", seq: 2, rating: "down", reason: "slow" });
	await client.say("again");
	await setOwner(stub, "person");
	await ringNext(stub);

	const told = world.delivered
		.filter(({ webhookId }) => webhookId === all.id)
		.map(({ delivery }) => delivery);
	expect(told.map(({ payload }) => payload.type)).toEqual([
		"message.created",
		"message.created",
		"feedback.given",
		"message.created",
		"message.created",
		"conversation.owner_changed",
	]);
	for (const { payload } of told) expect(WebhookPayload.parse(payload)).toEqual(payload);
	expect(told[0]).toEqual({
		id: `${all.id}.${id}.1`,
		attempt: 1,
		payload: {
			type: "message.created",
			conversationId: id,
			seq: 1,
			at: new Date(world.nowMs - 1_000).toISOString(),
			message: expect.objectContaining({ kind: "visitor", text: "hello" }),
		},
	});
	expect(told[2]?.payload).toMatchObject({ feedback: { seq: 2, rating: "down", reason: "slow" } });
	expect(told[5]?.payload).toMatchObject({ owner: "person" });
	expect(seqsOf(judged.id)).toEqual([told[2]?.payload.seq]);

	// nothing is left to do, and nothing is told twice
	await runDurableObjectAlarm(stub);
	expect(world.delivered).toHaveLength(7);
	await stub.postMessage({ id: newId(), text: "and more", inputChannel: "rest" });
	await ringNext(stub);
	expect(world.delivered).toHaveLength(8);
	expect(seqsOf(all.id)).toEqual(seqsOf(all.id).toSorted((a, b) => a - b));
});

test("[WH2] one that fails holds up its own queue, keeps the order, and is tried more rarely, over an eviction too", async ({
	expect,
}) => {
	const [broken, well] = [webhook(), webhook()];
	world.webhooks = [broken, well];
	world.receive = async ({ id }) => (id === broken.id ? down() : { status: "delivered" });
	const stub = await newConversation();
	const client = await TestClient.open(stub);
	await client.say("one");
	await ringNext(stub);
	await client.say("two");
	const waits: number[] = [];
	for (let ring = 0; ring < 5; ring += 1) {
		const beforeMs = world.nowMs;
		// one ring after the other
		await ringNext(stub);
		waits.push(world.nowMs - beforeMs);
		await evictDurableObject(stub);
	}
	expect(seqsOf(well.id)).toEqual([1, 2, 4, 5]);
	expect(seqsOf(broken.id)).toEqual([]);
	const later = waits.slice(1);
	expect(later).toEqual(later.toSorted((a, b) => a - b));
	expect(waits.at(-1)).toBeGreaterThan(20_000);
	const failures = world.logged.filter((line) => line.event === "webhook.failed");
	expect(failures.map(({ attempts }) => attempts)).toEqual([1, 2, 3, 4, 5]);
	expect(new Set(failures.map(({ webhookId }) => webhookId))).toEqual(new Set([broken.id]));

	world.receive = async () => ({ status: "delivered" });
	await ringNext(stub);
	expect(seqsOf(broken.id)).toEqual([1, 2, 4, 5]);
	const [first] = world.delivered.filter(({ webhookId }) => webhookId === broken.id);
	expect(first?.delivery.attempt).toBe(6);
});

test("[WH3] after a day a delivery is a dead letter and the next one's turn has come; a replay tells it again", async ({
	expect,
}) => {
	const hook = webhook();
	world.webhooks = [hook];
	world.receive = down;
	const id = newId();
	const stub = await newConversation(id);
	const client = await TestClient.open(stub);
	await client.say("one");
	const startedMs = world.nowMs;
	await ringNext(stub);
	while (world.nowMs - startedMs < DAY_MS + 4_000_000 && world.buried.length < 2)
		// one ring after the other
		await ringNext(stub);
	expect(world.buried.map(({ seq }) => seq)).toEqual([1, 2]);
	expect(world.buried[0]).toMatchObject({
		id: `${hook.id}.${id}.1`,
		webhookId: hook.id,
		conversationId: id,
		type: "message.created",
		error: "status 500",
	});
	expect(
		Date.parse(world.buried[0]?.failedAt ?? "") - Date.parse(world.buried[0]?.queuedAt ?? ""),
	).toBeGreaterThanOrEqual(DAY_MS);
	expect(world.buried[0]?.attempts).toBeGreaterThan(24);
	expect(world.logged.filter((line) => line.event === "webhook.given_up")).toHaveLength(2);

	world.receive = async () => ({ status: "delivered" });
	expect(await stub.replayWebhook({ webhookId: hook.id, seqs: [2, 1, 3, 99] })).toBe(2);
	await ringNext(stub);
	expect(seqsOf(hook.id)).toEqual([1, 2]);
	expect(world.delivered.map(({ delivery }) => delivery.id)).toEqual(world.buried.map((letter) => letter.id));
});

test("[WH14] how each delivery fares is noted after every attempt, its place and never its content; what it says is read from the log", async ({
	expect,
}) => {
	const hook = webhook({ events: ["message.created"] });
	world.webhooks = [hook];
	world.receive = async () => ({ status: "failed", error: "status 503", httpStatus: 503 });
	const id = newId();
	const stub = await newConversation(id);
	const client = await TestClient.open(stub);
	await client.say("a secret word");
	await ringNext(stub);
	const [waiting, ...more] = world.noted;
	expect(more).toEqual([]);
	expect(waiting).toMatchObject({
		id: `${hook.id}.${id}.1`,
		webhookId: hook.id,
		conversationId: id,
		seq: 1,
		type: "message.created",
		status: "waiting",
		attempts: 1,
		httpStatus: 503,
		error: "status 503",
	});
	expect(Date.parse(waiting?.nextAt ?? "")).toBe(await alarmOf(stub));
	world.receive = async () => ({ status: "delivered", httpStatus: 202 });
	await ringNext(stub);
	const noted = world.noted.slice(1).map(({ seq, status, attempts, httpStatus, error, nextAt }) => {
		return { seq, status, attempts, httpStatus, error, nextAt };
	});
	const delivered = { status: "delivered", httpStatus: 202, error: null, nextAt: null };
	expect(noted).toEqual([
		{ seq: 1, attempts: 2, ...delivered },
		{ seq: 2, attempts: 1, ...delivered },
	]);
	expect(JSON.stringify(world.noted)).not.toContain("secret");

	expect(await stub.webhookPayload(1)).toEqual(world.delivered[0]?.delivery.payload);
	expect(await stub.webhookPayload(99)).toBeNull();
});

test("[WH4] what waits for a webhook that is gone is dropped; a new one is told of what happens after", async ({
	expect,
}) => {
	const gone = webhook();
	world.webhooks = [gone];
	world.receive = down;
	const stub = await newConversation();
	const client = await TestClient.open(stub);
	await client.say("one");
	await ringNext(stub);
	await client.say("before there was a fresh one");
	world.nowMs += 1_000;
	const fresh = webhook({ activeSinceMs: world.nowMs });
	world.webhooks = [fresh];
	world.receive = async () => ({ status: "delivered" });
	await client.say("two");
	await ringNext(stub);
	expect(seqsOf(fresh.id)).toEqual([7, 8]);
	expect(await diskOf(stub)).not.toContain(gone.id);
	world.webhooks = [fresh, gone];
	await client.say("three");
	await ringNext(stub);
	expect(seqsOf(gone.id)).toEqual([10, 11]);
});

test("[WH5] with the list out of reach nothing is lost and nothing else waits", async ({ expect }) => {
	const hook = webhook();
	world.webhooks = new StoreUnavailable("postgres", "it cannot be reached");
	const stub = await newConversation();
	const client = await TestClient.open(stub);
	await client.say("one");
	await ringNext(stub);
	expect(world.flushes.length).toBeGreaterThan(0);
	expect(world.logged.filter((line) => line.event === "webhooks.unavailable")).toHaveLength(1);
	expect(((await alarmOf(stub)) ?? 0) - world.nowMs).toBe(15_000);
	world.webhooks = [hook];
	await ringNext(stub);
	expect(seqsOf(hook.id)).toEqual([1, 2]);
});

test("[WH6] after a rebuild the last day is told again under the same ids, and nothing older", async ({
	expect,
}) => {
	const hook = webhook();
	world.webhooks = [hook];
	const id = newId();
	const stub = await newConversation(id);
	const client = await TestClient.open(stub);
	await client.say("old");
	await ringNext(stub);
	world.nowMs += DAY_MS + 1;
	await client.say("young");
	await ringNext(stub);
	const before = world.delivered.splice(0).map(({ delivery }) => delivery.id);
	await runInDurableObject(stub, async (_object, state) => {
		await state.storage.deleteAlarm();
		await state.storage.deleteAll();
	});
	await evictDurableObject(stub);
	expect(await stub.access()).toEqual({ visitorId: VISITOR });
	await stub.postMessage({ id: newId(), text: "and now", inputChannel: "rest" });
	await ringNext(stub);
	expect(world.delivered.map(({ delivery }) => delivery.id).slice(0, 2)).toEqual(before.slice(2));
	expect(seqsOf(hook.id)).toEqual([4, 5, 7, 8]);
});

test("[WH7] an object that gives its conversation up takes its queue with it", async ({ expect }) => {
	world.webhooks = [webhook()];
	const id = newId();
	const stub = await newConversation(id);
	const client = await TestClient.open(stub);
	await client.say("one");
	await ringNext(stub);
	const stored = world.archive.get(id);
	if (stored === undefined) throw new Error("nothing was flushed");
	stored.leaseEpoch += 1;
	await client.say("two");
	await ringNext(stub);
	expect(await tablesOf(stub)).toEqual([expect.stringMatching(/^stranded_/)]);
});
