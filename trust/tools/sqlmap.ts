/** sqlmap, where it is installed: a second opinion on the lists that are searched. */
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import type { Bearer, Target } from "../targets.ts";

/** Lists with a search of their own, each through another query. */
const LISTS = ["/api/desk/conversations", "/api/desk/contacts", "/api/desk/orders"];
const LEVEL = 2;
const RISK = 2;
const MAX_MINUTES = 6;

export interface ToolVerdict {
	readonly faults: readonly string[];
	readonly notes: readonly string[];
}

/** Whether a command can be run here. */
export function isInstalled(command: string): boolean {
	return spawnSync(command, ["--version"], { stdio: "ignore" }).error === undefined;
}

export async function runSqlmap({ product }: Target, headers: Bearer): Promise<ToolVerdict> {
	const command = process.env["SQLMAP"] ?? "sqlmap";
	if (!isInstalled(command))
		return {
			faults: [],
			notes: ["sqlmap is not installed and was not run: pip install sqlmap, or name it in SQLMAP"],
		};
	const verdicts = await Promise.all(
		LISTS.map(async (path) => {
			const output = mkdtempSync(join(tmpdir(), "care-sqlmap-"));
			try {
				return verdictOf(
					path,
					await run(command, `${product.origin}${path}?search=lamp&limit=5`, headers, output),
				);
			} finally {
				rmSync(output, { recursive: true, force: true });
			}
		}),
	);
	return { faults: verdicts.flatMap(({ faults }) => faults), notes: verdicts.flatMap(({ notes }) => notes) };
}

/** What sqlmap printed about one address. It says so when it has found nothing; an end without a word is no pass. */
export function verdictOf(path: string, printed: string): ToolVerdict {
	const found = printed
		.split("\n")
		.filter((line) => /\bis vulnerable\b|^Parameter: |identified the following injection/.test(line));
	if (found.length > 0) return { faults: found.map((line) => `sqlmap, ${path}: ${line.trim()}`), notes: [] };
	if (!/all tested parameters do not appear to be injectable/.test(printed))
		return { faults: [`sqlmap, ${path}: came to no verdict: ${printed.trim().slice(-300)}`], notes: [] };
	return { faults: [], notes: [`sqlmap, ${path}: nothing injectable at level ${LEVEL}, risk ${RISK}`] };
}

async function run(command: string, url: string, headers: Bearer, output: string): Promise<string> {
	const words = ["-u", url, "--batch", "--flush-session", "--dbms=postgresql", "--output-dir", output];
	const strength = [
		`--level=${LEVEL}`,
		`--risk=${RISK}`,
		"--threads=1",
		"--disable-coloring",
		"-p",
		"search",
	];
	const child = spawn(
		command,
		[...words, ...strength, "--headers", `Authorization: ${headers.Authorization}`],
		{
			stdio: ["ignore", "pipe", "pipe"],
			timeout: MAX_MINUTES * 60_000,
		},
	);
	const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
	return `${out}\n${err}`;
}
