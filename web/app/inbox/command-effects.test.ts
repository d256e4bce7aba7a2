import { test } from "vitest";
import { expectedAfter, inverseOf, type Shown } from "./command-effects.ts";
import { HeldStandings } from "./held-standings.ts";
import { belongs } from "./inbox-api.ts";

const ANA = { id: "ana", name: "Ana" };
const BEN = { id: "ben", name: "Ben" };
const byBot: Shown = { owner: "bot", status: "open", assignee: null, priority: "normal" };
const queued: Shown = { ...byBot, owner: "queue" };
const bens: Shown = { ...byBot, owner: "person", assignee: BEN };

test("[DA10] what is done is shown before the server has said so", ({ expect }) => {
	expect(expectedAfter({ name: "take-over" }, queued, ANA)).toEqual({
		...queued,
		owner: "person",
		assignee: ANA,
	});
	expect(expectedAfter({ name: "hand-back" }, bens, BEN)).toEqual(byBot);
	expect(expectedAfter({ name: "resolve" }, bens, BEN)).toEqual({ ...byBot, status: "resolved" });
	expect(expectedAfter({ name: "snooze", until: null }, bens, BEN)).toEqual({ ...bens, status: "snoozed" });
	expect(expectedAfter({ name: "priority", priority: "high" }, bens, BEN)).toEqual({
		...bens,
		priority: "high",
	});
	expect(expectedAfter({ name: "assign", userId: "ana" }, bens, BEN), "whose name nobody knows yet").toEqual(
		bens,
	);
});

test("[DA10] each has what undoes it, into the hands that it was in; what a customer has read has none", ({
	expect,
}) => {
	expect(inverseOf({ name: "resolve" }, bens)).toEqual({ name: "reopen" });
	expect(inverseOf({ name: "take-over" }, queued)).toEqual({ name: "queue" });
	expect(inverseOf({ name: "take-over" }, byBot)).toEqual({ name: "hand-back" });
	expect(inverseOf({ name: "assign", userId: "ana" }, bens)).toEqual({ name: "assign", userId: "ben" });
	expect(inverseOf({ name: "assign", userId: "ana" }, queued)).toEqual({ name: "queue" });
	expect(inverseOf({ name: "assign", userId: "ana" }, byBot)).toEqual({ name: "hand-back" });
	expect(inverseOf({ name: "priority", priority: "high" }, bens)).toEqual({
		name: "priority",
		priority: "normal",
	});
	expect(inverseOf({ name: "messages", text: "Hello", resolve: true }, bens)).toBeNull();
});

test("[DA10] a row stands in a list as long as it belongs there", ({ expect }) => {
	const open = { status: "open", meId: "ben" } as const;
	expect(belongs(bens, { ...open, view: "mine" })).toBe(true);
	expect(belongs(bens, { ...open, view: "mine", meId: "ana" })).toBe(false);
	expect(belongs(bens, { ...open, view: "unassigned" })).toBe(false);
	expect(belongs(queued, { ...open, view: "unassigned" })).toBe(true);
	expect(belongs(bens, { ...open, view: "all" })).toBe(true);
	expect(belongs({ ...bens, status: "resolved" }, { ...open, view: "all" })).toBe(false);
});

test("[DA10] what a command said counts until the archive has heard of it", ({ expect }) => {
	const held = new HeldStandings();
	const stale = { id: "c1", ...byBot };
	held.hold("c1", bens, 0);
	expect(held.over(stale, 5_999)).toEqual({ id: "c1", ...bens });
	expect(held.over({ ...stale, id: "c2" }, 0)).toEqual({ ...stale, id: "c2" });
	expect(held.over(stale, 6_000)).toEqual(stale);
	held.hold("c1", bens, 0);
	held.release("c1");
	expect(held.over(stale, 1)).toEqual(stale);
});
