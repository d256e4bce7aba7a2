import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { connectDatabase } from "../store/database.ts";
import { seedShop } from "../store/seed-shop.ts";
import { embeddedSecrets } from "./embedded-secrets.ts";
import { startGatewayProcess, type GatewayProcess } from "./gateway-process.ts";
import { migrateDatabase } from "./migrate-database.ts";
import type { SupervisedProcess } from "./supervised-process.ts";

/** Fixed, so that a plain `wrangler dev` finds the gateway by the .dev.vars of the last run. */
export const DEV_GATEWAY_PORT = 8789;

/**
 * The gateway for development: migrated, seeded, and named in .dev.vars, so that `wrangler dev` finds it.
 *
 * @throws Error when it does not become ready
 */
export async function startDevGateway(settings: {
	readonly data: string;
	readonly report: (message: string) => void;
	readonly onSpawn: (process: SupervisedProcess) => void;
}): Promise<GatewayProcess> {
	const { data } = settings;
	const secrets = await embeddedSecrets(data);
	const gateway = await startGatewayProcess({
		...settings,
		port: DEV_GATEWAY_PORT,
		token: secrets.gatewayToken,
	});
	const db = connectDatabase({
		url: gateway.databaseUrl,
		fetchEndpoint: gateway.databaseFetchEndpoint,
		timeoutMs: 60_000,
	});
	await migrateDatabase(db);
	await seedShop(db, { nowMs: Date.now() });
	writeDevVars(gateway, {
		data,
		signingKeys: secrets.signingKeys,
		encryptionKeys: secrets.encryptionKeys,
		report: settings.report,
	});
	return gateway;
}

/** Local addresses and secrets for wrangler; a file that somebody wrote by hand stays as it is. */
function writeDevVars(
	gateway: GatewayProcess,
	{
		data,
		signingKeys,
		encryptionKeys,
		report,
	}: {
		readonly data: string;
		readonly signingKeys: string;
		readonly encryptionKeys: string;
		readonly report: (message: string) => void;
	},
): void {
	const path = ".dev.vars";
	const ours = join(data, "dev-vars-are-ours");
	if (existsSync(path) && !existsSync(ours)) {
		report(".dev.vars is your own and stays as it is; without it, this command writes one.");
		return;
	}
	const lines = [
		"# written by npm run dev and npm run gateway",
		`DATABASE_URL=${gateway.databaseUrl}`,
		`DATABASE_FETCH_ENDPOINT=${gateway.databaseFetchEndpoint}`,
		`UPSTASH_REDIS_REST_URL=${gateway.redisUrl}`,
		`UPSTASH_REDIS_REST_TOKEN=${gateway.redisToken}`,
		`SIGNING_KEYS='${signingKeys}'`,
		`ENCRYPTION_KEYS='${encryptionKeys}'`,
	];
	writeFileSync(path, `${lines.join("\n")}\n`, { mode: 0o600 });
	writeFileSync(ours, "");
}
