import { test } from "vitest";
import { expectedAfter, inverseOf, type Shown } from "./command-effects.ts";
import { HeldStandings } from "./held-standings.ts";

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

test("[DA10] what a command said counts until the inbox has heard of it, however late that is", ({
	expect,
}) => {
	const held = new HeldStandings();
	const stale = { id: "c1", ...byBot, lastSeq: 4 };
	held.hold("c1", bens);
	expect(held.isPending("c1")).toBe(true);
	expect(held.over({ ...stale, lastSeq: 9 }), "it is not answered yet").toEqual({
		...stale,
		...bens,
		lastSeq: 9,
	});
	held.answered("c1", { ...bens, lastSeq: 6 });
	expect(held.isPending("c1")).toBe(false);
	expect(held.over({ ...stale, lastSeq: 5 })).toEqual({ ...stale, ...bens, lastSeq: 5 });
	expect(held.over({ ...stale, id: "c2" })).toEqual({ ...stale, id: "c2" });
	held.answered("c1", { ...byBot, lastSeq: 5 });
	expect(held.over(stale), "what was said late counts for nothing").toEqual({ ...stale, ...bens });
	expect(held.over({ ...stale, lastSeq: 6 }), "now it has heard").toEqual({ ...stale, lastSeq: 6 });
	expect(held.over(stale)).toEqual(stale);
	held.hold("c1", bens);
	held.release("c1");
	expect(held.over(stale), "it was refused").toEqual(stale);
});
