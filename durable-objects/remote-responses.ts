import { ActionFailed, type ResponseGenerator } from "../dialogue/ports.ts";
import type { DialogueOptions } from "./conversation-ports.ts";
import { endpointBreaker, waitFor } from "./endpoint-breaker.ts";
import { responseEndpoint, type ResponseEndpointEnv } from "./response-endpoint.ts";
import { responseServer } from "./response-server.ts";

/**
 * Words responses on the NLG server that is configured; null where there is none. A bad configuration fails the response
 * that needs it, not the conversation.
 */
export function remoteResponses(
	env: ResponseEndpointEnv,
	{ sender, onActionStart: onStart }: Pick<DialogueOptions, "sender" | "onActionStart">,
): ResponseGenerator | null {
	if ((env.NLG_ENDPOINT ?? "") === "") return null;
	return {
		generate: async (call) => {
			const endpoint = endpointOf(env, call.response);
			return responseServer({
				endpoint,
				breaker: endpointBreaker("responses", endpoint.url),
				fetch: (request) => fetch(request),
				wait: waitFor,
				sender,
				onStart,
			}).generate(call);
		},
	};
}

function endpointOf(env: ResponseEndpointEnv, response: string) {
	try {
		const endpoint = responseEndpoint(env);
		if (endpoint !== null) return endpoint;
	} catch (error) {
		throw new ActionFailed(response, "failed", error instanceof Error ? error.message : String(error), {
			cause: error,
		});
	}
	throw new ActionFailed(response, "failed", "no NLG server is configured");
}
