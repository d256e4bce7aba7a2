/**
 * `npm test`: builds what the tests need, runs every vitest project, and prints the sum of its report. Parts that are
 * missing on this machine (Chromium, PostgreSQL, Redis, the folder ../shared) skip their tests and say so; under
 * CI=true a skip for a missing part is a failure.
 */
import { readFileSync, rmSync } from "node:fs";
import { z } from "zod";
import { buildModel, buildPages, buildWorker, MODEL_FILE } from "../cli/build-product.ts";
import { runTool } from "./run-tool.ts";

const REPORT = "dist/test-report.json";
const report = (message: string): void => console.error(message);

/** The part of vitest's JSON report that is summed. */
const VitestReport = z.object({
	numPassedTests: z.int(),
	numFailedTests: z.int(),
	numPendingTests: z.int(),
	numTodoTests: z.int(),
	testResults: z.array(
		z.object({
			name: z.string(),
			status: z.string(),
			assertionResults: z.array(z.object({ status: z.string(), fullName: z.string() })),
		}),
	),
});

await Promise.all([buildModel("assistant", MODEL_FILE, report), buildPages(report)]);
await buildWorker(report);
rmSync(REPORT, { force: true });
const words = ["node_modules/vitest/vitest.mjs", "run", "--reporter=default", "--reporter=json"];
const exitCode = await runTool([...words, `--outputFile.json=${REPORT}`, ...process.argv.slice(2)]);
process.exitCode = summarise(exitCode);

function summarise(vitestExitCode: number): number {
	const result = VitestReport.parse(JSON.parse(readFileSync(REPORT, "utf8")));
	const skipped = result.testResults.flatMap(({ name, assertionResults }) =>
		assertionResults
			.filter(({ status }) => status === "pending" || status === "skipped")
			.map(({ fullName }) => `${name}: ${fullName}`),
	);
	// a file that could not even be loaded has no tests to count: it counts as one failure
	const unloadable = result.testResults.filter(
		(file) => file.status === "failed" && !file.assertionResults.some(({ status }) => status === "failed"),
	);
	for (const file of unloadable) report(`could not run: ${file.name}`);
	const isStrict = process.env["CI"] === "true";
	if (isStrict) for (const test of skipped) report(`skipped, which CI does not allow: ${test}`);
	const failed = result.numFailedTests + unloadable.length + (isStrict ? skipped.length : 0);
	const skips = isStrict || skipped.length === 0 ? "" : `, ${skipped.length} skipped`;
	console.log(`${result.numPassedTests} passed, ${failed} failed${skips}`);
	return failed > 0 || vitestExitCode !== 0 ? 1 : 0;
}
