import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, test } from "vitest";
import { z } from "zod";
import { Erasure } from "../contracts/privacy.ts";
import { queryRows } from "../store/database.ts";
import { connectRedis } from "../store/redis.ts";
import { dumpOf } from "../store/testing/dump.ts";
import { ChatClient } from "./testing/chat-client.ts";
import { waitUntil, type Product } from "./testing/product.ts";
import { PROFILES, profileMissing, startProfile } from "./testing/profiles.ts";

const PLANTED = [
	"4111111111111111",
	"4111 1111 1111 1111",
	"DE89 3704 0044 0532 0130 00",
	"Zx9hunter2Qq",
	"KD-98765432",
];
/** Not redacted: where this is found, the planted ones would be found too. */
const MARK = "zebedeemark";
const SAID = `${MARK} card ${PLANTED[1]}, account ${PLANTED[2]}, I am ${PLANTED[4]}, my password is ${PLANTED[3]}`;
const REDACTION = '{"patterns": [{"name": "customer number", "pattern": "KD-\\\\d{8}"}]}';

for (const profile of PROFILES) {
	const missing = profileMissing(profile);
	if (missing !== null) console.warn(`Skipped: planted strings on ${profile}. ${missing}`);
	describe.skipIf(missing !== null)(`planted strings on ${profile}`, () => {
		let product: Product;
		beforeAll(async () => {
			product = await startProfile(profile, { env: { REDACTION, HTTP_API: "on" } });
		});
		afterAll(() => product?.stop());

		test(`[PD1] ${profile}: what must not be kept is in no file, table, key or line of the log`, async ({
			expect,
		}) => {
			const client = await ChatClient.create(product.origin);
			await client.connect();
			await client.ask(SAID);
			await client.ask(`where is my order ${PLANTED[0]} ${MARK}`);
			await post(product, "/webhooks/rest/webhook", { sender: "s-1", message: SAID, metadata: { SAID } });
			await post(product, "/conversations/s-2/messages", { text: SAID, sender: "user" });
			await post(product, "/conversations/s-3/tracker/events", { event: "slot", name: "note", value: SAID });
			const stored = () =>
				queryRows(
					product.database(),
					z.number(),
					sql`select count(*)::int as row from conversation_events
					where event::text like ${`%${MARK}%`}`,
				);
			await waitUntil(60_000, async () => ((await stored())[0] ?? 0) >= 5);

			const places = [
				["files", filesBelow(product.data)],
				["tables", await dumpOf(product.database())],
				["redis", await redisOf(product)],
				["output", product.output()],
			] as const;
			for (const [place, content] of places)
				for (const planted of PLANTED)
					expect(content.includes(planted), `${planted} in ${place}`).toBe(false);
			expect(places[0][1]).toContain(MARK);
			expect(places[1][1]).toContain("[card number]");
			expect(places[2][1]).not.toBe("");
			client.close();
		});

		test(`[PD2] ${profile}: a customer who has their data erased is in no object, table or key any more`, async ({
			expect,
		}) => {
			const mark = "quibblemark";
			const client = await ChatClient.create(product.origin);
			await client.connect();
			await client.ask(`my name is ${mark}`);
			await client.ask(`I want to talk to a person, ${mark}`);
			const stored = () =>
				queryRows(
					product.database(),
					z.number(),
					sql`select count(*)::int as row from conversation_events where event::text like ${`%${mark}%`}`,
				);
			await waitUntil(60_000, async () => ((await stored())[0] ?? 0) >= 2);
			expect(filesBelow(join(product.data, "objects"))).toContain(mark);
			const response = await fetch(`${product.origin}/api/me/data?conversation=${client.conversationId}`, {
				method: "DELETE",
				headers: client.auth,
			});
			expect(response.status).toBe(200);
			await waitUntil(30_000, () => client.closeCode === 4004);
			const { status } = Erasure.parse(await response.json());
			expect(status).toBe("done");
			expect(await dumpOf(product.database())).not.toContain(mark);
			expect(await redisOf(product)).not.toContain(mark);
			expect(filesBelow(join(product.data, "objects")), "the objects' files").not.toContain(mark);
			expect(product.output()).not.toContain(mark);
		});
	});
}

async function post(product: Product, path: string, body: unknown): Promise<void> {
	const headers = { "Content-Type": "application/json" };
	const response = await fetch(`${product.origin}${path}`, {
		method: "POST",
		headers,
		body: JSON.stringify(body),
	});
	if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
}

/** Every file of the data folder: the objects' SQLite with its log, and the embedded PostgreSQL. */
function filesBelow(directory: string): string {
	return readdirSync(directory, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => readFileSync(join(entry.parentPath, entry.name), "latin1"))
		.join("\n");
}

async function redisOf(product: Product): Promise<string> {
	const { redisUrl: url, redisToken: token } = product.running();
	const redis = connectRedis({ url, token });
	const keys = await redis.keys("*");
	const values = await Promise.all(
		keys.map(async (key) => {
			const type = await redis.type(key);
			if (type === "string") return redis.get(key);
			if (type === "hash") return redis.hgetall(key);
			if (type === "set") return redis.smembers(key);
			if (type === "zset") return redis.zrange(key, 0, -1);
			return type === "list" ? redis.lrange(key, 0, -1) : type;
		}),
	);
	return JSON.stringify([keys, values]);
}
