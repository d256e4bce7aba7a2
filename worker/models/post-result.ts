import { refusalOfAddress } from "../../durable-objects/outgoing-address.ts";
import type { Network } from "../../durable-objects/outgoing-network.ts";

/** A server that is told of a result has this long to take it. */
const TIMEOUT_MS = 30_000;

/** Why a result can't be posted to this address; null when it can. */
export const refusalOfCallback = refusalOfAddress;

/**
 * Posts an answer of ours to the address that wanted it, as Rasa's `callback_url` does: a file as it is, a refusal as JSON.
 *
 * @throws Error when it is not taken
 */
export async function postResult(address: string, result: Response, network: Network): Promise<void> {
	const headers = { "Content-Type": result.headers.get("Content-Type") ?? "application/octet-stream" };
	const taken = await network.fetch(
		new Request(address, {
			method: "POST",
			headers,
			body: await result.arrayBuffer(),
			redirect: "manual",
			signal: AbortSignal.timeout(TIMEOUT_MS),
		}),
	);
	await taken.body?.cancel();
	if (!taken.ok) throw new Error(`The callback_url answers with status ${taken.status}.`);
}
