import { test } from "vitest";
import { benchAnalytics } from "./analytics.ts";

test("a question that is not there is refused by those that are, before anything is filled or measured", async ({
	expect,
}) => {
	for (const question of ["an intend", "toString"])
		await expect(benchAnalytics(["1", "postgresql://127.0.0.1:9/nobody", question])).rejects.toThrow(
			/no question ".*": figures, verify, or one of nothing else; .*an intent;/,
		);
});
