import { test } from "vitest";
import { decodeBody, decodeFrame, encodeBody, encodeFrame, packet } from "./engine-packets.ts";
import * as socketio from "./socketio-packets.ts";

test("[SI1] Engine.IO 4 is written as its protocol says", ({ expect }) => {
	const packets = [packet("open", "{}"), packet("message", '2["a","é€😀"]'), packet("noop")];
	expect(encodeBody(4, packets)).toBe('0{}\u001e42["a","é€😀"]\u001e6');
	expect(packets.map((one) => encodeFrame(4, one))).toEqual(["0{}", '42["a","é€😀"]', "6"]);
	expect(decodeBody(4, encodeBody(4, packets))).toEqual(packets);
	expect(decodeFrame(4, "2probe")).toEqual(packet("ping", "probe"));
});

test("[SI1] Engine.IO 3 is written as its protocol says: lengths before packets", ({ expect }) => {
	const packets = [packet("open", "{}"), packet("message", "0"), packet("message", '2["é€"]')];
	expect(encodeBody(3, packets)).toBe('3:0{}2:408:42["é€"]');
	expect(decodeBody(3, encodeBody(3, packets))).toEqual(packets);
	expect(encodeFrame(3, packet("pong", "probe"))).toBe("3probe");
	expect(decodeFrame(3, "5")).toEqual(packet("upgrade"));
});

test("[SI2] bytes, unknown packets and nonsense are none", ({ expect }) => {
	for (const version of [3, 4] as const) {
		for (const frame of ["", "x", "9", "bAQID", "\u0000"]) expect(decodeFrame(version, frame)).toBe(null);
		for (const body of ["", "x", "bAQID", "99:4a", "-1:4", "3:4", "\u001e", "1:1:1:"])
			expect(
				safely(() => decodeBody(version, body)),
				`${version} ${body}`,
			).not.toEqual([packet("message", body)]);
	}
	expect(decodeBody(4, "4a\u001ebAQID")).toBe(null);
});

function safely(work: () => unknown): unknown {
	try {
		return work();
	} catch {
		return null; // the transport takes a throw for nonsense too
	}
}

test("[SI3] Socket.IO's packets are read as they are meant, and nonsense is none", ({ expect }) => {
	expect(socketio.decodeSocketIo('0/chat,{"token":"x"}')).toEqual({
		type: "connect",
		nsp: "/chat",
		data: { token: "x" },
	});
	expect(socketio.decodeSocketIo("0")).toEqual({ type: "connect", nsp: "/", data: undefined });
	expect(socketio.decodeSocketIo('27["user_uttered",{"message":"hi"}]')).toEqual({
		type: "event",
		nsp: "/",
		name: "user_uttered",
		data: { message: "hi" },
		id: 7,
	});
	expect(socketio.decodeSocketIo('2["session_request"]')).toMatchObject({ data: undefined, id: null });
	expect(socketio.decodeSocketIo("1/chat,")).toEqual({ type: "disconnect", nsp: "/chat" });
	expect(socketio.decodeSocketIo("3[]")).toMatchObject({ type: "other" });
	for (const text of [
		"",
		"9",
		"2",
		"2{}",
		"2[]",
		"2[1]",
		'2["a"',
		"x",
		'51-["a",{"_placeholder":true,"num":0}]',
		'4{"message":"x"}',
		`2["${"a".repeat(300)}"]`,
	])
		expect(socketio.decodeSocketIo(text), text).toBe(null);
	expect(socketio.decodeSocketIo(`2["a",${"[".repeat(9_000)}${"]".repeat(9_000)}]`)).toMatchObject({
		name: "a",
	});
});

test("[SI3] what we send has the form of both of Socket.IO's protocols", ({ expect }) => {
	expect(socketio.connected("/", "abc")).toBe('0{"sid":"abc"}');
	expect(socketio.connected("/", null)).toBe("0");
	expect(socketio.refused("/chat", "no", false)).toBe('4/chat,{"message":"no"}');
	expect(socketio.refused("/", "no", true)).toBe('4"no"');
	expect(socketio.event("/chat", "bot_uttered", { text: "hi" })).toBe('2/chat,["bot_uttered",{"text":"hi"}]');
	expect(socketio.acknowledged("/", 7)).toBe("37[]");
});
