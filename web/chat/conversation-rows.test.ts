import { test } from "vitest";
import type { Button, ConversationEvent } from "../../contracts/protocol.ts";
import { conversationRows } from "./conversation-rows.ts";
import { type ConversationState, emptyConversation } from "./conversation-state.ts";
import { dayName, durationName, openingTime, shortTime } from "./message-time.ts";
import type { OutgoingMessage } from "./outgoing-message.ts";
import { safeHref, textParts } from "./text-parts.ts";

const NOON = new Date(2026, 10, 23, 12).getTime();
const MINUTE = 60_000;

function bot(
	seq: number,
	atMs: number,
	buttons: Button[] = [],
	extra: null | Record<string, unknown> = null,
) {
	// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- SAFETY: tests pass JSON only
	return { kind: "bot", seq, atMs, text: `bot ${seq}`, buttons, imageUrl: null, extra } as ConversationEvent;
}

function visitor(seq: number, atMs: number, text: string, payload: string | null = null): ConversationEvent {
	return { kind: "visitor", seq, atMs, messageId: `message-${seq}`, text, payload };
}

function waiting(
	text: string,
	status: OutgoingMessage["status"],
	payload: string | null = null,
): OutgoingMessage {
	return { id: `waiting-${text}`, text, payload, atMs: NOON, status, reason: null, seq: null };
}

function outline(state: Partial<ConversationState>): string[] {
	return conversationRows({ ...emptyConversation, ...state }).map((row) =>
		row.kind === "group"
			? `${row.sender.type}: ${row.messages.map(({ text }) => text).join(", ")}`
			: row.kind,
	);
}

const YES_NO = [
	{ title: "Yes", payload: "/affirm" },
	{ title: "No", payload: "/deny" },
];

test("[CR1] groups by sender and time, and names each day", ({ expect }) => {
	const events = [
		bot(1, NOON - 24 * 60 * MINUTE),
		bot(2, NOON),
		bot(3, NOON + 4 * MINUTE),
		bot(4, NOON + 10 * MINUTE),
		visitor(5, NOON + 10 * MINUTE, "hi"),
		{ kind: "agent" as const, seq: 6, atMs: NOON + 11 * MINUTE, name: "Noor", text: "hello" },
		{ kind: "agent" as const, seq: 7, atMs: NOON + 11 * MINUTE, name: "Kim", text: "hello" },
	];
	expect(outline({ events })).toEqual([
		"day",
		"bot: bot 1",
		"day",
		"bot: bot 2, bot 3",
		"bot: bot 4",
		"visitor: hi",
		"agent: hello",
		"agent: hello",
	]);
});

test("[CR4] the next opening is told in the visitor's zone, with the date where the weekday would mislead", ({
	expect,
}) => {
	expect(openingTime(NOON + 21 * 60 * MINUTE, NOON, "en-GB")).toBe("Tuesday 09:00");
	expect(openingTime(NOON + 7 * 24 * 60 * MINUTE, NOON, "en-GB")).toBe("Monday 30 November at 12:00");
});

test("[CF1] an answer is judged at its last message, or at the one that was judged already", ({ expect }) => {
	const events = [visitor(1, NOON, "hi"), bot(2, NOON), bot(3, NOON)];
	const judgedOf = (judgements: ConversationState["judgements"]) =>
		conversationRows({ ...emptyConversation, events, judgements }).flatMap((row) =>
			row.kind === "group" ? [row.judged] : [],
		);
	expect(judgedOf(new Map())).toEqual([null, { seq: 3, judgement: null }]);
	const down = { rating: "down", reason: "slow" } as const;
	expect(judgedOf(new Map([[2, down]]))).toEqual([null, { seq: 2, judgement: down }]);
});

test("[CF3] below the last resolution the help can be rated", ({ expect }) => {
	const resolved = { kind: "system" as const, atMs: NOON, code: "resolved" as const, text: "closed" };
	const events = [bot(1, NOON), { ...resolved, seq: 2 }, visitor(3, NOON, "again"), { ...resolved, seq: 4 }];
	const rows = conversationRows({ ...emptyConversation, events });
	expect(rows.map(({ key }) => key).filter((key) => /csat|system/u.test(key))).toEqual([
		"system-2",
		"system-4",
		"csat-4",
	]);
});

test("[CR1] dividers and system lines part groups; the start of a session is not shown", ({ expect }) => {
	const system = { kind: "system" as const, atMs: NOON, text: "Noor has joined" };
	const events: ConversationEvent[] = [
		{ ...system, seq: 1, code: "session_started" },
		bot(2, NOON),
		bot(3, NOON),
		{ ...system, seq: 4, code: "owner_changed" },
		bot(5, NOON),
	];
	expect(outline({ events, missed: { beforeSeq: 3, count: 2 } })).toEqual([
		"day",
		"bot: bot 2",
		"missed",
		"bot: bot 3",
		"system",
		"bot: bot 5",
	]);
});

