import { test } from "vitest";
import { BEN, ANA } from "../../testing/inbox-rows.ts";
import { createFakeStore } from "../../testing/fake-surroundings.ts";
import { inWords } from "./collision.tsx";
import { ruleOf } from "./desk-presence.tsx";
import { paramsOf, questionOf } from "./inbox-question.ts";
import { spanOf } from "./response-clock.tsx";
import { keepViews, readViews } from "./view-store.ts";

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

test("[DA15] saved views are kept for one person, over a reload; what can't be read any more is left out", ({
	expect,
}) => {
	const kept = new Map<string, string>();
	const view = { name: "Waiting", question: asked("view=unassigned&sort=waiting") };
	keepViews(createFakeStore(kept), ANA.id, [view]);
	expect(readViews(createFakeStore(kept), ANA.id)).toEqual([view]);
	expect(readViews(createFakeStore(kept), BEN.id)).toEqual([]);
	const old = { name: "Old", question: { view: "archived" } };
	kept.set(`care.app.views.${ANA.id}`, JSON.stringify([old, view]));
	expect(readViews(createFakeStore(kept), ANA.id)).toEqual([view]);
	kept.set(`care.app.views.${ANA.id}`, "[{");
	expect(readViews(createFakeStore(kept), ANA.id)).toEqual([]);
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
});
