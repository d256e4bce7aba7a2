import { type AuditPlace, verifyAuditLog } from "../../store/audit-log.ts";
import { type Command, UsageError } from "../command.ts";
import { databaseFromEnvironment } from "../database-connection.ts";

export const auditVerifyCommand: Command = {
	name: "audit verify",
	summary:
		"walks the audit log's chain of hashes and names the first row that was changed, taken out or put in",
	usage: `Usage: care audit verify [--anchor SEQ:HASH] [--json]

Exit code 0: every row is the one that was written. 1: the chain is broken, and the first bad row is named.
The chain's end is printed as SEQ:HASH. Note it where this database's owner can't write; given back as --anchor, it shows
that nothing up to there was exchanged since, not even the whole log. The database is found as by \`care migrate\`.

  --anchor SEQ:HASH  a place that an earlier call printed
  --data DIR         folder of the running embedded product (default: .data)
  --json             one JSON object on stdout: { status: "whole", rows, head } or { status: "broken", seq, reason }`,
	options: { anchor: { type: "string" }, data: { type: "string" }, json: { type: "boolean" } },
	async run(args, output) {
		const anchor = anchorOf(args.text("anchor"));
		const verdict = await verifyAuditLog(databaseFromEnvironment(args.text("data") ?? ".data"), anchor);
		if (args.flag("json")) output.out(JSON.stringify(verdict));
		else if (verdict.status === "broken")
			output.out(`The audit log is broken: row ${verdict.seq} ${verdict.reason}.`);
		else if (verdict.head === null) output.out("The audit log is empty.");
		else
			output.out(
				`The audit log is whole: ${verdict.rows} rows. End: ${verdict.head.seq}:${verdict.head.hash}`,
			);
		return verdict.status === "whole" ? 0 : 1;
	},
};

function anchorOf(text: string | undefined): AuditPlace | null {
	if (text === undefined) return null;
	const match = /^(\d{1,15}):([0-9a-f]{64})$/.exec(text);
	const [, seq, hash] = match ?? [];
	if (seq === undefined || hash === undefined)
		throw new UsageError("--anchor takes a place as this command prints it: 42:0123…");
	return { seq: Number(seq), hash };
}
