/** Rasa's clients, as they are, against the running product: socket.io's of two ages, and the widget in a browser. */
import { io } from "socket.io-client";
import ioV2 from "socket.io-client-v2";
import { afterAll, beforeAll, describe, test } from "vitest";
import { z } from "zod";
import { type LoopbackServer, serveOnLoopback } from "../gateway/testing/loopback-server.ts";
import { browserMissing, openBrowser } from "./testing/browser.ts";
import { startProduct, UNLIMITED, waitUntil, type Product } from "./testing/product.ts";
import { fetchWidget, serveShopPage } from "./testing/rasa-webchat.ts";

const ANSWER_MS = 15_000;
const Message = z.looseObject({
	text: z.string().optional(),
	quick_replies: z.array(z.looseObject({ title: z.string(), payload: z.string() })).optional(),
});

/** What both ages of the client have in common, as far as a conversation needs it. */
interface Client {
	readonly id?: string | undefined;
	on(event: string, hear: (data: unknown) => void): unknown;
	emit(event: string, data: unknown): unknown;
	close(): unknown;
}

type Connect = (origin: string, options: { transports: string[]; path?: string; auth?: object }) => Client;
const fresh = { forceNew: true, reconnection: false };
const AGES: Record<string, Connect> = {
	"socket.io-client 4": (origin, options) => io(origin, { ...fresh, ...options }),
	"socket.io-client 2": (origin, options) => ioV2(origin, { ...fresh, ...options }),
};
const TRANSPORTS = { polling: ["polling"], websocket: ["websocket"], upgrade: ["polling", "websocket"] };

/** A client that keeps what it is told. */
async function connect(open: Connect, origin: string, transports: string[]) {
	const client = open(origin, { transports });
	const heard: z.infer<typeof Message>[] = [];
	client.on("bot_uttered", (data) => heard.push(Message.parse(data)));
	await new Promise<void>((resolve, reject) => {
		client.on("connect", () => resolve());
		client.on("connect_error", (error) => reject(new Error(`not connected: ${String(error)}`)));
	});
	return {
		heard,
		id: client.id,
		close: () => client.close(),
		session: (id?: string): Promise<unknown> => {
			const confirmed = new Promise((resolve) => client.on("session_confirm", resolve));
			client.emit("session_request", id === undefined ? {} : { session_id: id });
			return confirmed;
		},
		say: (message: string, more: object = {}) => void client.emit("user_uttered", { message, ...more }),
		hears: (pattern: RegExp) =>
			waitUntil(ANSWER_MS, () => heard.some(({ text }) => text !== undefined && pattern.test(text))),
	};
}

describe("Rasa's socket.io clients", () => {
	let product: Product;
	let callback: LoopbackServer;
	const called: unknown[] = [];
	const widget = fetchWidget();
	const missing = browserMissing() ?? ("missing" in widget ? widget.missing : null);
	if (missing !== null) console.warn(`the widget's test is skipped: ${missing}`);
	let shop: Awaited<ReturnType<typeof serveShopPage>>;

	beforeAll(async () => {
		shop = await serveShopPage("script" in widget ? widget.script : "", () => product.origin);
		callback = await serveOnLoopback((request, response) => {
			let body = "";
			request.on("data", (chunk: Buffer) => (body += chunk.toString()));
			request.on("end", () => {
				called.push(JSON.parse(body));
				response.end("ok");
			});
		});
		product = await startProduct({
			env: {
				RATE_LIMITS: UNLIMITED,
				ALLOWED_ORIGINS: shop.origin,
				SOCKETIO_CHANNEL: JSON.stringify({ session_persistence: true }),
				CALLBACK_CHANNEL: JSON.stringify({ url: `${callback.url}/hook` }),
			},
		});
	});
	afterAll(async () => {
		await shop.stop();
		await callback.close();
		await product?.stop();
	});

	for (const [age, open] of Object.entries(AGES))
		for (const [name, transports] of Object.entries(TRANSPORTS))
			test(`[RK1] ${age} by ${name}: a form, buttons, two lines of one session`, async ({ expect }) => {
				const first = await connect(open, product.origin, transports);
				const session = z.string().parse(await first.session());
				const second = await connect(open, product.origin, transports);
				expect(await second.session(session)).toBe(session);
				first.say("hello", { session_id: session });
				await first.hears(/./);
				expect(first.heard.some(({ quick_replies }) => (quick_replies ?? []).length > 0)).toBe(true);
				first.say("where is my order?", { session_id: session, metadata: { page: "/orders" } });
				await first.hears(/order number/i);
				second.say("A-10004", { session_id: session });
				await first.hears(/e-mail/i);
				second.say("david@example.com", { session_id: session });
				await first.hears(/on its way|tracking/i);
				await waitUntil(ANSWER_MS, () => second.heard.length === first.heard.length);
				expect(second.heard).toEqual(first.heard);
				const stranger = await connect(open, product.origin, transports);
				const own = await stranger.session();
				stranger.say("hello"); // without its session: Rasa ignores it
				stranger.say("where is my order?", { session_id: own });
				await stranger.hears(/order number/i);
				expect(stranger.heard[0]?.text).toMatch(/order number/i);
				for (const client of [first, second, stranger]) client.close();
			});

	test("[RK2] what a session said is there for the next connection", async ({ expect }) => {
		const open = AGES["socket.io-client 4"];
		if (open === undefined) throw new Error("no client");
		const before = await connect(open, product.origin, TRANSPORTS.websocket);
		const session = z.string().parse(await before.session());
		before.say("where is my order?", { session_id: session });
		await before.hears(/order number/i);
		before.close();
		const after = await connect(open, product.origin, TRANSPORTS.polling);
		await after.session(session);
		after.say("A-10004", { session_id: session });
		await after.hears(/e-mail/i);
		after.close();
		expect(after.heard).not.toEqual(before.heard);
	});

	test.skipIf(missing !== null)(
		"[RK3] the rasa-webchat widget in a browser, on another origin's page",
		async ({ expect }) => {
			const browser = await openBrowser();
			try {
				const page = await browser.newPage();
				await page.goto(shop.origin);
				const chat = page.locator(".rw-messages-container");
				await chat
					.getByText(/Havenfold/)
					.first()
					.waitFor({ timeout: ANSWER_MS });
				expect(await page.locator(".rw-reply").count()).toBeGreaterThan(0);
				const ask = async (text: string, answer: RegExp): Promise<void> => {
					await page.locator(".rw-new-message").fill(text);
					await page.locator(".rw-new-message").press("Enter");
					await chat.getByText(answer).first().waitFor({ timeout: ANSWER_MS });
				};
				await ask("where is my order?", /order number/i);
				await ask("A-10004", /e-mail/i);
				await ask("david@example.com", /tracking/i);
			} finally {
				await browser.close();
			}
		},
	);

	test("[RK4] the callback channel posts the replies to its address, in order", async ({ expect }) => {
		const response = await fetch(`${product.origin}/webhooks/callback/webhook`, {
			method: "POST",
			headers: { "Content-Type": "application/json" },
			body: JSON.stringify({ sender: "ann", message: "where is my order?" }),
		});
		expect([response.status, await response.text()]).toEqual([200, "success"]);
		await waitUntil(ANSWER_MS, () => JSON.stringify(called).match(/order number/i) !== null);
		for (const message of called) expect(message).toMatchObject({ recipient_id: "ann" });
	});
});
