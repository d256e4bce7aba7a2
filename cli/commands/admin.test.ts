import { createHash } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "vitest";
import { z } from "zod";
import { startGateway } from "../../gateway/gateway.ts";
import { readAuditLog } from "../../store/audit-log.ts";
import { connectDatabase } from "../../store/database.ts";
import { findOpenInvitation } from "../../store/invitations.ts";
import { runCare } from "../testing/run-care.ts";

const TOKEN = "a-token-of-the-test-0123456789abcdef";

test("[PE4] care admin prints a link that is good for an administrator, and writes it into the audit log", async ({
	expect,
}) => {
	const dataDir = mkdtempSync(join(tmpdir(), "care-admin-"));
	const gateway = await startGateway({ dataDir, token: TOKEN });
	try {
		const env = {
			DATABASE_URL: `postgresql://care:${TOKEN}@127.0.0.1:${gateway.port}/care`,
			DATABASE_FETCH_ENDPOINT: `${gateway.url}/sql`,
		};
		const db = connectDatabase({ url: env.DATABASE_URL, fetchEndpoint: env.DATABASE_FETCH_ENDPOINT });
		expect((await runCare(["migrate"], env)).code).toBe(0);
		const run = (...words: string[]) => runCare(["admin", ...words], env);
		const made = await run("--email", "Ada@example.com", "--origin", "https://care.example", "--json");
		expect(made.code).toBe(0);
		const { link, expiresAt } = z
			.object({ link: z.string(), expiresAt: z.iso.datetime() })
			.parse(JSON.parse(made.stdout));
		const token = /^https:\/\/care\.example\/account#\/invitation\?token=([\w-]{43})$/.exec(link)?.[1] ?? "";
		const hash = createHash("sha256").update(token).digest("base64url");
		expect(await findOpenInvitation(db, hash, Date.now())).toMatchObject({
			email: "Ada@example.com",
			roleNames: ["admin"],
			invitedBy: null,
		});
		expect(await findOpenInvitation(db, hash, Date.parse(expiresAt))).toBeNull();
		const [entry] = await readAuditLog(db, { action: "invitation.created", limit: 1 });
		expect(entry).toMatchObject({ actor: { kind: "operator" }, details: { roles: ["admin"] } });
		expect(JSON.stringify(entry)).not.toContain("example.com");
		expect((await run("--email", "nobody", "--origin", "https://care.example")).code).toBe(2);
		expect((await run("--email", "ada@example.com", "--data", dataDir)).code, "no product runs here").toBe(2);
	} finally {
		await gateway.close();
		rmSync(dataDir, { recursive: true, force: true });
	}
});
