import { test } from "vitest";
import type { DialogueEvent } from "../contracts/dialogue-event.ts";
import { ConversationEvent } from "../contracts/protocol.ts";
import type { LogEntry, NewEntry } from "./log-entry.ts";
import { visibleEvent, visibleEvents } from "./visible-events.ts";

const MIA = "019ab000-0000-7001-8000-0000000000aa";
const place = { seq: 7, atMs: 1_000 };

function entry(event: DialogueEvent): LogEntry {
	return { kind: "dialogue", event, ...place, eventId: "e" };
}

test("[VE1] what a customer typed is shown; what a button sent is shown by its title", ({ expect }) => {
	const user = { event: "user", text: "hi", parse_data: {}, message_id: "m1" } as const;
	expect(visibleEvent(entry(user))).toEqual({
		kind: "visitor",
		...place,
		messageId: "m1",
		text: "hi",
		payload: null,
	});
	expect(visibleEvent(entry({ ...user, text: "/affirm", metadata: { display_text: "Yes" } }))).toEqual({
		kind: "visitor",
		...place,
		messageId: "m1",
		text: "Yes",
		payload: "/affirm",
	});
});

test("[VE2] a bot's text, buttons, image and what else a page may render", ({ expect }) => {
	const data = {
		buttons: [{ title: "Yes", payload: "/affirm", type: "postback" }],
		image: "https://shop.example/a.png",
		custom: { rating: 5 },
		attachment: null,
		elements: [],
		quick_replies: null,
		secret: "not for customers",
	};
	expect(
		visibleEvent(entry({ event: "bot", text: null, data, metadata: { utter_action: "utter_x" } })),
	).toEqual({
		kind: "bot",
		...place,
		text: null,
		buttons: [{ title: "Yes", payload: "/affirm" }],
		imageUrl: "https://shop.example/a.png",
		extra: { custom: { rating: 5 } },
	});
	expect(visibleEvent(entry({ event: "bot", text: "hi" }))).toMatchObject({
		buttons: [],
		imageUrl: null,
		extra: null,
	});
	expect(visibleEvent(entry({ event: "bot", text: "hi", data: { buttons: [{ title: 1 }] } }))).toMatchObject({
		buttons: [],
	});
});

test("[VE3] nothing else is a customer's business", ({ expect }) => {
	const hidden: NewEntry[] = [
		...(
			[
				{ event: "user", text: "EXTERNAL: nudge", parse_data: {}, metadata: { is_external: true } },
				{ event: "user", text: "/session_start", parse_data: {} },
				{ event: "user", text: null, parse_data: {} },
				{ event: "action", name: "action_listen" },
				{ event: "slot", name: "email", value: "a@b.example" },
				{ event: "session_started" },
				{ event: "reminder", name: "r", intent: "i", date_time: "2026-11-23T10:00:00Z" },
			] satisfies DialogueEvent[]
		).map((event): NewEntry => ({ kind: "dialogue", event })),
		{ kind: "feedback", event: { seq: 1, rating: "up" } },
		{ kind: "read", event: { who: "visitor", seq: 1 } },
		{ kind: "system", event: { type: "turn_failed", turnId: "t", error: "TypeError" } },
		{
			kind: "system",
			event: {
				type: "discarded_draft",
				turnId: "t",
				epoch: 0,
				currentEpoch: 1,
				events: [{ event: "bot", text: "stale" }],
			},
		},
	];
	expect(visibleEvents(hidden.map((hiddenEntry) => ({ ...hiddenEntry, ...place, eventId: "e" })))).toEqual(
		[],
	);
});

test("[VE4] a person's words carry a name; a change of owner is said; all of it fits the protocol", ({
	expect,
}) => {
	const events = visibleEvents([
		entry({ event: "agent", text: "I am Mia", metadata: { name: "Mia" } }),
		{ kind: "system", event: { type: "owner_changed", owner: "person", epoch: 1 }, ...place, eventId: "e" },
		{
			kind: "system",
			event: { type: "owner_changed", owner: "person", epoch: 2, assignee: { id: MIA, name: "Mia" } },
			...place,
			eventId: "f",
		},
	]);
	expect(events).toEqual([
		{ kind: "agent", ...place, name: "Mia", text: "I am Mia" },
		{
			kind: "system",
			...place,
			code: "owner_changed",
			text: "A person has joined the conversation.",
			owner: "person",
		},
		{
			kind: "system",
			...place,
			code: "owner_changed",
			text: "Mia has joined the conversation.",
			owner: "person",
			name: "Mia",
		},
	]);
	for (const event of events) expect(ConversationEvent.parse(event)).toEqual(event);
});
