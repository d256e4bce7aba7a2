import { test } from "vitest";
import { InTurn } from "./in-turn.ts";

/** Acts that say when they begin, and end as they are told. */
function stage() {
	const begun: string[] = [];
	const ends = new Map<string, (isDone: boolean) => void>();
	const act = (name: string) => (): Promise<boolean> => {
		begun.push(name);
		return new Promise((end) => ends.set(name, end));
	};
	const settled = (): Promise<void> => new Promise((done) => setImmediate(done));
	const end = async (name: string, isDone: boolean): Promise<void> => {
		ends.get(name)?.(isDone);
		await settled();
	};
	return { begun, act, end };
}

test("[DA23] what is done to one conversation is sent in its order; another one does not wait for it", async ({
	expect,
}) => {
	const { begun, act, end } = stage();
	const turns = new InTurn();
	const all = [
		turns.after("a", act("take over")),
		turns.after("a", act("snooze")),
		turns.after("b", act("resolve")),
	];
	expect(begun).toEqual(["take over", "resolve"]);
	await end("take over", true);
	expect(begun).toEqual(["take over", "resolve", "snooze"]);
	await end("snooze", true);
	await end("resolve", true);
	expect(await Promise.all(all)).toEqual([true, true, true]);
});

test("[DA23] what follows a refusal is not done, and what comes after that is", async ({ expect }) => {
	const { begun, act, end } = stage();
	const turns = new InTurn();
	const all = [turns.after("a", act("take over")), turns.after("a", act("snooze"))];
	await end("take over", false);
	expect(await Promise.all(all)).toEqual([false, false]);
	expect(begun).toEqual(["take over"]);
	const later = turns.after("a", act("assign"));
	expect(begun, "nothing is waited for any more").toEqual(["take over", "assign"]);
	await end("assign", true);
	expect(await later).toBe(true);
});
