import type { RequestListener } from "node:http";
import { sql } from "drizzle-orm";
import { test } from "vitest";
import { serveOnLoopback } from "../gateway/testing/loopback-server.ts";
import { type Database, answered, connectDatabase, pingDatabase } from "./database.ts";
import { StoreFault, StoreUnavailable, postgresFailure } from "./failures.ts";
import { type Redis, connectRedis, pingRedis } from "./redis.ts";

const SECRET = "s3cret-of-the-address";
const PARAMETER = "anna@example.com";

/** A server that answers as told, for as long as `use` runs. */
async function withServer(answer: RequestListener, use: (origin: string) => Promise<void>): Promise<void> {
	const server = await serveOnLoopback(answer);
	try {
		await use(server.url);
	} finally {
		await server.close();
	}
}

function postgresAt(origin: string): Database {
	const { host } = new URL(origin);
	return connectDatabase({
		url: `postgresql://care:${SECRET}@${host}/care`,
		fetchEndpoint: `${origin}/sql`,
		timeoutMs: 300,
	});
}

const redisAt = (origin: string): Redis => connectRedis({ url: origin, token: SECRET, timeoutMs: 300 });

async function failureOf(attempt: Promise<unknown>): Promise<Error> {
	try {
		await attempt;
	} catch (error) {
		if (error instanceof Error) return error;
	}
	throw new Error("It did not fail.");
}

/** All that a log or an error report could print of an error. */
function everythingOf(error: unknown): string {
	const own = typeof error === "object" && error !== null ? Object.getOwnPropertyNames(error) : [];
	return own
		.map(
			(key) =>
				`${key}: ${String(Reflect.get(Object(error), key))} ${everythingOf(Reflect.get(Object(error), key))}`,
		)
		.join("\n");
}

const json =
	(status: number, body: unknown): RequestListener =>
	(_request, response) => {
		response.writeHead(status, { "Content-Type": "application/json" });
		response.end(JSON.stringify(body));
	};
const hang: RequestListener = () => undefined;
const nonsense: RequestListener = (_request, response) => {
	response.writeHead(502, { "Content-Type": "text/html" });
	response.end("<h1>Bad gateway</h1>");
};
const nonsenseInGoodFaith: RequestListener = (_request, response) => {
	response.writeHead(200, { "Content-Type": "text/html" });
	response.end("<h1>Welcome</h1>");
};
const hangHalfway: RequestListener = (_request, response) => {
	response.writeHead(200, { "Content-Type": "application/json" });
	response.write('{"rows":');
};
const hangUp: RequestListener = (request) => request.socket.destroy();

const TROUBLES: readonly (readonly [name: string, answer: RequestListener])[] = [
	["hangs", hang],
	["hangs halfway", hangHalfway],
	["answers nonsense", nonsense],
	["answers nonsense as if all were well", nonsenseInGoodFaith],
	["hangs up", hangUp],
];

for (const [name, answer] of TROUBLES) {
	test(`[SF1] Postgres ${name}: unavailable, without secrets`, async ({ expect }) => {
		await withServer(answer, async (origin) => {
			const db = postgresAt(origin);
			const error = await failureOf(answered(db.execute(sql`select ${PARAMETER}`)));
			expect(error).toBeInstanceOf(StoreUnavailable);
			expect(error).toMatchObject({ part: "postgres" });
			expect(error.message).toMatch(/^Postgres is unavailable: /);
			expect(everythingOf(error)).not.toMatch(new RegExp(`${SECRET}|${PARAMETER}`));
			await expect(pingDatabase(db)).rejects.toThrow(StoreUnavailable);
		});
	});

	test(`[SF1] Redis ${name}: unavailable, without secrets`, async ({ expect }) => {
		await withServer(answer, async (origin) => {
			const redis = redisAt(origin);
			const pipeline = redis.pipeline();
			pipeline.set("key", PARAMETER);
			const attempts = [() => redis.set("key", PARAMETER), () => pipeline.exec(), () => pingRedis(redis)];
			for (const attempt of attempts) {
				const error = await failureOf(attempt());
				expect(error).toBeInstanceOf(StoreUnavailable);
				expect(error).toMatchObject({ part: "redis" });
				expect(everythingOf(error)).not.toMatch(new RegExp(`${SECRET}|${PARAMETER}`));
			}
		});
	});
}

