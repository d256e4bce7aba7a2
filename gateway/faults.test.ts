import { afterAll, beforeAll, describe, test } from "vitest";
import { WebSocket } from "ws";
import { startGateway } from "./gateway.ts";
import { until } from "./testing/local-server.ts";
import {
	connectPool,
	connectRedis,
	connectSql,
	holdClient,
	pairMissing,
	startTestGateway,
	type TestGateway,
} from "./testing/test-gateway.ts";

/** Short enough for a test, long enough for a busy machine. */
const brief = { timeoutMs: 2_500, connectTimeoutMs: 2_000, idleTransactionMs: 600, signInTimeoutMs: 1_000 };
const caps = { maxBodyBytes: 200_000, maxResultBytes: 500_000, maxSockets: 60 };
const endless = "SELECT count(*) FROM generate_series(1, 1000000) a, generate_series(1, 1000000) b";

describe("faults that clients bring, over the embedded pair", () => {
	let gateway: TestGateway;
	beforeAll(async () => {
		gateway = await startTestGateway("embedded", { ...brief, ...caps });
	});
	afterAll(async () => {
		await gateway.close();
	});

	test("[GW10] without the token nothing is told, by any of the three doors", async ({ expect }) => {
		const sql = async (headers: Record<string, string>) =>
			(
				await fetch(`${gateway.url}/sql`, {
					method: "POST",
					headers,
					body: JSON.stringify({ query: "SELECT 1" }),
				})
			).status;
		expect(await sql({})).toBe(401);
		expect(await sql({ "Neon-Connection-String": "postgresql://care@h/care" })).toBe(401);
		expect(await sql({ "Neon-Connection-String": `postgresql://care:${gateway.token}x@h/care` })).toBe(401);
		expect(await sql({ "Neon-Connection-String": "nonsense" })).toBe(401);
		expect(await sql({ "Neon-Connection-String": gateway.databaseUrl })).toBe(200);
		for (const path of ["/", "/redis", "/redis/pipeline", "/multi-exec"]) {
			for (const headers of [
				{},
				{ Authorization: "Bearer wrong" },
				{ Authorization: `Basic ${gateway.token}` },
			]) {
				const refused = await fetch(`${gateway.url}${path}`, { method: "POST", headers, body: '["PING"]' });
				expect([path, refused.status, await refused.json()]).toEqual([
					path,
					401,
					{ error: expect.stringContaining("WRONGPASS") },
				]);
			}
		}
		const pool = connectPool({
			...gateway,
			databaseUrl: gateway.databaseUrl.replace(gateway.token, "wrong"),
		});
		await expect(pool.query("SELECT 1")).rejects.toMatchObject({ code: "28P01" });
		await pool.end();
	});

	test("[GW11] bodies and results over their caps are refused, and the next request works", async ({
		expect,
	}) => {
		const big = "x".repeat(caps.maxBodyBytes);
		const headers = {
			"Neon-Connection-String": gateway.databaseUrl,
			Authorization: `Bearer ${gateway.token}`,
		};
		for (const path of ["/sql", "/redis"]) {
			const refused = await fetch(`${gateway.url}${path}`, {
				method: "POST",
				headers,
				body: JSON.stringify([big]),
			});
			expect([refused.status, await refused.json()]).toEqual([
				413,
				expect.objectContaining({ message: expect.stringContaining("200000") }),
			]);
		}
		const sql = connectSql(gateway);
		await expect(sql`SELECT repeat('x', 1000) FROM generate_series(1, 1000)`).rejects.toMatchObject({
			code: "54000",
		});
		await expect(sql`SELECT repeat('x', 1000000)`).rejects.toMatchObject({ code: "54000" });
		const pool = connectPool(gateway);
		await expect(pool.query("SELECT repeat('x', 1000000)")).rejects.toMatchObject({ code: "54000" });
		expect((await pool.query("SELECT 1 AS one")).rows).toEqual([{ one: 1 }]);
		await pool.end();
		const redis = connectRedis(gateway);
		for (let i = 0; i < 10; i += 1) await redis.rpush("f:big", "y".repeat(90_000));
		await expect(redis.lrange("f:big", 0, -1)).rejects.toThrow("larger than");
		expect(await redis.llen("f:big")).toBe(10);
	});

	test("[GW11] what is not the protocol gets a reason, not a fall", async ({ expect }) => {
		const headers = {
			"Neon-Connection-String": gateway.databaseUrl,
			Authorization: `Bearer ${gateway.token}`,
		};
		const ask = async (path: string, body: string, more: Record<string, string> = {}) =>
			(await fetch(`${gateway.url}${path}`, { method: "POST", headers: { ...headers, ...more }, body }))
				.status;
		for (const body of [
			"",
			"{",
			"null",
			"[]x",
			'{"query":5}',
			'{"queries":[{}]}',
			'{"query":"x","params":5}',
		]) {
			expect([body, await ask("/sql", body)]).toEqual([body, 400]);
		}
		for (const body of ["", "{}", "[]", '["GET",null]', '["GET",["a"]]'])
			expect([body, await ask("/", body)]).toEqual([body, 400]);
		for (const body of ["{}", '["PING"]', "[[]]"])
			expect([body, await ask("/pipeline", body)]).toEqual([body, 400]);
		expect(await ask("/sql", '{"queries":[]}', { "Neon-Batch-Isolation-Level": "Chaos" })).toBe(400);
		expect(await ask("/nowhere", "{}")).toBe(404);
		for (const command of [
			["SUBSCRIBE", "a"],
			["shutdown"],
			["BLPOP", "a", "0"],
			["XREAD", "BLOCK", "0", "STREAMS", "a", "$"],
		]) {
			expect([command, await ask("/", JSON.stringify(command))]).toEqual([command, 400]);
		}
	});

	test("[GW14] nonsense on the socket is answered and closed; others do not notice", async ({ expect }) => {
		const int32 = (...values: number[]) => {
			const bytes = Buffer.alloc(values.length * 4);
			for (const [i, value] of values.entries()) bytes.writeInt32BE(value, i * 4);
			return bytes;
		};
		const startup = Buffer.concat([int32(14, 196_608), Buffer.from("user\0\0")]);
		const signIn = Buffer.concat([startup, frame("p", Buffer.from(`${gateway.token}\0`))]);
		const nonsense: [string, Buffer | string][] = [
			["text", "hello"],
			["a length below zero", int32(-5, 0)],
			["a length beyond the cap", int32(0x7f_ff_ff_ff, 0)],
			["HTTP", Buffer.from("GET / HTTP/1.1\r\n\r\n")],
			["protocol 2", int32(8, 131_072)],
			["a query instead of a password", Buffer.concat([startup, frame("Q", Buffer.from("SELECT 1\0"))])],
			["a password without an end", Buffer.concat([startup, frame("p", Buffer.from("abc"))])],
			["an unknown message", Buffer.concat([signIn, frame("z", Buffer.from("abc"))])],
			["a length of zero", Buffer.concat([signIn, Buffer.from([0x51, 0, 0, 0, 0])])],
			["a query without an end", Buffer.concat([signIn, frame("Q", Buffer.from([200, 200]))])],
			["COPY FROM STDIN", Buffer.concat([signIn, frame("Q", Buffer.from("COPY t FROM STDIN\0"))])],
			["nothing at all", Buffer.alloc(0)],
			["half a start-up", int32(100)],
			["a frame over the cap", Buffer.alloc(caps.maxBodyBytes + 1)],
		];
		const endings = await Promise.all(
			nonsense.map(async ([name, bytes]) => [name, await untilClosed(gateway, bytes)]),
		);
		expect(endings).toEqual(nonsense.map(([name]) => [name, "closed"]));
		for (const body of [
			Buffer.alloc(0),
			Buffer.from([255, 255, 255, 255, 1, 2]),
			Buffer.from("x\0y\0\u007f\u00ff"),
		]) {
			for (const type of ["P", "B", "D", "E", "C"]) {
				const bytes = Buffer.concat([
					signIn,
					frame(type, body),
					frame("S", Buffer.alloc(0)),
					frame("X", Buffer.alloc(0)),
				]);
				expect([type, await untilClosed(gateway, bytes)]).toEqual([type, "closed"]);
			}
		}
		expect(await connectSql(gateway)`SELECT 1 AS one`).toEqual([{ one: 1 }]);
	});

	test("[GW15] 50 clients at once, by every door, and none gets another's answer", async ({ expect }) => {
		const sql = connectSql(gateway);
		const pool = connectPool(gateway, 50);
		const redis = connectRedis(gateway);
		const answers = await Promise.all(
			Array.from({ length: 50 }, async (_, i) => {
				const client = await holdClient(pool);
				await client.query("BEGIN");
				const inside = await client.query("SELECT $1::int AS i", [i]);
				await client.query("COMMIT");
				client.release();
				const [row] = await sql`SELECT ${i}::int AS i`;
				return [inside.rows[0].i, row?.["i"], await redis.eval("return tonumber(ARGV[1])", [], [i])];
			}),
		);
		expect(answers).toEqual(Array.from({ length: 50 }, (_, i) => [i, i, i]));
		await pool.end();
	});

	test("[GW15] sockets over the number are refused with a reason", async ({ expect }) => {
		const open = await Promise.all(Array.from({ length: caps.maxSockets }, () => openSocket(gateway)));
		const one = new WebSocket(`ws://127.0.0.1:${gateway.port}/v2`);
		const told = await new Promise<Buffer>((resolve) =>
			one.once("message", (data: Buffer) => {
				resolve(data);
			}),
		);
		expect(told.toString()).toContain("53300");
		for (const socket of open) socket.terminate();
	});

	test("[GW16] a transaction that falls silent is rolled back and holds nobody up", async ({ expect }) => {
		const pool = connectPool(gateway);
		const sql = connectSql(gateway);
		await sql`CREATE TABLE IF NOT EXISTS f_idle (n int)`;
		const client = await holdClient(pool);
		await client.query("BEGIN");
		await client.query("INSERT INTO f_idle VALUES (1)");
		expect(await sql`SELECT count(*)::int AS n FROM f_idle`).toEqual([{ n: 0 }]); // waits for its turn
		await expect(client.query("COMMIT")).rejects.toThrow();
		client.release(true);
		await pool.end();
	});

	test("[GW17] what a session sets is not there for the next one", async ({ expect }) => {
		const pool = connectPool(gateway, 1);
		const client = await holdClient(pool);
		await client.query("SET search_path TO nowhere");
		await client.query("SELECT set_config('TimeZone', 'Asia/Tokyo', false)");
		await client.query("CREATE TEMP TABLE f_temp (a int)");
		client.release();
		await pool.end();
		const [row] = await connectSql(
			gateway,
		)`SELECT current_setting('search_path') AS path, current_setting('TimeZone') AS zone, to_regclass('f_temp') AS temp`;
		expect(row).toEqual({ path: "public", zone: "UTC", temp: null });
	});

	test("[GW12] a statement without end is ended; the embedded database comes back with what was committed", async ({
		expect,
	}) => {
		const sql = connectSql(gateway);
		await sql`CREATE TABLE IF NOT EXISTS f_kept (n int)`;
		await sql`INSERT INTO f_kept VALUES (7)`;
		await expect(sql.query(endless)).rejects.toThrow(/57014|no answer/);
		// how long it takes to come back is the machine's matter
		await until(() => sql`SELECT 1`, "the embedded database after its thread was ended");
		expect(await sql`SELECT n FROM f_kept`).toEqual([{ n: 7 }]);
		const pool = connectPool(gateway);
		await expect(pool.query(endless)).rejects.toMatchObject({ code: "57014" });
		await until(() => pool.query("SELECT 1"), "the embedded database after its thread was ended");
		expect((await pool.query("SELECT n FROM f_kept")).rows).toEqual([{ n: 7 }]);
		await pool.end();
		await expect(connectRedis(gateway).eval("while true do end", [], [])).rejects.toThrow("does not end");
	});
});

