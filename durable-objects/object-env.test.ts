import { test } from "vitest";
import { ConversationUnavailable, unavailableRetryMs } from "./conversation-rpc.ts";
import { conversationLimits } from "./object-env.ts";
import { latestOf, previewOf } from "./conversation-preview.ts";

test("[RL5] the Worker's rule for messages is the object's too; a bad one is named", ({ expect }) => {
	const usual = { messages: { burst: 20, perSecond: 1 }, frames: { burst: 120, perSecond: 6 } };
	expect(conversationLimits({})).toEqual(usual);
	expect(conversationLimits({ RATE_LIMITS: "" })).toEqual(usual);
	expect(conversationLimits({ RATE_LIMITS: '{"tickets":{"limit":1,"windowSeconds":1}}' })).toEqual(usual);
	expect(conversationLimits({ RATE_LIMITS: '{"messages":{"limit":6,"windowSeconds":3}}' }).messages).toEqual({
		burst: 2,
		perSecond: 2,
	});
	for (const bad of ["nonsense", '{"messages":{"limit":0,"windowSeconds":1}}', "[]"])
		expect(() => conversationLimits({ RATE_LIMITS: bad })).toThrow("RATE_LIMITS");
});

test("[RB10] that a conversation is unavailable survives the way from the object to the Worker", ({
	expect,
}) => {
	const error = new ConversationUnavailable(5_000);
	expect(unavailableRetryMs(new Error(error.message))).toBe(5_000);
	expect(unavailableRetryMs(new Error("something else"))).toBeNull();
	expect(unavailableRetryMs("conversation unavailable")).toBeNull();
});

test("[OB4] a preview is of the last message, whoever has come or gone since; the time is of what was seen last", ({
	expect,
}) => {
	const user = { event: "user", text: "is it blue?", parse_data: {} } as const;
	const picture = { event: "bot", text: null, data: { image: "https://shop.example/a.png" } } as const;
	const joined = { type: "owner_changed", owner: "person", epoch: 1 } as const;
	const place = (seq: number) => ({ seq, atMs: 10 * seq, eventId: "" });
	const log = [
		{ kind: "dialogue", event: user, ...place(1) },
		{ kind: "dialogue", event: picture, ...place(2) },
		{ kind: "system", event: joined, ...place(3) },
	] as const;
	const readVisible = (count: number) => ({ readVisible: () => log.slice(log.length - count) });
	expect(latestOf(readVisible(3))).toEqual({ preview: "is it blue?", atMs: 30 });
	expect(latestOf(readVisible(1))).toEqual({ preview: "A person has joined the conversation.", atMs: 30 });
	expect(latestOf(readVisible(0))).toEqual({ preview: null, atMs: null });
	const comes = { event: "bot", text: "I'm connecting you to a person.", data: {} } as const;
	const last = { kind: "dialogue", event: comes, ...place(4) } as const;
	const waiting = { readVisible: () => [...log, last] };
	expect(latestOf(waiting)).toEqual({ preview: comes.text, atMs: 40 });
	expect(latestOf(waiting, true), "who waits is known by what they said").toEqual({
		preview: "is it blue?",
		atMs: 40,
	});
});

test("[OB4] a preview is the first 140 characters, never half of one", ({ expect }) => {
	expect(previewOf(null)).toBeNull();
	expect(previewOf("short")).toBe("short");
	expect(previewOf(`${"a".repeat(139)}😀😀`)).toBe(`${"a".repeat(139)}😀`);
});