test("[SF1] nobody listens: unavailable", async ({ expect }) => {
	let free = "";
	await withServer(hang, async (origin) => {
		free = origin;
	});
	expect(await failureOf(pingDatabase(postgresAt(free)))).toMatchObject({
		name: "StoreUnavailable",
		part: "postgres",
	});
	expect(await failureOf(pingRedis(redisAt(free)))).toMatchObject({
		name: "StoreUnavailable",
		part: "redis",
	});
});

test("[SF1] a command that failed is not sent again", async ({ expect }) => {
	let received = 0;
	await withServer(
		(request) => {
			received += 1;
			request.socket.destroy();
		},
		async (origin) => {
			await failureOf(redisAt(origin).incr("counter"));
			expect(received).toBe(1);
			await failureOf(answered(postgresAt(origin).execute(sql`select 1`)));
			expect(received).toBe(2);
		},
	);
});

test("[SF1] a shutdown, a full house or a lost lock is passing; the SQLSTATE says which", async ({
	expect,
}) => {
	for (const code of ["57P01", "57014", "53300", "08006", "40P01", "58030"])
		await withServer(
			json(400, { message: `about ${PARAMETER}`, code, severity: "ERROR" }),
			async (origin) => {
				const error = await failureOf(answered(postgresAt(origin).execute(sql`select 1`)));
				expect(error).toMatchObject({
					name: "StoreUnavailable",
					message: `Postgres is unavailable: SQLSTATE ${code}`,
				});
			},
		);
});

test("[SF3] a refused statement is a fault with its SQLSTATE and constraint, without the values", async ({
	expect,
}) => {
	const body = {
		message: `duplicate key ${PARAMETER}`,
		detail: `Key (email)=(${PARAMETER}) already exists.`,
		code: "23505",
		constraint: "customers_email_unique",
		severity: "ERROR",
	};
	await withServer(json(400, body), async (origin) => {
		const error = await failureOf(answered(postgresAt(origin).execute(sql`select ${PARAMETER}`)));
		expect(error).toBeInstanceOf(StoreFault);
		expect(error).toMatchObject({
			part: "postgres",
			code: "23505",
			message: "Postgres refused a command: SQLSTATE 23505, constraint customers_email_unique",
		});
		expect(everythingOf(error)).not.toContain(PARAMETER);
	});
});

test("[SF3] a refused Redis command is a fault with Redis's word, and a busy Redis is passing", async ({
	expect,
}) => {
	await withServer(json(400, { error: "WRONGTYPE Operation against a key" }), async (origin) => {
		const error = await failureOf(redisAt(origin).set("key", PARAMETER));
		expect(error).toMatchObject({ name: "StoreFault", part: "redis", code: "WRONGTYPE" });
		expect(everythingOf(error)).not.toContain(PARAMETER);
	});
	await withServer(json(400, { error: "LOADING Redis is loading" }), async (origin) => {
		expect(await failureOf(redisAt(origin).get("key"))).toMatchObject({ name: "StoreUnavailable" });
	});
	// the rate limiter looks for this word to send its script again
	await withServer(json(400, { error: "NOSCRIPT No matching script" }), async (origin) => {
		expect((await failureOf(redisAt(origin).evalsha("x", [], []))).message).toContain("NOSCRIPT");
	});
});

test("[SF2] an address that is no URL is refused without being repeated", async ({ expect }) => {
	const bad = `postgres ${SECRET}`;
	expect(() => connectDatabase({ url: bad })).toThrow(/DATABASE_URL is not a URL/);
	expect(() => connectRedis({ url: bad, token: SECRET })).toThrow(/UPSTASH_REDIS_REST_URL is not a URL/);
	for (const connect of [
		() => connectDatabase({ url: bad }),
		() => connectRedis({ url: bad, token: SECRET }),
	])
		try {
			connect();
		} catch (error) {
			expect(everythingOf(error)).not.toContain(SECRET);
		}
});

test("[SF2] what is already in the store's words stays as it is", ({ expect }) => {
	const fault = new StoreFault("postgres", "42P01", "SQLSTATE 42P01");
	expect(postgresFailure(fault)).toBe(fault);
	expect(postgresFailure(new Error(`query with ${PARAMETER}`)).message).toBe(
		"Postgres refused a command: Error",
	);
});
