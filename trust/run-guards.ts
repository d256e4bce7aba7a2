import { execFileSync, spawn } from "node:child_process";
import {
	cpSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readFileSync,
	rmSync,
	symlinkSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { z } from "zod";
import { jsonOrNull } from "../contracts/json-or-null.ts";
import { type Guard, withoutGuard } from "./guards.ts";

/** A build of the Worker and a row in its quick size take a few minutes, where others work too. */
const MAX_MS = 20 * 60_000;
/** How long a row that is told to end may take to end its products. */
const END_MS = 30_000;

const MAX_FAULT_CHARS = 160;

export interface GuardResult {
	readonly row: string;
	readonly what: string;
	/** Whether the row saw that its guard was gone. */
	readonly isSeen: boolean;
	/** What came of it, in words. */
	readonly outcome: string;
}

/** Takes out one guard after the other in a copy of the tree, and runs its row there in quick size. */
export async function runGuards(guards: readonly Guard[], report: (line: string) => void) {
	const copy = mkdtempSync(join(tmpdir(), "care-guards-"));
	const results: GuardResult[] = [];
	const runs = new AbortController();
	const onSignal = (): void => runs.abort();
	for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, onSignal);
	try {
		await buildHere(runs.signal);
		copyTree(copy);
		for (const guard of guards) {
			if (runs.signal.aborted) break;
			const { row, what } = guard;
			const { isSeen, outcome } = await tryWithout(guard, copy, runs.signal);
			results.push({ row, what, isSeen, outcome });
			report(`${row} without "${what}": ${outcome}`);
		}
	} finally {
		for (const signal of ["SIGINT", "SIGTERM"] as const) process.off(signal, onSignal);
		rmSync(copy, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
	}
	const passed = results.filter(({ isSeen }) => isSeen).length;
	const failed = guards.length - passed;
	report(`${passed} guards seen, ${failed} not`);
	return { results, passed, failed };
}

/** What is built once for all: the model and the pages, which the copy takes over. */
async function buildHere(signal: AbortSignal): Promise<void> {
	const { code, errors } = await run(["cli/build.ts"], { cwd: ".", signal });
	if (code !== 0) throw new Error(`The product could not be built:\n${errors}`);
}

/** The files of the tree as they are now, the build, and the packages by a link. */
function copyTree(copy: string): void {
	const listed = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
		encoding: "utf8",
		maxBuffer: 64 * 1024 * 1024,
	});
	for (const file of listed.split("\0")) {
		if (file === "" || !existsSync(file)) continue; // deleted, and not committed yet
		mkdirSync(dirname(join(copy, file)), { recursive: true });
		cpSync(file, join(copy, file));
	}
	cpSync("dist", join(copy, "dist"), { recursive: true });
	symlinkSync(join(process.cwd(), "node_modules"), join(copy, "node_modules"));
}

async function tryWithout(guard: Guard, copy: string, signal: AbortSignal) {
	const file = join(copy, guard.file);
	const source = readFileSync(file, "utf8");
	try {
		writeFileSync(file, withoutGuard(source, guard));
		const words = ["trust/trust.ts", "security", "--quick", "--json", "--only", guard.row];
		const { output, errors } = await run(words, { cwd: copy, signal });
		return outcomeOf(guard, output, errors);
	} catch (error) {
		return { isSeen: false, outcome: error instanceof Error ? error.message : String(error) };
	} finally {
		writeFileSync(file, source);
	}
}

const Told = z.object({
	rows: z.tuple([z.object({ faults: z.array(z.string()) })]),
});

/** What the row's own words say of a guard that is gone. */
export function outcomeOf({ fault }: Pick<Guard, "fault">, told: string, errors = "") {
	const { data } = Told.safeParse(jsonOrNull(told));
	if (data === undefined) return { isSeen: false, outcome: `the row did not run:\n${errors.slice(-2_000)}` };
	const [{ faults }] = data.rows;
	const shown = (text = ""): string => {
		const line = text.replaceAll(/\s+/g, " ");
		return line.length > MAX_FAULT_CHARS ? `${line.slice(0, MAX_FAULT_CHARS)}…` : line;
	};
	if (faults.length === 0) return { isSeen: false, outcome: "PASSED: the row does not see its guard" };
	const own = faults.find((text) => fault.test(text));
	if (own === undefined) return { isSeen: false, outcome: `FAILED FOR SOMETHING ELSE: ${shown(faults[0])}` };
	const count = faults.length === 1 ? "1 fault" : `${faults.length} faults`;
	return { isSeen: true, outcome: `fails as it should (${count}): ${shown(own)}` };
}

/** Runs a program of ours; what does not end in time is ended, with its products. */
function run(
	words: readonly string[],
	{ cwd, signal }: { readonly cwd: string; readonly signal: AbortSignal },
): Promise<{ code: number | null; output: string; errors: string }> {
	return new Promise((resolve, reject) => {
		const child = spawn(process.execPath, [...words], { cwd, stdio: ["ignore", "pipe", "pipe"] });
		let output = "";
		let errors = "";
		child.stdout.setEncoding("utf8").on("data", (chunk: string) => void (output += chunk));
		child.stderr.setEncoding("utf8").on("data", (chunk: string) => void (errors += chunk));
		const timers: NodeJS.Timeout[] = [];
		const end = (): void => {
			child.kill("SIGTERM");
			timers.push(setTimeout(() => child.kill("SIGKILL"), END_MS));
		};
		timers.push(setTimeout(end, MAX_MS));
		signal.addEventListener("abort", end);
		child.once("error", reject);
		child.once("close", (code) => {
			for (const timer of timers) clearTimeout(timer);
			signal.removeEventListener("abort", end);
			resolve({ code, output, errors });
		});
	});
}
