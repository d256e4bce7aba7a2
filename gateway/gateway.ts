import { mkdirSync } from "node:fs";
import type { Server } from "node:http";
import { join } from "node:path";
import { createAdaptorServer } from "@hono/node-server";
import { gatewayApp, type Backends } from "./app.ts";
import { listen } from "./listen.ts";
import { defaultLimits, type GatewayLimits, type GatewayOptions } from "./options.ts";
import { openEmbeddedPostgres } from "./postgres/embedded/embedded-backend.ts";
import { type PostgresSockets, servePostgresSockets } from "./postgres/postgres-sockets.ts";
import { openPostgresServer } from "./postgres/server/server-backend.ts";
import { openMemoryRedis } from "./redis/memory/memory-backend.ts";
import { openRedisServer } from "./redis/server-backend.ts";
import { checkToken, loadOrMakeToken } from "./token.ts";

export interface RunningGateway {
	port: number;
	url: string;
	token: string;
	/** Stops taking requests, lets the ones under way end, closes the backends. */
	close(): Promise<void>;
}

/** Docker gives ten seconds before it kills. */
const drainTimeoutMs = 5_000;

/**
 * Neon's and Upstash's protocols in front of PostgreSQL (or PGlite) and Redis (or memory).
 *
 * @throws Error in plain words when the port is taken, the token unfit or the embedded database does not open;
 *   a server that is down is no reason not to start: health tells of it, and it is reached when it comes back
 */
export async function startGateway(options: GatewayOptions): Promise<RunningGateway> {
	const limits: GatewayLimits = { ...defaultLimits, ...options.limits };
	const host = options.host ?? "127.0.0.1";
	const token =
		options.token === undefined
			? loadOrMakeToken(options.tokenFile ?? join(options.dataDir, "gateway-token"))
			: checkToken(options.token, "The token");
	mkdirSync(options.dataDir, { recursive: true });
	const backends = await openBackends(options, limits);
	// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- SAFETY: without a createServer option the adaptor makes a plain http.Server
	const server = createAdaptorServer({ fetch: gatewayApp(backends, { token, limits }).fetch }) as Server;
	server.headersTimeout = limits.timeoutMs;
	server.requestTimeout = limits.timeoutMs * 3;
	const sockets = servePostgresSockets(server, backends.postgres, { token, limits });
	const at = await listen(server, options.port ?? 0, host).catch(async (error: unknown) => {
		await closeBackends(backends);
		throw error;
	});
	let closed: Promise<void> | null = null;
	return {
		...at,
		token,
		close: () => (closed ??= shutDown(server, sockets, backends)),
	};
}

async function openBackends(options: GatewayOptions, limits: GatewayLimits): Promise<Backends> {
	const onTrouble = (line: string) => {
		console.error(JSON.stringify({ event: "gateway.trouble", message: line }));
	};
	const onProgress = options.onProgress ?? (() => undefined);
	const redis =
		options.redisUrl === undefined
			? openMemoryRedis()
			: openRedisServer({ url: options.redisUrl, limits, onTrouble });
	try {
		const postgres =
			options.databaseUrl === undefined
				? await openEmbeddedPostgres({ dataDir: options.dataDir, limits, onTrouble, onProgress })
				: openPostgresServer({ url: options.databaseUrl, limits, onTrouble });
		return { postgres, redis };
	} catch (error) {
		await redis.close();
		throw error;
	}
}

async function shutDown(server: Server, sockets: PostgresSockets, backends: Backends): Promise<void> {
	const stopped = new Promise<void>((resolve) => {
		server.close(() => {
			resolve();
		});
	});
	server.closeIdleConnections();
	sockets.close();
	const timer = setTimeout(() => {
		server.closeAllConnections();
		sockets.terminate(); // an upgraded connection is none of the server's any more, but it waits for it
	}, drainTimeoutMs);
	await stopped;
	clearTimeout(timer);
	await closeBackends(backends);
}

async function closeBackends(backends: Backends): Promise<void> {
	await Promise.all([backends.postgres.close(), backends.redis.close()]);
}
