import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { readFileSync } from "node:fs";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, test } from "vitest";
import { z } from "zod";
import { WEBHOOK_EVENTS, WebhookPayload } from "../contracts/webhooks.ts";
import { newWebhookSecret } from "../durable-objects/webhooks/webhook-signature.ts";
import { seededRandom } from "../store/seed/random.ts";
import { SealedTexts } from "../store/sealed-texts.ts";
import { createWebhook, webhookSecretOf } from "../store/webhooks.ts";
import { ChatClient } from "./testing/chat-client.ts";
import { startProduct, UNLIMITED, waitUntil, type Product } from "./testing/product.ts";

const CONVERSATIONS = Number(process.env["WEBHOOK_CONVERSATIONS"] ?? 8);
const QUESTIONS = ["hello", "are you a robot", "what are your opening hours", "thanks a lot"];
const FAILING_SHARE = 0.3;
/** So often at most is one delivery refused: waits double, and all behind it wait too: bad luck without end would outlast any test. */
const MOST_REFUSALS = 2;
const DOWN_MS = 4_000;
const KEYS = { keys: [{ id: "k1", key: `${"A".repeat(42)}Q` }] };
const SECRET = newWebhookSecret();

/** The code that docs/webhooks.md gives to consumers, as it stands there. */
async function documentedConsumer(): Promise<(...parts: [string, object, string, number?]) => boolean> {
	const page = readFileSync(new URL("../docs/webhooks.md", import.meta.url), "utf8");
	const code = /```js consumer\n(.*?)```/s.exec(page)?.[1] ?? "";
	const module: unknown = await import(`data:text/javascript,${encodeURIComponent(code)}`);
	return z
		.object({ isGenuine: z.custom<(...parts: [string, object, string, number?]) => boolean>() })
		.parse(module).isGenuine;
}

/** A receiver that fails as often as not in every way there is, and keeps what it took. */
class Receiver {
	readonly taken: { id: string; attempt: number; payload: WebhookPayload }[] = [];
	readonly forged: string[] = [];
	refused = 0;
	readonly #refusals = new Map<string, number>();
	#server: Server | null = null;
	#port = 0;
	readonly #isGenuine: Awaited<ReturnType<typeof documentedConsumer>>;
	readonly #random = seededRandom(7);

	constructor(isGenuine: Awaited<ReturnType<typeof documentedConsumer>>) {
		this.#isGenuine = isGenuine;
	}

	get url(): string {
		return `http://127.0.0.1:${this.#port}/hook`;
	}

