/** schemathesis, where it is installed: calls every operation of our OpenAPI document as the document allows, and as it does not. */
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import type { Row } from "../row.ts";
import { signedInProxy } from "./signed-in-proxy.ts";
import { isInstalled } from "./sqlmap.ts";

/** What must hold of every answer: none of ours, and no status, type or shape that the document does not have. */
const CHECKS =
	"not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance";
/** Made-up calls of an operation, beside those that go through each of its fields. */
const EXAMPLES = 20;
const MAX_MINUTES = 45;
/**
 * Two processes with one thread each, about as many operations in the one as in the other, and not one with two: its threads
 * read lambdas by `ast.parse`, whose depth CPython counts for all threads together. Where two read at once, one may fail with
 * a SystemError and not again, which hypothesis reports as inconsistent results of the operation it was making up calls for.
 */
const HALF = "^/api/desk/";
const PARTS = [
	["--include-path-regex", HALF],
	["--exclude-path-regex", HALF],
] as const;

export const generatedCalls: Row = {
	id: "S15",
	cases: "generated calls",
	atLeast: { quick: 0, full: 0 },
	async run(targets) {
		const command = process.env["SCHEMATHESIS"] ?? "schemathesis";
		if (!isInstalled(command))
			return {
				cases: 0,
				faults: [],
				notes: [
					"schemathesis is not installed and was not run: pip install schemathesis, or name it in SCHEMATHESIS",
				],
			};
		// made-up addresses are called by nobody
		const target = await targets.startUnlimited({ OUTGOING_HOSTS: "nowhere.invalid" });
		const proxy = await signedInProxy(target);
		try {
			const runs = await Promise.all(PARTS.map((part) => runSchemathesis(command, proxy.origin, part)));
			const faults = runs.flatMap(faultsOfRun);
			const missed = target.routes.filter(({ name }) => !proxy.reached.has(name));
			return {
				cases: proxy.passedOn(),
				faults: [...faults, ...missed.map(({ name }) => `${name} was never called`)],
			};
		} finally {
			await proxy.close();
		}
	},
};

/** How a run ended. */
interface Run {
	/** null where it was ended. */
	readonly code: number | null;
	readonly printed: string;
	/** JUnit's XML; null where none was written. */
	readonly report: string | null;
}

async function runSchemathesis(command: string, origin: string, part: readonly string[]): Promise<Run> {
	const output = mkdtempSync(join(tmpdir(), "care-schemathesis-"));
	const report = join(output, "report.xml");
	const words = ["run", `${origin}/api/openapi.json`, "--url", origin, "--checks", CHECKS, ...part];
	const generation = ["--phases", "coverage,fuzzing", "--max-examples", String(EXAMPLES), "--seed", "1"];
	const running = ["--workers", "1", "--continue-on-failure", "--request-timeout", "60", "--no-color"];
	const reports = ["--report", "junit", "--report-junit-path", report, "--generation-database", "none"];
	try {
		const child = spawn(command, [...words, ...generation, ...running, ...reports], {
			cwd: output,
			stdio: ["ignore", "pipe", "pipe"],
			timeout: MAX_MINUTES * 60_000,
		});
		const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
		const [out, err, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
		return {
			code,
			printed: `${out}\n${err}`,
			report: existsSync(report) ? readFileSync(report, "utf8") : null,
		};
	} finally {
		rmSync(output, { recursive: true, force: true });
	}
}

/**
 * What a run found. Faults end it with 1, and so does an exception that nobody caught, of schemathesis or of Python: with 1 and
 * no fault, or without a whole report, nothing is known.
 */
export function faultsOfRun({ code, printed, report }: Run): readonly string[] {
	const noVerdict = [`schemathesis came to no verdict (${code}): ${printed.trim().slice(-500)}`];
	if ((code !== 0 && code !== 1) || report?.trimEnd().endsWith("</testsuites>") !== true) return noVerdict;
	const faults = faultsInReport(report);
	return code === 1 && faults.length === 0 ? noVerdict : faults;
}

const ENTITIES: Readonly<Record<string, string>> = {
	"&lt;": "<",
	"&gt;": ">",
	"&quot;": '"',
	"&apos;": "'",
	"&amp;": "&",
	"&#10;": "\n",
};

/** Of a fault: which it is and what was sent stand at its beginning, a stack's own words at its end. */
const MAX_PART_CHARS = 400;

/** What a JUnit report says did not hold, each with its operation. */
export function faultsInReport(xml: string): readonly string[] {
	return [...xml.matchAll(/<testcase name="([^"]*)"[^>/]*>([\s\S]*?)<\/testcase>/g)].flatMap(
		([, name = "", inner = ""]) =>
			[...inner.matchAll(/<(failure|error)\b[^>]*>([\s\S]*?)<\/\1>/g)].map(
				([, , words = ""]) => `${name}: ${shortened(readable(words))}`,
			),
	);
}

function readable(xml: string): string {
	return xml
		.replaceAll(/&[\w#]+;/g, (entity) => ENTITIES[entity] ?? entity)
		.replaceAll(/\s+/g, " ")
		.trim();
}

function shortened(text: string): string {
	if (text.length <= 2 * MAX_PART_CHARS) return text;
	return `${text.slice(0, MAX_PART_CHARS)} … ${text.slice(-MAX_PART_CHARS)}`;
}
