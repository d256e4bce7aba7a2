import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { z } from "zod";
import { runCare } from "../../cli/testing/run-care.ts";
import { literalPatterns, type PatternInCode } from "../patterns/pattern-in-code.ts";
import type { Row, Verdict } from "../row.ts";

const BYTES = 50_000;
/**
 * The bound of a pattern, in the thread's own time. CI's is so far above it that no slow machine meets it, and so far below
 * what a pattern takes whose time grows with the square of the text that such a one does not pass.
 */
const BOUND_MS = { quick: 1_000, full: 50 };
const HANGS_MS = 120_000;

export const patterns: Row = {
	id: "S8",
	cases: "regular expressions",
	atLeast: { quick: 500, full: 500 },
	async run(_targets, size) {
		const built = await new Promise<readonly PatternInCode[]>((resolve, reject) => {
			const thread = new Worker(new URL("../patterns/collect-built-patterns.ts", import.meta.url));
			thread.once("message", resolve);
			thread.once("error", reject);
		});
		const unlike = new Map(
			[...literalPatterns(), ...built].map((pattern) => [`${pattern.flags}/${pattern.source}`, pattern]),
		);
		const verdicts = [await time([...unlike.values()], BYTES, BOUND_MS[size]), await refusals()];
		return {
			cases: verdicts.reduce((sum, { cases }) => sum + cases, 0),
			faults: verdicts.flatMap(({ faults }) => faults),
		};
	},
};

const Timed = z.object({ slowestMs: z.number(), slowest: z.string(), tried: z.int() });

/** Each against its attack strings, in a thread that is ended when one of them hangs. */
async function time(all: readonly PatternInCode[], bytes: number, boundMs: number): Promise<Verdict> {
	const faults: string[] = [];
	let next = 0;
	while (next < all.length) {
		const rest = all.slice(next);
		const done = await timeSome(rest, bytes, boundMs, (pattern, { slowestMs, slowest }) => {
			if (slowestMs >= boundMs)
				faults.push(`${shown(pattern)}: ${slowestMs.toFixed(0)} ms with ${JSON.stringify(slowest)}…`);
		});
		next += done;
		const stuck = all[next];
		if (stuck === undefined) break;
		faults.push(`${shown(stuck)}: hangs`);
		next += 1;
	}
	return { cases: all.length, faults };
}

/** @returns how many were done before one hung */
function timeSome(
	some: readonly PatternInCode[],
	bytes: number,
	boundMs: number,
	note: (pattern: PatternInCode, timed: z.infer<typeof Timed>) => void,
): Promise<number> {
	let done = 0;
	return new Promise((resolve, reject) => {
		const workerData = { patterns: some, bytes, boundMs };
		const thread = new Worker(new URL("../patterns/time-patterns.ts", import.meta.url), { workerData });
		const end = (): void => {
			clearTimeout(timer);
			void thread.terminate();
			resolve(done);
		};
		let timer = setTimeout(end, HANGS_MS);
		thread.on("error", reject);
		thread.on("message", (message: unknown) => {
			const pattern = some[done];
			if (pattern !== undefined) note(pattern, Timed.parse(message));
			done += 1;
			clearTimeout(timer);
			if (done === some.length) return end();
			timer = setTimeout(end, HANGS_MS);
		});
	});
}

function shown({ place, source, flags }: PatternInCode): string {
	return `${place} /${source.length > 80 ? `${source.slice(0, 80)}…` : source}/${flags}`;
}

const DANGEROUS = [
	"(a+)+$",
	"(\\d+\\s?)*x",
	"(a|ab|b)*c",
	"(\\w+\\s*)+:",
	"\\d+\\s*\\d+x",
	"(.*a){20}",
	"(\\p{L}+)+x",
	"(é+)+x",
	"(\\d\\d?)+x",
	"(\\w{1,20}){1,8}x",
	"^a*a*a*a*a*b",
];

/** A project that brings such a pattern is refused by `care validate`, which names its place: in the data, and in the pipeline. */
async function refusals(): Promise<Verdict> {
	const faults: string[] = [];
	for (const pattern of DANGEROUS)
		for (const [place, nlu, options] of [
			["nlu.yml", `- regex: e\n  examples: |\n    - ${pattern}\n`, ""],
			["config.yml", "", `, {name: BuiltinEntityExtractor, patterns: {e: '${pattern}'}}`],
		] as const) {
			const { code, output } = await validate(nlu, options);
			if (code !== 1 || !output.includes(place))
				faults.push(`care validate takes ${pattern} in ${place}: code ${code} ${output}`.trim());
		}
	const harmless = await validate("- regex: e\n  examples: |\n    - K-\\d{4}\n", "");
	if (harmless.code !== 0) faults.push(`care validate refuses what is harmless: ${harmless.output}`);
	return { cases: 2 * DANGEROUS.length + 1, faults };
}

async function validate(nlu: string, components: string) {
	const project = mkdtempSync(join(tmpdir(), "care-pattern-"));
	const pipeline = `[{name: WhitespaceTokenizer}, {name: RegexEntityExtractor}${components}]`;
	const files = {
		"config.yml": `language: en\npipeline: ${pipeline}\npolicies: [{name: RulePolicy}]\n`,
		"domain.yml": "version: '3.1'\nintents: [greet]\nentities: [e]\nresponses: {utter_hi: [{text: Hi}]}\n",
		"nlu.yml": `version: '3.1'\nnlu:\n- intent: greet\n  examples: |\n    - hi\n    - hello [you](e)\n${nlu}`,
		"rules.yml": "version: '3.1'\nrules: [{rule: r, steps: [{intent: greet}, {action: utter_hi}]}]\n",
	};
	for (const [file, text] of Object.entries(files)) writeFileSync(join(project, file), text);
	const { code, stdout, stderr } = await runCare(["validate", "--project", project], {});
	rmSync(project, { recursive: true, force: true });
	return { code, output: `${stdout}${stderr}` };
}