	async start(): Promise<void> {
		const server = createServer((request, response) => {
			text(request).then(
				(body) => this.#take(request, response, body),
				() => undefined, // a line that broke: the sender comes again
			);
		});
		await new Promise<void>((resolve) => server.listen(this.#port, "127.0.0.1", resolve));
		// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- SAFETY: a server that listens on a port has one
		this.#port = (server.address() as AddressInfo).port;
		this.#server = server;
	}

	#take(request: IncomingMessage, response: ServerResponse, body: string): void {
		const { headers } = request;
		if (!this.#isGenuine(SECRET, headers, body)) this.forged.push(body);
		const dice = this.#random.int(1_000_000) / 1_000_000;
		const id = String(headers["webhook-id"]);
		const refusals = this.#refusals.get(id) ?? 0;
		if (dice < FAILING_SHARE && refusals < MOST_REFUSALS) {
			this.refused += 1;
			this.#refusals.set(id, refusals + 1);
			// a third each: an answer that says no, a line that breaks, a redirect
			if (dice < FAILING_SHARE / 3) request.socket.destroy();
			else response.writeHead(dice < (FAILING_SHARE * 2) / 3 ? 503 : 302, { location: "/hook" }).end();
			return;
		}
		const attempt = Number(headers["webhook-attempt"]);
		const payload = WebhookPayload.parse(JSON.parse(body));
		const isNew = !this.taken.some((delivery) => delivery.id === id);
		this.taken.push({ id, attempt, payload });
		// taken, but the sender never hears of it: it must come again under the same id
		if (isNew && dice > 0.95) request.socket.destroy();
		else response.end("ok");
	}

	async die(): Promise<void> {
		const server = this.#server;
		if (server === null) return;
		server.closeAllConnections();
		await new Promise((resolve) => server.close(resolve));
		this.#server = null;
	}
}

let product: Product;
let receiver: Receiver;
beforeAll(async () => {
	receiver = new Receiver(await documentedConsumer());
	await receiver.start();
	product = await startProduct({ env: { RATE_LIMITS: UNLIMITED, ENCRYPTION_KEYS: JSON.stringify(KEYS) } });
});
afterAll(async () => {
	await receiver?.die();
	await product?.stop();
});

test("[WH13] a receiver that fails a third of the time and dies for a while gets everything, in order, and can verify it", async ({
	expect,
}) => {
	const id = crypto.randomUUID();
	const sealedSecret = await new SealedTexts(KEYS).seal(SECRET, webhookSecretOf(id));
	const events = [...WEBHOOK_EVENTS];
	await createWebhook(product.database(), {
		id,
		url: receiver.url,
		events,
		sealedSecret,
		nowMs: Date.now() - 1_000,
	});

	const clients = await Promise.all(
		Array.from({ length: CONVERSATIONS }, () => ChatClient.create(product.origin)),
	);
	// what is tested comes after
	for (const client of clients) await client.connect();
	const talk = async (client: ChatClient): Promise<void> => {
		for (const question of QUESTIONS) {
			// a conversation goes one after the other
			await client.ask(question);
			await new Promise((wake) => setTimeout(wake, 500));
		}
	};
	const talks = Promise.all(clients.map(talk));
	await waitUntil(30_000, () => receiver.taken.length > CONVERSATIONS);
	await receiver.die();
	await new Promise((wake) => setTimeout(wake, DOWN_MS));
	await receiver.start();
	await talks;

	const said = clients.map((client) => ({
		id: client.conversationId,
		seqs: [...client.events.keys()].sort((a, b) => a - b),
	}));
	const distinct = () => new Set(receiver.taken.map((delivery) => delivery.id)).size;
	const expected = said.reduce((sum, { seqs }) => sum + seqs.length, 0);
	expect(expected).toBeGreaterThan(CONVERSATIONS * QUESTIONS.length);
	await waitUntil(200_000, () => distinct() >= expected);

	expect(receiver.forged).toEqual([]);
	expect(receiver.refused).toBeGreaterThan(0);
	const firsts = new Map<string, WebhookPayload>();
	for (const { id: delivery, payload } of receiver.taken)
		if (!firsts.has(delivery)) firsts.set(delivery, payload);
	for (const { id: conversation, seqs } of said) {
		const got = [...firsts.values()].filter(({ conversationId }) => conversationId === conversation);
		// everything, once under its id, in the order of the conversation
		expect(got.map(({ seq }) => seq)).toEqual(seqs);
		// and what came again never came after a later one: a repeat stands next to its first
		const all = receiver.taken.filter(({ payload }) => payload.conversationId === conversation);
		const order = all.map(({ payload }) => payload.seq);
		expect(order).toEqual([...order].sort((a, b) => a - b));
	}
	for (const client of clients) client.close();
	console.info(`${receiver.taken.length} taken of ${expected}, ${receiver.refused} refused`);
}, 300_000);

test("[WH13] the consumer's code refuses what was changed, recorded, or signed by another", async ({
	expect,
}) => {
	const isGenuine = await documentedConsumer();
	const { signatureOf } = await import("../durable-objects/webhooks/webhook-signature.ts");
	const at = 1_795_400_000;
	const [id, body] = ["w.c.1", '{"type":"message.created"}'];
	const signature = await signatureOf(SECRET, { id, timestampSeconds: at, body });
	const headers = { "webhook-id": id, "webhook-timestamp": String(at), "webhook-signature": signature };
	expect(isGenuine(SECRET, headers, body, at + 10)).toBe(true);
	expect(isGenuine(SECRET, { ...headers, "webhook-signature": `v1,AAAA ${signature}` }, body, at)).toBe(true);
	expect(isGenuine(SECRET, headers, body, at + 301)).toBe(false);
	expect(isGenuine(SECRET, headers, `${body} `, at)).toBe(false);
	expect(isGenuine(newWebhookSecret(), headers, body, at)).toBe(false);
	for (const changed of [
		{ "webhook-id": "w.c.2" },
		{ "webhook-timestamp": String(at + 1) },
		{ "webhook-timestamp": "soon" },
		{ "webhook-signature": signature.replace("v1,", "v2,") },
		{ "webhook-signature": "" },
		{ "webhook-signature": undefined },
	])
		expect(isGenuine(SECRET, { ...headers, ...changed }, body, at)).toBe(false);
});
