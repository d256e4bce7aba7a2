import { retentionSettings } from "../../contracts/retention.ts";
import { recordAudit } from "../../store/audit-log.ts";
import { previewRetention, type RetentionCounts, runRetention } from "../../store/retention.ts";
import { type Command, type Output, UsageError } from "../command.ts";
import { databaseFromEnvironment } from "../database-connection.ts";

export const retentionCommand: Command = {
	name: "retention",
	summary: "lets go what is older than RETENTION says, or counts it",
	usage: `Usage: care retention [--dry-run] [--json]

The product does the same by itself every hour. Conversations are queued: the running product erases them, their objects first. Feedback is left to it for the same reason; --dry-run counts it.
RETENTION is read from the environment, as the product reads it (docs/configuration.md). The database is found as by \`care migrate\`.

  --dry-run   counts what would go, and changes nothing
  --data DIR  folder of the running embedded product (default: .data)
  --json      one JSON object on stdout: a count by kind`,
	options: { "dry-run": { type: "boolean" }, data: { type: "string" }, json: { type: "boolean" } },
	async run(args, output) {
		const settings = settingsFromEnvironment();
		const database = databaseFromEnvironment(args.text("data") ?? ".data");
		const nowMs = Date.now();
		if (args.flag("dry-run")) {
			tell(output, await previewRetention(database, { settings, nowMs }), args.flag("json"));
			return 0;
		}
		const total: RetentionCounts = {};
		for (let hasMore = true; hasMore;) {
			// batch after batch
			const { hasMore: isMore, ...counts } = await runRetention(database, {
				settings,
				nowMs,
				requestedBy: "operator",
			});
			add(total, counts);
			hasMore = isMore;
		}
		await recordAudit(database, {
			atMs: nowMs,
			actor: { kind: "operator", id: null },
			action: "retention.ran",
			details: { ...total },
		});
		tell(output, total, args.flag("json"));
		return 0;
	},
};

function add(total: RetentionCounts, counts: RetentionCounts): void {
	for (const [kind, count] of Object.entries(counts))
		Object.assign(total, { [kind]: (Reflect.get(total, kind) ?? 0) + count });
}

function tell(output: Output, counts: RetentionCounts, isJson: boolean): void {
	if (isJson) return output.out(JSON.stringify(counts));
	for (const [kind, count] of Object.entries(counts)) output.out(`${kind}: ${count}`);
}

/** @throws UsageError */
function settingsFromEnvironment() {
	try {
		return retentionSettings(process.env["RETENTION"]);
	} catch (error) {
		throw new UsageError(error instanceof Error ? error.message : "RETENTION can't be read.");
	}
}
