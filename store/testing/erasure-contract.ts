import { sql } from "drizzle-orm";
import { test } from "vitest";
import { type Database, answered } from "../database.ts";
import { demoOrders } from "../demo-orders.ts";
import { eraseAccountRows, eraseFinishedCustomers } from "../erase-account.ts";
import { eraseContactRow, eraseConversationRows, nextConversations } from "../erase-rows.ts";
import {
	claimErasure,
	type ErasureJob,
	findErasure,
	finishErasure,
	listDueErasures,
	releaseErasure,
	requestErasure,
	requestExpiry,
} from "../erasures.ts";
import { createUser } from "../users.ts";
import { newId, TODAY_MS } from "./backend.ts";
import { countRows } from "./count-rows.ts";
import { dumpOf } from "./dump.ts";
import { plantConversation, plantCustomer } from "./plant-customer.ts";

/** All steps of an erasure, as its runner takes them. */
async function erase(db: Database, job: ErasureJob): Promise<boolean> {
	const batch = await nextConversations(db, job, 100);
	if (batch.length > 0) await eraseConversationRows(db, job.id, batch);
	await eraseContactRow(db, job);
	if (job.scope === "account") await eraseAccountRows(db, job);
	return finishErasure(db, job.id, TODAY_MS + 5);
}

function request(db: Database, contactId: string, scope: "data" | "account", nowMs = TODAY_MS + 1_000) {
	const id = crypto.randomUUID();
	return requestErasure(db, { id, contactId, scope, conversationIds: [], requestedBy: "user", nowMs });
}

/** What somebody else did to the customer's order, a colleague for one, names the customer too. */
async function changeByColleague(db: Database, number: string, planted: string): Promise<void> {
	await answered(
		db.execute(sql`insert into order_changes (idempotency_key, order_id, change, outcome, detail, conversation_id, at)
			select 'of-the-desk', id, 'address', 'changed', to_jsonb(${planted}::text), '', now() from orders where number = ${number}`),
	);
}

