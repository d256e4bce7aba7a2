import { sql } from "drizzle-orm";
import { afterAll, beforeAll, test } from "vitest";
import { z } from "zod";
import { queryRows } from "../store/database.ts";
import { ChatClient, newMessageId } from "./testing/chat-client.ts";
import { startProduct, UNLIMITED, waitUntil, type Product } from "./testing/product.ts";

/** What one customer did: every message with its outcome, so that the check is mechanical (TRUST, history check). */
interface Customer {
	client: ChatClient;
	readonly sent: { readonly id: string; readonly text: string }[];
}

const UserRow = z.object({ conversation: z.string(), text: z.string() });

const CONVERSATIONS = 50;
const MESSAGES_EACH = 12;
const KILLS = 3;

let product: Product;
beforeAll(async () => {
	product = await startProduct({ env: { RATE_LIMITS: UNLIMITED } });
});
afterAll(() => product?.stop());

test("[R1] kill -9 of workerd under 50 conversations loses, doubles and reorders nothing", async ({
	expect,
}) => {
	const customers: Customer[] = [];
	for (let index = 0; index < CONVERSATIONS; index++) {
		const client = await ChatClient.create(product.origin);
		await client.connect();
		customers.push({ client, sent: [] });
	}
	const talking = Promise.all(customers.map((customer, index) => talk(customer, index)));
	for (let kill = 0; kill < KILLS; kill++) {
		await waitUntil(
			60_000,
			() => sentBy(customers) > ((kill + 1) * CONVERSATIONS * MESSAGES_EACH) / (KILLS + 1),
		);
		const { workerdPid } = product.running();
		process.kill(workerdPid ?? 0, "SIGKILL");
		await waitUntil(30_000, () => product.running().workerdPid !== workerdPid);
	}
	await talking;

	for (const { client, sent } of customers) {
		const fresh = client.sibling();
		await fresh.connect();
		const texts = sent.map(({ text }) => text);
		expect(fresh.visitorTexts(), "a fresh client sees each message once, in order").toEqual(texts);
		expect(client.visitorTexts(), "the page that lived through it agrees").toEqual(texts);
		expect(client.gaps).toEqual([]);
		fresh.close();
	}

	const database = product.database();
	const stored = async (): Promise<Map<string, string[]>> => {
		const rows = await queryRows(
			database,
			UserRow,
			sql`select json_build_object('conversation', conversation_id, 'text', event->>'text') as row
				from conversation_events where event->>'event' = 'user' order by conversation_id, seq`,
		);
		const texts = new Map<string, string[]>();
		for (const row of rows) {
			texts.set(row.conversation, [...(texts.get(row.conversation) ?? []), row.text]);
		}
		return texts;
	};
	await waitUntil(60_000, async () => {
		const texts = await stored();
		return customers.every(
			({ client, sent }) => (texts.get(client.conversationId)?.length ?? 0) >= sent.length,
		);
	});
	const inPostgres = await stored();
	for (const { client, sent } of customers) {
		expect(inPostgres.get(client.conversationId)).toEqual(sent.map(({ text }) => text));
		client.close();
	}
}, 240_000);

/** Sends one message after another; after a crash it connects again and repeats what was not acknowledged. */
async function talk(customer: Customer, index: number): Promise<void> {
	for (let count = 0; count < MESSAGES_EACH; count++) {
		const id = newMessageId();
		const text = `hello, this is message ${count} of customer ${index}`;
		customer.sent.push({ id, text });
		await deliver(customer, id, text);
	}
}

async function deliver(customer: Customer, id: string, text: string): Promise<void> {
	const { client } = customer;
	const deadlineMs = Date.now() + 60_000;
	while (!client.acks.has(id)) {
		if (Date.now() > deadlineMs)
			throw new Error(`no acknowledgement of ${id}: ${JSON.stringify(client.errors.at(-1))}`);
		if (!client.isOpen) {
			// the product is down for a moment: try again until it is back
			const isBack = await client.connect().then(
				() => true,
				() => false,
			);
			if (!isBack) {
				await new Promise((wake) => setTimeout(wake, 100));
				continue;
			}
		}
		client.send({ type: "message", id, text });
		await waitUntil(3_000, () => client.acks.has(id) || !client.isOpen).catch(() => undefined);
	}
}

function sentBy(customers: readonly Customer[]): number {
	return customers.reduce((sum, { sent }) => sum + sent.length, 0);
}
