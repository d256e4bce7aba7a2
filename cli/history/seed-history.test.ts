import { existsSync } from "node:fs";
import { sql } from "drizzle-orm";
import { test } from "vitest";
import { verifyAnalytics } from "../../store/analytics/verify.ts";
import { answered } from "../../store/database.ts";
import { demoOrders } from "../../store/demo-orders.ts";
import { seedShop } from "../../store/seed-shop.ts";
import { countRows, digestOf } from "../../store/testing/count-rows.ts";
import { MODEL_FILE } from "../build-product.ts";
import { withCareDatabase } from "../testing/care-database.ts";
import { planHistory } from "./plan.ts";
import { seedHistory } from "./seed-history.ts";

const NOW_MS = Date.UTC(2026, 10, 26, 12);
const FIRST_DAY_MS = Date.UTC(2026, 8, 27);

test("[SD4] the same seed plans the same sixty days: workdays, hours of the day, customers who come again", ({
	expect,
}) => {
	const plan = planHistory(1, 2_000, FIRST_DAY_MS);
	expect(planHistory(1, 2_000, FIRST_DAY_MS)).toEqual(plan);
	expect(planHistory(2, 2_000, FIRST_DAY_MS)).not.toEqual(plan);
	expect(new Set(plan.map(({ id }) => id)).size).toBe(2_000);
	expect(plan.map(({ startMs }) => startMs)).toEqual(
		plan.map(({ startMs }) => startMs).toSorted((a, b) => a - b),
	);
	const share = (holds: (date: Date) => boolean): number =>
		plan.filter(({ startMs }) => holds(new Date(startMs))).length / plan.length;
	expect(share((date) => [0, 6].includes(date.getUTCDay()))).toBeLessThan(0.24);
	expect(share((date) => date.getUTCHours() >= 7 && date.getUTCHours() < 21)).toBeGreaterThan(0.8);
	const conversations = new Map<string, number>();
	for (const { customer } of plan) conversations.set(customer.id, (conversations.get(customer.id) ?? 0) + 1);
	const again = [...conversations.values()].filter((count) => count > 1).length;
	expect(again / conversations.size).toBeGreaterThan(0.15);
	expect(again / conversations.size).toBeLessThan(0.5);
	expect(new Set(plan.map(({ customer }) => customer.language)).size).toBe(6);
});

test.skipIf(!existsSync(MODEL_FILE))(
	"[SD5] the history is had with the real bot, once: again, on another day and after a break it is the same",
	async ({ expect }) => {
		await withCareDatabase(async ({ db }) => {
			await seedShop(db, { nowMs: NOW_MS });
			const shown = Object.values(demoOrders)
				.map(({ number }) => `'${number}'`)
				.join(", ");
			await answered(
				db.execute(sql.raw(`create view shown as select * from orders where number in (${shown})`)),
			);
			const before = await digestOf(db, ["shown"]);
			const seed = (nowMs: number) =>
				seedHistory(db, {
					seed: 3,
					conversations: 40,
					nowMs,
					project: "assistant",
					modelFile: MODEL_FILE,
					onProgress: () => undefined,
				});
			expect(await seed(NOW_MS)).toMatchObject({ conversations: 40 });
			expect(await digestOf(db, ["shown"])).toBe(before);
			const tables = [
				"conversations",
				"conversation_events",
				"messages",
				"feedback",
				"csat",
				"users",
				"orders",
				"tickets",
			];
			const had = await digestOf(db, tables);
			expect(await seed(NOW_MS + 3 * 86_400_000)).toEqual({ conversations: 0, entries: 0 });
			await answered(
				db.execute(
					sql`delete from conversations where id in (select id from conversations order by id desc limit 5)`,
				),
			);
			expect(await seed(NOW_MS + 86_400_000)).toMatchObject({ conversations: 5 });
			expect(await countRows(db, "conversations")).toBe(40);
			expect(await digestOf(db, tables)).toBe(had);
			expect(await verifyAnalytics(db, { limit: 5 })).toEqual({ conversations: 40, differences: [] });
			for (const from of [
				"conversation_facts where handoffs > 0 and agent_messages > 0 and resolved_at is not null",
				"conversation_facts where rating is not null",
				"conversation_facts where thumbs_up > 0",
				"conversation_facets where kind = 'form' and m = 0",
				"conversation_facets where kind = 'form' and m = 1",
				"conversation_facts where language = 'de'",
				"conversation_events where event #>> '{metadata,trace}' is not null",
			])
				expect(await countRows(db, from), from).toBeGreaterThan(0);
		});
	},
	240_000,
);
