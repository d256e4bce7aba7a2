import { test } from "vitest";
import { type Entry, readEntry } from "../conversations/log-entries.ts";
import { threadItems } from "../conversations/thread-items.ts";
import { botSuggestion } from "./bot-suggestion.ts";

const log = (...events: readonly (readonly ["dialogue" | "system", Record<string, unknown>])[]): Entry[] =>
	events.map(([kind, event], i) =>
		readEntry({ seq: i + 1, at: "2026-11-26T12:00:00.000Z", kind, event: JSON.parse(JSON.stringify(event)) }),
	);
const draft = [
	"system",
	{
		type: "discarded_draft",
		turnId: "m-1",
		epoch: 0,
		currentEpoch: 1,
		events: [
			{ event: "action", name: "utter_returns" },
			{ event: "bot", text: "You have 30 days.", data: {} },
			{ event: "bot", text: null, data: { image: "a.png" } },
			{ event: "bot", text: "Shall I begin?", data: {} },
		],
	},
] as const;
const asked = ["dialogue", { event: "user", text: "returns?", parse_data: {} }] as const;

test("[DA17] an answer of the bot that came too late is a suggestion until somebody has answered", ({
	expect,
}) => {
	expect(botSuggestion(log(asked, draft))).toBe("You have 30 days.\n\nShall I begin?");
	expect(botSuggestion(log(asked, draft, asked))).toBe("You have 30 days.\n\nShall I begin?");
	expect(botSuggestion(log(asked, draft, ["dialogue", { event: "agent", text: "Hello" }]))).toBeNull();
	expect(botSuggestion(log(asked, draft, ["dialogue", { event: "bot", text: "Hi", data: {} }]))).toBeNull();
	expect(botSuggestion(log(asked))).toBeNull();
	expect(botSuggestion(log(asked, ["system", { type: "discarded_draft", events: [] }]))).toBeNull();
});

test("[DA17] the thread shows it where it stands, as never sent", ({ expect }) => {
	expect(threadItems(log(asked, draft)).at(-1)).toMatchObject({
		kind: "draft",
		seq: 2,
		text: "You have 30 days.\n\nShall I begin?",
	});
	expect(threadItems(log(["system", { type: "discarded_draft", events: [] }]))).toMatchObject([
		{ kind: "system", text: "The bot's answer came too late and was not shown." },
	]);
});
