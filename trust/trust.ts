/**
 * `npm run trust -- security`: what must hold under attack, at full count, against a product that it starts itself.
 * `npm run trust -- guards`: that each of those rows fails where its guard is taken out.
 */
import { parseArgs } from "node:util";
import { GUARDS } from "./guards.ts";
import { runGuards } from "./run-guards.ts";
import { runRows } from "./run-rows.ts";
import { BY_TOOLS, SECURITY } from "./security.ts";

const HELP = `npm run trust -- security [options]: attacks a product that it starts itself, on loopback, and ends it
npm run trust -- guards [options]: takes out one guard after the other in a copy of the tree, where its row must fail

  --quick     the counts of CI; guards are tried with no others
  --only S1,… these rows
  --json      one JSON object on stdout in the place of the lines
  --help      this text

One line a row or guard, then how many passed and failed. Leaves with 1 when a row did not hold or did not see that its
guard was gone, with 2 when the call was wrong.`;

process.exitCode = await main(process.argv.slice(2));

async function main(words: readonly string[]): Promise<0 | 1 | 2> {
	const read = readCall(words);
	if (typeof read === "string") {
		process.stderr.write(`${read}\n`);
		return read === HELP ? 0 : 2;
	}
	const { isJson } = read;
	const report = (line: string): void => void (isJson ? process.stderr : process.stdout).write(`${line}\n`);
	if (read.what === "guards") {
		const { results, passed, failed } = await runGuards(read.guards, report);
		if (isJson) process.stdout.write(`${JSON.stringify({ passed, failed, guards: results }, null, "\t")}\n`);
		return failed === 0 ? 0 : 1;
	}
	const { rows, size } = read;
	const { results, passed, failed } = await runRows(rows, size, report);
	if (isJson)
		process.stdout.write(`${JSON.stringify({ size, passed, failed, rows: results }, null, "\t")}\n`);
	return failed === 0 ? 0 : 1;
}

/** What is to be run; a text when nothing is. */
function readCall(words: readonly string[]) {
	const parsed = parse(words);
	if (typeof parsed === "string") return parsed;
	const { values, positionals } = parsed;
	if (values.help) return HELP;
	const [what] = positionals;
	if (positionals.length !== 1 || (what !== "security" && what !== "guards"))
		return "What is to be run? There are: npm run trust -- security, npm run trust -- guards";
	const all = what === "guards" || values.quick ? SECURITY : [...SECURITY, ...BY_TOOLS];
	const wanted = values.only?.split(",").map((id) => id.trim().toUpperCase());
	const unknown = wanted?.filter((id) => !all.some((row) => row.id === id)) ?? [];
	if (unknown.length > 0)
		return `--only knows no ${unknown.join(", ")}: there are ${all.map(({ id }) => id).join(", ")}.`;
	const isWanted = (id: string): boolean => wanted === undefined || wanted.includes(id);
	const isJson = values.json;
	if (what === "guards")
		return { what: "guards" as const, guards: GUARDS.filter(({ row }) => isWanted(row)), isJson };
	const rows = all.filter(({ id }) => isWanted(id));
	return {
		what: "security" as const,
		rows,
		size: values.quick ? ("quick" as const) : ("full" as const),
		isJson,
	};
}

function parse(words: readonly string[]) {
	try {
		return parseArgs({
			args: [...words],
			strict: true,
			allowPositionals: true,
			options: {
				quick: { type: "boolean", default: false },
				only: { type: "string" },
				json: { type: "boolean", default: false },
				help: { type: "boolean", short: "h", default: false },
			},
		});
	} catch (error) {
		return error instanceof Error ? error.message : String(error);
	}
}
