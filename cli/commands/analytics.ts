import { z } from "zod";
import type { Difference } from "../../store/analytics/difference.ts";
import { rebuildAnalytics, verifyAnalytics } from "../../store/analytics/verify.ts";
import { type Arguments, type Command, UsageError } from "../command.ts";
import { databaseFromEnvironment } from "../database-connection.ts";
import { progressLine } from "../progress-line.ts";

/** Differences that are named unless more are asked for. */
const NAMED = 20;

export const analyticsVerifyCommand: Command = {
	name: "analytics verify",
	summary:
		"counts the figures of the desk anew from the entries of all conversations and names each difference",
	usage: `Usage: care analytics verify [--limit N] [--from DAY] [--to DAY] [--json]

Exit code 0: the figures are what the entries say. 1: they differ, and it is named where.
\`care analytics rebuild\` makes them right. The database is found as by \`care migrate\`; conversations may go on meanwhile.

  --limit N   stop after so many differences (default: ${NAMED})
  --from DAY  count from this day on (UTC, as 2026-11-26), where an earlier run was broken off; without --from and --to also
              those conversations that are in no day's figures
  --to DAY    the last day that is counted
  --data DIR  folder of the running embedded product (default: .data)
  --json      one JSON object on stdout: { conversations, differences: [{ table, key, stands, counted }] }`,
	options: {
		limit: { type: "string" },
		from: { type: "string" },
		to: { type: "string" },
		data: { type: "string" },
		json: { type: "boolean" },
	},
	async run(args, output) {
		const days = { fromDay: dayOf(args, "from"), toDay: dayOf(args, "to") };
		const db = databaseFromEnvironment(args.text("data") ?? ".data");
		const limit = Math.max(1, Math.floor(args.number("limit") ?? NAMED));
		const progress = progressLine(process.stderr);
		let reached: string | null = null;
		const verdict = await verifyAnalytics(db, {
			...days,
			limit,
			onProgress: (share, day) => {
				reached = day;
				progress.show({ label: `counting ${day}`, share });
			},
		}).catch((error: unknown) => {
			progress.end();
			if (reached !== null) output.err(`All before ${reached} was counted: --from ${reached} goes on there.`);
			throw error;
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

/** @throws UsageError for what is no day */
function dayOf(args: Arguments, name: string): string | null {
	const text = args.text(name);
	if (text === undefined) return null;
	const day = z.iso.date().safeParse(text);
	if (!day.success) throw new UsageError(`--${name} takes a day such as 2026-11-26, not "${text}".`);
	return day.data;
}

function differenceText({ table, key, stands, counted }: Difference): string {
	return `${table} ${key}: ${JSON.stringify(stands)} stands, ${JSON.stringify(counted)} was counted.`;
}
