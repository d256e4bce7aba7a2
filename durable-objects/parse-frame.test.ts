import { test } from "vitest";
import { MAX_TEXT_CHARS } from "../contracts/protocol.ts";
import { parseClientFrame } from "./parse-frame.ts";

test("[FR4] every frame of the protocol is read as it is meant", ({ expect }) => {
	const frames = [
		{ type: "hello", protocol: 1, lastSeq: 0 },
		{
			type: "message",
			id: "message-1",
			text: "x".repeat(MAX_TEXT_CHARS),
			payload: "/a",
			metadata: { a: [1, null] },
		},
		{ type: "typing" },
		{ type: "read", seq: 3 },
		{ type: "feedback", seq: 3, rating: null },
		{ type: "csat", seq: 9, rating: 5, comment: "quick" },
	];
	for (const frame of frames) expect(parseClientFrame(JSON.stringify(frame))).toEqual({ ok: true, frame });
	expect(parseClientFrame('{"type":"typing","more":1}')).toEqual({ ok: true, frame: { type: "typing" } });
});

test("[FR5] a fault names what is wrong and the message's id, and never quotes the customer", ({
	expect,
}) => {
	const secret = "my card is 4111 1111 1111 1111";
	const faults = [
		`{"type":"message","id":"message-1","text":${JSON.stringify(secret)},"payload":7}`,
		secret,
		`{"${secret}":1}`,
	]
		.map((raw) => parseClientFrame(raw))
		.map((parsed) => (parsed.ok ? null : parsed.fault));
	expect(faults).toEqual([
		{ code: "bad_frame", message: expect.stringContaining("payload"), id: "message-1" },
		{ code: "bad_frame", message: "The frame is not JSON." },
		{ code: "bad_frame", message: expect.stringContaining("Unknown frame") },
	]);
	expect(JSON.stringify(faults)).not.toContain("4111");
});

test("[FR6] nesting is counted before parsing, brackets inside of strings are not", ({ expect }) => {
	const nested = (depth: number): string =>
		`{"type":"message","id":"message-1","text":"x","metadata":{"a":${"[".repeat(depth)}${"]".repeat(depth)}}}`;
	expect(parseClientFrame(nested(7)).ok).toBe(true);
	expect(parseClientFrame(nested(8))).toMatchObject({
		ok: false,
		fault: { code: "bad_frame", message: expect.stringContaining("8 levels"), id: "message-1" },
	});
	expect(parseClientFrame(nested(31))).toMatchObject({
		ok: false,
		fault: { message: expect.stringContaining("32") },
	});
	const brackets = JSON.stringify({ type: "message", id: "message-1", text: `\\"${"[{".repeat(500)}` });
	expect(parseClientFrame(brackets).ok).toBe(true);
});
