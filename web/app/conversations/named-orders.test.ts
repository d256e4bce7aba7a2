import { test } from "vitest";
import { readEntry } from "./log-entries.ts";
import { namedOrders } from "./named-orders.ts";

const slots = (...changes: readonly (readonly [string, string | number | null])[]) =>
	changes.map(([name, value], i) =>
		readEntry({
			seq: i + 1,
			at: "2026-11-26T12:00:00.000Z",
			kind: "dialogue",
			event: { event: "slot", name, value, timestamp: i },
		}),
	);

test("[J51] the orders of a conversation are each there once, the latest first, also after the bot forgot them", ({
	expect,
}) => {
	expect(namedOrders([])).toEqual([]);
	const log = slots(
		["order_number", "A-10001"],
		["order_number", null],
		["email", "A-10009"],
		["order_number", "A-10002"],
		["order_number", "A-10001"],
		["order_number", 7],
	);
	expect(namedOrders(log)).toEqual(["A-10001", "A-10002"]);
	const many = ["A-1", "A-2", "A-3", "A-4"].map((number) => ["order_number", number] as const);
	expect(namedOrders(slots(...many))).toEqual(["A-4", "A-3", "A-2"]);
});
