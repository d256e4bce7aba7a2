/** A remote action server, by Rasa's protocol: an existing rasa-sdk server works unchanged. */
import type { ActionResult } from "../dialogue/action-sdk.ts";
import type { DomainSpec } from "../dialogue/domain.ts";
import {
	type ActionCall,
	ActionFailed,
	ActionRejected,
	type ActionRunner,
	type TrackerState,
} from "../dialogue/ports.ts";
import { idempotencyKey } from "./action-context.ts";
import { readAnswer } from "./action-server-answer.ts";
import type { CircuitBreaker } from "./circuit-breaker.ts";
import { type ActionEndpointSettings, endpointRequest } from "./endpoint-settings.ts";
import { timedOut } from "./time-limit.ts";

/** The Rasa release whose protocol we speak, as its `version` says. */
export const RASA_VERSION = "3.6.21";
/** Longest answer that is read, in bytes, after unpacking. */
export const MAX_ANSWER_BYTES = 1_000_000;
/** How long after "not now" the one other try is made. */
const RETRY_AFTER_MS = 300;
/** These say that the call was not taken: trying again can't do anything twice. */
const NOT_TAKEN = new Set([429, 503]);
/** These say that nobody stands behind the door. */
const AWAY = new Set([502, 503, 504]);

export interface ActionServer {
	readonly endpoint: ActionEndpointSettings;
	readonly domain: DomainSpec;
	readonly breaker: CircuitBreaker;
	fetch(request: Request): Promise<Response>;
	wait(milliseconds: number): Promise<void>;
}

/** The action server can't be reached, or does not answer: what the circuit breaker goes by. */
export class ActionServerAway extends ActionFailed {}

/** @throws ActionRejected, or ActionFailed saying how */
export function actionServerRunner(server: ActionServer): ActionRunner {
	return { run: (call) => server.breaker.call(() => callActionServer(server, call)) };
}

async function callActionServer(server: ActionServer, call: ActionCall): Promise<ActionResult> {
	const timeoutMs = server.endpoint.timeout_seconds * 1_000;
	try {
		const response = await send(server, call);
		if (AWAY.has(response.status))
			throw new ActionServerAway(call.name, "failed", `the action server answered ${response.status}`);
		const body = await readCapped(call.name, response);
		return readAnswer(
			{ action: call.name, key: idempotencyKey(call), domain: server.domain },
			response.status,
			body,
		);
	} catch (error) {
		if (error instanceof ActionRejected || error instanceof ActionFailed) throw error;
		if (error instanceof Error && ["TimeoutError", "AbortError"].includes(error.name)) {
			const { code, message } = timedOut(call.name, timeoutMs);
			throw new ActionServerAway(call.name, code, message, { cause: error });
		}
		throw new ActionServerAway(call.name, "failed", "the action server can't be reached", { cause: error });
	}
}

/** A call is made twice only when the server said that it did not take the first one. */
async function send(server: ActionServer, call: ActionCall): Promise<Response> {
	const first = await server.fetch(await requestFor(server, call));
	if (!NOT_TAKEN.has(first.status)) return first;
	await first.body?.cancel();
	await server.wait(RETRY_AFTER_MS);
	return server.fetch(await requestFor(server, call));
}

function requestFor({ endpoint, domain }: ActionServer, call: ActionCall): Promise<Request> {
	const needsDomain = !endpoint.enable_selective_domain || domain.actionsWithDomain.includes(call.name);
	const body = {
		next_action: call.name,
		sender_id: call.tracker.sender_id,
		tracker: bounded(call.tracker, endpoint.tracker_events ?? null),
		version: RASA_VERSION,
		...(needsDomain ? { domain: domain.source } : {}),
	};
	return endpointRequest(endpoint, body, {
		headers: { "idempotency-key": idempotencyKey(call) },
		compress: endpoint.compress,
	});
}

/** Slots, latest message and active loop stand beside the events: an action that reads only those misses nothing. */
function bounded(tracker: TrackerState, newest: number | null): TrackerState {
	if (newest === null || tracker.events === null) return tracker;
	return { ...tracker, events: newest === 0 ? [] : tracker.events.slice(-newest) };
}

async function readCapped(action: string, response: Response): Promise<string> {
	if (response.body === null) return "";
	const decoder = new TextDecoder();
	let text = "";
	let bytes = 0;
	for await (const chunk of response.body) {
		bytes += chunk.byteLength;
		if (bytes > MAX_ANSWER_BYTES)
			throw new ActionFailed(action, "bad_result", `the answer is longer than ${MAX_ANSWER_BYTES} bytes`);
		text += decoder.decode(chunk, { stream: true });
	}
	return text + decoder.decode();
}
