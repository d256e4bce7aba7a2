import type { DomainSpec } from "../dialogue/domain.ts";
import { ActionFailed, type ActionCall, type ActionRunner } from "../dialogue/ports.ts";
import { writeLog } from "../observability/log.ts";
import { errorText } from "../observability/scrub.ts";
import { actionEndpoint, type ActionEndpointEnv } from "./action-endpoint.ts";
import { ActionServerAway, actionServerRunner } from "./action-server.ts";
import { CircuitBreaker } from "./circuit-breaker.ts";

/** How long an action server that does not answer is left alone: one call in this time waits for it, the others do not. */
const REST_MS = 5_000;

/**
 * Runs actions on the action server that is configured; null where there is none. A bad configuration fails the call that
 * needs it, not the conversation.
 */
export function remoteActions(env: ActionEndpointEnv, domain: DomainSpec): ActionRunner | null {
	if ((env.ACTION_ENDPOINT_URL ?? "") === "" && (env.ACTION_ENDPOINT ?? "") === "") return null;
	return {
		run: async (call: ActionCall) => {
			const endpoint = actionEndpoint(env);
			if (endpoint === null) throw new ActionFailed(call.name, "failed", "no action server is configured");
			return actionServerRunner({
				endpoint,
				domain,
				breaker: breakerOf(endpoint.url),
				fetch: (request) => fetch(request),
				wait: (milliseconds) => new Promise((wake) => setTimeout(wake, milliseconds)),
			}).run(call);
		},
	};
}

const breakers = new Map<string, CircuitBreaker>();

/** One for all conversations of the isolate: what one has found out, the others need not. */
function breakerOf(url: string): CircuitBreaker {
	const known = breakers.get(url);
	if (known !== undefined) return known;
	const made = new CircuitBreaker({
		restMs: REST_MS,
		nowMs: () => Date.now(),
		isAway: (error) => error instanceof ActionServerAway,
		refusal: () => new Error("the action server is left alone for some seconds after a failure"),
		onChange: (error) =>
			writeLog(
				error === null
					? { event: "part.back", part: "actions" }
					: { event: "part.away", part: "actions", error: errorText(error) },
			),
	});
	breakers.set(url, made);
	return made;
}
