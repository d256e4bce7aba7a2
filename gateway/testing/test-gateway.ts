import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { neon, neonConfig, Pool, type PoolClient } from "@neondatabase/serverless";
import { Redis } from "@upstash/redis";
import { startGateway } from "../gateway.ts";
import type { GatewayLimits } from "../options.ts";
import { postgresMissing, startPostgres } from "./start-postgres.ts";
import { redisMissing, startRedis } from "./start-redis.ts";
import type { LocalServer } from "./local-server.ts";

/** A gateway in a temporary folder, the addresses that lead to it, and the servers behind it. */
export interface TestGateway {
	port: number;
	token: string;
	url: string;
	databaseUrl: string;
	redisUrl: string;
	/** Null where the backends are the embedded ones. */
	servers: { postgres: LocalServer; redis: LocalServer } | null;
	close(): Promise<void>;
}

export type Pair = "embedded" | "servers";

/** Why this pair cannot be tested here; null when it can. On CI a missing server is a fault, not a reason to skip. */
export function pairMissing(pair: Pair): string | null {
	const reasons =
		pair === "embedded" ? [] : [postgresMissing(), redisMissing()].filter((reason) => reason !== null);
	if (reasons.length === 0) return null;
	if (process.env["CI"] === "true") throw new Error(reasons.join("; "));
	return reasons.join("; ");
}

export async function startTestGateway(
	pair: Pair,
	limits: Partial<GatewayLimits> = {},
): Promise<TestGateway> {
	const dataDir = mkdtempSync(join(tmpdir(), "care-gateway-"));
	const servers = pair === "embedded" ? null : { postgres: await startPostgres(), redis: await startRedis() };
	const backends = servers === null ? {} : { databaseUrl: servers.postgres.url, redisUrl: servers.redis.url };
	const gateway = await startGateway({ dataDir, limits, ...backends });
	const { port, token, url } = gateway;
	return {
		port,
		token,
		url,
		databaseUrl: `postgresql://care:${token}@127.0.0.1:${port}/care`,
		redisUrl: `${url}/redis`,
		servers,
		close: async () => {
			await gateway.close();
			await servers?.postgres.stop();
			await servers?.redis.stop();
			rmSync(dataDir, { recursive: true, force: true });
		},
	};
}

/** Points the unmodified driver at the gateway; its configuration is global. */
export function pointNeonAt(gateway: TestGateway): void {
	neonConfig.fetchEndpoint = `${gateway.url}/sql`;
	neonConfig.wsProxy = () => `127.0.0.1:${gateway.port}/v2`;
	neonConfig.useSecureWebSocket = false;
	neonConfig.pipelineConnect = false;
	neonConfig.pipelineTLS = false;
}

export function connectSql(gateway: TestGateway) {
	pointNeonAt(gateway);
	return neon(gateway.databaseUrl);
}

export function connectPool(gateway: TestGateway, max = 10): Pool {
	pointNeonAt(gateway);
	const pool = new Pool({ connectionString: gateway.databaseUrl, max });
	pool.on("error", () => {
		// an idle connection that ends; the test asks the next one
	});
	return pool;
}

/** A client of the pool that may lose its connection: the query under way tells of it, the event adds nothing. */
export async function holdClient(pool: Pool): Promise<PoolClient> {
	const client = await pool.connect();
	client.on("error", () => {
		// see above
	});
	return client;
}

export function connectRedis(gateway: TestGateway): Redis {
	return new Redis({ url: gateway.redisUrl, token: gateway.token, enableTelemetry: false, retry: false });
}
