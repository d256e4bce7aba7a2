import { beforeAll, describe, test } from "vitest";
import type { DeadLetter, WebhookDelivery } from "../../contracts/webhooks.ts";
import type { Database } from "../database.ts";
import {
	buryDelivery,
	changeWebhook,
	createWebhook,
	deleteWebhook,
	listActiveWebhooks,
	listDeadLetters,
	listWebhooks,
	MAX_WEBHOOKS,
	readDeadLetters,
	removeDeadLetters,
} from "../webhooks.ts";
import { listDeliveries, noteDelivery, readDeliveries } from "../webhook-deliveries.ts";
import { countRows } from "./count-rows.ts";

const NOW_MS = 1_795_400_000_123;
const idOf = (n: number): string => `019ab000-0000-7000-8000-${String(n).padStart(12, "0")}`;
const CONVERSATION = idOf(999);

const newOf = (n: number) => ({
	id: idOf(n),
	url: `https://receiver.example/${n}`,
	events: ["message.created" as const],
	sealedSecret: `sealed-${n}`,
	nowMs: NOW_MS + n,
});

const letterOf = (webhook: number, seq: number, failedAtMs = NOW_MS + seq): DeadLetter => ({
	id: `${idOf(webhook)}.${CONVERSATION}.${seq}`,
	webhookId: idOf(webhook),
	conversationId: CONVERSATION,
	seq,
	type: "message.created",
	attempts: 30,
	error: "status 500\0",
	queuedAt: new Date(NOW_MS).toISOString(),
	failedAt: new Date(failedAtMs).toISOString(),
});

const deliveryOf = (seq: number, more: Partial<WebhookDelivery> = {}): WebhookDelivery => ({
	id: `${idOf(8)}.${idOf(50)}.${seq}`,
	webhookId: idOf(8),
	conversationId: idOf(50),
	seq,
	type: "message.created",
	status: "delivered",
	attempts: 1,
	httpStatus: 204,
	error: null,
	tookMs: 12,
	queuedAt: new Date(NOW_MS).toISOString(),
	triedAt: new Date(NOW_MS + seq).toISOString(),
	nextAt: null,
	...more,
});

