import { test } from "vitest";
import { flushConversation, loadConversationLog, takeLease } from "../conversation-log.ts";
import type { Database } from "../database.ts";
import { demoOrders } from "../demo-orders.ts";
import { createShop } from "../shop.ts";
import { type Hold, TODAY_MS } from "./backend.ts";
import { countRows } from "./count-rows.ts";
import { conversationRow } from "./stored-conversation.ts";

const WRITERS = ["a", "b", "c", "d", "e", "f"];

const conversation = conversationRow("019ab000-0000-7001-8000-0000000000ff", TODAY_MS);

const entries = (from: number, count: number, by: string) =>
	Array.from({ length: count }, (_, index) => ({
		seq: from + index,
		atMs: TODAY_MS,
		kind: "dialogue" as const,
		event: { event: "bot", text: by, data: {} },
		eventId: `${by}-${from + index}`,
	}));

const idsOf = async (db: Database): Promise<string[]> =>
	(await loadConversationLog(db, conversation.id, 0, 100)).map(({ eventId }) => eventId);

const lockOrder = (number: string): string => `select from orders where number = '${number}' for update`;
const lockConversation = `select from conversations where id = '${conversation.id}' for update`;

/** Races that are certain: all statements have their snapshots when the first one may go on. */
// oxlint-disable-next-line max-lines-per-function -- a list of tests, each of which stands alone
export function raceContract(
	name: string,
	seeded: () => Promise<{ readonly db: Database; readonly hold: Hold }>,
): void {
	const change = (idempotencyKey: string) => ({ idempotencyKey, nowMs: TODAY_MS, conversationId: "c" });

	test(`[SH4] ${name}: cancels that waited for each other see each other's outcome`, async ({ expect }) => {
		const { db, hold } = await seeded();
		const { number, email } = demoOrders.paid;
		const cancel = (key: string) => createShop(db).cancelOrder({ orderNumber: number, email }, change(key));
		const outcomes = await hold(lockOrder(number), WRITERS.length, () => Promise.all(WRITERS.map(cancel)));
		expect(outcomes.map(({ status }) => status).sort()).toEqual([
			...Array.from({ length: WRITERS.length - 1 }, () => "already_cancelled"),
			"cancelled",
		]);
		expect(await countRows(db, "refunds where idempotency_key in ('a', 'b', 'c', 'd', 'e', 'f')")).toBe(1);
	});

	test(`[SH5] ${name}: the same key at the same time`, async ({ expect }) => {
		const { db, hold } = await seeded();
		const { number, email } = demoOrders.paid;
		const cancel = () => createShop(db).cancelOrder({ orderNumber: number, email }, change("same"));
		const outcomes = await hold(lockOrder(number), WRITERS.length, () => Promise.all(WRITERS.map(cancel)));
		for (const outcome of outcomes) expect(outcome).toEqual(outcomes[0]);
		expect(outcomes[0]).toMatchObject({ status: "cancelled", order: { status: "cancelled" } });
		expect(await countRows(db, "refunds where idempotency_key = 'same'")).toBe(1);
	});

	test(`[SH8] ${name}: returns that waited for each other`, async ({ expect }) => {
		const { db, hold } = await seeded();
		const { number, email } = demoOrders.delivered;
		const back = (key: string) =>
			createShop(db).requestReturn(
				{ orderNumber: number, email },
				{ reason: key, kind: "refund" },
				change(key),
			);
		const outcomes = await hold(lockOrder(number), WRITERS.length, () => Promise.all(WRITERS.map(back)));
		expect(outcomes.map(({ status }) => status).sort()).toEqual([
			"accepted",
			...Array.from({ length: WRITERS.length - 1 }, () => "already_requested"),
		]);
		expect(
			await countRows(db, `returns r join orders o on o.id = r.order_id where o.number = '${number}'`),
		).toBe(1);
	});

	test(`[CL8] ${name}: flushers of one lease that waited for each other`, async ({ expect }) => {
		const { db, hold } = await seeded();
		const flush = (by: string, index: number) =>
			flushConversation(db, { conversation, entries: entries(3, 2 + index, by), leaseEpoch: 1 });
		await flushConversation(db, { conversation, entries: entries(1, 2, "base"), leaseEpoch: 1 });
		const results = await hold(lockConversation, WRITERS.length, () => Promise.all(WRITERS.map(flush)));
		const winners = WRITERS.filter((_, index) => results[index]?.status === "stored");
		expect(winners).toHaveLength(1);
		const [winner = ""] = winners;
		const own = entries(3, 2 + WRITERS.indexOf(winner), winner).map(({ eventId }) => eventId);
		expect(await idsOf(db)).toEqual(["base-1", "base-2", ...own]);
	});

	test(`[CL8] ${name}: first flushes of a conversation that nobody knew`, async ({ expect }) => {
		const { db, hold } = await seeded();
		const flush = (by: string, index: number) =>
			flushConversation(db, { conversation, entries: entries(1, 1 + index, by), leaseEpoch: 1 });
		const unfinished = `insert into conversations (id, channel, owner, lease_epoch, created_at, last_activity_at)
			values ('${conversation.id}', 'chat', 'bot', 1, now(), now())`;
		const results = await hold(unfinished, WRITERS.length, () => Promise.all(WRITERS.map(flush)));
		const winners = WRITERS.filter((_, index) => results[index]?.status === "stored");
		expect(winners).toHaveLength(1);
		const [winner = ""] = winners;
		const own = entries(1, 1 + WRITERS.indexOf(winner), winner).map(({ eventId }) => eventId);
		expect(await idsOf(db)).toEqual(own);
	});

	test(`[CL3] ${name}: a flush that waited while its lease was taken`, async ({ expect }) => {
		const { db, hold } = await seeded();
		await flushConversation(db, { conversation, entries: entries(1, 2, "base"), leaseEpoch: 1 });
		const [lease, flushed] = await hold(lockConversation, 2, () =>
			Promise.all([
				takeLease(db, conversation.id),
				flushConversation(db, { conversation, entries: entries(3, 1, "old"), leaseEpoch: 1 }),
			]),
		);
		// whoever came first: what the successor was told is what stands
		expect(await idsOf(db)).toHaveLength(lease?.lastSeq ?? 0);
		expect(flushed.status).toBe(lease?.lastSeq === 3 ? "stored" : "superseded");
	});
}
