import { test } from "vitest";
import type { ConversationEvent } from "../../contracts/protocol.ts";
import { socketIoMessages } from "./bot-messages.ts";
import { type SessionMemory, type SessionMessage, SocketIoSession } from "./session.ts";
import { SocketIoSettings, socketIoSettings } from "./socketio-settings.ts";

/** A session of Rasa's channel, with what it sends, says and joins. */
function open(settings: object = {}, memory: Partial<SessionMemory> = {}) {
	const sent: string[] = [];
	const said: SessionMessage[] = [];
	const joined: string[] = [];
	const world = { refusal: null as string | null, failures: 0 };
	const kept: SessionMemory = { sid: "sid-1", version: 4, queryToken: null, isConnected: false, ...memory };
	const session = new SocketIoSession(SocketIoSettings.parse(settings), kept, {
		send: (packet) => sent.push(packet),
		isAllowed: async (token) => token === "good",
		newSessionId: () => "fresh-session",
		join: async (sender) => void joined.push(sender),
		say: async (message) => {
			said.push(message);
			return world.refusal;
		},
		fail: () => (world.failures += 1),
	});
	const receive = async (...packets: string[]) => {
		sent.length = 0;
		for (const packet of packets) await session.receive(packet);
		return [...sent];
	};
	return { session, receive, sent, said, joined, world, kept };
}

test("[SI4] version 4 connects when asked, version 3 at once; other namespaces are refused", async ({
	expect,
}) => {
	const modern = open();
	await modern.session.opened();
	expect(modern.sent).toEqual([]);
	expect(await modern.receive("0")).toEqual(['0{"sid":"sid-1"}']);
	expect(await open().receive("0/other,")).toEqual(['4/other,{"message":"Invalid namespace"}']);
	const old = open({}, { version: 3 });
	await old.session.opened();
	expect([old.sent, old.kept.isConnected]).toEqual([["0"], true]);
	const named = open({ namespace: "chat" }, { version: 3 });
	await named.session.opened();
	expect([named.sent, named.kept.isConnected]).toEqual([["0"], false]);
	expect(await named.receive("0/chat?token=x,")).toEqual(["0/chat,"]);
	expect(named.kept.isConnected).toBe(true);
});

test("[SI5] with a key only its tokens get in; before that nothing is heard", async ({ expect }) => {
	const settings = { jwt_key: "secret" };
	for (const auth of ["", "{}", '{"token":"bad"}', '{"token":7}'])
		expect(await open(settings).receive(`0${auth}`)).toEqual([
			'4{"message":"Connection rejected by server"}',
		]);
	for (const token of ["good", "Bearer good"])
		expect(await open(settings).receive(`0{"token":"${token}"}`)).toEqual(['0{"sid":"sid-1"}']);
	const old = open(settings, { version: 3, queryToken: "bad" });
	await old.session.opened();
	expect(old.sent).toEqual(['4"Connection rejected by server"']);
	const silent = open(settings);
	expect(await silent.receive('2["user_uttered",{"message":"hi"}]', '2["session_request",{}]')).toEqual([]);
	silent.session.tell([{ text: "secret" }]);
	expect([silent.sent, silent.said, silent.joined]).toEqual([[], [], []]);
});

test("[SI6] a session is confirmed: the one asked for, otherwise a new one", async ({ expect }) => {
	const plain = open();
	await plain.receive("0");
	for (const data of ["", ",{}", ",null", ',{"session_id":null}', ',{"session_id":7}'])
		expect(await plain.receive(`2["session_request"${data}]`)).toEqual([
			'2["session_confirm","fresh-session"]',
		]);
	expect(await plain.receive('2["session_request",{"session_id":"mine"}]')).toEqual([
		'2["session_confirm","mine"]',
	]);
	expect(plain.joined).toEqual([]);
	const lasting = open({ session_persistence: true });
	await lasting.receive("0", '2["session_request",{"session_id":"mine"}]');
	expect(lasting.joined).toEqual(["mine"]);
});

test("[SI7] who speaks: the socket, or with session_persistence the session; without it a message is ignored", async ({
	expect,
}) => {
	const plain = open();
	await plain.receive("0", '2["user_uttered",{"message":"hi","session_id":"mine"}]');
	expect(plain.said).toEqual([{ sender: "sid-1", text: "hi", metadata: null }]);
	const lasting = open({ session_persistence: true });
	await lasting.receive(
		"0",
		'2["user_uttered",{"message":"lost"}]',
		'2["user_uttered",{"message":"hi","session_id":"mine"}]',
	);
	expect(lasting.said).toEqual([{ sender: "mine", text: "hi", metadata: null }]);
	expect(lasting.joined).toEqual(["mine"]);
});

