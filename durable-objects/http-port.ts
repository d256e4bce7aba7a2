import { JsonValue } from "../contracts/parse-data.ts";
import type { HttpAnswer, HttpCall, HttpPort } from "../dialogue/http-port.ts";
import { ActionFailed } from "../dialogue/ports.ts";
import type { CircuitBreaker } from "./circuit-breaker.ts";
import { endpointBreaker, waitFor } from "./endpoint-breaker.ts";
import { callEndpoint, type CalledServer } from "./endpoint-call.ts";
import { readHosts, refusalOfAddress } from "./outgoing-address.ts";
import { type OutgoingEnv, outgoingNetwork } from "./outgoing-network.ts";

/** A customer waits: whoever needs longer says so. */
const DEFAULT_TIMEOUT_MS = 5_000;

export interface HttpSurroundings extends Pick<CalledServer, "fetch" | "wait"> {
	/** Null: every public host. */
	readonly allowedHosts: readonly string[] | null;
	/** One for each server, for all conversations. */
	breaker(origin: string): CircuitBreaker;
}

/** HTTP for the actions of the Worker. */
export function httpPort(surroundings: HttpSurroundings): HttpPort {
	return {
		async request(call) {
			const { allowedHosts } = surroundings;
			const refusal = refusalOfAddress(call.url, { allowedHosts, publicOnly: true });
			if (refusal !== null) throw new ActionFailed("http", "failed", `the address ${refusal}`);
			const { origin } = new URL(call.url);
			return surroundings.breaker(origin).call(() => ask(surroundings, call));
		},
	};
}

/** With the real world around it. */
export function workerHttp(env: Pick<OutgoingEnv, "OUTGOING_HOSTS" | "PUBLIC_NETWORK">): HttpPort {
	const allowedHosts = readHosts(env.OUTGOING_HOSTS);
	const network = outgoingNetwork(env, { allowedHosts, publicOnly: true });
	return httpPort({
		allowedHosts,
		breaker: (origin) => endpointBreaker("http", origin),
		fetch: (request) => network.fetch(request),
		wait: waitFor,
	});
}

async function ask(surroundings: HttpSurroundings, call: HttpCall): Promise<HttpAnswer> {
	const timeoutMs = call.timeoutMs ?? DEFAULT_TIMEOUT_MS;
	const server: CalledServer = {
		title: "the server",
		timeoutMs,
		fetch: (request) => surroundings.fetch(request),
		wait: (milliseconds) => surroundings.wait(milliseconds),
	};
	const { status, body } = await callEndpoint(server, "http", async () => requestOf(call, timeoutMs));
	return { status, body: body === "" ? null : parsed(body) };
}

function requestOf({ url, method, headers, body }: HttpCall, timeoutMs: number): Request {
	return new Request(url, {
		method: method ?? (body === undefined ? "GET" : "POST"),
		headers: { ...(body === undefined ? {} : { "content-type": "application/json" }), ...headers },
		...(body === undefined ? {} : { body: JSON.stringify(body) }),
		// a server that redirects could send what an action knows anywhere
		redirect: "manual",
		signal: AbortSignal.timeout(timeoutMs),
	});
}

function parsed(text: string): JsonValue {
	try {
		return JsonValue.parse(JSON.parse(text));
	} catch {
		return text; // not JSON: the action gets it as it came
	}
}
