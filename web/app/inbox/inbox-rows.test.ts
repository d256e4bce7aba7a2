import { test } from "vitest";
import { cursorOf, placeOf } from "../../../contracts/inbox-lists.ts";
import type { InboxRow } from "../../../contracts/inbox.ts";
import { ALL, ANA, BEN, idOf, inboxRow } from "../../testing/inbox-rows.ts";
import { addPage, applyChanges, belongs, neighbour, rangeOf, successor } from "./inbox-rows.ts";

const digits = ({ rows }: { rows: readonly { id: string }[] }) => rows.map(({ id }) => Number(id.slice(-2)));
const cursorAfter = ({ id, lastActivityAt, priority }: InboxRow): string =>
	cursorOf(
		placeOf({ id, priority, waitingSinceMs: null, lastActivityAtMs: Date.parse(lastActivityAt) }, "activity"),
	);
const changed = (...rows: InboxRow[]) => ({ rows, removed: [] });

test("[DA9] a changed line goes where it belongs now, in the list's order, and stands there once", ({
	expect,
}) => {
	const known = { rows: [inboxRow(40), inboxRow(30), inboxRow(20)], nextCursor: null };
	const soon = inboxRow(20, { lastActivityAt: inboxRow(35).lastActivityAt });
	expect(digits(applyChanges(known, changed(soon), ALL))).toEqual([40, 20, 30]);
	expect(digits(applyChanges(known, changed(inboxRow(50)), ALL))).toEqual([50, 40, 30, 20]);
	expect(digits(applyChanges(known, changed(inboxRow(10), inboxRow(25)), ALL))).toEqual([40, 30, 25, 20, 10]);
	expect(digits(applyChanges(known, changed(inboxRow(30, { status: "resolved" })), ALL))).toEqual([40, 20]);
	expect(digits(applyChanges(known, { rows: [], removed: [idOf(40)] }, ALL))).toEqual([30, 20]);
	expect(applyChanges(known, changed(inboxRow(9, { owner: "bot" })), ALL), "not of this list").toBe(known);
	const waiting = { ...ALL, sort: "waiting" } as const;
	const queue = { rows: [inboxRow(20), inboxRow(30)], nextCursor: null };
	expect(digits(applyChanges(queue, changed(inboxRow(25)), waiting))).toEqual([20, 25, 30]);
	const urgent = inboxRow(31, { priority: "urgent" });
	expect(digits(applyChanges(queue, changed(urgent), { ...ALL, sort: "priority" }))).toEqual([31, 20, 30]);
});

test("[DA9] below where a list was read to, nothing is put: the next page brings it, and nothing is left out", ({
	expect,
}) => {
	const known = { rows: [inboxRow(40), inboxRow(30)], nextCursor: cursorAfter(inboxRow(30)) };
	expect(applyChanges(known, changed(inboxRow(20)), ALL)).toBe(known);
	// 30 has moved up: what stands between it and 40 was read all the same
	const moved = applyChanges(
		known,
		changed(inboxRow(30, { lastActivityAt: inboxRow(50).lastActivityAt })),
		ALL,
	);
	expect(digits(moved)).toEqual([30, 40]);
	const between = applyChanges(moved, changed(inboxRow(35)), ALL);
	expect(digits(between)).toEqual([30, 40, 35]);
	const page = { rows: [inboxRow(35), inboxRow(20)], nextCursor: null };
	expect(digits(addPage(between, page))).toEqual([30, 40, 35, 20]);
});

test("[DA9] whose list it is, its status, its label and its channel say what belongs there", ({ expect }) => {
	const label = { id: idOf(90), name: "vip", color: "red" } as const;
	const anas = inboxRow(1, { owner: "person", assignee: ANA });
	const rows: [string, InboxRow, Partial<typeof ALL>, boolean][] = [
		["mine", anas, { view: "mine" }, true],
		["a colleague's", anas, { view: "mine", meId: BEN.id }, false],
		["somebody has it", anas, { view: "unassigned" }, false],
		["the queue", inboxRow(1), { view: "unassigned" }, true],
		["the bot's is not open", inboxRow(1, { owner: "bot" }), {}, false],
		["the bot's", inboxRow(1, { owner: "bot" }), { status: "bot" }, true],
		[
			"resolved by me",
			inboxRow(1, { status: "resolved", resolvedFrom: ANA }),
			{ view: "mine", status: "resolved" },
			true,
		],
		[
			"mentioned, whoever has it",
			inboxRow(1, { owner: "bot", mentioned: [ANA.id] }),
			{ view: "mentions", status: null },
			true,
		],
		[
			"somebody else is mentioned",
			inboxRow(1, { mentioned: [BEN.id] }),
			{ view: "mentions", status: null },
			false,
		],
		["with the label", inboxRow(1, { labels: [label] }), { labelId: label.id }, true],
		["without it", inboxRow(1), { labelId: label.id }, false],
		["another channel", inboxRow(1), { channel: "rest" }, false],
	];
	for (const [title, row, list, expected] of rows)
		expect(belongs(row, { ...ALL, ...list }), title).toBe(expected);
});

test("[DA9] J and K go on by one and stop at the ends; what leaves the list makes room for the next", ({
	expect,
}) => {
	const rows = [{ id: "a" }, { id: "b" }, { id: "c" }];
	expect(neighbour(rows, null, 1)).toBe("a");
	expect(neighbour(rows, "b", 1)).toBe("c");
	expect(neighbour(rows, "c", 1)).toBeNull();
	expect(neighbour(rows, "a", -1)).toBeNull();
	expect([successor(rows, "a"), successor(rows, "c"), successor(rows, "x")]).toEqual(["b", "b", null]);
	expect(successor([{ id: "a" }], "a")).toBeNull();
});

test("[DA9] Shift takes all rows between two, in both directions", ({ expect }) => {
	const rows = [{ id: "a" }, { id: "b" }, { id: "c" }];
	expect(rangeOf(rows, "c", "a")).toEqual(["a", "b", "c"]);
	expect(rangeOf(rows, "b", "c")).toEqual(["b", "c"]);
	expect(rangeOf(rows, "gone", "c")).toEqual(["c"]);
});