/** What erasures must do on any database. @param seeded - a database with the demo shop, of its own for each call */
// oxlint-disable-next-line max-lines-per-function -- a list of tests, each of which stands alone
export function erasureContract(name: string, seeded: () => Promise<Database>): void {
	test(`[EP1] ${name}: planted strings are in every table first and in none afterwards; business records stay, without a person`, async ({
		expect,
	}) => {
		const db = await seeded();
		const planted = "zebedeemark";
		const { contactId, conversationId, number } = await plantCustomer(db, planted);
		await (await plantConversation(db, newId(), "somebodyelse")).flush();
		await changeByColleague(db, number, planted);
		const before = await dumpOf(db);
		for (const table of [
			"messages",
			"conversation_events",
			"feedback",
			"webhook_dead_letters",
			"webhook_deliveries",
			"tickets",
			"returns",
			"order_changes",
			"orders",
			"customers",
			"users",
			"external_identities",
			"contact_identities",
			"invitations",
			"conversations",
		])
			expect(await countRows(db, `${table} t where t::text like '%${planted}%'`), table).toBeGreaterThan(0);
		expect(before).toContain(planted);
		const orders = await countRows(db, "orders");
		const total = await countRows(db, `orders where total_cents > 0`);

		const job = await request(db, contactId, "account");
		expect(await erase(db, job)).toBe(true);
		const dump = await dumpOf(db);
		expect(dump).not.toContain(planted);
		expect(dump).not.toContain(conversationId);
		expect(dump, "somebody else's stays").toContain("somebodyelse");
		expect(await countRows(db, "orders")).toBe(orders);
		expect(await countRows(db, `orders where total_cents > 0`)).toBe(total);
		expect(
			await countRows(db, `returns r join orders o on o.id = r.order_id where o.number = '${number}'`),
		).toBe(1);
		expect(await findErasure(db, job.id)).toMatchObject({
			status: "done",
			counts: {
				conversations: 1,
				entries: 3,
				messages: 2,
				feedback: 1,
				deadLetters: 1,
				tickets: 1,
				returns: 1,
				orderChanges: 1,
				contacts: 1,
				accounts: 1,
				identities: 1,
				invitations: 1,
				customers: 1,
			},
		});
	});

	test(`[EP2] ${name}: an erasure is one job: joined while it runs, worked on by one, answered again when it is done`, async ({
		expect,
	}) => {
		const db = await seeded();
		const contactId = newId();
		const first = await plantConversation(db, contactId, "p");
		await first.flush();
		const [a, b] = await Promise.all([request(db, contactId, "data"), request(db, contactId, "account")]);
		expect(a.id).toBe(b.id);
		expect((await findErasure(db, a.id))?.scope).toBe("account");
		const nowMs = TODAY_MS + 2_000;
		expect(await listDueErasures(db, nowMs, 10)).toEqual([a.id]);
		const claims = await Promise.all(
			[1, 2, 3].map(() => claimErasure(db, a.id, { nowMs, untilMs: nowMs + 90_000 })),
		);
		expect(claims.filter((claim) => claim !== null)).toHaveLength(1);
		expect(await finishErasure(db, a.id, nowMs), "something is left").toBe(false);
		await releaseErasure(db, a.id, { nextTryAtMs: nowMs + 500, error: "Postgres is unavailable" });
		expect(await listDueErasures(db, nowMs, 10)).toEqual([]);
		expect(await listDueErasures(db, nowMs + 500, 10)).toEqual([a.id]);
		expect(await erase(db, { ...a, scope: "account" })).toBe(true);
		expect(await finishErasure(db, a.id, nowMs), "once").toBe(false);
		expect(await request(db, contactId, "account")).toMatchObject({ id: a.id, status: "done" });
		const next = await plantConversation(db, contactId, "p", TODAY_MS + 60_000);
		expect(await next.flush(), "somebody who comes back is new").toEqual({ status: "stored", throughSeq: 3 });
		expect((await request(db, contactId, "data", TODAY_MS + 70_000)).id).not.toBe(a.id);
	});

	test(`[EP3] ${name}: a flush that comes after the erasure of its customer stores nothing, and says so`, async ({
		expect,
	}) => {
		const db = await seeded();
		const contactId = newId();
		const { flush } = await plantConversation(db, contactId, "latecomer");
		const job = await request(db, contactId, "data");
		expect(await flush()).toEqual({ status: "erased" });
		expect(await erase(db, job)).toBe(true);
		expect(await flush()).toEqual({ status: "erased" });
		expect(await dumpOf(db)).not.toContain("latecomer");
	});

	test(`[EP4] ${name}: whose order is under way keeps their address until it is over`, async ({ expect }) => {
		const db = await seeded();
		const { number, email } = demoOrders.packed;
		const contactId = newId();
		await createUser(db, {
			id: contactId,
			email,
			name: "Pat",
			passwordHash: null,
			isPasswordLong: false,
			isVerified: true,
			roleNames: [],
			nowMs: TODAY_MS,
		});
		const job = await request(db, contactId, "account");
		expect(await erase(db, job)).toBe(true);
		expect((await findErasure(db, job.id))?.counts.ordersUnderWay).toBeGreaterThan(0);
		const theirs = `customers where email = '${email}'`;
		expect(await countRows(db, theirs)).toBe(1);
		expect(await eraseFinishedCustomers(db)).toBe(0);
		await answered(
			db.execute(sql`update orders set status = 'delivered', paid_at = coalesce(paid_at, now()),
				dispatched_at = coalesce(dispatched_at, now()), delivered_at = now()
				where customer_id = (select id from customers where email = ${email})
					and status in ('pending', 'paid', 'packed', 'dispatched')`),
		);
		expect(await eraseFinishedCustomers(db)).toBe(1);
		expect(await countRows(db, theirs)).toBe(0);
		expect(await countRows(db, `orders where number = '${number}' and delivery_address = ''`)).toBe(1);
	});

	test(`[EP5] ${name}: an address that was never confirmed reaches nobody's orders`, async ({ expect }) => {
		const db = await seeded();
		const { email } = demoOrders.delivered;
		const contactId = newId();
		await createUser(db, {
			id: contactId,
			email,
			name: "Mallory",
			passwordHash: "x",
			isPasswordLong: true,
			isVerified: false,
			roleNames: [],
			nowMs: TODAY_MS,
		});
		await erase(db, await request(db, contactId, "account"));
		expect(await countRows(db, `customers where email = '${email}' and not erase_after_orders`)).toBe(1);
	});

	test(`[EP6] ${name}: conversations that expire go alone, unless they are used meanwhile`, async ({
		expect,
	}) => {
		const db = await seeded();
		const contactId = newId();
		const old = await plantConversation(db, contactId, "old", TODAY_MS - 10_000);
		const used = await plantConversation(db, contactId, "used", TODAY_MS + 10_000);
		await Promise.all([old.flush(), used.flush()]);
		const id = crypto.randomUUID();
		const conversationIds = [old.id, used.id];
		await requestExpiry(db, {
			id,
			conversationIds,
			inactiveBeforeMs: TODAY_MS,
			requestedBy: "system",
			nowMs: TODAY_MS,
		});
		const job = await findErasure(db, id);
		if (job === null) throw new Error("the job is not there");
		expect(await nextConversations(db, job, 10)).toEqual([old.id]);
		await eraseConversationRows(db, id, [old.id]);
		expect(await nextConversations(db, job, 10)).toEqual([]);
		expect(await finishErasure(db, id, TODAY_MS)).toBe(true);
		expect(await countRows(db, `conversations where id in ('${old.id}', '${used.id}')`)).toBe(1);
		expect(await countRows(db, `contacts where id = '${contactId}'`)).toBe(1);
	});
}
