import { test } from "vitest";
import { testWorld } from "../testing/test-world.ts";

const HOOK = "/webhooks/callback/webhook";
const CALLBACK_CHANNEL = '{"url": "https://shop.example/bot"}';

test("[CC1] a message is said, and its conversation posts to the address that is configured", async ({
	expect,
}) => {
	const world = await testWorld({ CALLBACK_CHANNEL });
	const response = await world.post(HOOK, { sender: "ann", message: "hi", metadata: { page: 1 } });
	expect([response.status, await response.text()]).toEqual([200, "success"]);
	const [known] = world.conversations.known.values();
	expect(known?.calls[0]).toMatchObject({ text: "hi", inputChannel: "callback", metadata: { page: 1 } });
	expect(world.conversations.listened).toEqual([
		{ id: known?.id, channel: "callback", listener: { kind: "callback", name: "ann" } },
	]);
	expect(await (await world.request("/webhooks/callback/")).json()).toEqual({ status: "ok" });
});

test("[CC2] the channel is off unless an address is configured", async ({ expect }) => {
	for (const settings of [{}, { ENVIRONMENT: "development" }, { CALLBACK_CHANNEL: "off" }]) {
		const world = await testWorld(settings);
		expect((await world.post(HOOK, { message: "hi" })).status).toBe(404);
		expect((await world.request("/webhooks/callback/")).status).toBe(404);
	}
});

test("[CC3] an address in our own network is refused, unless it is named or this is development", async ({
	expect,
}) => {
	const inside = '{"url": "http://10.0.0.7/bot"}';
	for (const [settings, status] of [
		[{ CALLBACK_CHANNEL: inside }, 500],
		[{ CALLBACK_CHANNEL: '{"url": "http://169.254.169.254/latest"}' }, 500],
		[{ CALLBACK_CHANNEL: inside, ENVIRONMENT: "development" }, 200],
		[{ CALLBACK_CHANNEL: inside, OUTGOING_HOSTS: "10.0.0.7" }, 200],
		[{ CALLBACK_CHANNEL, OUTGOING_HOSTS: "10.0.0.7" }, 500],
		[{ CALLBACK_CHANNEL: "not json" }, 500],
	] as const) {
		const world = await testWorld(settings);
		expect((await world.post(HOOK, { message: "hi" })).status, JSON.stringify(settings)).toBe(status);
		if (status === 500) expect(JSON.stringify(world.log)).toMatch(/CALLBACK_CHANNEL: (url: )?/);
	}
});
