import { createHash, randomBytes } from "node:crypto";
import { Email, INVITATION_DAYS } from "../../contracts/accounts.ts";
import { recordAudit } from "../../store/audit-log.ts";
import { freshId } from "../../store/fresh-id.ts";
import { createInvitation } from "../../store/invitations.ts";
import { type Command, UsageError } from "../command.ts";
import { databaseFromEnvironment } from "../database-connection.ts";
import { readRunningFile } from "../running-file.ts";

export const adminCommand: Command = {
	name: "admin",
	summary: "prints a link by which somebody becomes an administrator",
	usage: `Usage: care admin --email ADDRESS [--origin URL] [--json]

The link is good once, for ${INVITATION_DAYS} days: whoever opens it chooses a password, or shows the one of the account that the address has.
No mail is sent. The database is found as by \`care migrate\`: who can reach it may do this.

  --email ADDRESS  of the administrator
  --origin URL     where the pages are (default: PUBLIC_URL, else the product that runs on --data)
  --data DIR       folder of the running embedded product (default: .data)
  --json           one JSON object on stdout: { "link": …, "expiresAt": … }`,
	options: {
		email: { type: "string" },
		origin: { type: "string" },
		data: { type: "string" },
		json: { type: "boolean" },
	},
	async run(args, output) {
		const email = Email.safeParse(args.required("email"));
		if (!email.success) throw new UsageError("--email is no address such as anna@example.com.");
		const data = args.text("data") ?? ".data";
		const origin = args.text("origin") ?? process.env["PUBLIC_URL"] ?? readRunningFile(data)?.origin;
		if (origin === undefined) throw new UsageError("--origin is missing: where are the pages?");
		const db = databaseFromEnvironment(data);
		const nowMs = Date.now();
		const token = randomBytes(32).toString("base64url");
		const invitation = {
			id: freshId(nowMs),
			email: email.data,
			roleNames: ["admin"],
			invitedBy: null,
			createdAtMs: nowMs,
			expiresAtMs: nowMs + INVITATION_DAYS * 86_400_000,
		};
		await createInvitation(db, {
			...invitation,
			tokenHash: createHash("sha256").update(token).digest("base64url"),
		});
		await recordAudit(db, {
			atMs: nowMs,
			actor: { kind: "operator", id: null },
			action: "invitation.created",
			target: { kind: "invitation", id: invitation.id },
			details: { roles: invitation.roleNames },
		});
		const link = `${origin}/account#/invitation?token=${token}`;
		const expiresAt = new Date(invitation.expiresAtMs).toISOString();
		output.out(args.flag("json") ? JSON.stringify({ link, expiresAt }) : link);
		return 0;
	},
};
