import { MAX_MODEL_BYTES } from "../../contracts/models.ts";
import { checkEndpoint, EndpointSettings, endpointAddress } from "../../durable-objects/endpoint-settings.ts";
import { readHosts } from "../../durable-objects/outgoing-address.ts";
import { UnfitModel } from "./publish-model.ts";

/** Where calls to others may go. */
interface OutgoingRules {
	readonly OUTGOING_HOSTS?: string | undefined;
	readonly ENVIRONMENT: string;
}

/** Rules for addresses that a caller names, be it an administrator: none inside our own network, but in development. */
export function outgoingRules(config: OutgoingRules) {
	return {
		allowedHosts: readHosts(config.OUTGOING_HOSTS),
		publicOnly: config.ENVIRONMENT !== "development",
	};
}

/**
 * Fetches a model from a server, as Rasa's `models` endpoint does, once.
 *
 * @param server - Rasa's settings of it
 * @throws UnfitModel saying what is wrong with the address or with the answer
 */
export async function fetchModel(
	server: unknown,
	config: OutgoingRules,
): Promise<{ readonly file: Uint8Array; readonly fileName: string }> {
	const checked = checkEndpoint(server, EndpointSettings, outgoingRules(config));
	if (!checked.ok) throw new UnfitModel(`Supplied 'model_server' is not valid. Error: ${checked.fault}`);
	const { url, headers } = endpointAddress(checked.endpoint);
	const response = await fetch(url, {
		headers,
		redirect: "manual",
		signal: AbortSignal.timeout(checked.endpoint.timeout_seconds * 1_000),
	}).catch((error: unknown) => {
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
