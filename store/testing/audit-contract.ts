import { sql } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import type { AuditAction } from "../../contracts/audit-actions.ts";
import { AuditEntry, GENESIS_HASH, type NewAuditEntry } from "../audit-entry.ts";
import { readAuditLog, recordAudit, verifyAuditLog } from "../audit-log.ts";
import { type Database, answered } from "../database.ts";
import { StoreFault } from "../failures.ts";
import { countRows } from "./count-rows.ts";

const AT_MS = 1_795_400_000_123;

function entryOf(action: AuditAction, more: Partial<NewAuditEntry> = {}): NewAuditEntry {
	return { atMs: AT_MS, actor: { kind: "user", id: "ana" }, action, ...more };
}

/** Ways to spoil a chain of nine entries, where each is found, and what is said of it. */
const SPOILT: readonly (readonly [what: string, statements: string, seq: number, reason: string])[] = [
	["a changed action", "update audit_log set action = 'NONE!' where seq = 4", 4, "was changed"],
	["a changed time", "update audit_log set at = at + interval '1 ms' where seq = 2", 2, "was changed"],
	["a changed detail", `update audit_log set details = '{"n":7}' where seq = 5`, 5, "was changed"],
	["another actor", "update audit_log set actor_id = 'eve' where seq = 9", 9, "was changed"],
	["no target any more", "update audit_log set target_kind = null where seq = 3", 3, "was changed"],
	["a row taken out", "delete from audit_log where seq = 6", 6, "is missing"],
	["the first row taken out", "delete from audit_log where seq = 1", 1, "is missing"],
	["the end cut off", "delete from audit_log where seq >= 8", 8, "is missing"],
	["all rows gone", "delete from audit_log", 1, "is missing"],
	[
		"rows and end gone",
		"delete from audit_log; delete from audit_head",
		1,
		"is missing: the anchor lies behind it",
	],
	[
		"a row put in behind",
		"insert into audit_log select 10, at, actor_kind, actor_id, action, target_kind, target_id, request_id, details, previous_hash, hash from audit_log where seq = 9",
		10,
		"was put in past the chain's end",
	],
	[
		"a changed row with its own hash made new",
		"update audit_log set hash = repeat('a', 64) where seq = 4; update audit_log set previous_hash = repeat('a', 64) where seq = 5",
		4,
		"was changed",
	],
	[
		"two rows exchanged",
		"update audit_log set seq = 100 where seq = 3; update audit_log set seq = 3 where seq = 4; update audit_log set seq = 4 where seq = 100",
		3,
		"does not follow the row before it",
	],
	["another end", "update audit_head set last_hash = repeat('b', 64)", 9, "is not the one that was written"],
];

