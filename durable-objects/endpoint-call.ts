/** A call to a server of `endpoints.yml`: bounded in time and size, repeated only when that can't do anything twice. */
import { ActionFailed } from "../dialogue/ports.ts";
import { timedOut } from "./time-limit.ts";

/** Longest answer that is read, in bytes, after unpacking. */
export const MAX_ANSWER_BYTES = 1_000_000;
/** How long after "not now" the one other try is made. */
const RETRY_AFTER_MS = 300;
/** These say that the call was not taken: trying again can't do anything twice. */
const NOT_TAKEN = new Set([429, 503]);
/** These say that nobody stands behind the door. */
const AWAY = new Set([502, 503, 504]);

/** The server can't be reached, or does not answer: what the circuit breaker goes by. */
export class EndpointAway extends ActionFailed {}

export interface CalledServer {
	/** As a failure says it: `the action server`. */
	readonly title: string;
	readonly timeoutMs: number;
	fetch(request: Request): Promise<Response>;
	wait(milliseconds: number): Promise<void>;
}

export interface EndpointAnswer {
	readonly status: number;
	readonly body: string;
}

/**
 * @param name - the action or response that the call is for
 * @param request - made anew for each try
 * @throws ActionFailed saying how
 */
export async function callEndpoint(
	server: CalledServer,
	name: string,
	request: () => Promise<Request>,
): Promise<EndpointAnswer> {
	try {
		const response = await send(server, request);
		if (AWAY.has(response.status))
			throw new EndpointAway(name, "failed", `${server.title} answered ${response.status}`);
		return { status: response.status, body: await readCapped(name, response) };
	} catch (error) {
		if (error instanceof ActionFailed) throw error;
		if (error instanceof Error && ["TimeoutError", "AbortError"].includes(error.name)) {
			const { code, message } = timedOut(name, server.timeoutMs);
			throw new EndpointAway(name, code, message, { cause: error });
		}
		throw new EndpointAway(name, "failed", `${server.title} can't be reached`, { cause: error });
	}
}

/** A call is made twice only when the server said that it did not take the first one. */
async function send(server: CalledServer, request: () => Promise<Request>): Promise<Response> {
	const first = await server.fetch(await request());
	if (!NOT_TAKEN.has(first.status)) return first;
	await first.body?.cancel();
	await server.wait(RETRY_AFTER_MS);
	return server.fetch(await request());
}

async function readCapped(name: string, response: Response): Promise<string> {
	if (response.body === null) return "";
	const decoder = new TextDecoder();
	let text = "";
	let bytes = 0;
	for await (const chunk of response.body) {
		bytes += chunk.byteLength;
		if (bytes > MAX_ANSWER_BYTES)
			throw new ActionFailed(name, "bad_result", `the answer is longer than ${MAX_ANSWER_BYTES} bytes`);
		text += decoder.decode(chunk, { stream: true });
	}
	return text + decoder.decode();
}
