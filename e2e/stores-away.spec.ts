import { sql } from "drizzle-orm";
import { afterAll, beforeAll, test } from "vitest";
import { z } from "zod";
import { queryRows } from "../store/database.ts";
import { ChatClient } from "./testing/chat-client.ts";
import { startProduct, UNLIMITED, waitUntil, type Product } from "./testing/product.ts";

/** Longest time in which a customer whose question needs PostgreSQL must hear that it is away (TRUST R12). */
const HONEST_WITHIN_MS = 10_000;
/** How long PostgreSQL and Redis are away, in milliseconds. The full run (TRUST R4, R5) takes longer. */
const AWAY_MS = Number(process.env["STORES_AWAY_MS"] ?? 6_000);

const ORDER_QUESTION = "where is my order A-10004, david@example.com";

let product: Product;
beforeAll(async () => {
	product = await startProduct({ env: { RATE_LIMITS: UNLIMITED } });
});
afterAll(() => product?.stop());

test("[R4] with PostgreSQL and Redis stopped the chat goes on, and the backlog is drained afterwards", async ({
	expect,
}) => {
	const client = await ChatClient.create(product.origin);
	await client.connect();
	await client.ask("hello");
	const { gatewayPid } = product.running();
	if (gatewayPid === null) throw new Error("the gateway has no process id");

	process.kill(gatewayPid, "SIGSTOP");
	const untilMs = Date.now() + AWAY_MS;
	try {
		for (let count = 0; Date.now() < untilMs; count++) {
			expect(await client.ask(count % 2 === 0 ? "are you a robot" : "what are your opening hours")).not.toBe(
				"",
			);
			await new Promise((wake) => setTimeout(wake, 500));
		}
		const ready = await fetch(`${product.origin}/readyz`);
		expect(ready.status).toBe(503);
		expect(await ready.json()).toMatchObject({
			parts: { postgres: { status: "down" }, redis: { status: "down" } },
		});
		for (let tries = 0; tries < 2; tries++) {
			const askedAtMs = Date.now();
			expect(await client.ask(ORDER_QUESTION)).toMatch(/sorry|can't|cannot|could not|try again/i);
			expect(Date.now() - askedAtMs).toBeLessThanOrEqual(HONEST_WITHIN_MS);
		}
	} finally {
		process.kill(gatewayPid, "SIGCONT");
	}
	const backAtMs = Date.now();

	await client.ask("thanks a lot");
	const stored = async (): Promise<number> => {
		const [row] = await queryRows(
			product.database(),
			z.object({ events: z.number() }),
			sql`select json_build_object('events', count(*)) as row from conversation_events where conversation_id = ${client.conversationId}`,
		);
		return row?.events ?? 0;
	};
	await waitUntil(60_000, async () => (await stored()) >= client.lastSeq);
	console.info(
		`away for ${AWAY_MS} ms; backlog of ${client.lastSeq} entries drained ${Date.now() - backAtMs} ms later`,
	);
	await waitUntil(30_000, async () => (await client.ask(ORDER_QUESTION)).includes("A-10004"));
	expect(client.gaps).toEqual([]);
	client.close();
}, 180_000);
