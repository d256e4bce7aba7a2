import { readFileSync } from "node:fs";
import { test } from "vitest";
import { GUARDS, withoutGuard } from "./guards.ts";
import { outcomeOf } from "./run-guards.ts";
import { SECURITY } from "./security.ts";

test("[TR3] every row has a guard, whose text stands exactly once in the source", ({ expect }) => {
	expect(new Set(GUARDS.map(({ row }) => row))).toEqual(new Set(SECURITY.map(({ id }) => id)));
	for (const guard of GUARDS) {
		const source = readFileSync(guard.file, "utf8");
		expect(withoutGuard(source, guard)).not.toBe(source);
		expect(() => withoutGuard(source + source, guard)).toThrow("2 times");
		expect(() => withoutGuard("", guard)).toThrow(`${guard.file} has `);
	}
});

test("[TR3] a row has seen its guard when it names what is missing, and by nothing else", ({ expect }) => {
	const outcome = (...faults: string[]) =>
		outcomeOf({ fault: /came through/ }, JSON.stringify({ rows: [{ id: "S7", cases: 50, faults }] }));
	expect(outcome("a burst: 120 came through")).toEqual({
		isSeen: true,
		outcome: "fails as it should (1 fault): a burst: 120 came through",
	});
	expect(outcome()).toEqual({ isSeen: false, outcome: "PASSED: the row does not see its guard" });
	expect(outcome("the product did not start")).toMatchObject({ isSeen: false });
	expect(outcomeOf({ fault: /./ }, "", "no such file")).toEqual({
		isSeen: false,
		outcome: "the row did not run:\nno such file",
	});
});
