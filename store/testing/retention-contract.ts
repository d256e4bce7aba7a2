import { sql } from "drizzle-orm";
import { test } from "vitest";
import { RetentionSettings } from "../../contracts/retention.ts";
import { type Database, answered } from "../database.ts";
import { nextConversations } from "../erase-rows.ts";
import { findErasure, listDueErasures } from "../erasures.ts";
import { previewRetention, runRetention } from "../retention.ts";
import { createUser } from "../users.ts";
import { newId, TODAY_MS } from "./backend.ts";
import { countRows } from "./count-rows.ts";
import { conversationRow, storeConversation } from "./stored-conversation.ts";

const DAY_MS = 86_400_000;

async function conversation(db: Database, contactId: string, ageDays: number): Promise<string> {
	const id = newId();
	const atMs = TODAY_MS - ageDays * DAY_MS;
	await storeConversation(db, conversationRow(id, atMs, { visitorId: contactId }));
	return id;
}

async function account(db: Database, ageDays: number, isVerified: boolean): Promise<string> {
	const id = newId();
	const nowMs = TODAY_MS - ageDays * DAY_MS;
	const named = { id, email: `${id}@example.com`, name: "N", passwordHash: "x", isPasswordLong: true };
	await createUser(db, { ...named, isVerified, roleNames: [], nowMs });
	return id;
}

/** What retention must do on any database. @param seeded - a database of its own for each call */
export function retentionContract(name: string, seeded: () => Promise<Database>): void {
	test(`[RT1] ${name}: nothing that would surprise goes by default; what goes is what the preview counted`, async ({
		expect,
	}) => {
		const db = await seeded();
		const kept = await conversation(db, newId(), 4_000);
		const unconfirmed = await account(db, 31, false);
		for (const [days, isVerified] of [
			[29, false],
			[400, true],
		] as const)
			await account(db, days, isVerified);
		const [lonely, fresh] = [newId(), newId()];
		for (const [id, days] of [
			[lonely, 31],
			[fresh, 29],
		] as const)
			await answered(
				db.execute(sql`insert into contacts (id, created_at, last_seen_at)
					values (${id}::uuid, now(), ${new Date(TODAY_MS - days * DAY_MS).toISOString()}::timestamptz)`),
			);
		const settings = RetentionSettings.parse({});
		const expected = {
			visitors: 1,
			deadLetters: 0,
			deliveries: 0,
			unconfirmedAccounts: 1,
			invitations: 0,
			accountTokens: 0,
		};
		expect(await previewRetention(db, { settings, nowMs: TODAY_MS })).toEqual(expected);
		const run = { settings, nowMs: TODAY_MS, requestedBy: "system" } as const;
		expect(await runRetention(db, run)).toEqual({ ...expected, hasMore: false });
		expect(await countRows(db, `users where id = '${unconfirmed}'`)).toBe(0);
		expect(await countRows(db, "users")).toBe(2);
		expect(await countRows(db, `contacts where id = '${lonely}'`)).toBe(0);
		expect(await countRows(db, `contacts where id = '${fresh}'`)).toBe(1);
		expect(await countRows(db, `conversations where id = '${kept}'`)).toBe(1);
		expect(await runRetention(db, run)).toMatchObject({ visitors: 0, unconfirmedAccounts: 0 });
	});

	test(`[RT2] ${name}: conversations that nobody used are queued for erasure once, and those that are used stay`, async ({
		expect,
	}) => {
		const db = await seeded();
		const contactId = newId();
		const old = await conversation(db, contactId, 366);
		await conversation(db, contactId, 364);
		const settings = RetentionSettings.parse({ conversations: 365 });
		expect(await previewRetention(db, { settings, nowMs: TODAY_MS })).toMatchObject({ conversations: 1 });
		const run = { settings, nowMs: TODAY_MS, requestedBy: "operator" } as const;
		expect(await runRetention(db, run)).toMatchObject({ conversations: 1 });
		expect(await runRetention(db, run), "it is queued already").toMatchObject({ conversations: 0 });
		const [id = ""] = await listDueErasures(db, TODAY_MS, 10);
		const job = await findErasure(db, id);
		expect(job?.scope).toBe("conversations");
		if (job !== null) expect(await nextConversations(db, job, 10)).toEqual([old]);
	});
}
