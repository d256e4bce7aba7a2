import { test } from "vitest";
import type { JsonValue } from "../contracts/parse-data.ts";
import { type LogEntryRow, feedbackMark, visibleMessage } from "./log-projection.ts";

const entry = (kind: LogEntryRow["kind"], event: JsonValue): LogEntryRow => ({
	seq: 1,
	atMs: 1,
	kind,
	event,
	eventId: "e",
});
const visible = (event: JsonValue) => visibleMessage(entry("dialogue", event));

test("[CL1] messages are the words of a customer, the bot or a person", ({ expect }) => {
	expect(visible({ event: "user", text: "Hi", parse_data: {} })).toEqual({ author: "visitor", text: "Hi" });
	expect(visible({ event: "bot", text: "Hello", data: {} })).toEqual({ author: "bot", text: "Hello" });
	expect(visible({ event: "bot", text: null, data: { image: "x" } })).toEqual({ author: "bot", text: null });
	expect(visible({ event: "agent", text: "I'm Kim" })).toEqual({ author: "agent", text: "I'm Kim" });
});

test("[CL1] a pressed button is read by its title", ({ expect }) => {
	const pressed = {
		event: "user",
		text: "/affirm",
		parse_data: {},
		metadata: { display_text: "Yes, please" },
	};
	expect(visible(pressed)).toEqual({ author: "visitor", text: "Yes, please" });
});

test("[CL1] what nobody said is no message", ({ expect }) => {
	expect(visible({ event: "slot", name: "a", value: 1 })).toBeNull();
	expect(visible({ event: "user", text: "/session_start", parse_data: {} })).toBeNull();
	expect(
		visible({ event: "user", text: "EXTERNAL: x", parse_data: {}, metadata: { is_external: true } }),
	).toBeNull();
	expect(visible({ event: "user", text: null, parse_data: {} })).toBeNull();
	expect(visible({ event: "no such event" })).toBeNull();
	expect(visible("nonsense")).toBeNull();
	expect(visibleMessage(entry("system", { event: "bot", text: "draft", data: {} }))).toBeNull();
});

test("[CL11] feedback names the message that it judges", ({ expect }) => {
	expect(feedbackMark(entry("feedback", { seq: 4, rating: "up", reason: "kind" }))).toEqual({
		messageSeq: 4,
		rating: "up",
		reason: "kind",
	});
	expect(feedbackMark(entry("feedback", { seq: 4, rating: null }))).toEqual({
		messageSeq: 4,
		rating: null,
		reason: null,
	});
	expect(feedbackMark(entry("feedback", { seq: 4, rating: "great" }))).toBeNull();
	expect(feedbackMark(entry("read", { seq: 4, rating: "up" }))).toBeNull();
});
