/** Runs in Node before the tests of workerd: a real Postgres and a real Redis for those that sign somebody in. */
import type { TestProject } from "vitest/node";
import { migrateDatabase } from "../cli/migrate-database.ts";
import { startTestGateway } from "../gateway/testing/test-gateway.ts";
import { connectDatabase } from "../store/database.ts";
import type { StoreAddresses } from "../worker/testing/store-addresses.ts";

declare module "vitest" {
	export interface ProvidedContext {
		stores: StoreAddresses;
	}
}

// oxlint-disable-next-line import/no-default-export -- vitest calls a global setup by its default export
export default async function provideStores(project: TestProject): Promise<() => Promise<void>> {
	const gateway = await startTestGateway("embedded");
	const { url, token, databaseUrl, redisUrl } = gateway;
	await migrateDatabase(connectDatabase({ url: databaseUrl, fetchEndpoint: `${url}/sql` }));
	project.provide("stores", { url, token, databaseUrl, redisUrl });
	return () => gateway.close();
}
