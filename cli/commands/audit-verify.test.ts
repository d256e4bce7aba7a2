import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "drizzle-orm";
import { test } from "vitest";
import { startGateway } from "../../gateway/gateway.ts";
import { recordAudit } from "../../store/audit-log.ts";
import { answered, connectDatabase } from "../../store/database.ts";
import { runCare } from "../testing/run-care.ts";

const TOKEN = "a-token-of-the-test-0123456789abcdef";

test("[AU3] care audit verify: 0 and the end of a whole chain, 1 and the row of a broken one, 2 for a bad anchor", async ({
	expect,
}) => {
	const dataDir = mkdtempSync(join(tmpdir(), "care-audit-"));
	const gateway = await startGateway({ dataDir, token: TOKEN });
	try {
		const env = {
			DATABASE_URL: `postgresql://care:${TOKEN}@127.0.0.1:${gateway.port}/care`,
			DATABASE_FETCH_ENDPOINT: `${gateway.url}/sql`,
		};
		const db = connectDatabase({ url: env.DATABASE_URL, fetchEndpoint: env.DATABASE_FETCH_ENDPOINT });
		const verify = (...words: string[]) => runCare(["audit", "verify", ...words], env);
		expect((await runCare(["migrate"], env)).code).toBe(0);
		expect(await verify()).toMatchObject({ code: 0, stdout: "The audit log is empty.\n" });

		const entry = { atMs: 1, actor: { kind: "operator", id: null }, action: "key.rotated" } as const;
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
	} finally {
		await gateway.close();
		rmSync(dataDir, { recursive: true, force: true });
	}
});
