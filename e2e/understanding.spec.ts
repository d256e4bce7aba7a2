import { afterAll, beforeAll, test } from "vitest";
import { ParseData } from "../contracts/parse-data.ts";
import { queryRows } from "../store/database.ts";
import { sql } from "drizzle-orm";
import { z } from "zod";
import { startProduct, UNLIMITED, waitUntil, type Product } from "./testing/product.ts";

let product: Product;
beforeAll(async () => {
	product = await startProduct({ env: { RATE_LIMITS: UNLIMITED } });
});
afterAll(() => product?.stop());

/** Two of the shop's intents lie near for this one, so the sentence is read as a whole. */
const DOUBTFUL = "my thing never turned up what now";

async function post(path: string, body: unknown): Promise<unknown> {
	const response = await fetch(`${product.origin}${path}`, {
		method: "POST",
		headers: { "Content-Type": "application/json" },
		body: JSON.stringify(body),
	});
	return response.json();
}

const parse = async (text: string) => ParseData.parse(await post("/api/nlu/parse", { text }));

test("[EN1] the first doubtful message is answered at once, later ones are read as whole sentences", async ({
	expect,
}) => {
	const first = await parse(DOUBTFUL);
	expect(first.second_tier).toBe(undefined);
	expect(first.intent_ranking.length).toBeGreaterThan(1);
	let last = first;
	await waitUntil(30_000, async () => {
		last = await parse(DOUBTFUL);
		return last.second_tier === true;
	});
	expect(last.second_tier).toBe(true);
	expect(last.intent_ranking).not.toEqual(first.intent_ranking);
	expect((await parse("hello")).second_tier).toBe(undefined);
});

test("[ST1] a conversation's message is read so too, and its event says it", async ({ expect }) => {
	let parsed: unknown = null;
	await waitUntil(30_000, async () => {
		await post("/webhooks/rest/webhook", { sender: "doubtful", message: DOUBTFUL });
		const rows = await queryRows(
			product.database(),
			z.boolean().nullable(),
			sql`select event->'parse_data'->'second_tier' as row
				from conversation_events where event->>'event' = 'user' order by seq desc limit 1`,
		);
		parsed = rows[0] ?? null;
		return parsed === true;
	});
	expect(parsed).toBe(true);
});
