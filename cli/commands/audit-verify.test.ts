import { sql } from "drizzle-orm";
import { test } from "vitest";
import { recordAudit } from "../../store/audit-log.ts";
import { answered } from "../../store/database.ts";
import { withCareDatabase } from "../testing/care-database.ts";
import { runCare } from "../testing/run-care.ts";

test("[AU3] care audit verify: 0 and the end of a whole chain, 1 and the row of a broken one, 2 for a bad anchor", async ({
	expect,
}) => {
	await withCareDatabase(async ({ db, env }) => {
		const verify = (...words: string[]) => runCare(["audit", "verify", ...words], env);
		expect(await verify()).toMatchObject({ code: 0, stdout: "The audit log is empty.\n" });

		const entry = { atMs: 1, actor: { kind: "operator", id: null }, action: "secrets.rotated" } as const;
		const first = await recordAudit(db, entry);
		const second = await recordAudit(db, entry);
		const end = `${second.seq}:${second.hash}`;
		expect(await verify("--anchor", `1:${first.hash}`)).toMatchObject({
			code: 0,
			stdout: `The audit log is whole: 2 rows. End: ${end}\n`,
		});
		expect(JSON.parse((await verify("--json")).stdout)).toEqual({ status: "whole", rows: 2, head: second });
		expect(await verify("--anchor", "2")).toMatchObject({ code: 2, stdout: "" });

		await answered(db.execute(sql`alter table audit_log disable trigger user`));
		await answered(db.execute(sql`update audit_log set action = 'key.kept' where seq = 2`));
		expect(await verify()).toMatchObject({
			code: 1,
			stdout: "The audit log is broken: row 2 was changed.\n",
		});
	});
});
