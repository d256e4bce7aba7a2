/** A remote action server, by Rasa's protocol: an existing rasa-sdk server works unchanged. */
import type { ActionResult } from "../dialogue/action-sdk.ts";
import type { DomainSpec } from "../dialogue/domain.ts";
import type { ActionCall, ActionRunner } from "../dialogue/ports.ts";
import { idempotencyKey } from "../dialogue/action-call-context.ts";
import { readAnswer } from "./action-server-answer.ts";
import type { CircuitBreaker } from "./circuit-breaker.ts";
import { callEndpoint, type CalledServer } from "./endpoint-call.ts";
import { type ActionEndpointSettings, endpointRequest } from "./endpoint-settings.ts";
import { serverTracker } from "./server-tracker.ts";

/** The Rasa release whose protocol we speak, as its `version` says. */
export const RASA_VERSION = "3.6.21";

export interface ActionServer extends Pick<CalledServer, "fetch" | "wait"> {
	readonly breaker: CircuitBreaker;
	readonly endpoint: ActionEndpointSettings;
	readonly domain: DomainSpec;
	/** By what name the server knows who speaks: `sender_id`, in the call and in its tracker. */
	readonly sender: () => string;
}

/** @throws ActionRejected, or ActionFailed saying how */
export function actionServerRunner(server: ActionServer): ActionRunner {
	return { run: (call) => server.breaker.call(() => callActionServer(server, call)) };
}

async function callActionServer(server: ActionServer, call: ActionCall): Promise<ActionResult> {
	const { endpoint, domain } = server;
	const called: CalledServer = {
		title: "the action server",
		timeoutMs: endpoint.timeout_seconds * 1_000,
		fetch: (request) => server.fetch(request),
		wait: (milliseconds) => server.wait(milliseconds),
	};
	const { status, body } = await callEndpoint(called, call.name, () => requestFor(server, call));
	return readAnswer({ action: call.name, key: idempotencyKey(call), domain }, status, body);
}

function requestFor({ endpoint, domain, sender }: ActionServer, call: ActionCall): Promise<Request> {
	const name = sender();
	const needsDomain = !endpoint.enable_selective_domain || domain.actionsWithDomain.includes(call.name);
	const body = {
		next_action: call.name,
		sender_id: name,
		tracker: serverTracker(call.tracker, { newest: endpoint.tracker_events ?? null, sender: name }),
		version: RASA_VERSION,
		...(needsDomain ? { domain: domain.source } : {}),
	};
	return endpointRequest(endpoint, body, {
		headers: { "idempotency-key": idempotencyKey(call) },
		compress: endpoint.compress,
	});
}
