import { createHash } from "node:crypto";
import { test } from "vitest";
import { z } from "zod";
import { readAuditLog } from "../../store/audit-log.ts";
import { findOpenInvitation } from "../../store/invitations.ts";
import { withCareDatabase } from "../testing/care-database.ts";
import { runCare } from "../testing/run-care.ts";

test("[PE4] care admin prints a link that is good for an administrator, and writes it into the audit log", async ({
	expect,
}) => {
	await withCareDatabase(async ({ db, env, dataDir }) => {
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
	});
});
