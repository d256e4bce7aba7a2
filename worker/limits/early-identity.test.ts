import type { IncomingMessage, ServerResponse } from "node:http";
import { test } from "vitest";
import { migrateDatabase } from "../../cli/migrate-database.ts";
import { serveOnLoopback } from "../../gateway/testing/loopback-server.ts";
import { startTestGateway } from "../../gateway/testing/test-gateway.ts";
import { connectDatabase } from "../../store/database.ts";
import { accountWorld, addUser, signInAs } from "../testing/account-world.ts";

/** Redis is held so long at most, less than it is waited for: who asks Postgres only then asks too late. */
const HELD_MS = 5_000;

/** Passes everything on to another address, after `before`. */
async function passOn(to: string, before: (body: string) => Promise<void>) {
	async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const body = (await request.toArray()).join("");
		await before(body);
		const headers = Object.entries(request.headers).flatMap(([name, value]) =>
			typeof value === "string" && !["host", "connection", "content-length"].includes(name)
				? [[name, value]]
				: [],
		);
		const passed = await fetch(to + (request.url ?? ""), {
			method: request.method ?? "POST",
			headers: Object.fromEntries(headers),
			body,
		});
		response.writeHead(passed.status, { "content-type": passed.headers.get("content-type") ?? "" });
		response.end(Buffer.from(await passed.arrayBuffer()));
	}
	return serveOnLoopback((request, response) => void answer(request, response));
}

test("[RL6] while Redis counts an address, Postgres says who calls; of an address that is refused here nothing is asked", async ({
	expect,
}) => {
	const gateway = await startTestGateway("embedded");
	await migrateDatabase(connectDatabase({ url: gateway.databaseUrl, fetchEndpoint: `${gateway.url}/sql` }));
	const asked: string[] = [];
	let isHolding = false;
	let isHeld = false;
	let release = (): void => undefined;
	const redis = await passOn(gateway.redisUrl, async (body) => {
		if (!isHolding || !body.includes("care:limit:address")) return;
		isHeld = true;
		await new Promise<void>((resolve) => {
			release = resolve;
			setTimeout(resolve, HELD_MS);
		});
		isHeld = false;
	});
	const database = await passOn(gateway.url, async (body) => {
		if (!body.includes("from users")) return;
		asked.push(isHeld ? "meanwhile" : "afterwards");
		release();
	});
	try {
		const stores = { ...gateway, redisUrl: redis.url, url: database.url };
		const world = await accountWorld(stores, {
			RATE_LIMITS: JSON.stringify({ address: { limit: 12, windowSeconds: 86_400 } }),
		});
		const { auth } = await signInAs(world, await addUser(world));
		const me = async () => (await world.request("/api/auth/me", { headers: auth })).status;
		asked.length = 0;
		isHolding = true;
		expect(await me()).toBe(200);
		expect(asked).toEqual(["meanwhile"]);
		isHolding = false;
		for (let call = 0; call < 12; call += 1) await me();
		asked.length = 0;
		expect(await me()).toBe(429);
		expect(asked).toEqual([]);
	} finally {
		await Promise.all([redis.close(), database.close()]);
		await gateway.close();
	}
});
