import { test } from "vitest";
import {
	fillReply,
	insertAt,
	matchingPeople,
	matchingReplies,
	nothingFound,
	mentionedIds,
	replyWorld,
	triggerAt,
	unfilledIn,
} from "./canned.ts";
import { snoozePresets } from "./snooze-times.ts";

const reply = (shortcut: string, text: string) => ({
	id: shortcut,
	shortcut,
	text,
	updatedAt: "2026-11-26T08:00:00.000Z",
});

test("[DA7] / and @ are heard where a word begins, up to the cursor", ({ expect }) => {
	expect(triggerAt("/ref", 4)).toEqual({ sign: "/", typed: "ref", from: 0 });
	expect(triggerAt("Hello @An", 9)).toEqual({ sign: "@", typed: "An", from: 6 });
	expect(triggerAt("Hello @An and more", 9)).toMatchObject({ sign: "@", typed: "An" });
	expect(triggerAt("and/or", 6)).toBeNull();
	expect(triggerAt("ana@example", 11)).toBeNull();
	expect(triggerAt("/ref sent", 9)).toBeNull();
	const trigger = triggerAt("Yes /ref now", 8);
	expect(trigger === null ? null : insertAt("Yes /ref now", trigger, "Sent.")).toEqual({
		text: "Yes Sent. now",
		cursor: 9,
	});
});

test("[DA7] canned replies are found by shortcut first; variables are filled in", ({ expect }) => {
	const replies = [reply("send-refund", "…"), reply("refund", "Sent."), reply("hello", "about a refund")];
	expect(matchingReplies(replies, "re").map(({ shortcut }) => shortcut)).toEqual([
		"refund",
		"send-refund",
		"hello",
	]);
	const text = "Hello {{name}}, this is {{ agent }}. Your plan: {{plan}}, {{unknown}}";
	const facts = { name: null, email: null, attributes: {}, agent: "Ana" };
	const known = { name: "David Moreau", attributes: { plan: "gold", seats: 3, name: "D.", nested: {} } };
	expect(fillReply(text, replyWorld({ ...facts, ...known }))).toBe(
		"Hello David, this is Ana. Your plan: gold, {{unknown}}",
	);
	const numbers = "{{seats}} {{full_name}} {{email}} {{nested}}";
	expect(fillReply(numbers, replyWorld({ ...facts, ...known, email: "d@example.com" }))).toBe(
		"3 David Moreau d@example.com {{nested}}",
	);
	// what looks like a pattern of a replacement is a name like any other
	expect(fillReply("{{name}} {{agent}}", replyWorld({ ...facts, name: "$&", agent: "$1" }))).toBe("$& $1");
});

test("[DA7] a / that finds nothing says whether there is anything to find", ({ expect }) => {
	const slash = { sign: "/", from: 0 } as const;
	expect(nothingFound([], { ...slash, typed: "" })).toBe("no replies");
	expect(nothingFound([reply("refund", "Sent.")], { ...slash, typed: "hello" })).toBe("no match");
	expect(nothingFound([reply("refund", "Sent.")], { ...slash, typed: "" })).toBeNull();
	expect(nothingFound([], { sign: "@", from: 0, typed: "" }), "colleagues are no replies").toBeNull();
});

test("[DA7] an @ finds colleagues by any part of their name, in any case", ({ expect }) => {
	const people = [{ name: "Ana Souza" }, { name: "Ben Okafor" }];
	const found = (typed: string) => matchingPeople(people, typed).map(({ name }) => name);
	expect([found(""), found("OK"), found("sou"), found("Om")]).toEqual([
		["Ana Souza", "Ben Okafor"],
		["Ben Okafor"],
		["Ana Souza"],
		[],
	]);
});

test("[DA7] what nobody knows stays, and where it stands is known", ({ expect }) => {
	const world = replyWorld({ name: " ", email: null, attributes: {}, agent: "Ana" });
	const filled = fillReply("Hello {{ name }}, {{agent}} here. {{plan}}", world);
	expect(filled).toBe("Hello {{ name }}, Ana here. {{plan}}");
	expect(unfilledIn(filled)).toEqual([
		{ name: "name", from: 6, to: 16 },
		{ name: "plan", from: 28, to: 36 },
	]);
	expect(unfilledIn("{{}} {{ a b }} {name}")).toEqual([]);
});

test("[DA7] who is named in a note is mentioned", ({ expect }) => {
	const people = [
		{ id: "1", name: "Ana Souza" },
		{ id: "2", name: "Ben" },
	];
	expect(mentionedIds("@Ana Souza have a look, Ben knows", people)).toEqual(["1"]);
});

test("[DA8] snooze presets lie ahead and differ", ({ expect }) => {
	for (const [at, evening, monday] of [
		[new Date(2026, 10, 26, 10), true, true],
		[new Date(2026, 10, 26, 22), false, true],
		[new Date(2026, 10, 29, 12), true, false], // a Sunday: tomorrow is Monday
		[new Date(2026, 10, 30, 8), true, true], // a Monday: the next one
	] as const) {
		const presets = snoozePresets(at.getTime());
		const names = presets.map(({ label }) => label);
		expect(names.includes("This evening"), String(at)).toBe(evening);
		expect(names.includes("Monday morning"), String(at)).toBe(monday);
		const times = presets.map(({ untilMs }) => untilMs);
		expect(new Set(times).size).toBe(times.length);
		for (const untilMs of times) expect(untilMs ?? Number.POSITIVE_INFINITY).toBeGreaterThan(at.getTime());
	}
});
