import { z } from "zod";

/** The part of vitest's JSON report that is summed. */
export const VitestReport = z.object({
	numPassedTests: z.int(),
	numFailedTests: z.int(),
	testResults: z.array(
		z.object({
			name: z.string(),
			status: z.string(),
			assertionResults: z.array(z.object({ status: z.string(), fullName: z.string() })),
		}),
	),
});
export type VitestReport = z.infer<typeof VitestReport>;

export interface TestSummary {
	readonly passed: number;
	readonly failed: number;
	/** Every skipped test with its file, and every file that could not run. */
	readonly remarks: readonly string[];
	/** `N passed, N failed`, with the skipped ones where there are any. */
	readonly line: string;
}

/**
 * Sums a report. A file that could not even be loaded has no tests to count: it is one failure.
 *
 * @param rules.isStrict - a skip is a failure: on a machine that is meant to have every part
 * @param rules.hasShared - the folder ../shared is there; without it, tests that need it may be skipped even so
 */
export function summarise(
	report: VitestReport,
	rules: { readonly isStrict: boolean; readonly hasShared: boolean },
): TestSummary {
	const skipped = report.testResults.flatMap(({ name, assertionResults }) =>
		assertionResults
			.filter(({ status }) => status === "pending" || status === "skipped")
			.map(({ fullName }) => `${name}: ${fullName}`),
	);
	const unloadable = report.testResults.filter(
		(file) => file.status === "failed" && !file.assertionResults.some(({ status }) => status === "failed"),
	);
	const isRefused = (test: string): boolean =>
		rules.isStrict && (rules.hasShared || !test.includes("../shared"));
	const refused = skipped.filter(isRefused);
	const allowed = skipped.length - refused.length;
	const failed = report.numFailedTests + unloadable.length + refused.length;
	return {
		passed: report.numPassedTests,
		failed,
		remarks: [
			...unloadable.map(({ name }) => `could not run: ${name}`),
			...skipped.map(
				(test) => `${isRefused(test) ? "skipped, which CI does not allow" : "skipped"}: ${test}`,
			),
		],
		line: `${report.numPassedTests} passed, ${failed} failed${allowed === 0 ? "" : `, ${allowed} skipped`}`,
	};
}
