import { createHmac } from "node:crypto";
import type { IncomingMessage, RequestListener } from "node:http";
import { text } from "node:stream/consumers";
import { test } from "vitest";
import { serveOnLoopback } from "../../gateway/testing/loopback-server.ts";
import type { AddressRules } from "../outgoing-address.ts";
import { sendDelivery } from "./send-delivery.ts";
import { GIVE_UP_AFTER_MS, webhookDelayMs } from "./webhook-delay.ts";
import type { Delivery } from "./webhook-ports.ts";
import { newWebhookSecret, signatureOf } from "./webhook-signature.ts";

const OPEN: AddressRules = { allowedHosts: null, publicOnly: false };
const NOW_MS = 1_795_400_000_123;

const delivery: Delivery = {
	id: "w.c.1",
	attempt: 3,
	payload: {
		type: "conversation.owner_changed",
		conversationId: "019ab000-0000-7000-8000-000000000001",
		seq: 1,
		at: "2026-11-26T00:00:00.000Z",
		owner: "person",
	},
};

async function withReceiver(answer: RequestListener, use: (url: string) => Promise<void>): Promise<void> {
	const server = await serveOnLoopback(answer);
	try {
		await use(`${server.url}/hook`);
	} finally {
		await server.close();
	}
}

const send = (url: string, more: { rules?: AddressRules; timeoutMs?: number; secret?: string } = {}) =>
	sendDelivery(
		{ id: "w", url, events: [], activeSinceMs: 0, secret: more.secret ?? newWebhookSecret() },
		delivery,
		{ rules: more.rules ?? OPEN, fetch, nowMs: () => NOW_MS, timeoutMs: more.timeoutMs ?? 5_000 },
	);

test("[WH8] a delivery says who it is, when and which attempt, and signs id, time and body", async ({
	expect,
}) => {
	const secret = newWebhookSecret();
	const seen: { request: IncomingMessage; body: string }[] = [];
	await withReceiver(
		(request, response) => {
			void text(request).then((body) => {
				seen.push({ request, body });
				return response.writeHead(204).end();
			});
		},
		async (url) => expect(await send(url, { secret })).toEqual({ status: "delivered", httpStatus: 204 }),
	);
	const [{ request, body } = { request: null, body: "" }] = seen;
	expect(JSON.parse(body)).toEqual(delivery.payload);
	const timestamp = String(Math.floor(NOW_MS / 1_000));
	const key = Buffer.from(secret.replace("whsec_", ""), "base64");
	expect(key.length).toBe(32);
	expect(request).toMatchObject({
		method: "POST",
		url: "/hook",
		headers: {
			"content-type": "application/json",
			"webhook-id": "w.c.1",
			"webhook-attempt": "3",
			"webhook-timestamp": timestamp,
			"webhook-signature": `v1,${createHmac("sha256", key).update(`w.c.1.${timestamp}.${body}`).digest("base64")}`,
		},
	});
	// the example of the specification
	expect(
		await signatureOf("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", {
			id: "msg_p5jXN8AQM9LWM0D4loKWxJek",
			timestampSeconds: 1614265330,
			body: '{"test": 2432232314}',
		}),
	).toBe("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
});

test("[WH9] a redirect is not followed, and no answer but 2xx is one", async ({ expect }) => {
	let reached = 0;
	await withReceiver(
		(_request, response) => {
			reached += 1;
			response.end();
		},
		async (elsewhere) => {
			for (const [status, headers] of [
				[301, { location: elsewhere }],
				[302, { location: elsewhere }],
				[307, { location: elsewhere }],
				[308, { location: elsewhere }],
				[400, {}],
				[410, {}],
				[500, {}],
			] as const)
				// one receiver after the other
				await withReceiver(
					(_request, response) => response.writeHead(status, headers).end("a secret of the receiver"),
					async (url) =>
						expect(await send(url)).toEqual({
							status: "failed",
							error: `status ${status}`,
							httpStatus: status,
						}),
				);
		},
	);
	expect(reached).toBe(0);
});

test("[WH10] a receiver that is silent, gone or endless is let go", async ({ expect }) => {
	await withReceiver(
		() => {},
		async (url) => {
			expect(await send(url, { timeoutMs: 50 })).toEqual({ status: "failed", error: "no answer in time" });
		},
	);
	expect(await send("http://127.0.0.1:9/")).toEqual({ status: "failed", error: "can't be reached" });
	let isLetGo = (): void => {};
	const letGo = new Promise<void>((resolve) => (isLetGo = resolve));
	await withReceiver(
		(_request, response) => {
			response.once("close", isLetGo);
			const pour = (): void => {
				while (!response.destroyed && response.write("x".repeat(65_536)));
			};
			response.on("drain", pour);
			pour();
		},
		async (url) => {
			// long enough that its own end lets go of nothing
			expect(await send(url, { timeoutMs: 600_000 })).toEqual({ status: "delivered", httpStatus: 200 });
			await letGo;
		},
	);
});

test("[WH11] an address that is none of ours is not called, whatever was allowed when it was set up", async ({
	expect,
}) => {
	let reached = 0;
	await withReceiver(
		(_request, response) => {
			reached += 1;
			response.end();
		},
		async (url) => {
			const inside = { allowedHosts: null, publicOnly: true };
			expect(await send(url, { rules: inside })).toEqual({
				status: "failed",
				error: expect.stringContaining("private network"),
			});
			expect(await send(url, { rules: { allowedHosts: ["shop.example"], publicOnly: true } })).toMatchObject({
				status: "failed",
			});
			expect(reached).toBe(0);
			const { host } = new URL(url);
			expect(await send(url, { rules: { allowedHosts: [host], publicOnly: true } })).toEqual({
				status: "delivered",
				httpStatus: 200,
			});
		},
	);
});

test("[WH12] waits double up to an hour, the upper half left to chance; a day is some thirty attempts", ({
	expect,
}) => {
	expect([1, 2, 3, 10, 11, 500].map((failures) => webhookDelayMs(failures, 0))).toEqual([
		2_500, 5_000, 10_000, 1_280_000, 1_800_000, 1_800_000,
	]);
	expect(webhookDelayMs(1, 0.999_999)).toBe(5_000);
	let attempts = 0;
	for (let waitedMs = 0; waitedMs < GIVE_UP_AFTER_MS; attempts += 1)
		waitedMs += webhookDelayMs(attempts + 1, 0.5);
	expect(attempts).toBeGreaterThan(30);
	expect(attempts).toBeLessThan(60);
});
