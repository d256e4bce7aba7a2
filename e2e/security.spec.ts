import { afterAll, describe, test } from "vitest";
import { faultsOf } from "../trust/row.ts";
import { SECURITY } from "../trust/security.ts";
import { Targets } from "../trust/targets.ts";

/** The longest walks every route for every role. */
const ROW_MS = 600_000;

/** The same rows as `npm run trust -- security`, with the counts of CI. */
describe("under attack", () => {
	const targets = new Targets();
	afterAll(() => targets.close());

	test.for(SECURITY.map((row) => [row.id, row] as const))(
		"[%s] holds",
		{ timeout: ROW_MS },
		async ([, row], { expect }) => {
			expect(faultsOf(await row.run(targets, "quick"), row, "quick")).toEqual([]);
		},
	);
});
