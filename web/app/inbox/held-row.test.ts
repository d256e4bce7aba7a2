import { test } from "vitest";
import { idOf, inboxRow } from "../../testing/inbox-rows.ts";
import { holdRow, withHeldRow } from "./held-row.ts";
import { neighbour } from "./inbox-rows.ts";

const digits = (rows: readonly { id: string }[]) => rows.map(({ id }) => Number(id.slice(-2)));
const LIST = "unassigned";

test("[DA25] the open line keeps its place in the list that it has left, and J and K go on from there", ({
	expect,
}) => {
	const rows = [inboxRow(40), inboxRow(30), inboxRow(20)];
	const held = holdRow(null, rows, idOf(30), LIST);
	expect(holdRow(held, rows, idOf(30), LIST), "nothing new").toBe(held);
	const left = [inboxRow(40), inboxRow(20)];
	const kept = holdRow(held, left, idOf(30), LIST);
	const shown = withHeldRow(left, kept);
	expect(digits(shown)).toEqual([40, 30, 20]);
	expect(neighbour(shown, idOf(30), 1)).toBe(idOf(20));
	expect(neighbour(shown, idOf(30), -1)).toBe(idOf(40));
	expect(digits(withHeldRow([inboxRow(50), ...left], kept)), "below the same line").toEqual([50, 40, 30, 20]);
	expect(digits(withHeldRow([inboxRow(20)], kept)), "that has gone as well").toEqual([20, 30]);
	expect(digits(withHeldRow([], kept))).toEqual([30]);
	expect(digits(withHeldRow(rows, kept)), "it is back").toEqual([40, 30, 20]);
	const first = holdRow(null, rows, idOf(40), LIST);
	expect(digits(withHeldRow([inboxRow(30), inboxRow(20)], first))).toEqual([40, 30, 20]);
});

test("[DA25] whoever moves on, to another line or another list, leaves nothing behind", ({ expect }) => {
	const held = holdRow(null, [inboxRow(40), inboxRow(30)], idOf(30), LIST);
	const left = [inboxRow(40)];
	for (const [openId, list] of [
		[idOf(40), LIST],
		[null, LIST],
		[idOf(30), "mine"],
	] as const)
		expect(digits(withHeldRow(left, holdRow(held, left, openId, list)))).toEqual([40]);
	expect(holdRow(null, left, idOf(99), LIST), "what never stood there").toBeNull();
});
