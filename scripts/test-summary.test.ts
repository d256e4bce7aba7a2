import { test } from "vitest";
import { summarise, type VitestReport } from "./test-summary.ts";

const report: VitestReport = {
	numPassedTests: 3,
	numFailedTests: 1,
	testResults: [
		{
			name: "a.test.ts",
			status: "failed",
			assertionResults: [
				{ status: "passed", fullName: "[A1] works" },
				{ status: "failed", fullName: "[A2] fails" },
				{ status: "skipped", fullName: "[A3] needs ../shared/x" },
				{ status: "pending", fullName: "[A4] needs Chromium" },
			],
		},
		{ name: "b.test.ts", status: "failed", assertionResults: [] },
	],
};

test("[CI1] a skip is named; on a machine meant to have every part it is a failure", ({ expect }) => {
	const open = summarise(report, { isStrict: false, hasShared: false });
	expect(open.line).toBe("3 passed, 2 failed, 2 skipped");
	expect(open.remarks).toEqual([
		"could not run: b.test.ts",
		"skipped: a.test.ts: [A3] needs ../shared/x",
		"skipped: a.test.ts: [A4] needs Chromium",
	]);
	expect(summarise(report, { isStrict: true, hasShared: true }).line).toBe("3 passed, 4 failed");
});

test("[CI2] what needs ../shared may be skipped where that folder does not exist", ({ expect }) => {
	const strict = summarise(report, { isStrict: true, hasShared: false });
	expect(strict.line).toBe("3 passed, 3 failed, 1 skipped");
	expect(strict.remarks).toContain("skipped: a.test.ts: [A3] needs ../shared/x");
	expect(strict.remarks).toContain("skipped, which CI does not allow: a.test.ts: [A4] needs Chromium");
});
