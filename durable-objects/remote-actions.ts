import type { DomainSpec } from "../dialogue/domain.ts";
import { ActionFailed, type ActionCall, type ActionRunner } from "../dialogue/ports.ts";
import { actionEndpoint, type ActionEndpointEnv } from "./action-endpoint.ts";
import { actionServerRunner } from "./action-server.ts";
import { endpointBreaker, waitFor } from "./endpoint-breaker.ts";

/**
 * Runs actions on the action server that is configured; null where there is none. A bad configuration fails the call that
 * needs it, not the conversation.
 */
export function remoteActions(
	env: ActionEndpointEnv,
	domain: DomainSpec,
	sender: () => string,
): ActionRunner | null {
	if ((env.ACTION_ENDPOINT_URL ?? "") === "" && (env.ACTION_ENDPOINT ?? "") === "") return null;
	return {
		run: async (call: ActionCall) => {
			const endpoint = actionEndpoint(env);
			if (endpoint === null) throw new ActionFailed(call.name, "failed", "no action server is configured");
			return actionServerRunner({
				endpoint,
				domain,
				sender,
				breaker: endpointBreaker("actions", endpoint.url),
				fetch: (request) => fetch(request),
				wait: waitFor,
			}).run(call);
		},
	};
}
