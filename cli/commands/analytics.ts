import type { Difference } from "../../store/analytics/difference.ts";
import { rebuildAnalytics, verifyAnalytics } from "../../store/analytics/verify.ts";
import type { Command } from "../command.ts";
import { databaseFromEnvironment } from "../database-connection.ts";
import { progressLine } from "../progress-line.ts";

/** Differences that are named unless more are asked for. */
const NAMED = 20;

export const analyticsVerifyCommand: Command = {
	name: "analytics verify",
	summary:
		"counts the figures of the desk anew from the entries of all conversations and names each difference",
	usage: `Usage: care analytics verify [--limit N] [--json]

Exit code 0: the figures are what the entries say. 1: they differ, and it is named where.
\`care analytics rebuild\` makes them right. The database is found as by \`care migrate\`; conversations may go on meanwhile.

  --limit N   stop after so many differences (default: ${NAMED})
  --data DIR  folder of the running embedded product (default: .data)
  --json      one JSON object on stdout: { conversations, differences: [{ table, key, stands, counted }] }`,
	options: { limit: { type: "string" }, data: { type: "string" }, json: { type: "boolean" } },
	async run(args, output) {
		const db = databaseFromEnvironment(args.text("data") ?? ".data");
		const limit = Math.max(1, Math.floor(args.number("limit") ?? NAMED));
		const progress = progressLine(process.stderr);
		const verdict = await verifyAnalytics(db, {
			limit,
			onProgress: (share) => progress.show({ label: "counting", share }),
		});
		progress.end();
		if (args.flag("json")) output.out(JSON.stringify(verdict));
		else {
			for (const difference of verdict.differences) output.out(differenceText(difference));
			output.out(
				verdict.differences.length === 0
					? `The figures of ${verdict.conversations} conversations are what their entries say.`
					: `The figures differ; \`care analytics rebuild\` makes them anew.`,
			);
		}
		return verdict.differences.length === 0 ? 0 : 1;
	},
};

export const analyticsRebuildCommand: Command = {
	name: "analytics rebuild",
	summary: "makes the figures of the desk anew from the entries of all conversations",
	usage: `Usage: care analytics rebuild [--json]

For figures that were lost or that \`care analytics verify\` found to differ. Reports are wrong until it is done; conversations
go on meanwhile. The database is found as by \`care migrate\`.

  --data DIR  folder of the running embedded product (default: .data)
  --json      one JSON object on stdout: { conversations }`,
	options: { data: { type: "string" }, json: { type: "boolean" } },
	async run(args, output) {
		const db = databaseFromEnvironment(args.text("data") ?? ".data");
		const progress = progressLine(process.stderr);
		const conversations = await rebuildAnalytics(db, (share) => progress.show({ label: "counting", share }));
		progress.end();
		if (args.flag("json")) output.out(JSON.stringify({ conversations }));
		else output.out(`The figures of ${conversations} conversations were made anew.`);
		return 0;
	},
};

function differenceText({ table, key, stands, counted }: Difference): string {
	return `${table} ${key}: ${JSON.stringify(stands)} stands, ${JSON.stringify(counted)} was counted.`;
}
