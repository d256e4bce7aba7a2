import { sql } from "drizzle-orm";
import { test } from "vitest";
import { readAuditLog } from "../../store/audit-log.ts";
import { answered } from "../../store/database.ts";
import { countRows } from "../../store/testing/count-rows.ts";
import { withCareDatabase } from "../testing/care-database.ts";
import { runCare } from "../testing/run-care.ts";

// each call is a process of its own
test("[RT5] care retention: counts without a change, lets go what RETENTION says, notes it, and refuses what can't be meant", async ({
	expect,
}) => {
	await withCareDatabase(async ({ db, env }) => {
		const retention = (settings: object, ...words: string[]) =>
			runCare(["retention", ...words], { ...env, RETENTION: JSON.stringify(settings) });
		// more than one batch, so that the command goes on until nothing is left
		await answered(
			db.execute(sql`insert into contacts (id, created_at, last_seen_at)
				select gen_random_uuid(), now() - interval '40 days', now() - interval '40 days' from generate_series(1, 1001)`),
		);
		await answered(
			db.execute(
				sql`insert into contacts (id, created_at, last_seen_at) values (gen_random_uuid(), now(), now())`,
			),
		);
		const due = await retention({}, "--dry-run", "--json");
		expect(due.code, due.stderr).toBe(0);
		expect(JSON.parse(due.stdout)).toMatchObject({ visitors: 1_001, deadLetters: 0 });
		expect(await countRows(db, "contacts")).toBe(1_002);
		expect(JSON.parse((await retention({ visitors: null }, "--json")).stdout)).not.toHaveProperty("visitors");
		expect(await countRows(db, "contacts"), "kept where the setting is null").toBe(1_002);

		const done = await retention({});
		expect(done.code, done.stderr).toBe(0);
		expect(done.stdout).toContain("visitors: 1001\n");
		expect(await countRows(db, "contacts")).toBe(1);
		const [entry] = await readAuditLog(db, { limit: 1 });
		expect(entry).toMatchObject({
			action: "retention.ran",
			actor: { kind: "operator", id: null },
			details: { visitors: 1_001 },
		});

		const bad = await retention({ visitors: 0 });
		expect([bad.code, bad.stdout]).toEqual([2, ""]);
		expect(bad.stderr).toContain("RETENTION: visitors");
	});
}, 120_000);
