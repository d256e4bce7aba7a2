import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startGateway } from "../../gateway/gateway.ts";
import { connectDatabase, type Database } from "../../store/database.ts";
import { runCare } from "./run-care.ts";

const TOKEN = "a-token-of-the-test-0123456789abcdef";

export interface CareDatabase {
	readonly db: Database;
	/** Names the database to a `care` of its own process. */
	readonly env: Readonly<Record<"DATABASE_URL" | "DATABASE_FETCH_ENDPOINT", string>>;
	readonly dataDir: string;
}

/** An embedded database of the test's own, made by `care migrate`; it ends with the test. @throws Error when it can't be made */
export async function withCareDatabase(use: (database: CareDatabase) => Promise<void>): Promise<void> {
	const dataDir = mkdtempSync(join(tmpdir(), "care-database-"));
	const gateway = await startGateway({ dataDir, token: TOKEN });
	try {
		const env = {
			DATABASE_URL: `postgresql://care:${TOKEN}@127.0.0.1:${gateway.port}/care`,
			DATABASE_FETCH_ENDPOINT: `${gateway.url}/sql`,
		};
		const migrated = await runCare(["migrate"], env);
		if (migrated.code !== 0) throw new Error(`care migrate ended with ${migrated.code}: ${migrated.stderr}`);
		const db = connectDatabase({ url: env.DATABASE_URL, fetchEndpoint: env.DATABASE_FETCH_ENDPOINT });
		await use({ db, env, dataDir });
	} finally {
		await gateway.close();
		rmSync(dataDir, { recursive: true, force: true });
	}
}
