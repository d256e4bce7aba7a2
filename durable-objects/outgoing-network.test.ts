import { test as baseTest } from "vitest";
import type { ConversationEvent } from "../contracts/protocol.ts";
import { workerHttp } from "./http-port.ts";
import { type OutgoingEnv, outgoingNetwork, outgoingRules } from "./outgoing-network.ts";
import { tellListener } from "./tell-listener.ts";
import { newWebhookSecret } from "./webhooks/webhook-signature.ts";
import { workerWebhooks } from "./webhooks/worker-webhooks.ts";

const SAID: ConversationEvent = {
	kind: "bot",
	seq: 1,
	atMs: 0,
	text: "Hello.",
	buttons: [],
	imageUrl: null,
	extra: null,
};

/** A public network that notes what goes through it and answers everything. */
const test = baseTest.extend<{ world: { env: OutgoingEnv & { ENVIRONMENT: string }; called: string[] } }>({
	// oxlint-disable-next-line no-empty-pattern -- a fixture must destructure
	world: async ({}, use) => {
		const called: string[] = [];
		const PUBLIC_NETWORK = {
			fetch: async (request: Request) => {
				called.push(request.url);
				return new Response("{}");
			},
		};
		await use({ called, env: { ENVIRONMENT: "production", PUBLIC_NETWORK } });
	},
});

// nobody gives these names out: a call past the network fails
const AT = "https://receiver.invalid/hook";

test("[OA5] a callback's message goes by the public network", async ({ expect, world }) => {
	const env = { ...world.env, CALLBACK_CHANNEL: JSON.stringify({ url: AT }) };
	expect(await tellListener(env, { kind: "callback", name: "ann" }, [SAID])).toBe(true);
	expect(world.called).toEqual([AT]);
});

test("[OA5] a webhook's delivery goes by the public network", async ({ expect, world }) => {
	const webhooks = workerWebhooks(world.env, () => {
		throw new Error("no database is asked");
	});
	const webhook = { id: "w", url: AT, events: [], activeSinceMs: 0, secret: newWebhookSecret() };
	const payload = {
		type: "conversation.owner_changed",
		conversationId: "019ab000-0000-7000-8000-000000000001",
		seq: 1,
		at: "2026-11-26T00:00:00.000Z",
		owner: "person",
	} as const;
	expect(await webhooks.send(webhook, { id: "w.c.1", attempt: 1, payload })).toMatchObject({
		status: "delivered",
	});
	expect(world.called).toEqual([AT]);
});

test("[OA5] a call of an action goes by the public network", async ({ expect, world }) => {
	expect(await workerHttp(world.env).request({ url: AT })).toEqual({ status: 200, body: {} });
	expect(world.called).toEqual([AT]);
});

test("[OA5] where hosts are named, or in development, calls go by the one that reaches them", async ({
	expect,
	world,
}) => {
	for (const more of [{ OUTGOING_HOSTS: "receiver.invalid" }, { ENVIRONMENT: "development" }]) {
		const env = { ...world.env, ...more };
		await expect(outgoingNetwork(env, outgoingRules(env)).fetch(new Request(AT))).rejects.toThrow();
	}
	await expect(outgoingNetwork({}, outgoingRules(world.env)).fetch(new Request(AT))).rejects.toThrow();
	expect(world.called).toEqual([]);
});
