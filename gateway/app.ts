import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { messageOf } from "./gateway-error.ts";
import type { GatewayLimits } from "./options.ts";
import type { PostgresBackend } from "./postgres/postgres-backend.ts";
import { sqlRoute } from "./postgres/sql-route.ts";
import { SqlRunner } from "./postgres/sql-runner.ts";
import type { RedisBackend } from "./redis/redis-backend.ts";
import { upstashRoute } from "./redis/upstash-route.ts";

export interface Backends {
	postgres: PostgresBackend;
	redis: RedisBackend;
}

/** The gateway's HTTP side. Health needs no token: it tells names and up or down, nothing else. */
export function gatewayApp(backends: Backends, settings: { token: string; limits: GatewayLimits }): Hono {
	const { token, limits } = settings;
	const app = new Hono();
	app.get("/healthz", async (c) => {
		const [postgres, redis] = await Promise.all([
			health(backends.postgres, limits.connectTimeoutMs),
			health(backends.redis, limits.connectTimeoutMs),
		]);
		const isUp = postgres.up && redis.up;
		return c.json({ status: isUp ? "ok" : "degraded", postgres, redis }, isUp ? 200 : 503);
	});
	const message = `The body is larger than ${limits.maxBodyBytes} bytes.`;
	app.use(
		bodyLimit({
			maxSize: limits.maxBodyBytes,
			onError: (c) => c.json({ message, error: `ERR ${message}` }, 413),
		}),
	);
	app.route("/sql", sqlRoute(new SqlRunner(backends.postgres.pool, limits), token));
	const upstash = upstashRoute(backends.redis, settings);
	app.route("/redis", upstash);
	app.route("/", upstash);
	app.notFound((c) => c.json({ message: "No such address.", error: "ERR No such address." }, 404));
	app.onError((error, c) => {
		const text = `The gateway failed: ${messageOf(error)}`;
		console.error(JSON.stringify({ event: "gateway.fault", path: c.req.path, error: messageOf(error) }));
		return c.json({ message: text, error: `ERR ${text}` }, 500);
	});
	return app;
}

interface Health {
	kind: string;
	up: boolean;
}

async function health(backend: { kind: string; check(): Promise<void> }, timeoutMs: number): Promise<Health> {
	let timer: NodeJS.Timeout | undefined;
	const late = new Promise<false>((resolve) => {
		timer = setTimeout(() => {
			resolve(false);
		}, timeoutMs);
	});
	const up = backend.check().then(
		() => true,
		() => false,
	);
	const isUp = await Promise.race([up, late]);
	clearTimeout(timer);
	return { kind: backend.kind, up: isUp };
}