const serversMissing = pairMissing("servers");
describe.skipIf(serversMissing !== null)(
	`faults of the servers${serversMissing === null ? "" : ` (${serversMissing})`}`,
	() => {
		let gateway: TestGateway;
		beforeAll(async () => {
			gateway = await startTestGateway("servers", { ...brief, ...caps });
		});
		afterAll(async () => {
			await gateway.close();
		});

		test("[GW12] servers that hang: an error in time by every door, health says so, and all is well after", async ({
			expect,
		}) => {
			const { sql, pool, redis } = clients(gateway);
			const client = await holdClient(pool);
			await client.query("SELECT 1");
			await works(gateway, expect);
			gateway.servers?.postgres.pause();
			gateway.servers?.redis.pause();
			const [overHttp, batch, overSocket, fresh, command] = await Promise.all([
				fault(sql`SELECT 1`),
				fault(sql.transaction([sql`SELECT 1`])),
				fault(client.query("SELECT 1")),
				fault(pool.query("SELECT 1")),
				fault(redis.get("f:x")),
			]);
			expect([overHttp, batch, overSocket, fresh, command]).toEqual([
				expect.stringMatching(/HTTP status 50[34]/),
				expect.stringMatching(/HTTP status 50[34]/),
				expect.stringContaining("no answer"),
				expect.stringContaining("cannot be reached"),
				expect.stringContaining("no answer"),
			]);
			const health = await fetch(`${gateway.url}/healthz`);
			expect([health.status, await health.json()]).toEqual([
				503,
				{
					status: "degraded",
					postgres: { kind: "postgresql", up: false },
					redis: { kind: "redis", up: false },
				},
			]);
			gateway.servers?.postgres.resume();
			gateway.servers?.redis.resume();
			await works(gateway, expect);
			client.release(true);
			await pool.end();
		});

		test("[GW13] servers that die in the middle of things: errors, then the next ones work, without a restart of ours", async ({
			expect,
		}) => {
			const { sql, pool, redis } = clients(gateway);
			const client = await holdClient(pool);
			await client.query("BEGIN");
			const sleeping = [fault(sql`SELECT pg_sleep(10)`), fault(client.query("SELECT pg_sleep(10)"))];
			await sql`SELECT 1`;
			await gateway.servers?.postgres.kill();
			await gateway.servers?.redis.kill();
			expect(await Promise.all(sleeping)).toEqual([expect.stringMatching(/status 503/), expect.any(String)]);
			expect(await fault(sql`SELECT 1`)).toMatch(/status 503/);
			expect(await fault(pool.query("SELECT 1"))).toContain("cannot be reached");
			expect(await fault(redis.get("f:x"))).toContain("cannot be reached");
			await gateway.servers?.postgres.restart();
			await gateway.servers?.redis.restart();
			await works(gateway, expect);
			client.release(true);
			await pool.end();
		});

		test("[GW12] the server's own statement time-out speaks first", async ({ expect }) => {
			const { sql, pool } = clients(gateway);
			await expect(sql`SELECT pg_sleep(10)`).rejects.toMatchObject({ code: "57014", severity: "ERROR" });
			await expect(pool.query("SELECT pg_sleep(10)")).rejects.toMatchObject({
				code: "57014",
				severity: "ERROR",
			});
			await pool.end();
		});

		test("[GW11] results over the cap, and COPY nonsense, over a real server", async ({ expect }) => {
			const { sql } = clients(gateway);
			await expect(sql`SELECT repeat('x', 1000) FROM generate_series(1, 100000)`).rejects.toMatchObject({
				code: "54000",
			});
			await expect(sql.query("COPY pg_class FROM STDIN")).rejects.toThrow();
			expect(await sql`SELECT 1 AS one`).toEqual([{ one: 1 }]);
		});
	},
);

