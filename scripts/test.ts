/**
 * `npm test`: builds what the tests need, runs every vitest project, and prints the sum of its report. Parts that are
 * missing on this machine (Chromium, PostgreSQL, Redis, the folder ../shared) skip their tests and say so; under
 * CI=true a skip for a missing part is a failure, but for ../shared, which is not everywhere.
 */
import { existsSync, readFileSync, rmSync } from "node:fs";
import { buildModel, buildPages, buildWorker, MODEL_FILE } from "../cli/build-product.ts";
import { runTool } from "./run-tool.ts";
import { summarise, VitestReport } from "./test-summary.ts";

const REPORT = "dist/test-report.json";
const report = (message: string): void => console.error(message);

await Promise.all([buildModel("assistant", MODEL_FILE, report), buildPages(report)]);
await buildWorker(report);
rmSync(REPORT, { force: true });
const words = ["node_modules/vitest/vitest.mjs", "run", "--reporter=default", "--reporter=json"];
const exitCode = await runTool([...words, `--outputFile.json=${REPORT}`, ...process.argv.slice(2)]);
if (existsSync(REPORT)) {
	const { failed, remarks, line } = summarise(VitestReport.parse(JSON.parse(readFileSync(REPORT, "utf8"))), {
		isStrict: process.env["CI"] === "true",
		hasShared: existsSync("../shared"),
	});
	for (const remark of remarks) report(remark);
	console.log(line);
	process.exitCode = failed > 0 || exitCode !== 0 ? 1 : 0;
} else {
	report("vitest ended without a report: see its message above.");
	console.log("0 passed, 1 failed");
	process.exitCode = 1;
}