/** What any database must do for webhooks. */
// oxlint-disable-next-line max-lines-per-function -- a list of tests, each of which stands alone
export function webhookContract(name: string, database: () => Promise<Database>): void {
	// oxlint-disable-next-line max-lines-per-function -- the same
	describe("webhooks", () => {
		let db: Database;
		beforeAll(async () => {
			db = await database();
		});

		test(`[WS1] ${name}: made, listed in order, changed, removed; the secret is told to nobody but the objects`, async ({
			expect,
		}) => {
			const [first, second] = [await createWebhook(db, newOf(1)), await createWebhook(db, newOf(2))];
			expect(await listWebhooks(db)).toEqual([first, second]);
			expect(first).toEqual({
				id: idOf(1),
				url: "https://receiver.example/1",
				events: ["message.created"],
				enabled: true,
				createdAt: new Date(NOW_MS + 1).toISOString(),
			});
			expect(await listActiveWebhooks(db)).toContainEqual({
				id: idOf(1),
				url: "https://receiver.example/1",
				events: ["message.created"],
				sealedSecret: "sealed-1",
				activeSinceMs: NOW_MS + 1,
			});

			const laterMs = NOW_MS + 60_000;
			expect(await changeWebhook(db, idOf(1), { enabled: false, nowMs: laterMs })).toEqual({
				...first,
				enabled: false,
			});
			expect((await listActiveWebhooks(db)).map(({ id }) => id)).toEqual([idOf(2)]);
			const changed = await changeWebhook(db, idOf(1), {
				enabled: true,
				url: "https://other.example/",
				events: ["feedback.given"],
				nowMs: laterMs,
			});
			expect(changed).toMatchObject({
				enabled: true,
				url: "https://other.example/",
				events: ["feedback.given"],
			});
			// turned on again it is told of what happens from then on; one that was on goes on
			await changeWebhook(db, idOf(2), { enabled: true, nowMs: laterMs });
			const since = new Map(
				(await listActiveWebhooks(db)).map(({ id, activeSinceMs }) => [id, activeSinceMs]),
			);
			expect([since.get(idOf(1)), since.get(idOf(2))]).toEqual([laterMs, NOW_MS + 2]);

			expect(await changeWebhook(db, idOf(77), { enabled: true, nowMs: laterMs })).toBeNull();
			expect(await deleteWebhook(db, idOf(77))).toBe(false);
			expect([await deleteWebhook(db, idOf(1)), await deleteWebhook(db, idOf(1))]).toEqual([true, false]);
			expect(await changeWebhook(db, idOf(2), { nowMs: laterMs })).toEqual(second);
		});

		test(`[WS2] ${name}: there are no more than every conversation can look through`, async ({ expect }) => {
			const left = MAX_WEBHOOKS - (await listWebhooks(db)).length;
			for (let n = 0; n < left; n += 1)
				// one statement after the other
				expect(await createWebhook(db, newOf(100 + n))).not.toBeNull();
			expect(await createWebhook(db, newOf(200))).toBeNull();
			for (let n = 0; n < left; n += 1) await deleteWebhook(db, idOf(100 + n));
		});

		test(`[WS3] ${name}: dead letters stand once, newest first, and go with their webhook or when they are replayed`, async ({
			expect,
		}) => {
			await createWebhook(db, newOf(5));
			await createWebhook(db, newOf(6));
			const letters = [1, 2, 3, 4].map((seq) => letterOf(5, seq, NOW_MS + Math.min(seq, 3)));
			for (const letter of [...letters, ...letters, letterOf(6, 1), letterOf(78, 1)])
				// one statement after the other
				await buryDelivery(db, letter);
			const stored = letters.map((letter) => ({ ...letter, error: "status 500\uFFFD" })).toReversed();
			expect(await listDeadLetters(db, idOf(5), { limit: 10 })).toEqual(stored);
			const page = await listDeadLetters(db, idOf(5), { limit: 2 });
			expect(page).toEqual(stored.slice(0, 2));
			expect(await listDeadLetters(db, idOf(5), { limit: 2, before: page.at(-1) })).toEqual(stored.slice(2));

			const ids = stored.map(({ id }) => id);
			expect(await readDeadLetters(db, idOf(6), [...ids, "' or true --"])).toEqual([]);
			expect((await readDeadLetters(db, idOf(5), ids.slice(0, 2))).length).toBe(2);
			await removeDeadLetters(db, ids.slice(0, 2));
			expect(await listDeadLetters(db, idOf(5), { limit: 10 })).toEqual(stored.slice(2));
			await deleteWebhook(db, idOf(5));
			expect(await countRows(db, "webhook_dead_letters")).toBe(1);
		});

		test(`[WS4] ${name}: how a delivery fares stands once, by its latest attempt, latest first, and goes with its webhook`, async ({
			expect,
		}) => {
			await createWebhook(db, newOf(8));
			await createWebhook(db, newOf(9));
			const failed = deliveryOf(1, {
				status: "waiting",
				attempts: 2,
				httpStatus: null,
				error: "can't be reached",
				nextAt: new Date(NOW_MS + 60_000).toISOString(),
			});
			await noteDelivery(db, failed);
			await noteDelivery(db, deliveryOf(1, { attempts: 1 }));
			expect(await listDeliveries(db, idOf(8), { limit: 9 }), "an earlier attempt comes too late").toEqual([
				failed,
			]);
			const done = deliveryOf(1, { attempts: 3 });
			await noteDelivery(db, done);
			const later = new Date(NOW_MS + 90_000).toISOString();
			const again = deliveryOf(1, {
				attempts: 1,
				queuedAt: later,
				triedAt: later,
				httpStatus: 500,
				status: "given_up",
			});
			await noteDelivery(db, again);
			await noteDelivery(db, done);
			expect(await listDeliveries(db, idOf(8), { limit: 9 }), "a replay begins anew").toEqual([again]);
			const more = [2, 3, 4].map((seq) => deliveryOf(seq));
			for (const delivery of more) await noteDelivery(db, delivery);
			await noteDelivery(db, deliveryOf(5, { webhookId: idOf(78), id: "gone" }));
			await noteDelivery(db, deliveryOf(6, { webhookId: idOf(9), id: "of another one" }));
			const all = [again, ...more.toReversed()];
			expect(await listDeliveries(db, idOf(8), { limit: 9 })).toEqual(all);
			const before = { id: all[1]?.id ?? "", atMs: Date.parse(all[1]?.triedAt ?? "") };
			expect(await listDeliveries(db, idOf(8), { limit: 9, before })).toEqual(all.slice(2));
			expect(await listDeliveries(db, idOf(8), { limit: 9, status: "given_up" })).toEqual([again]);
			expect(await readDeliveries(db, idOf(8), ["of another one", again.id, "' or true --"])).toEqual([
				again,
			]);
			await deleteWebhook(db, idOf(8));
			expect(await countRows(db, "webhook_deliveries")).toBe(1);
			await deleteWebhook(db, idOf(9));
		});
	});
}