test("[GW13] servers that are not there: the gateway starts, says so, and answers with errors", async ({
	expect,
}) => {
	const gateway = await startGateway({
		dataDir: "unused",
		token: "a-token-of-the-test",
		databaseUrl: "postgresql://care:x@127.0.0.1:1/care",
		redisUrl: "redis://127.0.0.1:1",
		limits: brief,
	});
	const at = {
		...gateway,
		databaseUrl: `postgresql://care:${gateway.token}@h/care`,
		redisUrl: gateway.url,
		servers: null,
	};
	expect((await fetch(`${gateway.url}/healthz`)).status).toBe(503);
	expect(await fault(connectSql(at)`SELECT 1`)).toMatch(/status 503.*08006/);
	expect(await fault(connectRedis(at).ping())).toContain("cannot be reached");
	await gateway.close();
});

function clients(gateway: TestGateway) {
	return { sql: connectSql(gateway), pool: connectPool(gateway), redis: connectRedis(gateway) };
}

async function works(gateway: TestGateway, expect: typeof import("vitest").expect): Promise<void> {
	const { sql, pool, redis } = clients(gateway);
	await expect.poll(() => sql`SELECT 1 AS one`.catch(String), { timeout: 10_000 }).toEqual([{ one: 1 }]);
	await expect.poll(() => redis.ping().catch(String), { timeout: 10_000 }).toBe("PONG");
	expect((await pool.query("SELECT 2 AS two")).rows).toEqual([{ two: 2 }]);
	await pool.end();
	expect((await fetch(`${gateway.url}/healthz`)).status).toBe(200);
}

function fault(promise: Promise<unknown>): Promise<string> {
	return promise.then(
		(value) => `no fault: ${JSON.stringify(value)}`,
		(error: unknown) => String(error),
	);
}

function frame(type: string, body: Buffer): Buffer {
	const head = Buffer.alloc(5);
	head.write(type, 0, "latin1");
	head.writeInt32BE(body.length + 4, 1);
	return Buffer.concat([head, body]);
}

function openSocket(gateway: TestGateway): Promise<WebSocket> {
	const socket = new WebSocket(`ws://127.0.0.1:${gateway.port}/v2`);
	return new Promise((resolve, reject) => {
		socket.once("open", () => {
			resolve(socket);
		});
		socket.once("error", reject);
	});
}

async function untilClosed(gateway: TestGateway, bytes: Buffer | string): Promise<string> {
	const socket = await openSocket(gateway);
	socket.send(bytes);
	return new Promise((resolve) => {
		socket.on("close", () => {
			resolve("closed");
		});
		socket.on("error", () => {
			// close follows
		});
	});
}