test("[SI8] event names, namespace and the metadata's key are configurable; metadata may be JSON", async ({
	expect,
}) => {
	const settings = {
		user_message_evt: "say",
		bot_message_evt: "told",
		namespace: "/chat",
		metadata_key: "customData",
	};
	const own = open(settings);
	await own.receive(
		"0/chat,",
		'2/chat,["say",{"message":"a","customData":{"page":1},"metadata":{"no":1}}]',
		'2/chat,["say",{"message":"b","customData":"{\\"page\\":2}"}]',
		'2/chat,["say",{"message":"c","customData":"not json"}]',
		`2/chat,["say",{"message":"d","customData":${'{"a":'.repeat(20)}1${"}".repeat(20)}}]`,
		'2/chat,["user_uttered",{"message":"no"}]',
		'2["say",{"message":"no"}]',
	);
	expect(own.said.map(({ text, metadata }) => [text, metadata])).toEqual([
		["a", { page: 1 }],
		["b", { page: 2 }],
		["c", null],
		["d", null],
	]);
	own.sent.length = 0;
	own.session.tell([{ text: "hi" }]);
	expect(own.sent).toEqual(['2/chat,["told",{"text":"hi"}]']);
});

test("[SI9] what can't be taken is answered, and nonsense ends the session", async ({ expect }) => {
	const session = open();
	await session.receive("0");
	expect(await session.receive(`25["user_uttered",{"message":"${"x".repeat(4_001)}"}]`)).toEqual([
		"35[]",
		'2["bot_uttered",{"text":"A message may have at most 4000 characters."}]',
	]);
	session.world.refusal = "Too many messages.";
	expect(await session.receive('2["user_uttered",{"message":"hi"}]')).toEqual([
		'2["bot_uttered",{"text":"Too many messages."}]',
	]);
	expect(await session.receive('2["user_uttered",{"message":"  "}]', '2["user_uttered",{}]')).toEqual([]);
	expect(session.said).toHaveLength(1);
	await session.receive("51-[]");
	expect(session.world.failures).toBe(1);
});

test("[SI10] messages have Rasa's shapes and order", ({ expect }) => {
	const place = { seq: 1, atMs: 0 };
	const button = { title: "Yes", payload: "/affirm" };
	const bot = (more: Partial<Extract<ConversationEvent, { kind: "bot" }>>): ConversationEvent => ({
		kind: "bot",
		...place,
		text: null,
		buttons: [],
		imageUrl: null,
		extra: null,
		...more,
	});
	const reply = { content_type: "text", ...button };
	expect(
		socketIoMessages([
			{ kind: "visitor", ...place, messageId: "m", text: "hi", payload: null },
			bot({ text: " One.\n\nTwo. " }),
			bot({ text: "Sure?\n\nReally?", buttons: [button] }),
			bot({
				text: "Quick",
				buttons: [{ title: "No", payload: "/deny" }],
				extra: { quick_replies: [button] },
			}),
			bot({
				text: "All",
				imageUrl: "https://img.example/a.png",
				extra: { custom: { data: { a: 1 }, room: "x" }, attachment: "a.pdf", elements: [{ title: "T" }] },
			}),
			bot({ extra: { custom: { stars: 5 } } }),
			bot({}),
			{ kind: "agent", ...place, name: "Ann", text: "I'm here." },
			{ kind: "system", ...place, code: "resolved", text: "done" },
		]),
	).toEqual([
		{ text: "One." },
		{ text: "Two." },
		{ text: "Sure?", quick_replies: [] },
		{ text: "Really?", quick_replies: [reply] },
		{ text: "Quick", quick_replies: [reply] },
		{ text: "All" },
		{ a: 1 },
		{ attachment: { type: "image", payload: { src: "https://img.example/a.png" } } },
		{ attachment: "a.pdf" },
		{
			attachment: {
				type: "template",
				payload: { template_type: "generic", elements: { title: "T" } },
			},
		},
		{ stars: 5 },
		{ text: "I'm here." },
	]);
});

test("[SI11] the settings are Rasa's, off unless configured, except in development", ({ expect }) => {
	expect(socketIoSettings({})).toBe(null);
	expect(socketIoSettings({ SOCKETIO_CHANNEL: "off", ENVIRONMENT: "development" })).toBe(null);
	const defaults = {
		user_message_evt: "user_uttered",
		bot_message_evt: "bot_uttered",
		namespace: "/",
		session_persistence: false,
		socketio_path: "/socket.io",
		jwt_method: "HS256",
		metadata_key: "metadata",
	};
	expect(socketIoSettings({ ENVIRONMENT: "development" })).toEqual(defaults);
	expect(socketIoSettings({ SOCKETIO_CHANNEL: "on" })).toEqual(defaults);
	const written = '{"namespace": "chat", "socketio_path": "bot/ws/", "session_persistence": true}';
	expect(socketIoSettings({ SOCKETIO_CHANNEL: written })).toMatchObject({
		namespace: "/chat",
		socketio_path: "/bot/ws",
		session_persistence: true,
	});
	for (const [text, fault] of [
		["yes", /it: /],
		['{"jwt_method": "none"}', /jwt_method/],
		['{"socketio_path": "/a/../b?c"}', /socketio_path/],
		['{"jwt_key": ""}', /jwt_key/],
	] as const)
		expect(() => socketIoSettings({ SOCKETIO_CHANNEL: text }), text).toThrow(fault);
});
