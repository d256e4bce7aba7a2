import { test } from "vitest";
import type { JsonValue } from "../../../contracts/parse-data.ts";
import { runActionWith } from "../../../dialogue/testing/run-action.ts";
import { type LibraryPorts, libraryActions } from "./actions.ts";

/** Ports written by hand: they answer what the test says, and remember what they were asked. */
function library(isThere: boolean) {
	const asked: unknown[] = [];
	const ports: LibraryPorts = {
		database: {
			reserve: async (wish) => {
				asked.push(wish);
				return isThere;
			},
		},
		http: {
			request: async ({ url }) => {
				asked.push(url);
				return { status: 200, body: ["The Old Man and the Sea"] };
			},
		},
	};
	const run = (name: string, slots: Readonly<Record<string, JsonValue>>, candidates = {}) =>
		runActionWith(libraryActions, name, { ports, slots, candidates, nowMs: Date.UTC(2026, 4, 1) });
	return { asked, run };
}

test("[DX1] a book is reserved once, for five days, and the slot is free again", async ({ expect }) => {
	const { asked, run } = library(true);
	const result = await run("action_reserve_book", { book: "Emma", branch: "north" });
	expect(result).toEqual({
		events: [{ event: "slot", name: "book", value: null }],
		responses: [
			{ response: "utter_reserved", values: { book: "Emma", branch: "north", until: "May 6, 2026" } },
		],
	});
	expect(asked).toEqual([{ book: "Emma", branch: "north", untilMs: Date.UTC(2026, 4, 6), key: "turn-1:0" }]);
});

test("[DX1] what is lent is said to be lent", async ({ expect }) => {
	const { run } = library(false);
	const { responses } = await run("action_reserve_book", { book: "Emma", branch: "harbour" });
	expect(responses).toEqual([{ response: "utter_not_there", values: { book: "Emma" } }]);
});

test("[DX1] the form takes the catalogue's spelling, and refuses a branch that is none", async ({
	expect,
}) => {
	const { asked, run } = library(true);
	const candidates = { book: "old man & sea", branch: "Moon" };
	const result = await run("validate_reserve_form", {}, candidates);
	expect(asked).toEqual(["https://catalogue.example.org/search?title=old%20man%20%26%20sea"]);
	expect(result).toEqual({
		events: [
			{ event: "slot", name: "book", value: "The Old Man and the Sea" },
			{ event: "slot", name: "branch", value: null },
		],
		responses: [{ response: "utter_unknown_branch", values: { branch: "Moon" } }],
	});
});
