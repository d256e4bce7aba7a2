import { test } from "vitest";
import { SavedView } from "../../../contracts/own-settings.ts";
import { BEN, ANA } from "../../testing/inbox-rows.ts";
import { createFakeStore } from "../../testing/fake-surroundings.ts";
import type { Ask } from "../world.ts";
import { inWords } from "./collision.tsx";
import { ruleOf } from "./desk-presence.tsx";
import { paramsOf, questionOf } from "./inbox-question.ts";
import { clockText, spanOf } from "./response-clock.tsx";
import { localViews, readViewsMovingLocal } from "./view-store.ts";

const asked = (query: string) => questionOf(new URLSearchParams(query));

test("[DA15] the open list stands in the address, and what nobody can mean is the usual", ({ expect }) => {
	const usual = { view: "mine", status: "open", sort: "activity", labelId: null, channel: null };
	expect(asked("")).toEqual(usual);
	expect(asked("view=theirs&status=lost&sort=random")).toEqual(usual);
	const question = asked("view=all&status=bot&sort=waiting&label=l1&channel=rest");
	expect(question).toEqual({ view: "all", status: "bot", sort: "waiting", labelId: "l1", channel: "rest" });
	expect(asked(new URLSearchParams(paramsOf(question)).toString())).toEqual(question);
	expect(asked("view=mentions&status=resolved").status, "whoever is mentioned finds it anywhere").toBeNull();
});

test("[DA15] what an earlier release kept in the browser moves to the server once, and takes no newer one's place", async ({
	expect,
}) => {
	const waiting = { name: "Waiting", question: asked("view=unassigned&sort=waiting") };
	const newer = { name: "Bots", question: asked("view=all&status=bot") };
	const older = { ...newer, question: asked("view=all") };
	const key = `care.app.views.${ANA.id}`;
	const unreadable = { name: "Old", question: { view: "archived" } };
	const kept = new Map([[key, JSON.stringify([unreadable, waiting, older])]]);
	const store = createFakeStore(kept);
	expect(localViews(store, BEN.id)).toEqual([]);
	const server = new Map([[newer.name, newer]]);
	let isAway = true;
	const ask: Ask = async (schema, path, call) => {
		const fault = { code: "unreachable", message: "away", fields: {} } as const;
		if (call?.method === "PUT") {
			if (isAway) return { ok: false, fault };
			const name = decodeURIComponent(path.split("/").at(-1) ?? "");
			server.set(name, SavedView.parse({ name, question: call.body }));
			return { ok: true, value: schema.parse(server.get(name)) };
		}
		return { ok: true, value: schema.parse({ views: [...server.values()] }) };
	};
	const read = () => readViewsMovingLocal({ ask, store, meId: ANA.id });
	expect(await read()).toEqual({ ok: true, value: { views: [newer] } });
	expect(localViews(store, ANA.id), "for the next time").toEqual([waiting, older]);
	isAway = false;
	expect(await read()).toEqual({ ok: true, value: { views: [newer, waiting] } });
	expect(kept.has(key)).toBe(false);
	server.delete("Waiting");
	expect(await read(), "once").toEqual({ ok: true, value: { views: [newer] } });
	kept.set(key, "[{");
	expect(localViews(store, ANA.id)).toEqual([]);
});

test("[DA16] who is here, what they do, and how the queue is given out, in words", ({ expect }) => {
	const doing = (name: string, what: "viewing" | "typing" | "noting") => ({ ...ANA, name, doing: what });
	expect(inWords([])).toEqual([]);
	expect(inWords([doing("Ana", "viewing"), doing("Ben", "typing"), doing("Cleo", "viewing")])).toEqual([
		"Ben is typing",
		"Ana and Cleo are viewing",
	]);
	expect(inWords([doing("Ana", "noting")])).toEqual(["Ana is writing a note"]);
	const rules = (["manual", "round_robin", "by_load"] as const).map((assignment) =>
		ruleOf({ agents: [], assignment, maxOpenPerAgent: 3 }),
	);
	expect(rules[0]).toContain("everybody takes");
	expect(rules[1]).toContain("in turn. Up to 3");
	expect(rules[2]).toContain("whoever has least. Up to 3");
	expect([30_000, 59 * 60_000, 90 * 60_000, 50 * 3_600_000].map(spanOf)).toEqual([
		"1 min",
		"59 min",
		"2 h",
		"2 d",
	]);
	expect([15 * 60_000, 1, 0, -5 * 60_000].map(clockText), "left, or late: never a bare time").toEqual([
		"15 min left",
		"1 min left",
		"1 min late",
		"5 min late",
	]);
});
