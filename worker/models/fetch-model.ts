import { MAX_MODEL_BYTES } from "../../contracts/models.ts";
import { checkEndpoint, EndpointSettings, endpointAddress } from "../../durable-objects/endpoint-settings.ts";
import { type OutgoingEnv, outgoingNetwork, outgoingRules } from "../../durable-objects/outgoing-network.ts";
import { UnfitModel } from "./publish-model.ts";

/**
 * Fetches a model from a server, as Rasa's `models` endpoint does, once.
 *
 * @param server - Rasa's settings of it
 * @throws UnfitModel saying what is wrong with the address or with the answer
 */
export async function fetchModel(
	server: unknown,
	env: OutgoingEnv,
): Promise<{ readonly file: Uint8Array; readonly fileName: string }> {
	const rules = outgoingRules(env);
	const checked = checkEndpoint(server, EndpointSettings, rules);
	if (!checked.ok) throw new UnfitModel(`Supplied 'model_server' is not valid. Error: ${checked.fault}`);
	const { url, headers } = endpointAddress(checked.endpoint);
	const signal = AbortSignal.timeout(checked.endpoint.timeout_seconds * 1_000);
	const response = await outgoingNetwork(env, rules)
		.fetch(new Request(url, { headers, redirect: "manual", signal }))
		.catch((error: unknown) => {
			throw new UnfitModel("The model server does not answer.", { cause: error });
		});
	if (!response.ok) {
		await response.body?.cancel();
		throw new UnfitModel(`The model server answers with status ${response.status}.`);
	}
	const fileName = response.headers.get("filename") ?? url.pathname.split("/").at(-1) ?? "";
	return { file: await limited(response), fileName: fileName === "" ? "fetched.caremodel" : fileName };
}

async function limited(response: Response): Promise<Uint8Array> {
	const parts: Uint8Array[] = [];
	let bytes = 0;
	for await (const part of response.body ?? []) {
		bytes += part.length;
		if (bytes > MAX_MODEL_BYTES)
			throw new UnfitModel(`The model server's file has more than ${MAX_MODEL_BYTES} bytes.`);
		parts.push(part);
	}
	const file = new Uint8Array(bytes);
	let offset = 0;
	for (const part of parts) {
		file.set(part, offset);
		offset += part.length;
	}
	return file;
}
