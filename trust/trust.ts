/** `npm run trust -- security`: what must hold under attack, at full count, against a product that it starts itself. */
import { parseArgs } from "node:util";
import { runRows } from "./run-rows.ts";
import { BY_TOOLS, SECURITY } from "./security.ts";

const HELP = `npm run trust -- security [options]: attacks a product that it starts itself, on loopback, and ends it

  --quick     the counts of CI
  --only S1,… these rows
  --json      one JSON object on stdout in the place of the lines
  --help      this text

One line a row, then "N passed, N failed". Leaves with 1 when a row did not hold, with 2 when the call was wrong.`;

process.exitCode = await main(process.argv.slice(2));

async function main(words: readonly string[]): Promise<0 | 1 | 2> {
	const read = readCall(words);
	if (typeof read === "string") {
		process.stderr.write(`${read}\n`);
		return read === HELP ? 0 : 2;
	}
	const { rows, size, isJson } = read;
	const report = (line: string): void => void (isJson ? process.stderr : process.stdout).write(`${line}\n`);
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
	if (positionals.length !== 1 || positionals[0] !== "security")
		return "What is to be run? There is: npm run trust -- security";
	const all = values.quick ? SECURITY : [...SECURITY, ...BY_TOOLS];
	const wanted = values.only?.split(",").map((id) => id.trim().toUpperCase());
	const unknown = wanted?.filter((id) => !all.some((row) => row.id === id)) ?? [];
	if (unknown.length > 0)
		return `--only knows no ${unknown.join(", ")}: there are ${all.map(({ id }) => id).join(", ")}.`;
	const rows = all.filter(({ id }) => wanted === undefined || wanted.includes(id));
	return { rows, size: values.quick ? ("quick" as const) : ("full" as const), isJson: values.json };
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