/** What the audit log promises on any database. */
// oxlint-disable-next-line max-lines-per-function -- a list of tests, each of which stands alone
export function auditContract(name: string, database: () => Promise<Database>): void {
	// oxlint-disable-next-line max-lines-per-function -- the same
	describe("audit log", () => {
		let db: Database;
		beforeAll(async () => {
			db = await database();
		});

		test(`[AU1] ${name}: many at once are one chain without a gap`, async ({ expect }) => {
			expect(await verifyAuditLog(db)).toEqual({ status: "whole", rows: 0, head: null });
			const first = await recordAudit(db, entryOf("site.created"));
			expect(first.seq).toBe(1);
			const places = await Promise.all(
				Array.from({ length: 40 }, (_, index) =>
					recordAudit(
						db,
						entryOf("ticket.changed", { details: { index, share: 0.1 + index, deep: [{ b: 1, a: null }] } }),
					),
				),
			);
			expect(places.map(({ seq }) => seq).sort((a, b) => a - b)).toEqual(
				Array.from({ length: 40 }, (_, index) => index + 2),
			);
			const rows = (await readAuditLog(db, { limit: 100 })).toReversed();
			expect(rows.map(({ previousHash }) => previousHash)).toEqual([
				GENESIS_HASH,
				...rows.slice(0, -1).map(({ hash }) => hash),
			]);
			expect(rows[0]).toMatchObject({
				...entryOf("site.created"),
				target: null,
				requestId: null,
				details: {},
			});
			const last = rows.at(-1);
			expect(await verifyAuditLog(db, first)).toEqual({
				status: "whole",
				rows: 41,
				head: { seq: 41, hash: last?.hash },
			});
		});

		test(`[AU2] ${name}: what was recorded can't be changed`, async ({ expect }) => {
			await recordAudit(db, entryOf("site.created"));
			for (const statement of [
				"update audit_log set action = 'a.b'",
				"delete from audit_log where seq = 1",
				"truncate audit_log",
				"delete from audit_head",
				"truncate audit_head",
				"update audit_head set last_seq = last_seq + 2, previous_hash = last_hash",
				"update audit_head set last_seq = last_seq + 1",
			])
				// one after the other, on one database
				await expect(answered(db.execute(sql.raw(statement))), statement).rejects.toMatchObject({
					constructor: StoreFault,
					code: "23000",
				});
			expect((await verifyAuditLog(db)).status).toBe("whole");
		});

		test(`[AU4] ${name}: read by pages, of one action, actor or target`, async ({ expect }) => {
			const target = { kind: "contact", id: "c-1" };
			await recordAudit(db, entryOf("contact.erased", { target, actor: { kind: "visitor", id: "v-1" } }));
			await recordAudit(db, entryOf("contact.exported", { target, requestId: "r-1" }));
			const [latest, before] = await readAuditLog(db, { limit: 2 });
			expect(latest).toMatchObject({ action: "contact.exported", target, requestId: "r-1" });
			const [page] = await readAuditLog(db, { limit: 1, beforeSeq: latest?.seq });
			expect(page).toEqual(before);
			const actions = async (question: Parameters<typeof readAuditLog>[1]) =>
				(await readAuditLog(db, question)).map(({ action }) => action);
			expect(await actions({ targetId: "c-1", limit: 9 })).toEqual(["contact.exported", "contact.erased"]);
			expect(await actions({ actorId: "v-1", limit: 9 })).toEqual(["contact.erased"]);
			expect(await actions({ action: "contact.exported", actorId: "ana", limit: 9 })).toEqual([
				"contact.exported",
			]);
			expect(await actions({ action: "' or true --", limit: 9 })).toEqual([]);
		});

		test(`[AU5] ${name}: an entry has the shape of one and can be stored`, async ({ expect }) => {
			const count = await countRows(db, "audit_log");
			for (const bad of [
				entryOf("contact.erased", { details: { text: "x".repeat(9_000) } }),
				entryOf("contact.erased", { target: { kind: "contact", id: "" } }),
			])
				// one after the other, on one database
				await expect(recordAudit(db, bad)).rejects.toThrow();
			expect(await countRows(db, "audit_log")).toBe(count);
			const unknown = { ...entryOf("contact.erased"), action: "contact.forgotten" };
			expect(AuditEntry.safeParse(unknown).success, "a deed that is not on the list").toBe(false);
			await recordAudit(
				db,
				entryOf("contact.erased", { details: { "k\0": "x\0\uD800'\"\\\u2028é" }, requestId: "\0" }),
			);
			const [row] = await readAuditLog(db, { limit: 1 });
			expect(row).toMatchObject({ details: { "k\uFFFD": "x\uFFFD\uFFFD'\"\\\u2028é" }, requestId: "\uFFFD" });
			expect((await verifyAuditLog(db)).status).toBe("whole");
		});
	});

	test.each(SPOILT)(`[AU3] ${name}: %s is found`, async (_what, statements, seq, reason) => {
		const db = await database();
		const target = { kind: "contact", id: "c-1" };
		for (let entry = 1; entry < 9; entry += 1)
			// a chain has an order
			await recordAudit(db, entryOf("site.created", { target, details: { entry } }));
		const anchor = await recordAudit(db, entryOf("site.deleted"));
		for (const table of ["audit_log", "audit_head"])
			// one after the other, on one database
			await answered(db.execute(sql.raw(`alter table ${table} disable trigger user`)));
		for (const statement of statements.split("; "))
			// one after the other, on one database
			await answered(db.execute(sql.raw(statement)));
		expect(await verifyAuditLog(db, anchor)).toEqual({ status: "broken", seq, reason });
	});

	test(`[AU3] ${name}: a chain that was forged as a whole breaks at the noted place`, async ({ expect }) => {
		const db = await database();
		await recordAudit(db, entryOf("site.created"));
		const anchor = await recordAudit(db, entryOf("model.published"));
		await answered(db.execute(sql.raw("alter table audit_log disable trigger user")));
		await answered(db.execute(sql.raw("alter table audit_head disable trigger user")));
		await answered(db.execute(sql.raw("delete from audit_log")));
		await answered(db.execute(sql.raw("delete from audit_head")));
		for (const action of ["site.created", "model.unpublished", "site.deleted"] as const)
			// a chain has an order
			await recordAudit(db, entryOf(action));
		expect((await verifyAuditLog(db)).status).toBe("whole");
		expect(await verifyAuditLog(db, anchor)).toEqual({
			status: "broken",
			seq: 2,
			reason: "has another hash than the anchor",
		});
	});
}