function buttonsOf(state: Partial<ConversationState>): string[] {
	const rows = conversationRows({ ...emptyConversation, ...state });
	return rows.flatMap((row) =>
		row.kind === "group"
			? row.messages.flatMap(({ buttons, canChoose }) =>
					buttons.map(
						({ title, isChosen }) => `${title}${isChosen ? " chosen" : ""}${canChoose ? "" : " off"}`,
					),
				)
			: [],
	);
}

test("[CR2] buttons stay, disabled and with the choice marked, once the visitor goes on", ({ expect }) => {
	const asked = bot(1, NOON, YES_NO);
	expect(buttonsOf({ events: [asked] })).toEqual(["Yes", "No"]);
	expect(buttonsOf({ events: [asked, visitor(2, NOON, "Yes", "/affirm")] })).toEqual([
		"Yes chosen off",
		"No off",
	]);
	expect(buttonsOf({ events: [asked, visitor(2, NOON, " no ")] })).toEqual(["Yes off", "No chosen off"]);
	expect(buttonsOf({ events: [asked, visitor(2, NOON, "wait")] })).toEqual(["Yes off", "No off"]);
	// a later "yes" belongs to a later question
	expect(
		buttonsOf({ events: [asked, visitor(2, NOON, "wait"), visitor(3, NOON, "Yes", "/affirm")] }),
	).toEqual(["Yes off", "No off"]);
});

test("[CR2] a choice on its way counts, one that failed does not", ({ expect }) => {
	const events = [bot(1, NOON, YES_NO)];
	expect(buttonsOf({ events, outgoing: [waiting("No", "sending", "/deny")] })).toEqual([
		"Yes off",
		"No chosen off",
	]);
	expect(buttonsOf({ events, outgoing: [waiting("No", "failed", "/deny")] })).toEqual(["Yes", "No"]);
});

test("[CR2] quick replies are buttons; broken ones are left out", ({ expect }) => {
	const extra = { quick_replies: [YES_NO[0], { title: "no payload" }, 3] };
	expect(buttonsOf({ events: [bot(1, NOON, [], extra)] })).toEqual(["Yes"]);
});

test.for([
	["See https://a.example/x?y=1. Thanks", ["See ", "<https://a.example/x?y=1>", ". Thanks"]],
	["(https://a.example/b_(c)) ok", ["(", "<https://a.example/b_(c)>", ") ok"]],
	["write to help@shop.example!", ["write to ", "<mailto:help@shop.example>", "!"]],
	[
		"javascript:alert(1) data:text/html,x ftp://a.example",
		["javascript:alert(1) data:text/html,x ftp://a.example"],
	],
	["http://", ["http://"]],
	["<b>no</b>", ["<b>no</b>"]],
	["", []],
] as const)("[CR3] finds the links in %j", ([text, expected], { expect }) => {
	expect(textParts(text).map((part) => (part.kind === "link" ? `<${part.href}>` : part.text))).toEqual(
		expected,
	);
});

test("[CR3] follows nothing but http, https and mailto", ({ expect }) => {
	const addresses = [
		"javascript:alert(1)",
		"data:text/html,x",
		"JAVASCRIPT:alert(1)",
		"blob:x",
		"//a.example",
		"",
	];
	expect(addresses.map((address) => safeHref(address))).toEqual(addresses.map(() => null));
	expect(safeHref("https://a.example")).toBe("https://a.example/");
});

test("[CR4] times are relative within the hour", ({ expect }) => {
	expect(shortTime(NOON, NOON + 20_000, "en-GB")).toBe("now");
	expect(shortTime(NOON, NOON - 90_000, "en-GB")).toBe("now"); // the server's clock runs ahead of ours
	expect(shortTime(NOON, NOON + 4 * MINUTE, "en-GB")).toBe("4 min ago");
	expect(shortTime(NOON, NOON + 60 * MINUTE, "en-GB")).toBe("12:00");
});

test("[CR4] a duration is told in its largest unit, as the language counts", ({ expect }) => {
	expect([10, 60, 180, 1_440].map((minutes) => durationName(minutes, "en-GB"))).toEqual([
		"10 minutes",
		"1 hour",
		"3 hours",
		"1 day",
	]);
	expect(durationName(180, "de-DE")).toBe("3 Stunden");
	expect(durationName(180, "ar-u-nu-latn")).toBe("3 ساعات");
});

test("[CR4] days near are named", ({ expect }) => {
	expect(dayName(NOON, NOON + MINUTE, "en-GB")).toBe("Today");
	expect(dayName(NOON - 13 * 60 * MINUTE, NOON, "en-GB")).toBe("Yesterday");
	expect(dayName(NOON - 10 * 24 * 60 * MINUTE, NOON, "en-GB")).toBe("Friday 13 November");
	expect(dayName(NOON - 400 * 24 * 60 * MINUTE, NOON, "en-GB")).toContain("2025");
});
