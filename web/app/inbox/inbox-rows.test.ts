import { test } from "vitest";
import type { DeskConversation } from "../../../contracts/desk.ts";
import { addPage, mergeTop, neighbour, rangeOf, successor } from "./inbox-rows.ts";

const row = (id: string, minute: number) =>
	// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- SAFETY: what these functions read of a row
	({ id, lastActivityAt: `2026-11-26T08:${String(minute).padStart(2, "0")}:00.000Z` }) as DeskConversation;
const ids = ({ rows }: { rows: readonly { id: string }[] }): string => rows.map(({ id }) => id).join("");

test("[DA9] the top of a list is as it is now; what is older stays, and nothing stands there twice", ({
	expect,
}) => {
	const known = { rows: [row("d", 40), row("c", 30), row("b", 20), row("a", 10)], nextCursor: "older" };
	const page = { rows: [row("a", 50), row("e", 45), row("c", 30)], nextCursor: "page" };
	const merged = mergeTop(known, page);
	expect(ids(merged), "d was resolved by somebody, a has moved up").toBe("aecb");
	expect(merged.nextCursor).toBe("older");
	expect(mergeTop(known, { rows: [row("e", 45)], nextCursor: null }), "all of it").toMatchObject({
		nextCursor: null,
	});
	expect(ids(mergeTop(known, { rows: [row("z", 5)], nextCursor: "page" })), "far below").toBe("z");
	expect(mergeTop(undefined, page)).toBe(page);
	expect(ids(addPage(known, { rows: [row("a", 10), row("y", 9)], nextCursor: null }))).toBe("dcbay");
});

test("[DA9] J and K go on by one and stop at the ends; what leaves the list makes room for the next", ({
	expect,
}) => {
	const rows = [row("a", 3), row("b", 2), row("c", 1)];
	expect(neighbour(rows, null, 1)).toBe("a");
	expect(neighbour(rows, "b", 1)).toBe("c");
	expect(neighbour(rows, "c", 1)).toBeNull();
	expect(neighbour(rows, "a", -1)).toBeNull();
	expect([successor(rows, "a"), successor(rows, "c"), successor(rows, "x")]).toEqual(["b", "b", null]);
	expect(successor([row("a", 1)], "a")).toBeNull();
});

test("[DA9] Shift takes all rows between two, in both directions", ({ expect }) => {
	const rows = [row("a", 3), row("b", 2), row("c", 1)];
	expect(rangeOf(rows, "c", "a")).toEqual(["a", "b", "c"]);
	expect(rangeOf(rows, "b", "c")).toEqual(["b", "c"]);
	expect(rangeOf(rows, "gone", "c")).toEqual(["c"]);
});
