import { test } from "vitest";
import { ConversationId } from "../../contracts/ids.ts";
import { bot } from "../testing/test-bindings.ts";
import { newVisitor, ORIGIN, testWorld } from "../testing/test-world.ts";
import { restReplies } from "../../durable-objects/rest-replies.ts";
import { conversationOfSender } from "../../durable-objects/sender-conversation.ts";

const HOOK = "/webhooks/rest/webhook";

test("[RC1] one sender is one conversation, without an owner, and no visitor reaches it", async ({
	expect,
}) => {
	const world = await testWorld({ REST_CHANNEL: "on" });
	for (const sender of ["ann", "ann", "bob", undefined])
		expect((await world.post(HOOK, { sender, message: "hi", metadata: { page: 1 } })).status).toBe(200);
	const known = [...world.conversations.known.values()];
	expect(known.map(({ visitorId, calls }) => [visitorId, calls.length])).toEqual([
		[null, 2],
		[null, 1],
		[null, 1],
	]);
	expect(known[0]?.calls[0]).toMatchObject({ text: "hi", inputChannel: "rest", metadata: { page: 1 } });
	const { auth } = await newVisitor(world);
	const stranger = await world.request(`/api/conversations/${known[0]?.id}`, { headers: auth });
	expect(stranger.status).toBe(404);
});

test("[RC1] a sender's id is stable, a conversation's id, and of a time that no other has", async ({
	expect,
}) => {
	const id = await conversationOfSender("ann");
	expect(ConversationId.safeParse(id).success).toBe(true);
	expect(id.startsWith("00000000-0000-7")).toBe(true);
	expect(await conversationOfSender("ann")).toBe(id);
	const others = await Promise.all(["Ann", "ann ", "ann\n", "bob", "default"].map(conversationOfSender));
	expect(new Set([id, ...others]).size).toBe(6);
});

test("[RC2] replies have Rasa's shape and order", ({ expect }) => {
	const button = { title: "Yes", payload: "/affirm" };
	const replies = restReplies("ann", [
		{ kind: "visitor", seq: 1, atMs: 0, messageId: "m", text: "hi", payload: null },
		bot(2, { text: "One.\n\nTwo.\nStill two.\n" }),
		bot(3, { text: "Sure?\n\nReally?", buttons: [button] }),
		bot(4, {
			text: "All",
			imageUrl: "https://img.example/a.png",
			extra: {
				custom: { a: 1 },
				attachment: { type: "file" },
				elements: [{ title: "T", subtitle: "S", buttons: [button] }],
			},
		}),
		bot(5, {}),
		{ kind: "system", seq: 6, atMs: 0, code: "resolved", text: "done" },
	]);
	expect(replies).toEqual([
		{ recipient_id: "ann", text: "One." },
		{ recipient_id: "ann", text: "Two.\nStill two." },
		{ recipient_id: "ann", text: "Sure?\n\nReally?", buttons: [button] },
		{ recipient_id: "ann", text: "All" },
		{ recipient_id: "ann", custom: { a: 1 } },
		{ recipient_id: "ann", image: "https://img.example/a.png" },
		{ recipient_id: "ann", attachment: { type: "file" } },
		{ recipient_id: "ann", text: "T : S", buttons: [button] },
	]);
});

test("[RC2] the channel answers as an array or, asked to stream, as lines", async ({ expect }) => {
	const world = await testWorld({ REST_CHANNEL: "on" });
	const message = { sender: "ann", message: "hi", input_channel: "kiosk", unknown: true };
	const plain = await world.post(HOOK, message);
	expect(await plain.json()).toEqual([{ recipient_id: "ann", text: "You said: hi" }]);
	const stream = await world.post(`${HOOK}?stream=true`, message);
	expect(stream.headers.get("Content-Type")).toBe("text/event-stream");
	expect(await stream.text()).toBe('{"recipient_id":"ann","text":"You said: hi"}\n');
	expect([...world.conversations.known.values()][0]?.calls[0]?.inputChannel).toBe("kiosk");
	for (const path of ["/webhooks/rest", "/webhooks/rest/"])
		expect(await (await world.request(path)).json()).toEqual({ status: "ok" });
	expect((await world.post(HOOK, { sender: "ann" })).status).toBe(400);
	expect((await world.post(HOOK, { sender: "ann", message: "x".repeat(4_001) })).status).toBe(413);
});

test("[RC5] a body that nobody has named is JSON, as Rasa's `curl -d` sends it; from a page it must be named", async ({
	expect,
}) => {
	const world = await testWorld({ REST_CHANNEL: "on", API_TOKEN: "secret-token-of-sixteen" });
	const send = (path: string, body: string, headers: Record<string, string> = {}) =>
		world.request(path, { method: "POST", body, headers });
	const message = JSON.stringify({ sender: "ann", message: "hi" });
	const form = { "Content-Type": "application/x-www-form-urlencoded" };
	for (const headers of [{}, form, { "Content-Type": "text/plain;charset=UTF-8" }])
		expect(await (await send(HOOK, message, headers)).json()).toEqual([
			{ recipient_id: "ann", text: "You said: hi" },
		]);
	expect((await send(HOOK, "hi", form)).status).toBe(400);
	expect((await send(HOOK, message, { "Content-Type": "application/xml" })).status).toBe(415);
	for (const ofPage of [{ Origin: ORIGIN }, { "Sec-Fetch-Site": "cross-site" }])
		expect((await send(HOOK, message, { ...form, ...ofPage })).status).toBe(415);
	expect((await send("/api/visitors", "{}", form)).status).toBe(415);
	const path = "/conversations/ann/trigger_intent?token=secret-token-of-sixteen";
	expect((await send(path, '{"name": "greet"}', form)).status).not.toBe(415);
	expect((await send("/model/train?token=secret-token-of-sixteen", "intents: [", form)).status).not.toBe(415);
	expect((await send("/model/parse", '{"text": ""}', form)).status).not.toBe(415);
});

test("[RC3] the channel is off unless configured, except in development", async ({ expect }) => {
	for (const [settings, status] of [
		[{}, 404],
		[{ ENVIRONMENT: "staging" }, 404],
		[{ ENVIRONMENT: "development" }, 200],
		[{ ENVIRONMENT: "development", REST_CHANNEL: "off" }, 404],
		[{ REST_CHANNEL: "on" }, 200],
	] as const) {
		const world = await testWorld(settings);
		expect((await world.post(HOOK, { message: "hi" })).status, JSON.stringify(settings)).toBe(status);
		expect((await world.request("/webhooks/rest/")).status).toBe(status);
	}
});
