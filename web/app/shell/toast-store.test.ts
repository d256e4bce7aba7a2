import { test } from "vitest";
import { ToastStore } from "./toast-store.ts";

/** A clock that is turned by hand. */
function handClock() {
	const waiting = new Set<{ atMs: number; run: () => void }>();
	let nowMs = 0;
	return {
		clock: {
			now: () => nowMs,
			after: (delayMs: number, run: () => void) => {
				const entry = { atMs: nowMs + delayMs, run };
				waiting.add(entry);
				return () => void waiting.delete(entry);
			},
		},
		turn: (ms: number) => {
			nowMs += ms;
			for (const entry of waiting)
				if (entry.atMs <= nowMs) {
					waiting.delete(entry);
					entry.run();
				}
		},
	};
}

test("[DA3] what was done can be undone for five seconds, once", ({ expect }) => {
	const { clock, turn } = handClock();
	const toasts = new ToastStore(clock);
	const undone: string[] = [];
	toasts.show({ text: "Resolved.", undo: () => undone.push("resolve") });
	turn(4_999);
	expect(toasts.undoLast()).toBe(true);
	expect(toasts.undoLast()).toBe(false);
	expect(undone).toEqual(["resolve"]);
	toasts.show({ text: "Snoozed.", undo: () => undone.push("snooze") });
	turn(5_000);
	expect(toasts.all()).toEqual([]);
	expect(toasts.undoLast()).toBe(false);
});

test("[DA3] pointing at one stops the clock; leaving starts it anew; the oldest of many goes", ({
	expect,
}) => {
	const { clock, turn } = handClock();
	const toasts = new ToastStore(clock);
	toasts.show({ text: "one" });
	toasts.hold();
	turn(60_000);
	expect(toasts.all()).toHaveLength(1);
	toasts.release();
	turn(4_999);
	expect(toasts.all()).toHaveLength(1);
	turn(1);
	expect(toasts.all()).toEqual([]);
	for (const text of ["a", "b", "c", "d"]) toasts.show({ text });
	expect(toasts.all().map(({ text }) => text)).toEqual(["b", "c", "d"]);
});
