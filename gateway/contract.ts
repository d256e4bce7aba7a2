import { afterAll, beforeAll, describe } from "vitest";
import { postgresContract } from "./postgres-contract.ts";
import { redisContract } from "./redis-contract.ts";
import { pairMissing, type Pair, startTestGateway, type TestGateway } from "./testing/test-gateway.ts";

/** What the drivers of our Worker may rely on, whatever stands behind the gateway. */
export function gatewayContract(pair: Pair): void {
	const missing = pairMissing(pair);
	if (missing !== null) process.stderr.write(`gateway contract on ${pair} skipped: ${missing}\n`);
	describe.skipIf(missing !== null)(`gateway over ${pair}${missing === null ? "" : ` (${missing})`}`, () => {
		let gateway: TestGateway;
		beforeAll(async () => {
			gateway = await startTestGateway(pair);
		});
		afterAll(async () => {
			await gateway.close();
		});
		postgresContract(() => gateway);
		redisContract(() => gateway);
	});
}
