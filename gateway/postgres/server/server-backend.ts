import { Client, Pool } from "pg";
import { GatewayError, messageOf } from "../../gateway-error.ts";
import type { GatewayLimits } from "../../options.ts";
import type { PostgresBackend } from "../postgres-backend.ts";
import { openTunnel } from "./tunnel.ts";

export interface ServerSettings {
	url: string;
	limits: GatewayLimits;
	onTrouble: (line: string) => void;
}

const closeTimeoutMs = 3_000;

/** Any PostgreSQL, by its connection string. Nothing is opened before the first request. */
export function openPostgresServer(settings: ServerSettings): PostgresBackend {
	const { limits, onTrouble } = settings;
	const shared = {
		connectionString: settings.url,
		application_name: "customer-care-gateway",
		statement_timeout: limits.timeoutMs,
		keepAlive: true,
	};
	const pool = new Pool({
		...shared,
		max: limits.poolSize,
		connectionTimeoutMillis: limits.connectTimeoutMs,
	});
	pool.on("error", (error) => {
		onTrouble(`An idle connection to PostgreSQL ended: ${error.message}`);
	});
	const tunnels = {
		...shared,
		connectionTimeoutMillis: limits.connectTimeoutMs,
		idle_in_transaction_session_timeout: limits.idleTransactionMs,
	};
	return {
		kind: "postgresql",
		pool,
		openSession: async (listener) => {
			const client = new Client(tunnels);
			try {
				return await openTunnel(client, listener, limits.timeoutMs);
			} catch (error) {
				throw new GatewayError("08001", `PostgreSQL cannot be reached: ${messageOf(error)}`, error);
			}
		},
		check: async () => {
			const client = new Client({ ...shared, connectionTimeoutMillis: limits.connectTimeoutMs });
			client.on("error", ignoreAfterwards);
			try {
				await client.connect();
				await client.query("SELECT 1");
			} finally {
				client.end().catch(ignoreAfterwards);
			}
		},
		close: async () => {
			// A server that hangs never says goodbye; nobody waits for it.
			let timer: NodeJS.Timeout | undefined;
			const late = new Promise<void>((resolve) => {
				timer = setTimeout(resolve, closeTimeoutMs);
			});
			await Promise.race([pool.end(), late]);
			clearTimeout(timer);
		},
	};
}

function ignoreAfterwards(): void {
	// connect() and query() reject with the same error; of a goodbye that fails nobody needs to know
}
