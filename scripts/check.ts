/** `npm run check`: everything that can be said without running the product. Goes on after a failure and names all. */
import {
	buildModel,
	buildPages,
	buildWorker,
	MODEL_FILE,
	WRANGLER_ENVIRONMENT,
} from "../cli/build-product.ts";
import { measureBundles } from "./bundle-sizes.ts";
import { runTool } from "./run-tool.ts";

const binary = (path: string): string => `node_modules/${path}`;
const report = (message: string): void => console.error(message);

/** What `care types` writes; a domain that changed without it is a fault. */
const DOMAIN_TYPES = ["assistant", "docs/examples/actions"].map((project) => ({
	project,
	file: project === "assistant" ? "assistant/actions/domain-types.ts" : `${project}/domain-types.ts`,
}));

const checks: readonly { readonly name: string; run(): Promise<boolean> }[] = [
	tool("format (oxfmt)", [binary("oxfmt/bin/oxfmt"), "--check", "."]),
	tool("lint (oxlint)", [binary("oxlint/bin/oxlint"), "--type-aware"]),
	tool("types (tsc -b)", [binary("typescript/bin/tsc"), "-b"]),
	tool("secrets (secretlint)", [binary("secretlint/bin/secretlint.js"), "**/*"]),
	{ name: "build", run: build },
	tool("bindings (wrangler types --check)", [
		binary("wrangler/bin/wrangler.js"),
		"types",
		"worker/worker-configuration.d.ts",
		"--include-runtime=false",
		"--strict-vars=false",
		"--check",
	]),
	...["staging", "production"].map((environment) =>
		tool(`deploy --dry-run (${environment})`, [
			binary("wrangler/bin/wrangler.js"),
			"deploy",
			"--dry-run",
			"--env",
			environment,
			"--outdir",
			`dist/dry-run-${environment}`,
		]),
	),
	tool("assistant (care validate)", ["cli/care.ts", "validate", "--project", "assistant"]),
	...DOMAIN_TYPES.map(({ project, file }) =>
		tool(`types of ${project} (care types --check)`, [
			"cli/care.ts",
			"types",
			"--project",
			project,
			"--out",
			file,
			"--check",
		]),
	),
	{ name: "sizes of bundles", run: async () => measureBundles(report) },
];

const failed: string[] = [];
for (const check of checks) {
	const startedMs = Date.now();
	const passed = await check.run();
	report(`${passed ? "ok  " : "FAIL"} ${check.name} (${((Date.now() - startedMs) / 1000).toFixed(1)} s)`);
	if (!passed) failed.push(check.name);
}
report(failed.length === 0 ? "All checks passed." : `Failed: ${failed.join(", ")}`);
process.exitCode = failed.length === 0 ? 0 : 1;

function tool(name: string, words: readonly string[]) {
	return { name, run: async () => (await runTool(words, WRANGLER_ENVIRONMENT)) === 0 };
}

async function build(): Promise<boolean> {
	try {
		await Promise.all([buildModel("assistant", MODEL_FILE, report), buildPages(report)]);
		await buildWorker(report);
		return true;
	} catch (error) {
		report(error instanceof Error ? error.message : String(error));
		return false;
	}
}
